import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Clock } from '../../src/time/clock.ts';
import type { ClockSample } from '../../src/time/clock-sample.ts';
import { ClockTrial } from '../../src/time/clock-trial.ts';
import type { TimeOrigin } from '../../src/time/clock-watch.ts';

const startMs = Date.UTC(2026, 0, 1);
let clock: Clock;

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  clock = new Clock({ samples: 1 }, () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
});

/** An answer that comes after so long, and tells the time of a clock that is ahead by `offsetMs`. */
function told(offsetMs: number, origin: TimeOrigin = 'field', afterMs = 1000): ClockSample {
  vi.advanceTimersByTime(afterMs);
  const answeredAt = performance.now();
  const serverMs = Date.now() + offsetMs - 10;
  const trip = { sentAt: answeredAt - 20, answeredAt };
  return origin === 'field'
    ? { serverMs, ...trip }
    : { serverMs: Math.floor(serverMs / 1000) * 1000 + 500, roughMs: 500, ...trip };
}

/** @returns whether it was looked at */
function observe(offsetMs: number, origin: TimeOrigin = 'field', afterMs = 1000): boolean {
  const sample = told(offsetMs, origin, afterMs);
  if (!clock.wants(origin, sample.answeredAt)) return false;
  clock.observe(sample, origin);
  return true;
}

const offset = (): number => clock.timestamp() - Date.now();

it('answers that agree with a clock that is right change nothing and ask for nothing', () => {
  for (let nth = 0; nth < 50; nth += 1) {
    observe(nth % 2 === 0 ? 200 : -200, 'field', 1007);
    observe(100, 'date', 313);
  }
  expect([clock.reading, clock.version, clock.due]).toEqual([undefined, 0, undefined]);
});

it('one wild answer moves nothing, two that agree do', () => {
  observe(3000);
  observe(0);
  observe(3000);
  expect([clock.reading, offset()]).toEqual([undefined, 0]);
  observe(-40_000);
  observe(3000);
  expect(offset()).toBe(0);
  observe(3050);
  expect([Math.round(offset() / 10), clock.version]).toEqual([305, 1]);
  // A unit or a value that cannot be a time is none.
  observe(1e9);
  observe(1e9);
  expect(Math.round(offset() / 10)).toBe(305);
});

it('the Date of two answers has the clock read before the next signature, and is not believed itself', async () => {
  observe(3000, 'date');
  expect(clock.due).toBeUndefined();
  observe(3000, 'date');
  expect([clock.due, offset()]).toEqual(['now', 0]);
  await clock.refresh(() => Promise.resolve(told(3000)));
  expect([clock.due, offset()]).toEqual([undefined, 3000]);
});

it('a Date that the clock is not read by is asked about once, and rests where nothing can be read', async () => {
  for (const dateMs of [startMs - 4000, undefined]) {
    clock = new Clock({ samples: 1 }, () => undefined);
    observe(-4000, 'date');
    observe(-4000, 'date');
    expect(clock.due).toBe('now');
    await clock.refresh(() => Promise.resolve(dateMs === undefined ? undefined : { ...told(0), dateMs }));
    for (let nth = 0; nth < 50; nth += 1) observe(-4000, 'date');
    expect(clock.due).toBeUndefined();
  }
});

it('a clock that was wrong is looked at again while calls go on, and before the next signature after a rest', async () => {
  await clock.refresh(() => Promise.resolve(told(3000)));
  vi.advanceTimersByTime(4900);
  expect(clock.due).toBeUndefined();
  vi.advanceTimersByTime(200);
  expect(clock.due).toBe('meanwhile');
  const reading = clock.refresh(() => Promise.resolve(undefined));
  expect(clock.due).toBeUndefined();
  // One that fails is not tried again at once.
  await reading;
  expect(clock.due).toBeUndefined();
  vi.advanceTimersByTime(60_000);
  expect(clock.due).toBe('now');
});

it('answers that tell the time take the place of readings that are due', async () => {
  await clock.refresh(() => Promise.resolve(told(3000)));
  for (let second = 1; second <= 20; second += 1) {
    observe(3000 + second * 50);
    expect(clock.due).toBeUndefined();
    expect(Math.abs(offset() - (3000 + second * 50))).toBeLessThan(300);
  }
  expect([clock.version, Math.abs(offset() - 4000) < 30]).toEqual([3, true]);
});

it('answers are looked at four times a second', () => {
  const looked = Array.from({ length: 20 }, () => observe(0, 'field', 50)).filter(Boolean).length;
  expect(looked).toBeLessThanOrEqual(5);
});

it('four calls try the clock, the others wait for the first result, a reading, or half a second', async () => {
  const ends: [(trial: ClockTrial) => void, number][] = [
    [(trial) => trial.end(), 0],
    [() => undefined, 500],
  ];
  for (const [end, afterMs] of ends) {
    const trial = new ClockTrial();
    const turns = Array.from({ length: 6 }, () => trial.turn());
    expect(turns.map((turn) => turn !== undefined)).toEqual([false, false, false, false, true, true]);
    const began = Date.now();
    end(trial);
    await Promise.all([...turns, vi.advanceTimersByTimeAsync(afterMs)]);
    expect([Date.now() - began, trial.turn(), vi.getTimerCount()]).toEqual([afterMs, undefined, 0]);
  }
});

it('a reading that takes longer is waited for', async () => {
  const { trial } = clock;
  for (let nth = 0; nth < 4; nth += 1) trial.turn();
  let isOver = false;
  const turn = trial.turn()?.then(() => {
    isOver = true;
  });
  const reading = clock.refresh(async () => {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return told(3000, 'field', 0);
  });
  await vi.advanceTimersByTimeAsync(2999);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await Promise.all([turn, reading]);
  expect(isOver).toBe(true);
});
