import { describe, expect, it, vi } from 'vitest';
import { RateWindow } from '../../src/throttle/rate-window.ts';

const full = (capacity: number): RateWindow => new RateWindow('requests', capacity, 1000);

/** Takes and answers at once, as an exchange without latency would. */
function use(window: RateWindow, weight: number, at: number): void {
  window.take(weight);
  window.release(weight, at);
}

describe('a window', () => {
  it('gives a unit back one window and one millisecond after its answer, not sooner', () => {
    const window = full(2);
    window.take(1);
    expect(window.free(0)).toBe(1);
    window.release(1, 40);
    expect([41, 1040, 1040.9, 1041].map((at) => window.free(at))).toEqual([1, 1, 1, 2]);
  });

  it('keeps a unit as long as its answer is owed, however long that takes', () => {
    const window = full(1);
    window.take(1);
    expect(window.free(1_000_000)).toBe(0);
    expect(window.opensAt(1, 1_000_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts weights, and units come back in the order of their answers', () => {
    const window = full(10);
    use(window, 3, 0);
    use(window, 5, 100);
    expect([100, 1000, 1001, 1100, 1101].map((at) => window.free(at))).toEqual([2, 2, 5, 5, 10]);
  });

  it('gives the units of a request that never left back at once', () => {
    const window = full(5);
    window.take(4);
    window.refund(4);
    expect(window.free(0)).toBe(5);
    expect(window.isIdle(0)).toBe(true);
  });

  it('opens for a weight at the instant at which enough units are back', () => {
    const window = full(10);
    use(window, 4, 0);
    use(window, 4, 200);
    expect([1, 2, 3, 6, 7, 10].map((weight) => window.opensAt(weight, 200))).toEqual([
      200, 200, 1001, 1001, 1201, 1201,
    ]);
  });

  it('opens for units at rest although other answers are owed', () => {
    const window = full(10);
    use(window, 5, 0);
    window.take(5);
    expect(window.opensAt(5, 0)).toBe(1001);
    expect(window.opensAt(6, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is idle again when nothing is taken and nothing rests', () => {
    const window = full(1);
    use(window, 1, 0);
    expect([0, 1000, 1001].map((at) => window.isIdle(at))).toEqual([false, false, true]);
  });

  it('is whole again after fractions that do not add up', () => {
    const window = full(1);
    const weights = [0.1, 0.1, 0.1, 0.3];
    const all = (act: (weight: number) => void): void => weights.forEach(act);
    all((weight) => window.take(weight));
    all((weight) => window.refund(weight));
    expect([window.free(0), window.opensAt(1, 0)]).toEqual([1, 0]);
    all((weight) => window.take(weight));
    for (const [at, weight] of weights.entries()) window.release(weight, at);
    expect([window.free(2000), window.opensAt(1, 2000), window.isIdle(2000)]).toEqual([1, 2000, true]);
  });

  it('stays exact and small over 100,000 takes', () => {
    const window = full(10);
    const late: number[] = [];
    // The books are private; what is cut off them shows how long they had become.
    const cut = vi.spyOn(Array.prototype, 'slice');
    for (let at = 0; at < 10_000_000; at += 100) {
      if (window.opensAt(1, at) !== at) late.push(at);
      use(window, 1, at - 1);
    }
    const lengths = cut.mock.contexts.map((books) => (Array.isArray(books) ? books.length : Number.NaN));
    cut.mockRestore();
    expect(late).toEqual([]);
    expect(lengths.length).toBeGreaterThan(1000);
    expect(Math.max(...lengths)).toBeLessThan(150);
  });
});

it('opens although fractions do not add up to the last bit', () => {
  const window = new RateWindow('requests', 1, 1000);
  for (const weight of [0.1, 0.7, 0.1]) use(window, weight, 0);
  use(window, 0.1, 500);
  // 0.1 and 0.7 and 0.1 are a little less than 0.9.
  expect(window.opensAt(0.9, 0)).toBe(1001);
});
