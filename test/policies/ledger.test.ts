import { describe, expect, it, vi } from 'vitest';
import { Ledger } from '../../src/policies/ledger.ts';

const full = (capacity: number): Ledger => new Ledger('requests', capacity, 1000);

/** Takes and answers at once, as an exchange without latency would. */
function use(ledger: Ledger, weight: number, at: number): void {
  ledger.take(weight);
  ledger.answered(weight, at);
}

describe('a ledger', () => {
  it('gives a unit back one window and one millisecond after its answer, not sooner', () => {
    const ledger = full(2);
    ledger.take(1);
    expect(ledger.free(0)).toBe(1);
    ledger.answered(1, 40);
    expect([41, 1040, 1040.9, 1041].map((at) => ledger.free(at))).toEqual([1, 1, 1, 2]);
  });

  it('keeps a unit as long as its answer is owed, however long that takes', () => {
    const ledger = full(1);
    ledger.take(1);
    expect(ledger.free(1_000_000)).toBe(0);
    expect(ledger.opensAt(1, 1_000_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('counts weights, and units come back in the order of their answers', () => {
    const ledger = full(10);
    use(ledger, 3, 0);
    use(ledger, 5, 100);
    expect([100, 1000, 1001, 1100, 1101].map((at) => ledger.free(at))).toEqual([2, 2, 5, 5, 10]);
  });

  it('gives the units of a request that never left back at once', () => {
    const ledger = full(5);
    ledger.take(4);
    ledger.refund(4);
    expect(ledger.free(0)).toBe(5);
    expect(ledger.idle(0)).toBe(true);
  });

  it('opens for a weight at the instant at which enough units are back', () => {
    const ledger = full(10);
    use(ledger, 4, 0);
    use(ledger, 4, 200);
    expect([1, 2, 3, 6, 7, 10].map((weight) => ledger.opensAt(weight, 200))).toEqual([
      200, 200, 1001, 1001, 1201, 1201,
    ]);
  });

  it('opens for units at rest although other answers are owed', () => {
    const ledger = full(10);
    use(ledger, 5, 0);
    ledger.take(5);
    expect(ledger.opensAt(5, 0)).toBe(1001);
    expect(ledger.opensAt(6, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is idle again when nothing is taken and nothing rests', () => {
    const ledger = full(1);
    use(ledger, 1, 0);
    expect([0, 1000, 1001].map((at) => ledger.idle(at))).toEqual([false, false, true]);
  });

  it('is whole again after fractions that do not add up', () => {
    const ledger = full(1);
    const weights = [0.1, 0.1, 0.1, 0.3];
    const all = (act: (weight: number) => void): void => weights.forEach(act);
    all((weight) => ledger.take(weight));
    all((weight) => ledger.refund(weight));
    expect([ledger.free(0), ledger.opensAt(1, 0)]).toEqual([1, 0]);
    all((weight) => ledger.take(weight));
    for (const [at, weight] of weights.entries()) ledger.answered(weight, at);
    expect([ledger.free(2000), ledger.opensAt(1, 2000), ledger.idle(2000)]).toEqual([1, 2000, true]);
  });

  it('stays exact and small over 100,000 takes', () => {
    const ledger = full(10);
    const late: number[] = [];
    // The books are private; what is cut off them shows how long they had become.
    const cut = vi.spyOn(Array.prototype, 'slice');
    for (let at = 0; at < 10_000_000; at += 100) {
      if (ledger.opensAt(1, at) !== at) late.push(at);
      use(ledger, 1, at - 1);
    }
    const lengths = cut.mock.contexts.map((books) => (Array.isArray(books) ? books.length : Number.NaN));
    cut.mockRestore();
    expect(late).toEqual([]);
    expect(lengths.length).toBeGreaterThan(1000);
    expect(Math.max(...lengths)).toBeLessThan(150);
  });
});
