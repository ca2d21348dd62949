import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/throttle/forecast.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';

const charge = (window: RateWindow, weight = 1) => ({ window, weight, need: weight });

describe('a plan', () => {
  it('says at once for what fits, and one window later for the next', () => {
    const charges = [charge(new RateWindow('a', 3, 1000))];
    expect(forecast(charges, { nowAt: 0, openAt: 0, ahead: 0, count: 7 })).toEqual([
      0, 0, 0, 1000, 1000, 1000, 2000,
    ]);
  });

  it('counts who waits before, what rests, what is in flight, and a pause', () => {
    const window = new RateWindow('a', 2, 1000);
    window.take(1);
    window.release(1, 100);
    window.take(1);
    const charges = [charge(window)];
    expect(forecast(charges, { nowAt: 200, openAt: 0, ahead: 0, count: 2 })).toEqual([1101, 1200]);
    expect(forecast(charges, { nowAt: 200, openAt: 0, ahead: 1, count: 1 })).toEqual([1200]);
    expect(forecast(charges, { nowAt: 200, openAt: 5000, ahead: 0, count: 2 })).toEqual([5000, 5000]);
  });

  it('holds several limits and weights together', () => {
    const charges = [charge(new RateWindow('a', 10, 1000), 5), charge(new RateWindow('b', 1, 300), 1)];
    expect(forecast(charges, { nowAt: 0, openAt: 0, ahead: 0, count: 3 })).toEqual([0, 300, 1000]);
  });
});
