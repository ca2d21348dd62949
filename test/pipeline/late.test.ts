import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Sign } from '../../src/index.ts';
import { answered, inTurn, never, open, type Reply, status } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  // First: what is spied on is a fake.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Both clocks go on, and no timer rings: a loop that is blocked, a process that is stopped. */
function blockFor(ms: number): void {
  const at = performance.now() + ms;
  vi.spyOn(performance, 'now').mockReturnValue(at);
  vi.setSystemTime(Date.now() + ms);
}
/** The machine sleeps: only the clock on the wall goes on. */
const sleepFor = (ms: number): void => {
  vi.setSystemTime(Date.now() + ms);
};

const unsent = (reason: string): object => ({ reason, outcome: 'rejected', attempts: 0 });
const limits = [{ name: 'l', scope: 'account', capacity: 1, windowMs: 60_000, reserve: 0 }] as const;

describe.each([
  ['a blocked loop', blockFor],
  ['a sleep', sleepFor],
])('after %s', (_, passes) => {
  it.each([
    ['expired', { validForMs: 1000 }],
    ['deadline', { deadlineMs: 1000 }],
    ['expired', { validForMs: 1000, deadlineMs: 2000 }],
  ])('an order that was signed too slowly is not sent: %s, %o', async (reason, exchange) => {
    const sign: Sign = () => {
      passes(3000);
      return {};
    };
    const bot = open(answered, { sign, limits });
    expect(await bot.order({ exchange })).toMatchObject(unsent(reason));
    expect([bot.seen, bot.gateway.headroom()[0]?.free]).toEqual([[], 1]);
    await bot.gateway.close();
  });

  it('a repeat is not sent either, and what is known of the first copy stays', async () => {
    let count = 0;
    const sign: Sign = () => {
      count += 1;
      if (count > 1) passes(3000);
      return {};
    };
    const bot = open(inTurn(status(429), answered), { sign });
    const told = bot.order({ exchange: { validForMs: 2500 } });
    await vi.advanceTimersByTimeAsync(2000);
    expect(await told).toMatchObject({ reason: 'expired', outcome: 'rejected', attempts: 1 });
    expect(bot.seen).toHaveLength(1);
    await bot.gateway.close();
  });
});

it('a clock on the wall that is set forward fails no read that is in time', async () => {
  const sign: Sign = () => {
    sleepFor(3_600_000);
    return {};
  };
  const bot = open(answered, { sign });
  expect(await bot.read({ exchange: { signed: true } })).toMatchObject({ data: 7 });
  await bot.gateway.close();
});

it('what is admitted and signed while a pause comes waits for its end, and is signed anew', async () => {
  const stamps: string[] = [];
  const sign: Sign = async (_, { timestamp }) => {
    await new Promise((resolve) => setTimeout(resolve, stamps.push(String(timestamp)) === 2 ? 300 : 0));
    return { headers: { stamp: String(timestamp) } };
  };
  const sent: [number, unknown][] = [];
  const begun = performance.now();
  const reply: Reply = (path, count, init) => {
    sent.push([performance.now() - begun, new Headers(init?.headers).get('stamp')]);
    return (count === 1 ? status(429, { 'retry-after': '2' }) : answered)(path, count, init);
  };
  const bot = open(reply, { sign });
  const told = Promise.all([bot.order(), bot.order()]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await told).toMatchObject([{ data: 7 }, { data: 7 }]);
  const [first, ...later] = sent;
  expect(first?.[0]).toBeLessThan(10);
  expect(later.every(([at]) => at >= 2000)).toBe(true);
  expect(new Set(sent.map(([, stamp]) => stamp)).size).toBeGreaterThan(1);
  expect(later.every(([, stamp]) => Number(stamp) >= Number(first?.[1]) + 2000)).toBe(true);
  await bot.gateway.close();
});

it('an order that its caller aborts lets its socket go after a moment, not at its deadline', async () => {
  const bot = open(never);
  const caller = new AbortController();
  const told = bot.order({ signal: caller.signal });
  await vi.advanceTimersByTimeAsync(10);
  caller.abort();
  await vi.advanceTimersByTimeAsync(499);
  expect(bot.signals[0]?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(bot.signals[0]?.aborted).toBe(true);
  expect(await told).toMatchObject({ reason: 'aborted', outcome: 'unknown' });
  await bot.gateway.close();
});
