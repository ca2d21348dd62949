import { describe, expect, it } from 'vitest';
import type { OrderFacts } from '../../src/catalog/order-facts.ts';
import {
  type AskingProgress,
  type Evidence,
  type FirstSend,
  type Intent,
  inOneRound,
  isConclusive,
  nextAsking,
  type Sight,
  weigh,
} from '../../src/policies/evidence.ts';

const first: FirstSend = { sentMs: 1_000_000, errorMs: 20 };
const plain: OrderFacts = {
  isOther: false,
  bornMs: undefined,
  state: undefined,
  isAmended: undefined,
  word: undefined,
};
const shows = (facts: Partial<OrderFacts>): Sight => ({ kind: 'order', facts: { ...plain, ...facts } });

describe('what a look-up proves', () => {
  it.each<[Intent, string, Sight, string]>([
    ['place', 'no order', { kind: 'none' }, 'absent'],
    ['place', 'only others', { kind: 'others' }, 'other'],
    ['place', 'no answer', { kind: 'nothing' }, 'nothing'],
    ['place', 'the order, of which nothing more is known', shows({}), 'done'],
    ['place', 'it open, born after the send', shows({ state: 'open', bornMs: 1_000_005 }), 'done'],
    ['place', 'it filled, born after the send', shows({ state: 'filled', bornMs: 1_000_005 }), 'done'],
    ['place', 'it cancelled, born after the send', shows({ state: 'cancelled', bornMs: 1_000_005 }), 'done'],
    ['place', 'it cancelled, of unknown age', shows({ state: 'cancelled' }), 'other'],
    ['place', 'one cancelled, born before', shows({ state: 'cancelled', bornMs: 999_998 }), 'other'],
    ['place', 'it refused', shows({ state: 'refused', bornMs: 1_000_005 }), 'refused'],
    ['place', 'one born before, within the error', shows({ state: 'open', bornMs: 999_979 }), 'done'],
    ['place', 'one born before, beyond the error', shows({ state: 'open', bornMs: 999_978 }), 'other'],
    ['place', 'a refused one that is older', shows({ state: 'refused', bornMs: 900_000 }), 'other'],
    ['place', 'one that differs from what was sent', shows({ isOther: true, bornMs: 1_000_005 }), 'other'],
    ['cancel', 'the order open', shows({ state: 'open' }), 'open'],
    ['cancel', 'the order cancelled', shows({ state: 'cancelled' }), 'done'],
    ['cancel', 'the order filled', shows({ state: 'filled' }), 'done'],
    ['cancel', 'one of another market', shows({ state: 'cancelled', isOther: true }), 'other'],
    ['cancel', 'the order in a state that nobody knows', shows({}), 'other'],
    ['cancel', 'no order', { kind: 'none' }, 'absent'],
    ['amend', 'what was sent', shows({ state: 'open', isAmended: true }), 'done'],
    ['amend', 'the order as it was', shows({ state: 'open', isAmended: false }), 'absent'],
    ['amend', 'some of what was sent', shows({ state: 'open', isAmended: 'partly' }), 'partly'],
    ['amend', 'it closed, with some', shows({ state: 'filled', isAmended: 'partly' }), 'other'],
    ['amend', 'the order closed as it was', shows({ state: 'filled', isAmended: false }), 'refused'],
    ['amend', 'the order, with fields that nobody can compare', shows({ state: 'open' }), 'other'],
    ['amend', 'no order', { kind: 'none' }, 'absent'],
  ])('of a %s that shows %s: %s', (intent, _, sight, evidence) => {
    expect(weigh(intent, sight, first)).toBe(evidence);
  });

  it('of a cancelled order counts only what no earlier one of the same id can be', () => {
    const coarse: FirstSend = { ...first, errorMs: 1250 };
    expect(weigh('place', shows({ state: 'cancelled', bornMs: 1_000_900 }), coarse)).toBe('other');
    expect(weigh('place', shows({ state: 'cancelled', bornMs: 1_001_000 }), coarse)).toBe('done');
    expect(weigh('place', shows({ state: 'filled', bornMs: 999_000 }), coarse)).toBe('done');
  });

  it('of an order that may be older asks for the clock where it was never read, and only then', () => {
    const unread: FirstSend = { ...first, errorMs: undefined };
    expect(weigh('place', shows({ bornMs: 999_998 }), unread)).toBe('clock');
    expect(weigh('place', shows({ bornMs: 999_999 }), unread)).toBe('done');
    expect(weigh('cancel', shows({ bornMs: 1, state: 'open' }), unread)).toBe('open');
  });
});

