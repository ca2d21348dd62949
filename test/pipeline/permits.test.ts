import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayOptions, Limit } from '../../src/index.ts';
import { answered, type Bot, good, lost, never, open, orderPath, type Reply, status } from './support.ts';

const limit: Limit = {
  name: 'orders',
  scope: 'account',
  capacity: 3,
  windowMs: 60_000,
  match: { kind: 'order' },
};
const refused: Reply = () =>
  Promise.reject(new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }));
const hang = () => new Promise<never>(() => undefined);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bot(reply: Reply, options: Partial<GatewayOptions> = {}): Bot {
  return open(reply, { limits: [limit], maxAttempts: 1, breaker: false, sign: () => ({}), ...options });
}

const free = ({ gateway }: Bot): number | undefined => gateway.headroom()[0]?.free;

describe('the permit of an attempt is given back', () => {
  it.each([
    { name: 'was answered', reply: answered },
    { name: 'was refused', reply: status(400) },
    { name: 'was lost', reply: lost },
  ])('for one window more where the request $name', async ({ reply }) => {
    const one = bot(reply);
    await one.order();
    expect(free(one)).toBe(2);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(free(one)).toBe(3);
    await one.gateway.close();
  });

  it('for one window more where the answer is not waited for any longer', async () => {
    const one = bot(never);
    const ended = one.order({ exchange: { deadlineMs: 100 } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await ended).toMatchObject({ outcome: 'unknown' });
    expect(free(one)).toBe(2);
    await vi.advanceTimersByTimeAsync(61_000);
    expect(free(one)).toBe(3);
    await one.gateway.close();
  });

  it.each([
    { name: 'its request never left', reply: refused, options: {} },
    {
      name: 'its signer throws',
      reply: answered,
      options: {
        sign: () => {
          throw new Error('no key');
        },
      },
    },
    { name: 'its signature is none', reply: answered, options: { sign: () => ({ query: 7 as never }) } },
    { name: 'its signer hangs', reply: answered, options: { sign: hang } },
  ])('at once where $name', async ({ reply, options }) => {
    const one = bot(reply, options);
    const ended = one.order({ exchange: { deadlineMs: 100 } });
    await vi.advanceTimersByTimeAsync(50);
    await vi.advanceTimersByTimeAsync(100);
    expect(await ended).toBeInstanceOf(Error);
    expect(free(one)).toBe(3);
    await one.gateway.close();
  });

  it('at once where a pause began while it was signed, and is taken anew', async () => {
    let sign: ((signature: object) => void) | undefined;
    const replies: Reply = (path, count) =>
      path === orderPath
        ? answered(path, count, undefined)
        : status(429, { 'retry-after': '2' })(path, count, undefined);
    const one = bot(replies, {
      sign: () =>
        new Promise((resolve) => {
          sign = resolve;
        }),
    });
    const ended = one.order();
    await vi.advanceTimersByTimeAsync(0);
    expect(free(one)).toBe(2);
    await one.read();
    sign?.({});
    await vi.advanceTimersByTimeAsync(1000);
    // It waits for the pause, and is signed again.
    await vi.advanceTimersByTimeAsync(3000);
    sign?.({});
    expect(await ended).toEqual(good);
    expect(one.seen).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1000);
    expect(free(one)).toBe(2);
    await one.gateway.close();
  });

  it.each([
    { name: 'is ended at the moment at which its turn comes', before: 0 },
    { name: 'is to end then, after a crowd that ends first', before: 200 },
  ])('at once where its call $name, and nothing is signed for it', async ({ before }) => {
    const sign = vi.fn(() => ({}));
    let answer: ((response: Response) => void) | undefined;
    const replies: Reply = () => new Promise((resolve) => (answer = resolve));
    const one = bot(replies, {
      sign,
      limits: [{ name: 'one', scope: 'account', capacity: 1, inFlight: true }],
    });
    const controller = new AbortController();
    const { signal } = controller;
    const first = one.read();
    const crowd = Array.from({ length: before }, () => one.read({ signal }));
    const next = one.read({ signal, exchange: { priority: 1, signed: true } });
    await vi.advanceTimersByTimeAsync(0);
    // The turn has come by then: the permit of the first one is back.
    one.gateway.on('attempt', () => controller.abort(new Error('no more')));
    answer?.(Response.json(good));
    await vi.advanceTimersByTimeAsync(1000);
    expect(await first).toEqual(good);
    for (const end of await Promise.all([...crowd, next])) expect(end).toEqual(new Error('no more'));
    expect([one.seen.length, sign.mock.calls.length, free(one)]).toEqual([1, 0, 1]);
    await one.gateway.close();
  });
});
