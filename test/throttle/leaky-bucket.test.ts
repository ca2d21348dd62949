import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LeakyBucket } from '../../src/throttle/leaky-bucket.ts';
import { Scheduler } from '../../src/throttle/scheduler.ts';
import { now, queuedCall } from './queued.ts';

/** Holds 10 units, of which one drains in 100 ms. */
const ten = (): LeakyBucket => new LeakyBucket('orders', 10, { units: 1, everyMs: 100 });

/** A request that leaves and is answered at the same instant. */
function use(bucket: LeakyBucket, weight: number, at: number): void {
  bucket.take(weight);
  bucket.release(weight, at);
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a leaky bucket', () => {
  it('admits what it holds at once, and then what drains', () => {
    const bucket = ten();
    expect(bucket.admits(10, 0)).toBe(true);
    use(bucket, 10, 0);
    expect(bucket.free(0)).toBe(0);
    expect(bucket.admits(1, 100)).toBe(false);
    // One millisecond for exchanges that count whole ones.
    expect(bucket.opensAt(1, 0)).toBe(101);
    expect(bucket.admits(1, 101)).toBe(true);
    expect(bucket.free(301)).toBe(3);
    expect(bucket.opensAt(5, 301)).toBe(501);
    expect(bucket.free(100_000)).toBe(10);
  });

  it('drains nothing of a request that was not answered', () => {
    const bucket = ten();
    bucket.take(10);
    expect(bucket.free(60_000)).toBe(0);
    expect(bucket.opensAt(1, 60_000)).toBe(Number.POSITIVE_INFINITY);
    bucket.release(10, 60_000);
    expect(bucket.opensAt(1, 60_000)).toBe(60_101);
  });

  it('drains on while others are answered', () => {
    const bucket = ten();
    use(bucket, 10, 0);
    for (let at = 101; at <= 1001; at += 100) {
      expect(bucket.admits(1, at), `at ${at}`).toBe(true);
      use(bucket, 1, at);
    }
    expect(bucket.free(1001)).toBe(0);
  });

  it('says when it opens although fractions do not add up to the last bit', () => {
    const bucket = new LeakyBucket('orders', 4, { units: 1, everyMs: 5 });
    use(bucket, 1, 136);
    // 4 less 3.4 is a little more than the 0.6 that are left.
    expect(bucket.opensAt(4, 139)).toBeCloseTo(142, 6);
  });

  it('takes back what never left', () => {
    const bucket = ten();
    bucket.take(4);
    bucket.refund(4);
    expect(bucket.free(0)).toBe(10);
    expect(bucket.isIdle(0)).toBe(true);
  });

  it('lets what is heavier than itself go when it is empty', () => {
    const bucket = ten();
    use(bucket, 1, 0);
    expect(bucket.admits(50, 0)).toBe(false);
    expect(bucket.opensAt(50, 0)).toBe(101);
    expect(bucket.admits(50, 101)).toBe(true);
  });

  it('learns from headers what others used, which drains too', () => {
    const bucket = ten();
    use(bucket, 2, 0);
    expect(bucket.correct({ used: 6 }, 0)).toBe(4);
    expect(bucket.free(0)).toBe(4);
    expect(bucket.free(201)).toBe(6);
    expect(bucket.correct({ left: 6 }, 201)).toBe(0);
    // What it holds more than the exchange says may be in flight there: it is no less full for that.
    expect(bucket.correct({ used: 0 }, 201)).toBe(0);
    expect(bucket.free(201)).toBe(6);
  });

  it('learns its capacity from headers, and tells in how long all of it drains', () => {
    const bucket = ten();
    expect(bucket.windowMs).toBe(1000);
    bucket.correct({ capacity: 20 }, 0);
    expect([bucket.capacity, bucket.windowMs, bucket.free(0)]).toEqual([20, 2000, 20]);
  });

  it('can be changed while it is in use', () => {
    const bucket = ten();
    use(bucket, 10, 0);
    bucket.resize({ capacity: 20, refill: { units: 1, everyMs: 10 } }, 501);
    expect([bucket.capacity, bucket.windowMs]).toEqual([20, 200]);
    // Five of ten were drained at the old rate.
    expect(bucket.free(501)).toBe(15);
    expect(bucket.free(511)).toBe(16);
  });

  it('believes less after a refusal, and more again in time', () => {
    const bucket = ten();
    use(bucket, 10, 0);
    bucket.reduce(2, 0);
    expect(bucket.free(0)).toBe(7 - 10);
    expect(bucket.free(1_000_000)).toBe(10);
  });

  it('says when calls would start', () => {
    const bucket = ten();
    bucket.take(8);
    const book = bucket.forecast(0);
    const starts: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      const at = book.opensAt(1, starts.at(-1) ?? 0);
      book.take(1, at);
      starts.push(at);
    }
    expect(starts).toEqual([0, 0, 101, 201, 301]);
  });
});

