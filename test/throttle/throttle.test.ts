import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { type Limit, noParam, type RouteInfo } from '../../src/catalog/limit.ts';
import type { Charge } from '../../src/throttle/charge.ts';
import type { QueuePlace } from '../../src/throttle/permit.ts';
import { Throttle } from '../../src/throttle/throttle.ts';
import { now } from './queued.ts';

const requests: Limit = { name: 'requests', scope: 'ip', capacity: 2, windowMs: 1000 };
const read: RouteInfo = {
  method: 'GET',
  path: '/time',
  kind: 'read',
  signed: false,
  name: '/time',
  param: noParam,
};

let log: [name: string | number, at: number][];

beforeEach(() => {
  vi.useFakeTimers();
  log = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** Takes the units, if they can be had at once. */
const passes = (throttle: Throttle, charges: readonly Charge[]): boolean =>
  throttle.tryAcquire(charges) !== undefined;

/** Queues a request that is answered the moment it leaves. */
function join(
  throttle: Throttle,
  name: string | number,
  { priority = 0, weight = 1, route = read, lastAt = Number.POSITIVE_INFINITY } = {},
): QueuePlace {
  const place = throttle.acquire(throttle.chargesOf(route, weight), priority, lastAt);
  void place.permit.then((ended) => {
    if ('opensAt' in ended) {
      log.push([`${name} refused until ${ended.opensAt}`, now()]);
      return;
    }
    log.push([name, now()]);
    ended.release('sent');
  });
  return place;
}

describe('passing', () => {
  it('costs no wait while there is room, and units come back one window after the answer', () => {
    const throttle = new Throttle([requests], now);
    const charges = throttle.chargesOf(read, undefined);
    const [first, second, third] = [1, 2, 3].map(() => throttle.tryAcquire(charges));
    expect([first, second, third].map((permit) => permit !== undefined)).toEqual([true, true, false]);
    first?.release('sent');
    expect(throttle.opensAt(charges)).toBe(1001);
    second?.release('unsent');
    expect(throttle.opensAt(charges)).toBe(0);
    // Once released, a permit gives nothing back any more.
    for (const how of ['sent', 'unsent'] as const) second?.release(how);
    expect([passes(throttle, charges), passes(throttle, charges)]).toEqual([true, false]);
  });

  it('overtakes nobody who waits', async () => {
    const throttle = new Throttle([requests], now);
    const heavy = throttle.chargesOf(read, 2);
    const light = throttle.chargesOf(read, 1);
    expect(passes(throttle, light)).toBe(true);
    const place = throttle.acquire(heavy, 0);
    expect([passes(throttle, light), throttle.queued]).toEqual([false, 1]);
    place.leave();
    expect([passes(throttle, light), throttle.queued]).toEqual([true, 0]);
    await throttle.close();
  });

  it('is free where there are no limits', () => {
    expect(passes(new Throttle([], now), [])).toBe(true);
  });

  it('waits for the end of a pause, which only ever gets longer', () => {
    const throttle = new Throttle([], now);
    throttle.pause({ untilAt: 500 });
    throttle.pause({ untilAt: 300 });
    expect([throttle.pausedUntilAt, passes(throttle, []), throttle.opensAt([])]).toEqual([500, false, 500]);
    vi.advanceTimersByTime(500);
    expect(passes(throttle, [])).toBe(true);
  });
});

describe('queueing', () => {
  it('lets calls go at the exact instants at which windows open, the urgent first', async () => {
    const throttle = new Throttle([requests], now);
    for (const [name, priority] of Object.entries({ read: 0, late: 0, order: 1, cancel: 2, idle: -1 }))
      join(throttle, name, { priority });
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual([
      ['read', 0],
      ['late', 0],
      ['cancel', 1001],
      ['order', 1001],
      ['idle', 2002],
    ]);
    expect([throttle.queued, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('by one limit keeps no call back that another limit is for', async () => {
    const throttle = new Throttle(
      [
        { ...requests, name: 'reads', match: { kind: 'read' } },
        { ...requests, name: 'orders', match: { kind: 'order' } },
      ],
      now,
    );
    const route: RouteInfo = { ...read, method: 'POST', kind: 'order' };
    for (let at = 0; at < 4; at += 1) join(throttle, 'read', { priority: 5 });
    for (let at = 0; at < 3; at += 1) join(throttle, 'order', { route });
    await vi.advanceTimersByTimeAsync(2000);
    expect(log).toEqual([
      ['read', 0],
      ['read', 0],
      ['order', 0],
      ['order', 0],
      ['read', 1001],
      ['read', 1001],
      ['order', 1001],
    ]);
  });

  it('goes on when units come back without an answer', async () => {
    const throttle = new Throttle([requests], now);
    const permit = throttle.tryAcquire(throttle.chargesOf(read, 2));
    join(throttle, 'a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual([]);
    permit?.release('unsent');
    await vi.advanceTimersByTimeAsync(0);
    expect(log).toEqual([['a', 5000]]);
  });

  it('holds through a pause that begins meanwhile', async () => {
    const throttle = new Throttle([requests], now);
    for (const name of ['a', 'b', 'c']) join(throttle, name);
    throttle.pause({ untilAt: 1500 });
    await vi.advanceTimersByTimeAsync(1500);
    expect(log.at(-1)).toEqual(['c', 1500]);
  });
});

it('a call whose time is over when its turn comes takes no unit, and the next goes', async () => {
  const throttle = new Throttle([requests], now);
  for (const name of ['a', 'b']) join(throttle, name);
  join(throttle, 'late', { lastAt: 1000 });
  for (const name of ['c', 'd']) join(throttle, name);
  await vi.advanceTimersByTimeAsync(1001);
  expect(log.slice(2)).toEqual([
    ['late refused until 1001', 1001],
    ['c', 1001],
    ['d', 1001],
  ]);
  expect(throttle.queued).toBe(0);
});

describe('leaving', () => {
  it('takes no unit, and may be said twice', async () => {
    const throttle = new Throttle([requests], now);
    for (const name of ['a', 'b']) join(throttle, name);
    const waiting = join(throttle, 'c');
    join(throttle, 'd');
    waiting.leave();
    waiting.leave();
    expect(throttle.queued).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(log).toEqual([
      ['a', 0],
      ['b', 0],
      ['d', 1001],
    ]);
    expect(passes(throttle, throttle.chargesOf(read, 2))).toBe(true);
    expect(passes(throttle, throttle.chargesOf(read, 1))).toBe(false);
  });

  it('in the moment in which the units were taken gives them back, once', () => {
    const throttle = new Throttle([requests], now);
    const charges = throttle.chargesOf(read, 2);
    const place = throttle.acquire(charges, 0);
    expect(passes(throttle, charges)).toBe(false);
    place.leave();
    place.leave();
    expect(passes(throttle, charges)).toBe(true);
    expect(passes(throttle, throttle.chargesOf(read, 1))).toBe(false);
  });

  it('by a thousand, from scheduler and overflow, leaves all units and no timer', async () => {
    const throttle = new Throttle([requests], now);
    const all = Array.from({ length: 1000 }, (_, at) => join(throttle, at));
    await vi.advanceTimersByTimeAsync(10);
    for (const place of all.slice(2)) place.leave();
    expect(throttle.queued).toBe(0);
    await vi.advanceTimersByTimeAsync(2000);
    expect(log.map(([name]) => name)).toEqual([0, 1]);
    expect([passes(throttle, throttle.chargesOf(read, 2)), vi.getTimerCount()]).toEqual([true, 0]);
  });
});

describe('a crowd beyond the scheduler', () => {
  const crowded = { ...requests, capacity: 10 };

  it('of a thousand waits in the overflow, and all go: by priority, equals in order, on the instant', async () => {
    const throttle = new Throttle([crowded], now);
    throttle.pause({ untilAt: 100 });
    const names = Array.from({ length: 1000 }, (_, at) => at);
    for (const name of names) join(throttle, name, { priority: name % 3 });
    expect(throttle.queued).toBe(1000);
    await vi.advanceTimersByTimeAsync(100 + 100 * 1001);
    const urgency = (name: number): number => name % 3;
    const sorted = names.toSorted((a, b) => urgency(b) - urgency(a) || a - b);
    expect(log.map(([name]) => name)).toEqual(sorted);
    expect(log.map(([, at]) => at)).toEqual(names.map((at) => 100 + 1001 * Math.floor(at / 10)));
    expect([throttle.queued, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('of 600 reads is passed by a cancel: it goes with the next window', async () => {
    const throttle = new Throttle([crowded], now);
    for (let at = 0; at < 600; at += 1) join(throttle, at);
    await vi.advanceTimersByTimeAsync(500);
    join(throttle, 'cancel', { priority: 2 });
    await vi.advanceTimersByTimeAsync(501);
    expect(log.slice(0, 11).map(([name]) => name)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'cancel']);
    expect(log[10]).toEqual(['cancel', 1001]);
  });

  it('lets no newcomer overtake its equals in the overflow, although the scheduler has room', async () => {
    const throttle = new Throttle([{ ...requests, capacity: 250, reserve: 0 }], now);
    throttle.pause({ untilAt: 100 });
    for (let at = 0; at < 600; at += 1) join(throttle, at);
    await vi.advanceTimersByTimeAsync(100);
    expect(log).toHaveLength(250);
    join(throttle, 600);
    await vi.advanceTimersByTimeAsync(5000);
    expect(log.map(([name]) => name)).toEqual(Array.from({ length: 601 }, (_, at) => at));
  });
});

it('closing leaves no timer, with calls in scheduler and overflow', async () => {
  const throttle = new Throttle([requests], now);
  const all = Array.from({ length: 700 }, (_, at) => join(throttle, at));
  await vi.advanceTimersByTimeAsync(10);
  for (const place of all.slice(2)) place.leave();
  await Promise.all([throttle.close(), vi.advanceTimersByTimeAsync(100)]);
  expect([vi.getTimerCount(), log.length]).toEqual([0, 2]);
});
