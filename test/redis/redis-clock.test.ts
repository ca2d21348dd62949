import { describe, expect, test } from 'vitest';
import { ageOf, type Instant, RedisClock } from '../../src/redis/redis-clock.ts';

/** Both clocks of the process agree. */
const when = (at: number): Instant => ({ at, wallAt: 1_000_000 + at });

describe('Redis’s clock', () => {
  test('is narrowed down by every trip, and never read ahead', () => {
    const clock = new RedisClock();
    expect(clock.known).toBe(false);
    expect(clock.errorMs(when(0))).toBe(Number.POSITIVE_INFINITY);
    clock.observe(5050, when(0), when(100));
    expect([clock.read(100), clock.errorMs(when(100))]).toEqual([5050, 101]);
    clock.observe(5203, when(200), when(204));
    expect([clock.read(204), clock.errorMs(when(204))]).toEqual([5203, 5]);
    expect(clock.when(5203)).toBe(204);
    expect(clock.latest(when(204))).toBe(5208);
  });

  test('a clock that drifts stays within what is said of it, however long it does', () => {
    const wrong: unknown[] = [];
    for (const drift of [-9e-5, 9e-5]) {
      const clock = new RedisClock();
      const redisAt = (at: number): number => 5000 + at * (1 + drift);
      for (let at = 0; at < 600_000; at += 250) {
        if (clock.known && !(clock.read(at) - 0.03 <= redisAt(at) && redisAt(at) <= clock.latest(when(at)))) {
          wrong.push([drift, at]);
        }
        const [thereMs, backMs] = [1 + (at % 7), 1 + (at % 11)];
        clock.observe(Math.floor(redisAt(at + thereMs)), when(at), when(at + thereMs + backMs));
      }
    }
    expect(wrong).toEqual([]);
  });

  test('learns nothing wrong from an answer that is read long after it was written', () => {
    const clock = new RedisClock();
    clock.observe(5001, when(0), when(2));
    clock.observe(5101, when(100), when(12_600));
    // But for what both clocks may have drifted apart in 12.6 s.
    expect(clock.read(12_600)).toBeCloseTo(17_599 - 1.26);
  });

  test('is another one where it contradicts itself', () => {
    const clock = new RedisClock();
    clock.observe(5001, when(0), when(2));
    clock.observe(1_101, when(100), when(102));
    expect(clock.read(102)).toBe(1101);
  });

  test('is unknown once the machine slept or a clock was set; drift is allowed for', () => {
    const clock = new RedisClock();
    clock.observe(5000, when(0), when(0));
    expect(clock.errorMs(when(100_000))).toBeCloseTo(11);
    expect(clock.errorMs({ at: 10, wallAt: 1_000_261 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('an age is the longer one of both clocks', () => {
    expect(ageOf(when(0), { at: 10, wallAt: 1_003_000 })).toBe(3000);
    expect(ageOf(when(0), { at: 10, wallAt: 990_000 })).toBe(10);
  });
});
