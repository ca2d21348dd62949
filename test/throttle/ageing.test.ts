import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { unitsPerAged } from '../../src/throttle/aged-share.ts';
import { CallQueue } from '../../src/throttle/call-queue.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';
import { newOwner, now, queuedCall } from './queued.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

interface Waiter {
  readonly name: string;
  readonly priority: number;
  readonly agesAt: number;
  /** Joins and grants in one sequence. */
  readonly joined: number;
  granted: number;
  grantedAt: number;
  isRefused: boolean;
}

/** A queue of requests that are answered the moment they leave. */
function openQueue() {
  const queue = new CallQueue(now);
  const owner = newOwner();
  const all: Waiter[] = [];
  let events = 0;
  const end = (waiter: Waiter): void => {
    events += 1;
    waiter.granted = events;
    waiter.grantedAt = now();
  };
  const join = (on: RateWindow | readonly RateWindow[], priority: number, forMs: number): Waiter => {
    const windows = [on].flat();
    events += 1;
    const waiter: Waiter = {
      name: `${all.length}`,
      priority,
      agesAt: priority >= 2 ? Number.POSITIVE_INFINITY : now() + forMs / 2,
      joined: events,
      granted: Number.POSITIVE_INFINITY,
      isRefused: false,
      grantedAt: Number.POSITIVE_INFINITY,
    };
    all.push(waiter);
    const go = (): void => {
      end(waiter);
      for (const window of windows) window.release(1, now());
    };
    // Too late at its turn: it takes no unit.
    const refuse = (): void => {
      end(waiter);
      waiter.isRefused = true;
    };
    queue.join(queuedCall(windows, go, { owner, priority, lastAt: now() + forMs, refuse }));
    return waiter;
  };
  return { queue, join, all };
}

const load = fc.record({
  capacity: fc.integer({ min: 1, max: 5 }),
  calls: fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 8000 }),
      priority: fc.constantFrom(2, 1, 1, 1, 1, 0, 0, -1),
      forMs: fc.constantFrom(500, 4000, 20_000, Number.POSITIVE_INFINITY),
    }),
    { minLength: 30, maxLength: 120 },
  ),
});

/** What the rules forbid, of a queue over one window. */
function violations(all: readonly Waiter[]): readonly string[] {
  return all.flatMap((one) => {
    const meanwhile = all.filter(
      ({ granted, isRefused }) => !isRefused && granted > one.joined && granted < one.granted,
    );
    const overtakers = meanwhile.filter(
      ({ priority, joined }) => priority === one.priority && joined > one.joined,
    );
    const late = meanwhile.filter(({ priority, grantedAt }) => priority < 2 && grantedAt > one.agesAt);
    const orders = late.filter(({ priority }) => priority === 1).length;
    return [
      ...(one.granted === Number.POSITIVE_INFINITY ? [`${one.name} did not go`] : []),
      ...overtakers.map(({ name }) => `${name} overtook ${one.name}`),
      ...(one.priority === 2 && meanwhile.some(({ priority }) => priority < 2)
        ? [`${one.name} had to wait`]
        : []),
      // Seven orders for each that is none, itself included.
      ...(one.priority < 1 && orders > unitsPerAged * (late.length - orders + 1)
        ? [`${one.name} behind ${orders} orders of ${late.length}`]
        : []),
    ];
  });
}

it('order within a priority is kept, cancels wait for nobody, and what aged goes after a bounded number of grants', () => {
  fc.assert(
    fc.property(load, ({ capacity, calls }) => {
      vi.useFakeTimers();
      const window = new RateWindow('all', capacity, 1000);
      const { join, all } = openQueue();
      for (const { at, priority, forMs } of calls) setTimeout(() => join(window, priority, forMs), at);
      vi.advanceTimersByTime(8000 + calls.length * 1002);
      vi.useRealTimers();
      expect(violations(all)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('a read among orders that never stop waits half of its time, and for seven of them', () => {
  const window = new RateWindow('all', 10, 500);
  const { join, all } = openQueue();
  for (let at = 0; at < 20_000; at += 40) setTimeout(() => join(window, 1, 60_000), at);
  vi.advanceTimersByTime(600);
  const read = join([window, new RateWindow('reads', 10, 500)], 0, 6000);
  vi.advanceTimersByTime(40_000);
  const after = all.filter(({ grantedAt, granted }) => grantedAt > read.agesAt && granted < read.granted);
  expect([after.length <= unitsPerAged, read.grantedAt - 600 < 4000]).toEqual([true, true]);
});

it('a call that is short of time in the overflow takes those before it along, wherever they wait', async () => {
  const window = new RateWindow('all', 100, 1000);
  const { join, all } = openQueue();
  for (let at = 0; at < 100; at += 1) join(window, 1, Number.POSITIVE_INFINITY);
  const early = Array.from({ length: 70 }, () => join(window, 0, Number.POSITIVE_INFINITY));
  for (let at = 0; at < 3000; at += 1) join(window, 1, Number.POSITIVE_INFINITY);
  const outside = Array.from({ length: 5 }, () => join(window, 0, Number.POSITIVE_INFINITY));
  const late = join(window, 0, 20_000);
  // The overflow's own import takes real time, however little.
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(late.grantedAt).toBeLessThan(20_000);
  expect([...early, ...outside].every(({ granted }) => granted < late.granted)).toBe(true);
  const orders = all.filter(({ priority, granted }) => priority === 1 && granted < Number.POSITIVE_INFINITY);
  // All that is left of twenty windows.
  expect(orders.length).toBe(2000 - 76);
  expect(orders.every(({ granted }, at) => granted > (orders[at - 1]?.granted ?? 0))).toBe(true);
});

it('where nothing is urgent, no share is taken of one window for what more urgent calls took of another', () => {
  const [shared, own] = [new RateWindow('shared', 10, 1000), new RateWindow('own', 10, 1000)];
  const { join, all } = openQueue();
  for (let at = 0; at < 100; at += 1) join(own, 1, Number.POSITIVE_INFINITY);
  for (let at = 0; at < 100; at += 1) {
    join(shared, 0, 7000);
    join(shared, 1, Number.POSITIVE_INFINITY);
  }
  vi.advanceTimersByTime(6900);
  // Three windows since the reads have aged.
  const onShared = all.filter(
    ({ name, grantedAt }) => Number(name) >= 100 && grantedAt > 3500 && grantedAt < 6900,
  );
  const reads = onShared.filter(({ priority }) => priority === 0).length;
  expect([onShared.length, reads > 0, reads <= Math.ceil(onShared.length / 8)]).toEqual([30, true, true]);
});
