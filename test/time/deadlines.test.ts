import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Deadlines, type Expiring } from '../../src/time/deadlines.ts';
import { itemsPerTurn } from '../../src/time/in-slices.ts';
import { now } from '../throttle/queued.ts';

const realImmediate = globalThis.setImmediate;
let deadlines: Deadlines;
let log: [name: string, at: number][];

beforeEach(async () => {
  // In a turn of the loop of its own: what may end in one turn is shared.
  await new Promise(realImmediate);
  vi.useFakeTimers();
  deadlines = new Deadlines(now);
  log = [];
});
afterEach(() => {
  // First: what is spied on is a fake.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function add(name: string, durationMs: number): Expiring {
  const item: Expiring = {
    deadlineAt: now() + durationMs,
    expire: () => log.push([name, now()]),
  };
  deadlines.add(durationMs, item);
  return item;
}

it('each expires at its very instant, whatever its duration', () => {
  add('minute', 60_000);
  vi.advanceTimersByTime(100);
  add('minute too', 60_000);
  add('second', 1000);
  add('tenth', 100);
  vi.advanceTimersByTime(100_000);
  expect(log).toEqual([
    ['tenth', 200],
    ['second', 1100],
    ['minute', 60_000],
    ['minute too', 60_100],
  ]);
  expect(vi.getTimerCount()).toBe(0);
});

it('hundreds of them cost one timer, which keeps no process alive', async () => {
  const timer = vi.spyOn(globalThis, 'setTimeout');
  for (let at = 0; at < 600; at += 1) add(`${at}`, 1000 + (at % 5));
  expect([vi.getTimerCount(), timer.mock.calls.length]).toEqual([1, 1]);
  const [made] = timer.mock.results;
  expect(made?.type === 'return' && made.value.hasRef()).toBe(false);
  await vi.advanceTimersByTimeAsync(1004);
  expect([log.length, vi.getTimerCount(), timer.mock.calls.length]).toEqual([600, 0, 5]);
});

it('who is gone by then does not expire', () => {
  deadlines.delete(add('gone', 1000));
  add('stayed', 1000);
  vi.advanceTimersByTime(2000);
  expect(log).toEqual([['stayed', 1000]]);
});

it('leaving is no matter where nobody came, nor after the end', () => {
  const item = add('a', 10);
  vi.advanceTimersByTime(10);
  deadlines.delete(item);
  deadlines.delete({ deadlineAt: 99, expire: () => {} });
  expect(log).toEqual([['a', 10]]);
});

it('whoever computes a duration for each call fills no memory', () => {
  const keys = vi.spyOn(Map.prototype, 'delete');
  for (let at = 1; at <= 1000; at += 1) deadlines.delete(add('a', at));
  expect(keys).toHaveBeenCalledTimes(1000 - 16);
  keys.mockRestore();
  add('b', 5);
  vi.advanceTimersByTime(2000);
  expect(log).toEqual([['b', 5]]);
});

it('one that comes while others expire is seen to', () => {
  deadlines.add(100, {
    deadlineAt: 100,
    expire: () => add('next', 50),
  });
  add('last', 500);
  vi.advanceTimersByTime(1000);
  expect(log).toEqual([
    ['next', 150],
    ['last', 500],
  ]);
});

it('longer than a timer can count still expires at the right instant', () => {
  add('months', 2 ** 32);
  vi.advanceTimersByTime(2 ** 32 - 1);
  expect(log).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(log).toEqual([['months', 2 ** 32]]);
});

it('closing leaves no timer, and nobody expires', () => {
  add('a', 100);
  deadlines.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(log).toEqual([]);
});

it('a crowd that ends at one instant leaves other work its turn in between, and none of it is forgotten', async () => {
  for (let at = 0; at < 1000; at += 1) add(`${at}`, 100);
  vi.advanceTimersByTime(200);
  const turns = [log.length];
  for (; log.length < 1000 && turns.length < 100; turns.push(log.length)) await new Promise(realImmediate);
  const steps = turns.map((count, at) => count - (turns[at - 1] ?? 0));
  expect([log.length, vi.getTimerCount(), Math.max(...steps) <= itemsPerTurn]).toEqual([1000, 0, true]);
  expect(turns.length).toBeGreaterThanOrEqual(1000 / itemsPerTurn - 1);
  expect(log.map(([name]) => Number(name))).toEqual(Array.from({ length: 1000 }, (_, at) => at));
});
