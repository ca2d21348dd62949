import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../src/policies/gate.ts';
import { Ledger } from '../../src/policies/ledger.ts';
import { levelOf, type Waiter } from '../../src/policies/waiter.ts';
import { now, waiterFor } from './waiter.ts';

let gate: Gate;
let log: [name: string, at: number][];

beforeEach(() => {
  vi.useFakeTimers();
  gate = new Gate(now, () => undefined);
  log = [];
});
afterEach(() => {
  vi.useRealTimers();
});

const ledgerOf = (capacity: number, key = 'requests'): Ledger => new Ledger(key, capacity, 1000);

/** Takes all units and has them answered, so that they are back at 1001. */
function spend(ledger: Ledger, weight = ledger.capacity): void {
  ledger.take(weight);
  ledger.answered(weight, now());
}

/** A request that is answered the moment it leaves. */
function join(
  name: string,
  ledgers: readonly Ledger[],
  wants: { readonly priority?: number; readonly weight?: number } = {},
): Waiter {
  const go = (): void => {
    log.push([name, now()]);
    for (const ledger of ledgers) ledger.answered(wants.weight ?? 1, now());
  };
  const waiter = waiterFor(ledgers, go, wants);
  gate.push(waiter);
  gate.pump();
  return waiter;
}

function leave(waiter: Waiter): void {
  waiter.gone = true;
  gate.leave(waiter);
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
  it('takes the units of all ledgers, or of none', () => {
    const [wide, narrow] = [ledgerOf(2, 'wide'), ledgerOf(1, 'narrow')];
    const shares = [
      { ledger: wide, weight: 1, need: 1 },
      { ledger: narrow, weight: 1, need: 1 },
    ];
    expect([gate.pass(shares, 0), gate.pass(shares, 0)]).toEqual([true, false]);
    expect([wide.free(0), narrow.free(0)]).toEqual([1, 0]);
  });

  it('opens when the last of its ledgers does; what is owed is no reason to give up', () => {
    const [early, late, owed] = [ledgerOf(1, 'early'), ledgerOf(1, 'late'), ledgerOf(1, 'owed')];
    spend(early);
    vi.advanceTimersByTime(500);
    spend(late);
    owed.take(1);
    const shares = [early, late, owed].map((ledger) => ({ ledger, weight: 1, need: 1 }));
    expect(gate.opensAt(shares, now())).toBe(1501);
    expect(gate.opensAt(shares.slice(2), now())).toBe(500);
    gate.closeUntil(2000);
    expect(gate.opensAt(shares, now())).toBe(2000);
  });
});