/** A bucket as an exchange has it, which counts a request when it arrives. */
class ExchangeBucket {
  level = 0;
  #since = 0;
  readonly #perMs: number;

  constructor(perMs: number) {
    this.#perMs = perMs;
  }

  /** @returns how full it is then */
  book(weight: number, at: number): number {
    this.level = Math.max(0, this.level - this.#perMs * Math.max(0, at - this.#since)) + weight;
    this.#since = Math.max(this.#since, at);
    return this.level;
  }
}

const request = fc.record({
  at: fc.integer({ min: 0, max: 2000 }),
  weight: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant(0.5)),
  priority: fc.integer({ min: 0, max: 2 }),
  latency: fc.integer({ min: 0, max: 400 }),
  booked: fc.double({ min: 0, max: 1, noNaN: true }),
  lost: fc.boolean(),
});

it('the exchange’s bucket never overflows, whatever the latencies', () => {
  const load = fc.record({
    capacity: fc.integer({ min: 4, max: 12 }),
    everyMs: fc.integer({ min: 1, max: 300 }),
    requests: fc.array(request, { minLength: 1, maxLength: 40 }),
  });
  fc.assert(
    fc.property(load, ({ capacity, everyMs, requests }) => {
      vi.useFakeTimers();
      const scheduler = new Scheduler(now, () => undefined);
      const bucket = new LeakyBucket('orders', capacity, { units: 1, everyMs });
      const bookings: { readonly at: number; readonly weight: number }[] = [];
      let landed = 0;
      for (const { at, weight, priority, latency, booked, lost } of requests) {
        const go = (): void => {
          if (!lost) bookings.push({ at: now() + latency * booked, weight });
          setTimeout(() => {
            landed += 1;
            if (lost) bucket.refund(weight);
            else bucket.release(weight, now());
            scheduler.dispatch();
          }, latency);
        };
        setTimeout(() => {
          scheduler.push(queuedCall([bucket], go, { priority, weight }));
          scheduler.dispatch();
        }, at);
      }
      vi.advanceTimersByTime(3000 + requests.length * (1000 + 4 * everyMs));
      expect(landed).toBe(requests.length);
      expect(vi.getTimerCount()).toBe(0);
      // Exact, or by whole milliseconds, rounded either way.
      for (const clock of [(ms: number) => ms, Math.floor, Math.ceil]) {
        const exchange = new ExchangeBucket(1 / everyMs);
        for (const { at, weight } of bookings.toSorted((a, b) => a.at - b.at))
          expect(exchange.book(weight, clock(at))).toBeLessThanOrEqual(capacity + 1e-6);
      }
      vi.useRealTimers();
    }),
    { numRuns: 200 },
  );
});

it.each([
  [15, 1, 1000, 50],
  [125, 2.34, 1000, 200],
  [50, 10, 1000, 100],
])(
  '%d units that drain by %d in %d ms: the ideal rate at %d ms of latency',
  (capacity, units, everyMs, latency) => {
    vi.useFakeTimers();
    const scheduler = new Scheduler(now, () => undefined);
    const bucket = new LeakyBucket('orders', capacity, { units, everyMs });
    let gone = 0;
    const wanted = capacity + 400;
    const go = (): void => {
      gone += 1;
      setTimeout(() => {
        bucket.release(1, now());
        scheduler.dispatch();
      }, latency);
    };
    for (let call = 0; call < wanted; call += 1) scheduler.push(queuedCall([bucket], go));
    scheduler.dispatch();
    const tookMs = 100_000;
    vi.advanceTimersByTime(tookMs);
    const ideal = Math.min(wanted, capacity + (units * tookMs) / everyMs);
    // It lags by what is in flight, once.
    expect(gone).toBeLessThanOrEqual(ideal);
    expect(gone).toBeGreaterThanOrEqual(Math.floor(ideal - (units * (latency + 2)) / everyMs - 1));
    vi.clearAllTimers();
  },
);
