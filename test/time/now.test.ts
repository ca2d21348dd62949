import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { nowAt } from '../../src/time/now.ts';
import { answered, inTurn, open, status } from '../pipeline/support.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('is the steady clock, real or faked', () => {
  expect(Math.abs(nowAt() - performance.now())).toBeLessThan(50);
  vi.useFakeTimers({ toFake: ['setTimeout', 'Date', 'performance'] });
  vi.advanceTimersByTime(5000);
  expect(nowAt()).toBe(performance.now());
});

it('stays the steady clock where only Date is replaced', () => {
  vi.setSystemTime(0);
  expect(Math.abs(nowAt() - performance.now())).toBeLessThan(50);
});

it('stays the steady clock where only performance is pinned, or replaced', () => {
  onTestFinished(() => void vi.restoreAllMocks());
  const before = nowAt();
  vi.spyOn(performance, 'now').mockReturnValue(0);
  expect(nowAt()).toBeGreaterThanOrEqual(before);
  vi.stubGlobal('performance', { now: () => 0 });
  onTestFinished(() => void vi.unstubAllGlobals());
  expect(nowAt()).toBeGreaterThanOrEqual(before);
});

it.each([
  ['timers and Date, but not performance', ['setTimeout', 'clearTimeout', 'Date']],
  ['timers alone', ['setTimeout', 'clearTimeout']],
] as const)('lets waits end where a test fakes %s', async (_, toFake) => {
  vi.useFakeTimers({ toFake: [...toFake] });
  const bot = open(inTurn(status(503), answered));
  let told: unknown;
  void bot.read().then((value) => {
    told = value;
  });
  for (let turn = 0; turn < 100 && told === undefined; turn += 1) await vi.advanceTimersByTimeAsync(100);
  expect(told).toMatchObject({ data: 7 });
  await bot.gateway.close();
});

it('lets a deadline pass where a test fakes timers and Date, but not performance', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const bot = open(() => new Promise(() => undefined));
  const told = bot.read({ exchange: { deadlineMs: 2000 } });
  await vi.advanceTimersByTimeAsync(2000);
  expect(await told).toMatchObject({ reason: 'deadline' });
  await bot.gateway.close();
});
