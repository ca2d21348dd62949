import { describe, expect, it } from 'vitest';
import { Ledger } from '../../src/policies/ledger.ts';
import { plan } from '../../src/policies/plan.ts';

const share = (ledger: Ledger, weight = 1) => ({ ledger, weight, need: weight });

describe('a plan', () => {
  it('says at once for what fits, and one window later for the next', () => {
    const shares = [share(new Ledger('a', 3, 1000))];
    expect(plan(shares, { now: 0, openAt: 0, ahead: 0, count: 7 })).toEqual([
      0, 0, 0, 1000, 1000, 1000, 2000,
    ]);
  });

  it('counts who waits before, what rests, what is in flight, and a pause', () => {
    const ledger = new Ledger('a', 2, 1000);
    ledger.take(1);
    ledger.answered(1, 100);
    ledger.take(1);
    const shares = [share(ledger)];
    expect(plan(shares, { now: 200, openAt: 0, ahead: 0, count: 2 })).toEqual([1101, 1200]);
    expect(plan(shares, { now: 200, openAt: 0, ahead: 1, count: 1 })).toEqual([1200]);
    expect(plan(shares, { now: 200, openAt: 5000, ahead: 0, count: 2 })).toEqual([5000, 5000]);
  });

  it('holds several limits and weights together', () => {
    const shares = [share(new Ledger('a', 10, 1000), 5), share(new Ledger('b', 1, 300), 1)];
    expect(plan(shares, { now: 0, openAt: 0, ahead: 0, count: 3 })).toEqual([0, 300, 1000]);
  });
});
