import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WakeupTimer } from '../../src/time/wakeup-timer.ts';
import { now } from '../throttle/queued.ts';

let woken: number[];
let timer: WakeupTimer;

beforeEach(() => {
  vi.useFakeTimers();
  woken = [];
  timer = new WakeupTimer(now, () => woken.push(now()));
});
afterEach(() => {
  // First: what is spied on is a fake.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('wakes once, at the earliest instant that was set, with one timer', () => {
  for (const at of [500, 200, 300, Number.POSITIVE_INFINITY]) timer.set(at, true);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(1000);
  expect([woken, vi.getTimerCount()]).toEqual([[200], 0]);
});

it('what is past wakes at the next turn, and what was cleared never', () => {
  vi.advanceTimersByTime(100);
  timer.set(50, true);
  timer.clear();
  vi.advanceTimersByTime(100);
  timer.set(150, true);
  vi.advanceTimersByTime(0);
  expect(woken).toEqual([200]);
});

it('keeps the process alive only where a call waits for it', () => {
  const spy = vi.spyOn(globalThis, 'setTimeout');
  const isRef = (): unknown => spy.mock.results.at(-1)?.value.hasRef();
  timer.set(500, false);
  expect(isRef()).toBe(false);
  timer.set(600, true);
  expect([isRef(), vi.getTimerCount()]).toEqual([true, 1]);
});

it('is not early where a timer cannot count so far', () => {
  timer.set(2 ** 32, false);
  vi.advanceTimersByTime(2 ** 32 - 1);
  expect(woken).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(woken).toEqual([2 ** 32]);
});

it('works where timers are objects that have neither `ref` nor `unref`, as those of simulated browsers', () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal('setTimeout', () => ({}));
  timer.set(200, false);
  timer.set(300, true);
  vi.unstubAllGlobals();
  timer.clear();
});
