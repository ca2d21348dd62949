import { describe, expect, it } from 'vitest';
import { AdaptiveCapacity } from '../../src/throttle/adaptive-capacity.ts';

describe('what is believed of a capacity', () => {
  it('is the documented figure until the exchange refuses', () => {
    expect(new AdaptiveCapacity(20, 2000).units(1e6)).toBe(20);
  });

  it('falls to what was let through, less a margin', () => {
    const adaptive = new AdaptiveCapacity(20, 2000);
    adaptive.reduce(15, 0);
    expect(adaptive.units(0)).toBe(14);
  });

  it('is at most halved by the refusals of one window, however many, and never under 1', () => {
    const adaptive = new AdaptiveCapacity(20, 2000);
    for (let count = 0; count < 50; count += 1) adaptive.reduce(0, count);
    expect(adaptive.units(60)).toBe(10);
    for (let window = 1; window < 20; window += 1) adaptive.reduce(0, window * 2000);
    expect(adaptive.units(40_000)).toBe(1);
  });

  it('recovers by 3 % of the capacity per window without a refusal, to the full figure and no further', () => {
    const adaptive = new AdaptiveCapacity(100, 1000);
    adaptive.reduce(60, 0);
    expect([0, 999, 1000, 5000, 15_000, 1e6].map((at) => adaptive.units(at))).toEqual([
      57, 57, 60, 72, 100, 100,
    ]);
  });
});
