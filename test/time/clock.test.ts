import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../../src/time/clock.ts';
import type { ClockChange } from '../../src/time/clock-change.ts';
import { bestSample, type ClockSample } from '../../src/time/clock-sample.ts';

const startMs = Date.UTC(2026, 0, 1);
let changes: ClockChange[];

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  changes = [];
});
afterEach(() => {
  vi.useRealTimers();
});

function clockOf(options = {}): Clock {
  return new Clock(options, (change) => changes.push(change));
}

/** Asks an exchange that is ahead by `offsetMs`; `there` and `back` are the two ways. */
async function ask(offsetMs: number, there = 50, back = there): Promise<ClockSample> {
  const sentAt = performance.now();
  await vi.advanceTimersByTimeAsync(there);
  const serverMs = Date.now() + offsetMs;
  await vi.advanceTimersByTimeAsync(back);
  return { serverMs, sentAt, answeredAt: performance.now() };
}

/** Moves the system clock, which the monotonic one does not follow. */
function step(byMs: number): void {
  vi.setSystemTime(Date.now() + byMs);
}

it('the sample with the least round trip counts', () => {
  const sample = (sentAt: number, answeredAt: number): ClockSample => ({ serverMs: 0, sentAt, answeredAt });
  const samples = [sample(0, 90), sample(100, 140), sample(200, 240), sample(300, 400)];
  expect(bestSample(samples)).toBe(samples[1]);
  expect(bestSample([])).toBeUndefined();
});

describe('before it was read', () => {
  it('the clock tells local time in whole milliseconds', () => {
    const clock = clockOf();
    expect([clock.timestamp(), clock.reading, clock.version, clock.stale]).toEqual([
      startMs,
      undefined,
      0,
      false,
    ]);
    vi.advanceTimersByTime(1500);
    expect(clock.timestamp()).toBe(startMs + 1500);
  });

  it('a step of the system clock needs no refresh', () => {
    const clock = clockOf();
    step(60_000);
    expect([clock.timestamp(), clock.stale]).toEqual([startMs + 60_000, false]);
  });
});

describe('a refresh', () => {
  it('takes three samples, and the middle of the best round trip as the instant of reading', async () => {
    const clock = clockOf();
    const trips = [200, 40, 90];
    expect(await clock.refresh(() => ask(7000, trips.shift()))).toBe(true);
    expect(trips).toEqual([]);
    expect(clock.reading).toEqual({ offsetMs: 7000, errorMs: 40, roundTripMs: 80 });
    expect(changes).toEqual([{ kind: 'refreshed', offsetMs: 7000, errorMs: 40, stepMs: 0 }]);
    expect([clock.version, clock.timestamp()]).toEqual([1, Date.now() + 7000]);
  });

  it('is off by half the round trip at most', async () => {
    const clock = clockOf({ samples: 1 });
    await clock.refresh(() => ask(0, 100, 0));
    expect(clock.reading).toEqual({ offsetMs: 50, errorMs: 50, roundTripMs: 100 });
  });

  it('is one for all who ask meanwhile', async () => {
    const clock = clockOf();
    const read = vi.fn(() => ask(100));
    const all = [clock.refresh(read), clock.refresh(read), clock.refresh(read)];
    expect(await Promise.all(all)).toEqual([true, true, true]);
    expect([read.mock.calls.length, clock.version]).toEqual([3, 1]);
    await clock.refresh(read);
    expect([read.mock.calls.length, clock.version]).toEqual([6, 2]);
  });

  it('makes do with the samples that came', async () => {
    const clock = clockOf();
    let asked = 0;
    const read = () => {
      asked += 1;
      return asked === 2 ? ask(500) : Promise.resolve(undefined);
    };
    expect(await clock.refresh(read)).toBe(true);
    expect([asked, clock.reading?.offsetMs]).toEqual([3, 500]);
  });

  it('that fails keeps the last good reading, and is no new version', async () => {
    const clock = clockOf();
    await clock.refresh(() => ask(500));
    const before = clock.timestamp() - Date.now();
    const read = vi.fn(() => Promise.resolve(undefined));
    expect(await clock.refresh(read)).toBe(false);
    expect(read).toHaveBeenCalledTimes(2);
    expect([clock.timestamp() - Date.now(), clock.version, clock.reading?.offsetMs]).toEqual([
      before,
      1,
      500,
    ]);
    expect(changes.at(-1)).toEqual({ kind: 'failed', offsetMs: 500, errorMs: 50, stepMs: 0 });
  });

  it('that breaks is not the last: the next one reads anew', async () => {
    const clock = clockOf();
    await expect(clock.refresh(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await clock.refresh(() => ask(500))).toBe(true);
  });
});

describe('a step of the system clock', () => {
  it.each([-3_600_000, 60_000])('by %d ms is noticed once and does not touch the timestamp', async (by) => {
    const clock = clockOf();
    await clock.refresh(() => ask(500));
    const before = clock.timestamp();
    step(by);
    expect([clock.timestamp(), clock.timestamp(), clock.stale]).toEqual([before, before, true]);
    vi.advanceTimersByTime(250);
    expect(clock.timestamp()).toBe(before + 250);
    expect(changes.slice(1)).toEqual([{ kind: 'step', offsetMs: 500, errorMs: 50, stepMs: by }]);
  });

  it('is over with the next refresh, good or not', async () => {
    const clock = clockOf();
    await clock.refresh(() => ask(500));
    step(5000);
    clock.timestamp();
    await clock.refresh(() => Promise.resolve(undefined));
    expect(clock.stale).toBe(false);
    step(5000);
    clock.timestamp();
    expect(clock.stale).toBe(true);
    await clock.refresh(() => ask(-9500));
    expect([clock.stale, clock.reading?.offsetMs]).toEqual([false, -9500]);
  });

  it('smaller than `stepMs` is none', async () => {
    const clock = clockOf({ stepMs: 100 });
    await clock.refresh(() => ask(0));
    step(99);
    clock.timestamp();
    expect(clock.stale).toBe(false);
    step(1);
    clock.timestamp();
    expect(clock.stale).toBe(true);
  });
});

it.each([
  [{ samples: 0 }, '`clock.samples` takes a whole number, at least 1, at most 20; it got 0.'],
  [{ samples: 21 }, '`clock.samples` takes a whole number, at least 1, at most 20; it got 21.'],
  [{ stepMs: 0 }, '`clock.stepMs` takes a number of milliseconds, at least 1; it got 0.'],
])('bad options say what is wrong: %o', (options, message) => {
  expect(() => clockOf(options)).toThrow(new TypeError(message));
});
