import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pause } from '../../src/throttle/pause.ts';
import { type CallOwner, levelOf, type QueuedCall } from '../../src/throttle/queued-call.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';
import { Scheduler } from '../../src/throttle/scheduler.ts';
import { takeUnits, unitsOpenAt } from '../../src/throttle/take-units.ts';
import { newOwner, now, queuedCall } from './queued.ts';

let scheduler: Scheduler;
let pause: Pause;
let owner: CallOwner;
let log: [name: string, at: number][];

beforeEach(() => {
  vi.useFakeTimers();
  scheduler = new Scheduler(now, () => undefined);
  pause = new Pause();
  owner = newOwner(pause);
  log = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const windowOf = (capacity: number, key = 'requests'): RateWindow => new RateWindow(key, capacity, 1000);

/** Takes all units and has them answered, so that they are back at 1001. */
function spend(window: RateWindow, weight = window.capacity): void {
  window.take(weight);
  window.release(weight, now());
}

/** A request that is answered the moment it leaves. */
function join(
  name: string,
  windows: readonly RateWindow[],
  wants: { readonly priority?: number; readonly weight?: number } = {},
): QueuedCall {
  const go = (): void => {
    log.push([name, now()]);
    for (const window of windows) window.release(wants.weight ?? 1, now());
  };
  const call = queuedCall(windows, go, { owner, ...wants });
  scheduler.push(call);
  scheduler.dispatch();
  return call;
}

function leave(call: QueuedCall): void {
  call.gone = true;
  scheduler.leave(call);
}

it.each([
  [9, 0],
  [5, 0],
  [3, 2],
  [2, 3],
  [1, 4],
  [0.4, 5],
  [0, 5],
  [-4, 9],
  [Number.NEGATIVE_INFINITY, 9],
])('priority %d is level %d of ten', (priority, level) => {
  expect(levelOf(priority)).toBe(level);
});

describe('passing', () => {
  it('takes the units of all windows, or of none', () => {
    const [wide, narrow] = [windowOf(2, 'wide'), windowOf(1, 'narrow')];
    const charges = [
      { window: wide, weight: 1, need: 1 },
      { window: narrow, weight: 1, need: 1 },
    ];
    expect([takeUnits(charges, owner, 0), takeUnits(charges, owner, 0)]).toEqual([true, false]);
    expect([wide.free(0), narrow.free(0)]).toEqual([1, 0]);
  });

  it('opens when the last of its windows does; what is owed is no reason to give up', () => {
    const [early, late, owed] = [windowOf(1, 'early'), windowOf(1, 'late'), windowOf(1, 'owed')];
    spend(early);
    vi.advanceTimersByTime(500);
    spend(late);
    owed.take(1);
    const charges = [early, late, owed].map((window) => ({ window, weight: 1, need: 1 }));
    expect(unitsOpenAt(charges, owner, now())).toBe(1501);
    expect(unitsOpenAt(charges.slice(2), owner, now())).toBe(500);
    pause.extend({ untilAt: 2000 }, now());
    expect(unitsOpenAt(charges, owner, now())).toBe(2000);
  });
});

describe('waiting', () => {
  it('ends at the very instant at which the window opens', () => {
    const window = windowOf(2);
    spend(window);
    for (const name of ['a', 'b', 'c']) join(name, [window]);
    vi.advanceTimersByTime(3000);
    expect(log).toEqual([
      ['a', 1001],
      ['b', 1001],
      ['c', 2002],
    ]);
  });

  it('goes by priority, equals in the order in which they came', () => {
    const window = windowOf(5);
    spend(window);
    for (const [name, priority] of [
      ['read', 0],
      ['order 1', 1],
      ['cancel', 2],
      ['order 2', 1],
      ['idle', -1],
    ] as const)
      join(name, [window], { priority });
    vi.advanceTimersByTime(1001);
    expect(log.map(([name]) => name)).toEqual(['cancel', 'order 1', 'order 2', 'read', 'idle']);
  });

  it('in one lane keeps nobody back who does not need what it waits for', () => {
    const [busy, free] = [windowOf(1, 'busy'), windowOf(1, 'free')];
    spend(busy);
    join('both', [busy, free], { priority: 2 });
    join('busy', [busy]);
    join('free', [free]);
    expect(log).toEqual([['free', 0]]);
    vi.advanceTimersByTime(3000);
    expect(log.slice(1)).toEqual([
      ['both', 1001],
      ['busy', 2002],
    ]);
  });

  it('of a heavy request is not made longer by lighter ones behind it, in whatever lane', () => {
    const [window, other] = [windowOf(10), windowOf(100, 'other')];
    spend(window, 5);
    vi.advanceTimersByTime(200);
    join('heavy', [window], { weight: 10 });
    join('light', [window]);
    join('light too', [window, other]);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(log).toEqual([
      ['heavy', 1001],
      ['light', 2002],
      ['light too', 2002],
    ]);
  });

  it('for an answer that is owed ends when the units are given back', () => {
    const window = windowOf(1);
    window.take(1);
    join('a', [window]);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(5000);
    window.refund(1);
    scheduler.dispatch();
    expect(log).toEqual([['a', 5000]]);
  });

  it('longer than a timer can count still ends at the right instant', () => {
    const months = new RateWindow('months', 1, 2 ** 32);
    spend(months);
    join('a', [months]);
    vi.advanceTimersByTime(2 ** 31 - 1);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(2 ** 31 + 2);
    expect(log).toEqual([['a', 2 ** 32 + 1]]);
  });
});

describe('a pause', () => {
  it('holds everybody until its end, who has room as well', () => {
    pause.extend({ untilAt: 700 }, now());
    join('a', [windowOf(1)]);
    join('b', []);
    expect(takeUnits([], owner, 699)).toBe(false);
    vi.advanceTimersByTime(699);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(log).toEqual([
      ['a', 700],
      ['b', 700],
    ]);
    expect(takeUnits([], owner, 700)).toBe(true);
  });

  it('only ever gets longer', () => {
    pause.extend({ untilAt: 700 }, now());
    pause.extend({ untilAt: 100 }, now());
    expect(pause.opensAt(0)).toBe(700);
    join('a', []);
    pause.extend({ untilAt: 900 }, now());
    vi.advanceTimersByTime(1000);
    expect(log).toEqual([['a', 900]]);
  });

  it('that begins while calls wait for a window holds them too', () => {
    const window = windowOf(1);
    spend(window);
    join('a', [window]);
    pause.extend({ untilAt: 1500 }, now());
    vi.advanceTimersByTime(1500);
    expect(log).toEqual([['a', 1500]]);
  });
});

describe('leaving', () => {
  it('takes no unit, and the others move up', () => {
    const window = windowOf(1);
    spend(window);
    const [first] = [join('a', [window]), join('b', [window])];
    leave(first);
    vi.advanceTimersByTime(5000);
    expect(log).toEqual([['b', 1001]]);
    expect(window.free(now())).toBe(1);
  });

  it('lets those go at once whom only the one who left kept back', () => {
    const window = windowOf(10);
    spend(window, 5);
    const heavy = join('heavy', [window], { weight: 10 });
    join('light', [window]);
    vi.advanceTimersByTime(300);
    leave(heavy);
    vi.advanceTimersByTime(0);
    expect(log).toEqual([['light', 300]]);
  });

  it('of many in one turn lets none of them go in between', () => {
    const window = windowOf(10);
    spend(window, 5);
    const all = [join('heavy', [window], { weight: 10 }), join('a', [window]), join('b', [window])];
    all.forEach(leave);
    vi.advanceTimersByTime(5000);
    expect(log).toEqual([]);
    expect(window.free(now())).toBe(10);
  });

  it('by the last leaves no timer behind', () => {
    const window = windowOf(1);
    spend(window);
    const call = join('a', [window]);
    expect([vi.getTimerCount(), scheduler.counts.total]).toEqual([1, 1]);
    leave(call);
    expect([vi.getTimerCount(), scheduler.counts.total]).toEqual([0, 0]);
    vi.advanceTimersByTime(100);
    join('b', [window]);
    vi.advanceTimersByTime(2000);
    expect(log).toEqual([['b', 1001]]);
  });
});

describe('the count of calls that are at least as urgent', () => {
  it('counts who is at least as urgent, without those who went or left', () => {
    const window = windowOf(1);
    spend(window);
    const cancel = join('cancel', [window], { priority: 2 });
    join('order', [window], { priority: 1 });
    join('read', [window]);
    const crowds = (): number[] => [2, 3, 4, 5, 9].map((level) => scheduler.counts.atLeast(level));
    expect(crowds()).toEqual([0, 1, 2, 3, 3]);
    leave(cancel);
    expect(crowds()).toEqual([0, 0, 1, 2, 2]);
    vi.advanceTimersByTime(1001);
    expect(crowds()).toEqual([0, 0, 0, 1, 1]);
  });
});

it('dropping an owner forgets who waits, and leaves no timer', () => {
  const window = windowOf(1);
  spend(window);
  join('a', [window]);
  scheduler.drop(owner);
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(5000);
  expect(log).toEqual([]);
});

/** One request of a random load: when it comes, what it weighs, how long it is under way, when it is booked. */
const request = fc.record({
  at: fc.integer({ min: 0, max: 3000 }),
  weight: fc.integer({ min: 1, max: 4 }),
  priority: fc.integer({ min: -1, max: 2 }),
  latency: fc.integer({ min: 0, max: 1500 }),
  booked: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
  /** Lost before it left, given back; else answered. */
  lost: fc.boolean(),
});

/** The most that any window `[t, t + windowMs)` holds: a window that is fullest begins at a booking. */
function fullest(bookings: readonly (readonly [at: number, weight: number])[], windowMs: number): number {
  const inside = (from: number): number =>
    bookings.reduce((sum, [at, weight]) => (at >= from && at < from + windowMs ? sum + weight : sum), 0);
  return Math.max(0, ...bookings.map(([at]) => inside(at)));
}

it('no window of the exchange ever sees more than the capacity, whenever it books a request', () => {
  const load = fc.record({
    capacity: fc.integer({ min: 4, max: 8 }),
    windowMs: fc.integer({ min: 1, max: 800 }),
    requests: fc.array(request, { minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(load, ({ capacity, windowMs, requests }) => {
      vi.useFakeTimers();
      const door = new Scheduler(now, () => undefined);
      const window = new RateWindow('requests', capacity, windowMs);
      const bookings: [at: number, weight: number][] = [];
      let landed = 0;
      for (const { at, weight, priority, latency, booked, lost } of requests) {
        const go = (): void => {
          if (!lost) bookings.push([now() + latency * booked, weight]);
          setTimeout(() => {
            landed += 1;
            if (lost) window.refund(weight);
            else window.release(weight, now());
            door.dispatch();
          }, latency);
        };
        setTimeout(() => {
          door.push(queuedCall([window], go, { priority, weight }));
          door.dispatch();
        }, at);
      }
      vi.advanceTimersByTime(3000 + requests.length * (1500 + windowMs + 1));
      expect(landed).toBe(requests.length);
      expect(vi.getTimerCount()).toBe(0);
      // Exact, or by whole milliseconds, rounded either way: one sees as little as the other.
      for (const clock of [(ms: number) => ms, Math.floor, Math.ceil]) {
        const seen = bookings.map(([at, weight]) => [clock(at), weight] as const);
        expect(fullest(seen, windowMs)).toBeLessThanOrEqual(capacity);
      }
      vi.useRealTimers();
    }),
    { numRuns: 200 },
  );
});
