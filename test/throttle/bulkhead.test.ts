import { describe, expect, it } from 'vitest';
import { Bulkhead } from '../../src/throttle/bulkhead.ts';

describe('calls in flight', () => {
  it('are bounded until they are answered or never left', () => {
    const book = new Bulkhead('nonce', 2);
    expect([book.free(0), book.capacity, book.windowMs]).toEqual([2, 2, 0]);
    book.take(1);
    book.take(1);
    expect(book.admits(1, 0)).toBe(false);
    expect(book.opensAt(1, 7)).toBe(Number.POSITIVE_INFINITY);
    expect(book.isIdle(7)).toBe(false);
    book.release(1, 7);
    expect(book.opensAt(1, 7)).toBe(7);
    book.refund(1);
    expect(book.isIdle(7)).toBe(true);
  });

  it('are no matter of rates, headers or forecasts', () => {
    const book = new Bulkhead('nonce', 1);
    book.reduce(1, 0);
    expect(book.correct({ used: 1 }, 0)).toBe(0);
    expect(book.free(0)).toBe(1);
    expect(book.countsUnits).toBe(false);
    const forecast = book.forecast();
    forecast.take(1, 0);
    expect(forecast.opensAt(1, 5)).toBe(5);
  });

  it('can be changed', () => {
    const book = new Bulkhead('nonce', 1);
    book.resize({ capacity: 3 }, 0);
    expect(book.free(0)).toBe(3);
  });
});
