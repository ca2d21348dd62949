import { describe, expect, it } from 'vitest';
import {
  type Asking,
  byClientOrderId,
  nextAsking,
  type Question,
  resolveReconcile,
} from '../../src/policies/reconcile.ts';

const settle = { settleMs: 2000, asks: 3 };

/** A "not found" to a question put at `askedAt` and answered 10 ms later; the order was sent at 1000. */
function notFound(negatives: number, askedAt: number): Asking {
  return {
    finding: { found: false },
    lastSentAt: 1000,
    askedAt,
    nowAt: askedAt + 10,
    negatives,
    failures: 0,
  };
}

describe('asking what became of an order', () => {
  it('ends when it is found, at the first answer', () => {
    const found = { ...notFound(0, 1000), finding: { found: true, response: { id: 1 } } } as const;
    expect(nextAsking(settle, found)).toEqual({ done: 'found', response: { id: 1 } });
  });

  it('believes "not found" only at the third answer, and only once 2 s have passed', () => {
    expect(nextAsking(settle, notFound(1, 1000))).toEqual({ waitMs: 1000 });
    expect(nextAsking(settle, notFound(2, 2010))).toEqual({ waitMs: 980 });
    expect(nextAsking(settle, notFound(3, 3000))).toEqual({ done: 'absent' });
  });

  it('does not believe enough answers that all came too early', () => {
    expect(nextAsking(settle, notFound(3, 2000))).toEqual({ waitMs: 990 });
    expect(nextAsking(settle, notFound(9, 2999))).toEqual({ waitMs: 0 });
    expect(nextAsking(settle, notFound(10, 3009))).toEqual({ done: 'absent' });
  });

  it('does not believe a late answer alone', () => {
    expect(nextAsking(settle, notFound(1, 9000))).toEqual({ waitMs: 0 });
    expect(nextAsking(settle, notFound(2, 9010))).toEqual({ waitMs: 0 });
    expect(nextAsking(settle, notFound(3, 9020))).toEqual({ done: 'absent' });
  });

  it('backs off while look-ups fail, up to 2 s', () => {
    const failed = (failures: number) =>
      nextAsking(settle, { ...notFound(0, 1000), finding: undefined, failures });
    expect([1, 2, 3, 4, 5, 50].map(failed)).toEqual(
      [200, 400, 800, 1600, 2000, 2000].map((waitMs) => ({ waitMs })),
    );
  });

  it('believes the first answer where doubt is switched off', () => {
    expect(nextAsking({ settleMs: 0, asks: 1 }, notFound(1, 1000))).toEqual({ done: 'absent' });
  });

  it('waits for the whole time where one answer is enough', () => {
    expect(nextAsking({ settleMs: 500, asks: 1 }, notFound(1, 1000))).toEqual({ waitMs: 490 });
    expect(nextAsking({ settleMs: 500, asks: 1 }, notFound(2, 1500))).toEqual({ done: 'absent' });
  });

  it.each([1, 2, 3, 5, 10])('asks %d times at least, the last time when it is over', (asks) => {
    const instants: number[] = [];
    for (let at = 1000; ; ) {
      instants.push(at);
      const step = nextAsking({ settleMs: 2000, asks }, notFound(instants.length, at));
      if (!('waitMs' in step)) break;
      at += 10 + step.waitMs;
    }
    expect(instants).toHaveLength(Math.max(2, asks));
    expect(instants.at(-1)).toBe(3000);
  });
});

describe('the option', () => {
  const ask = () => undefined;

  it('is a function, with the doubt of the exchange', () => {
    expect(resolveReconcile(ask, settle)).toEqual({ ask, ...settle });
    expect(resolveReconcile(undefined, settle)).toBeUndefined();
  });

  it('is an object whose parts win over the doubt of the exchange', () => {
    expect(resolveReconcile({ ask }, settle)).toEqual({ ask, ...settle });
    expect(resolveReconcile({ ask, settleMs: 0, asks: 1 }, settle)).toEqual({ ask, settleMs: 0, asks: 1 });
  });

  it('may be the ready hook, which asks by the look-up of the profile', async () => {
    const finding = { found: false } as const;
    const hook = byClientOrderId({ settleMs: 10 });
    const question: Partial<Question> = { lookUp: () => Promise.resolve(finding) };
    expect(await hook.ask(question as Question)).toBe(finding);
    expect(resolveReconcile(hook, settle)).toEqual({ ask: hook.ask, settleMs: 10, asks: 3 });
  });

  it.each([
    ['yes', "`reconcile` takes a function, or an object with `ask`; it got 'yes'."],
    [null, '`reconcile` takes a function, or an object with `ask`; it got null.'],
    [{}, '`reconcile.ask` takes a function; it got undefined.'],
    [{ ask, settleMs: -1 }, '`reconcile.settleMs` takes a number, at least 0; it got -1.'],
    [{ ask, asks: 0 }, '`reconcile.asks` takes a whole number, at least 1; it got 0.'],
    [{ ask, asks: 1.5 }, '`reconcile.asks` takes a whole number, at least 1; it got 1.5.'],
  ])('says what is wrong: %o', (option, message) => {
    expect(() => resolveReconcile(option as never, settle)).toThrow(new TypeError(message));
  });
});
