import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorAt, firstEstimate, nextEstimate, offsetAt } from '../../src/time/clock-estimate.ts';
import { agreedSample, boundOf, type ClockSample, type OffsetBound } from '../../src/time/clock-sample.ts';

/** A reading of a clock whose offset is `offset(at)`, which the exchange read somewhere on the way. */
function read(offset: (at: number) => number, at: number, there = 20, back = 20): OffsetBound {
  const readAt = at + there;
  return boundOf({ serverMs: readAt + offset(readAt), sentAt: at, answeredAt: at + there + back });
}

const way = fc.double({ min: 0, max: 400, noNaN: true });
const readings = fc.array(fc.record({ pauseMs: fc.integer({ min: 0, max: 4e6 }), there: way, back: way }), {
  minLength: 1,
  maxLength: 8,
});
/** What follows the last reading. */
const later = fc.integer({ min: 0, max: 1e7 });

/** The most by which the true offset was outside of the bound. */
function worst(
  drift: number,
  from: number,
  steps: readonly { pauseMs: number; there: number; back: number }[],
  afterMs: number,
) {
  const offset = (at: number): number => 3000 + drift * at;
  let at = 1000;
  let estimate = firstEstimate(read(offset, at));
  let most = Number.NEGATIVE_INFINITY;
  for (const [nth, { pauseMs, there, back }] of [
    ...steps,
    { pauseMs: afterMs, there: 0, back: 0 },
  ].entries()) {
    at += pauseMs;
    if (nth >= from)
      most = Math.max(most, Math.abs(offsetAt(estimate, at) - offset(at)) - errorAt(estimate, at));
    estimate = nextEstimate(estimate, read(offset, at, there, back));
    at += there + back;
  }
  return most;
}

describe('the true offset', () => {
  it('is never outside of the bound while clocks drift by no more than is assumed of them', () => {
    const drift = fc.double({ min: -5e-5, max: 5e-5, noNaN: true });
    fc.assert(fc.property(drift, readings, later, (ppm, steps, ms) => worst(ppm, 0, steps, ms) < 1e-3));
  });

  it('is never outside of it once a drift of up to a tenth was seen', () => {
    const drift = fc.double({ min: 1e-3, max: 0.09, noNaN: true });
    const spaced = fc.array(
      fc.record({ pauseMs: fc.integer({ min: 2e6, max: 4e6 }), there: way, back: way }),
      { minLength: 2, maxLength: 6 },
    );
    const found = [
      { pauseMs: 2_239_444, there: 399.99999999883585, back: 0 },
      { pauseMs: 2_000_000, there: 0, back: 0 },
    ];
    fc.assert(
      fc.property(drift, spaced, later, (rate, steps, ms) => worst(rate, 1, steps, ms) < 1),
      { examples: [[0.0010803615119468048, found, 9_706_302]] },
    );
  });
});

describe('a drift', () => {
  const offset = (at: number): number => 3000 + at * 0.05;

  it('is a guess after two readings, and certain after three', () => {
    const first = firstEstimate(read(offset, 0));
    const second = nextEstimate(first, read(offset, 5000));
    const third = nextEstimate(second, read(offset, 10_000));
    expect([first, second, third].map(({ drift }) => Number(drift.toFixed(4)))).toEqual([0, 0.05, 0.05]);
    expect([second.driftError > 0.05, third.driftError < 0.01]).toEqual([true, true]);
    // Soon while it is a guess, then ever more rarely.
    expect([first.checkMs, second.checkMs < 5000, third.checkMs > 20_000]).toEqual([5000, true, true]);
  });

  it('that was a step is forgotten with the next reading', () => {
    const step = (at: number): number => (at < 3000 ? 3000 : 3250);
    let estimate = firstEstimate(read(step, 0));
    estimate = nextEstimate(estimate, read(step, 5000));
    expect(Math.abs(offsetAt(estimate, 10_000) - 3250)).toBeLessThanOrEqual(errorAt(estimate, 10_000));
    estimate = nextEstimate(estimate, read(step, 10_000));
    expect(Math.abs(estimate.drift)).toBeLessThan(0.005);
  });

  it('of more than a tenth is none: a machine that slept, or a clock that was set', () => {
    const slept = (at: number): number => (at < 3000 ? 0 : 3_600_000);
    const estimate = nextEstimate(firstEstimate(read(slept, 0)), read(slept, 5000));
    expect([estimate.drift, offsetAt(estimate, 5020)]).toEqual([0, 3_600_000]);
  });

  it('of a clock that keeps its course is looked for ever more rarely, whatever the round trips', () => {
    const checks: number[] = [];
    let at = 0;
    let estimate = firstEstimate(read(() => 3000, at, 400, 10));
    for (let nth = 0; nth < 12; nth += 1) {
      at += estimate.checkMs;
      checks.push(estimate.checkMs);
      estimate = nextEstimate(
        estimate,
        read(() => 3000, at, nth % 2 === 0 ? 10 : 400, 400),
      );
    }
    expect(checks.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000]);
    expect(at).toBeGreaterThan(3_600_000);
  });
});

it('one wild sample of three is not believed, the fastest of the others is', () => {
  const sample = (serverMs: number, sentAt: number, tripMs: number): ClockSample => ({
    serverMs,
    sentAt,
    answeredAt: sentAt + tripMs,
  });
  const [good, wild, better] = [sample(1050, 0, 100), sample(9000, 200, 4), sample(1420, 400, 40)];
  expect(agreedSample([good, wild, better])).toBe(better);
  expect(agreedSample([wild])).toBe(wild);
  expect(agreedSample([])).toBeUndefined();
});