describe('waiting', () => {
  it('ends at the very instant at which the window opens', () => {
    const ledger = ledgerOf(2);
    spend(ledger);
    for (const name of ['a', 'b', 'c']) join(name, [ledger]);
    vi.advanceTimersByTime(3000);
    expect(log).toEqual([
      ['a', 1001],
      ['b', 1001],
      ['c', 2002],
    ]);
  });

  it('goes by priority, equals in the order in which they came', () => {
    const ledger = ledgerOf(5);
    spend(ledger);
    for (const [name, priority] of [
      ['read', 0],
      ['order 1', 1],
      ['cancel', 2],
      ['order 2', 1],
      ['idle', -1],
    ] as const)
      join(name, [ledger], { priority });
    vi.advanceTimersByTime(1001);
    expect(log.map(([name]) => name)).toEqual(['cancel', 'order 1', 'order 2', 'read', 'idle']);
  });

  it('in one lane keeps nobody back who does not need what it waits for', () => {
    const [busy, free] = [ledgerOf(1, 'busy'), ledgerOf(1, 'free')];
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
    const [ledger, other] = [ledgerOf(10), ledgerOf(100, 'other')];
    spend(ledger, 5);
    vi.advanceTimersByTime(200);
    join('heavy', [ledger], { weight: 10 });
    join('light', [ledger]);
    join('light too', [ledger, other]);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(2000);
    expect(log).toEqual([
      ['heavy', 1001],
      ['light', 2002],
      ['light too', 2002],
    ]);
  });

  it('for an answer that is owed ends when the units are given back', () => {
    const ledger = ledgerOf(1);
    ledger.take(1);
    join('a', [ledger]);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(5000);
    ledger.refund(1);
    gate.pump();
    expect(log).toEqual([['a', 5000]]);
  });

  it('longer than a timer can count still ends at the right instant', () => {
    const months = new Ledger('months', 1, 2 ** 32);
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
    gate.closeUntil(700);
    join('a', [ledgerOf(1)]);
    join('b', []);
    expect(gate.pass([], 699)).toBe(false);
    vi.advanceTimersByTime(699);
    expect(log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(log).toEqual([
      ['a', 700],
      ['b', 700],
    ]);
    expect(gate.pass([], 700)).toBe(true);
  });

  it('only ever gets longer', () => {
    gate.closeUntil(700);
    gate.closeUntil(100);
    expect(gate.closedUntilAt).toBe(700);
    join('a', []);
    gate.closeUntil(900);
    vi.advanceTimersByTime(1000);
    expect(log).toEqual([['a', 900]]);
  });

  it('that begins while calls wait for a window holds them too', () => {
    const ledger = ledgerOf(1);
    spend(ledger);
    join('a', [ledger]);
    gate.closeUntil(1500);
    vi.advanceTimersByTime(1500);
    expect(log).toEqual([['a', 1500]]);
  });
});

describe('leaving', () => {
  it('takes no unit, and the others move up', () => {
    const ledger = ledgerOf(1);
    spend(ledger);
    const [first] = [join('a', [ledger]), join('b', [ledger])];
    leave(first);
    vi.advanceTimersByTime(5000);
    expect(log).toEqual([['b', 1001]]);
    expect(ledger.free(now())).toBe(1);
  });

  it('lets those go at once whom only the one who left kept back', () => {
    const ledger = ledgerOf(10);
    spend(ledger, 5);
    const heavy = join('heavy', [ledger], { weight: 10 });
    join('light', [ledger]);
    vi.advanceTimersByTime(300);
    leave(heavy);
    vi.advanceTimersByTime(0);
    expect(log).toEqual([['light', 300]]);
  });

  it('of many in one turn lets none of them go in between', () => {
    const ledger = ledgerOf(10);
    spend(ledger, 5);
    const all = [join('heavy', [ledger], { weight: 10 }), join('a', [ledger]), join('b', [ledger])];
    all.forEach(leave);
    vi.advanceTimersByTime(5000);
    expect(log).toEqual([]);
    expect(ledger.free(now())).toBe(10);
  });

  it('by the last leaves no timer behind', () => {
    const ledger = ledgerOf(1);
    spend(ledger);
    const waiter = join('a', [ledger]);
    expect([vi.getTimerCount(), gate.size]).toEqual([1, 1]);
    leave(waiter);
    expect([vi.getTimerCount(), gate.size]).toEqual([0, 0]);
    vi.advanceTimersByTime(100);
    join('b', [ledger]);
    vi.advanceTimersByTime(2000);
    expect(log).toEqual([['b', 1001]]);
  });
});

describe('the crowd', () => {
  it('counts who is at least as urgent, without those who went or left', () => {
    const ledger = ledgerOf(1);
    spend(ledger);
    const cancel = join('cancel', [ledger], { priority: 2 });
    join('order', [ledger], { priority: 1 });
    join('read', [ledger]);
    const crowds = (): number[] => [2, 3, 4, 5, 9].map((level) => gate.crowd(level));
    expect(crowds()).toEqual([0, 1, 2, 3, 3]);
    leave(cancel);
    expect(crowds()).toEqual([0, 0, 1, 2, 2]);
    vi.advanceTimersByTime(1001);
    expect(crowds()).toEqual([0, 0, 0, 1, 1]);
  });
});

it('closing forgets who waits, and leaves no timer', () => {
  const ledger = ledgerOf(1);
  spend(ledger);
  const waiter = join('a', [ledger]);
  gate.close();
  leave(waiter);
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
      const door = new Gate(now, () => undefined);
      const ledger = new Ledger('requests', capacity, windowMs);
      const bookings: [at: number, weight: number][] = [];
      let landed = 0;
      for (const { at, weight, priority, latency, booked, lost } of requests) {
        const go = (): void => {
          if (!lost) bookings.push([now() + latency * booked, weight]);
          setTimeout(() => {
            landed += 1;
            if (lost) ledger.refund(weight);
            else ledger.answered(weight, now());
            door.pump();
          }, latency);
        };
        setTimeout(() => {
          door.push(waiterFor([ledger], go, { priority, weight }));
          door.pump();
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