describe('what several answers of one round prove', () => {
  it.each<[Evidence[], string]>([
    [['absent', 'absent'], 'absent'],
    [['absent', 'nothing'], 'nothing'],
    [['partly', 'absent'], 'partly'],
    [['other', 'absent'], 'other'],
    [['other', 'nothing'], 'nothing'],
    [[], 'nothing'],
  ])('%j: %s', (round, together) => {
    expect(inOneRound(round)).toBe(together);
  });

  it('is decided by one that says what became of the order', () => {
    const all: Evidence[] = ['done', 'refused', 'absent', 'open', 'partly', 'other', 'clock', 'nothing'];
    expect(all.filter(isConclusive)).toEqual(['done', 'refused', 'open']);
  });
});

const standard = { settleMs: 2000, asks: 3, believableAt: Number.NEGATIVE_INFINITY };
/** An "absent" to a question put at `askedAt` and answered 10 ms later; the order was sent at 1000. */
function absent(absences: number, askedAt: number, more: Partial<AskingProgress> = {}): AskingProgress {
  return {
    evidence: 'absent',
    lastSentAt: 1000,
    askedAt,
    nowAt: askedAt + 10,
    absences,
    others: 0,
    failures: 0,
    ...more,
  };
}

describe('asking on', () => {
  it.each(['done', 'refused', 'open'] as const)('ends at the first answer that says %s', (evidence) => {
    expect(nextAsking(standard, absent(0, 1000, { evidence }))).toEqual({ done: evidence });
  });

  it('believes "absent" only at the third answer, and only once 2 s have passed', () => {
    expect(nextAsking(standard, absent(1, 1000))).toEqual({ waitMs: 1000 });
    expect(nextAsking(standard, absent(2, 2010))).toEqual({ waitMs: 980 });
    expect(nextAsking(standard, absent(3, 2999))).toEqual({ waitMs: 10 });
    expect(nextAsking(standard, absent(3, 3000))).toEqual({ done: 'absent' });
    expect(nextAsking(standard, absent(3, 3000, { evidence: 'partly' }))).toEqual({ done: 'open' });
  });

  it('doubts that an order stands whose cancel was refused as if it did not', () => {
    const contradicted = { ...standard, isContradicted: true };
    expect(nextAsking(contradicted, absent(0, 1000, { evidence: 'open' }))).toEqual({ waitMs: 2000 / 3 });
    expect(nextAsking(contradicted, absent(0, 3000, { evidence: 'open' }))).toEqual({ done: 'open' });
    expect(nextAsking(contradicted, absent(0, 1000, { evidence: 'done' }))).toEqual({ done: 'done' });
  });

  it('does not believe a late answer alone, and never asks on without a wait', () => {
    expect(nextAsking(standard, absent(1, 9000))).toEqual({ waitMs: 10 });
    expect(nextAsking(standard, absent(3, 9020))).toEqual({ done: 'absent' });
  });

  it('looks every 2 s until no copy can be carried out any more, and then once more', () => {
    const bounded = { ...standard, believableAt: 11_000 };
    expect(nextAsking(bounded, absent(3, 3000))).toEqual({ waitMs: 2000 });
    expect(nextAsking(bounded, absent(6, 9500))).toEqual({ waitMs: 1490 });
    expect(nextAsking(bounded, absent(7, 10_999))).toEqual({ waitMs: 10 });
    expect(nextAsking(bounded, absent(7, 11_000))).toEqual({ done: 'absent' });
  });

  it('never believes "absent" where nothing bounds the copies, and says so as soon as it has settled', () => {
    const unbounded = { ...standard, believableAt: Number.POSITIVE_INFINITY };
    expect(nextAsking(unbounded, absent(2, 2010))).toEqual({ waitMs: 980 });
    expect(nextAsking(unbounded, absent(3, 3000))).toEqual({ done: 'unknown' });
  });

  it('never believes "absent" once another order was shown under the id', () => {
    expect(nextAsking(standard, absent(2, 3000, { others: 1 }))).toEqual({ done: 'unknown' });
  });

  it('backs off while nothing is heard, up to 2 s', () => {
    const failed = (failures: number) =>
      nextAsking(standard, absent(0, 1000, { evidence: 'nothing', failures }));
    expect([1, 2, 3, 4, 5, 50].map(failed)).toEqual(
      [200, 400, 800, 1600, 2000, 2000].map((waitMs) => ({ waitMs })),
    );
  });

  it('believes the first answer where doubt is switched off', () => {
    expect(nextAsking({ ...standard, settleMs: 0, asks: 1 }, absent(1, 1000))).toEqual({ done: 'absent' });
  });
});
