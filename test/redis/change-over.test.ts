import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { busiest } from './support/exchange.ts';
import { hasRedis, RedisServer } from './support/redis-server.ts';
import { type Fault, type Plan, Simulation } from './support/simulation.ts';

if (!hasRedis && !process.env['CI']) console.warn('redis-server is not installed: no change-over is tested.');

const windowMs = 1000;

describe.skipIf(!hasRedis && !process.env['CI'])('no window is over, whatever happens', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis({ port: server.port, host: '127.0.0.1' });
    await redis.ping();
  });

  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  async function busiestOf(plan: Plan): Promise<{ most: number; booked: number }> {
    await redis.flushall();
    const simulation = new Simulation(plan, redis, 'model', (ms) => vi.advanceTimersByTime(ms));
    await simulation.run();
    vi.clearAllTimers();
    return { most: busiest(simulation.bookedAt, plan.windowMs), booked: simulation.bookedAt.length };
  }

  /** The same numbers for the same seed. */
  function randomOf(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return state / 2 ** 32;
    };
  }

  /** Whoever meets an empty Redis before those who remember another cannot know: that is said in the decision. */
  function notFirst(at: number, emptyAt: readonly number[]): number {
    const before = emptyAt.find((from) => at >= from && at < from + 1500);
    return before === undefined ? at : before + 1500;
  }

  const spans = (kind: Fault['kind'], most: number, longestMs: number): fc.Arbitrary<Fault[]> =>
    fc.array(
      fc
        .record({ bot: fc.nat(3), fromAt: fc.integer({ min: 200, max: 9000 }), forMs: fc.nat(longestMs) })
        .map(({ bot, fromAt, forMs }) => ({ kind, bot, fromAt, toAt: fromAt + forMs })),
      { maxLength: most },
    );

  test('Redis goes, comes back with or without its memory, and bots come and are cut off', async () => {
    const plans = fc.record({
      seed: fc.nat(1e6),
      capacity: fc.constantFrom(1, 2, 3, 10, 40),
      late: fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 2 }),
      outages: fc.array(
        fc.record({ fromAt: fc.integer({ min: 1000, max: 8000 }), forMs: fc.nat(6000), empty: fc.boolean() }),
        { maxLength: 2 },
      ),
      flushesAt: fc.array(fc.integer({ min: 1000, max: 11_000 }), { maxLength: 1 }),
      cut: fc.oneof(
        spans('away', 2, 2500),
        spans('mute', 2, 2500),
        spans('slow', 3, 3000),
        spans('stalled', 3, 3000),
      ),
    });
    await fc.assert(
      fc.asyncProperty(plans, async ({ seed, capacity, late, outages, flushesAt, cut }) => {
        const away = outages.map(
          ({ fromAt, forMs }): Fault => ({
            ...{ kind: 'away', fromAt, toAt: fromAt + forMs },
          }),
        );
        const lost = outages.filter(({ empty }) => empty).map(({ fromAt }) => fromAt);
        const emptyAt = outages.filter(({ empty }) => empty).map(({ fromAt, forMs }) => fromAt + forMs);
        const startsAt = [0, 0, 30, ...late.map((at) => notFirst(at, [...emptyAt, ...flushesAt]))];
        const { most } = await busiestOf({
          ...{ capacity, windowMs, endsAt: 14_000, startsAt, random: randomOf(seed) },
          faults: [...away, ...(outages.length === 0 ? cut : [])],
          flushesAt: [...lost, ...(outages.length === 0 ? flushesAt : [])],
        });
        expect(most).toBeLessThanOrEqual(capacity);
      }),
      { numRuns: Number(process.env['FC_RUNS'] ?? 25), endOnFailure: true },
    );
  }, 120_000);
});
