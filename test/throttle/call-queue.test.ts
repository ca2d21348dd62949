import { afterEach, beforeEach, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { CallQueue } from '../../src/throttle/call-queue.ts';
import { Pause } from '../../src/throttle/pause.ts';
import { LevelCounts, type QueuedCall } from '../../src/throttle/queued-call.ts';
import { newOwner, now, queuedCall } from './queued.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('knows how many calls go before a newcomer, wherever they wait, and those that left do not', async () => {
  const queue = new CallQueue(now);
  const pause = new Pause();
  pause.extend({ untilAt: 1000 }, now());
  const owner = newOwner(pause);
  const join = (count: number, priority: number): QueuedCall[] =>
    Array.from({ length: count }, () => {
      const call = queuedCall([], () => undefined, { owner, priority });
      queue.join(call);
      return call;
    });
  const ahead = (): number[] => [-1, 0, 1, 2].map((priority) => queue.ahead(priority));
  expect(ahead()).toEqual([0, 0, 0, 0]);
  // 256 of them in the scheduler, the others in the overflow.
  const reads = join(300, 0);
  join(3, 1);
  expect(ahead()).toEqual([303, 303, 3, 0]);
  await vi.advanceTimersByTimeAsync(10);
  expect(ahead()).toEqual([303, 303, 3, 0]);
  // Leaving a second time is no matter.
  for (const call of [reads[0], reads[0], reads[299]]) if (call) queue.leave(call);
  expect(ahead()).toEqual([301, 301, 3, 0]);
  queue.drop(owner);
  expect(ahead()).toEqual([0, 0, 0, 0]);
  await Promise.all([queue.close(), vi.advanceTimersByTimeAsync(100)]);
  expect(vi.getTimerCount()).toBe(0);
});

it('a level is the first while a call waits on it', () => {
  const counts = new LevelCounts();
  expect([counts.first, counts.total]).toEqual([9, 0]);
  counts.add(5, 1);
  counts.add(3, 1);
  expect([counts.first, counts.at(5), counts.atLeast(4), counts.atLeast(5)]).toEqual([3, 1, 1, 2]);
  counts.add(3, -1);
  expect([counts.first, counts.total]).toEqual([5, 1]);
});
