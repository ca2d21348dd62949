import { beforeEach, describe, expect, it } from 'vitest';
import { Breaker, type BreakerOptions } from '../../src/policies/breaker.ts';
import type { Category } from '../../src/types.ts';

let changes: [state: string, why: string][] = [];
beforeEach(() => {
  changes = [];
});

function breakerOf(options: BreakerOptions = {}): Breaker {
  return new Breaker(options, (state, why) => changes.push([state, why]));
}

function refuse(breaker: Breaker, code: string, at = 0, category: Category = 'signature'): void {
  breaker.report({ category, code, signed: true }, at);
}

function times(count: number, action: () => void): void {
  for (let at = 0; at < count; at += 1) action();
}

const good = { category: undefined, code: undefined, signed: true } as const;
const fault = { category: 'server', code: undefined, signed: false } as const;

describe('refused credentials', () => {
  it('open the breaker at the fifth same refusal in a row, for 10 s', () => {
    const breaker = breakerOf();
    times(4, () => refuse(breaker, '602'));
    expect([breaker.state, breaker.refuses(0)]).toEqual(['closed', undefined]);
    refuse(breaker, '602', 100);
    const why = 'the exchange refused the credentials 5 times in a row (signature 602)';
    expect(changes).toEqual([['open', why]]);
    expect(breaker.refuses(100)).toEqual({ why, category: 'signature', waitMs: 10_000 });
    expect(breaker.refuses(10_099)).toEqual({ why, category: 'signature', waitMs: 1 });
  });

  it('of different codes do not', () => {
    const breaker = breakerOf();
    times(10, () => {
      refuse(breaker, '602');
      refuse(breaker, '401', 0, 'auth');
    });
    expect(changes).toEqual([]);
  });

  it('do not while signed calls succeed in between; unsigned ones prove nothing', () => {
    const breaker = breakerOf();
    times(4, () => refuse(breaker, '602'));
    breaker.report(good, 0);
    times(4, () => refuse(breaker, '602'));
    breaker.report({ ...good, signed: false }, 0);
    expect(breaker.state).toBe('closed');
    refuse(breaker, '602');
    expect(breaker.state).toBe('open');
  });

  it.each(['auth', 'signature', 'permission', 'account'] as const)('count as such: %s', (category) => {
    const breaker = breakerOf({ credentialFailures: 2 });
    times(2, () => breaker.report({ category, code: undefined, signed: true }, 0));
    expect(changes).toEqual([
      ['open', `the exchange refused the credentials 2 times in a row (${category})`],
    ]);
  });

  it.each(['funds', 'rate-limit', 'invalid-order', 'unknown'] as const)('are not: %s', (category) => {
    const breaker = breakerOf({ credentialFailures: 1, serverFaults: 1 });
    times(50, () => breaker.report({ category, code: '1', signed: true }, 0));
    expect(breaker.state).toBe('closed');
  });
});

describe('faults of the exchange', () => {
  it('open the breaker at the twentieth in a row, of whatever kind', () => {
    const breaker = breakerOf();
    const kinds = ['server', 'timeout', 'network'] as const;
    for (let at = 0; at < 20; at += 1) breaker.report({ ...fault, category: kinds[at % 3] }, 0);
    expect(changes).toEqual([['open', '20 faults of the exchange in a row']]);
    expect(breaker.refuses(0)).toMatchObject({ category: 'timeout', waitMs: 10_000 });
  });

  it('start anew with any answer, signed or not', () => {
    const breaker = breakerOf({ serverFaults: 2 });
    times(5, () => {
      breaker.report(fault, 0);
      breaker.report({ ...good, signed: false }, 0);
      breaker.report(fault, 0);
      refuse(breaker, '602');
      breaker.report(good, 0);
    });
    expect(breaker.state).toBe('closed');
  });
});

describe('a breaker that is open', () => {
  const opened = (): Breaker => {
    const breaker = breakerOf({ credentialFailures: 1, openMs: 1000 });
    refuse(breaker, '602');
    return breaker;
  };

  it('lets one call probe when the time is over, and keeps the next out for as long again', () => {
    const breaker = opened();
    expect(breaker.refuses(999)?.waitMs).toBe(1);
    expect(breaker.refuses(1000)).toBeUndefined();
    expect(breaker.state).toBe('half-open');
    expect(breaker.refuses(1000)?.waitMs).toBe(1000);
    // The probe never reported: another may try.
    expect(breaker.refuses(2000)).toBeUndefined();
  });

  it('closes on a signed success, and not on an unsigned one', () => {
    const breaker = opened();
    breaker.refuses(1000);
    breaker.report({ ...good, signed: false }, 1000);
    expect(breaker.state).toBe('half-open');
    breaker.report(good, 1000);
    expect(breaker.state).toBe('closed');
    expect(breaker.refuses(1000)).toBeUndefined();
    expect(changes.map(([state]) => state)).toEqual(['open', 'half-open', 'closed']);
  });

  it('closes on the success of a call that still goes while it is open', () => {
    const breaker = opened();
    breaker.report(good, 10);
    expect(breaker.refuses(10)).toBeUndefined();
  });

  it('stays open twice as long after each failed probe, up to sixteenfold, and starts over once closed', () => {
    const breaker = opened();
    const waits: number[] = [];
    let at = 0;
    for (let round = 0; round < 6; round += 1) {
      const waitMs = breaker.refuses(at)?.waitMs ?? 0;
      waits.push(waitMs);
      at += waitMs;
      breaker.refuses(at);
      if (round % 2 === 0) refuse(breaker, 'another code', at);
      else breaker.report(fault, at);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 16_000]);
    breaker.report(good, at);
    refuse(breaker, '602', at);
    expect(breaker.refuses(at)?.waitMs).toBe(1000);
  });

  it('is not prolonged by failures of calls that were under way', () => {
    const breaker = opened();
    refuse(breaker, '602', 500);
    expect(breaker.refuses(500)?.waitMs).toBe(500);
    expect(changes).toHaveLength(1);
  });
});

it.each([
  [{ credentialFailures: 0 }, '`breaker.credentialFailures` takes a whole number, at least 1; it got 0.'],
  [{ serverFaults: 1.5 }, '`breaker.serverFaults` takes a whole number, at least 1; it got 1.5.'],
  [{ openMs: 0 }, '`breaker.openMs` takes a number of milliseconds, at least 1; it got 0.'],
])('bad options say what is wrong: %o', (options, message) => {
  expect(() => breakerOf(options)).toThrow(new TypeError(message));
});
