import { describe, expect, it } from 'vitest';
import { type BackoffOptions, backoff } from '../../src/policies/backoff.ts';
import { contextOf } from './context.ts';

/** The delays of seven failures in a row, every draw being `drawn`. */
function delays(options: BackoffOptions, drawn = 0.5): number[] {
  const policy = backoff(options);
  return [1, 2, 3, 4, 5, 6, 7].map((inRow) => {
    const decision = policy(contextOf({ inRow, random: () => drawn }));
    return decision.action === 'retry' ? decision.delayMs : Number.NaN;
  });
}

const base = { baseDelayMs: 100, maxDelayMs: 2000 };

describe('backoff', () => {
  it('without jitter doubles up to the longest delay', () => {
    expect(delays({ ...base, jitter: 'none' })).toEqual([100, 200, 400, 800, 1600, 2000, 2000]);
  });

  it('with full jitter, the default, waits between nothing and the delay', () => {
    expect(delays(base)).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
    expect(delays(base, 0)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(delays(base, 1)).toEqual(delays({ ...base, jitter: 'none' }));
  });

  it('with equal jitter waits between half the delay and the delay', () => {
    const jitter = 'equal';
    expect(delays({ ...base, jitter })).toEqual([75, 150, 300, 600, 1200, 1500, 1500]);
    expect(delays({ ...base, jitter }, 0)).toEqual([50, 100, 200, 400, 800, 1000, 1000]);
  });

  it('with decorrelated jitter waits between the base and three times the delay before', () => {
    const jitter = 'decorrelated';
    expect(delays({ ...base, jitter }, 0)).toEqual([100, 100, 100, 100, 100, 100, 100]);
    expect(delays({ ...base, jitter })).toEqual([200, 350, 575, 912.5, 1418.75, 2000, 2000]);
    expect(delays({ ...base, jitter }, 1)).toEqual([300, 900, 2000, 2000, 2000, 2000, 2000]);
  });

  it('waits 250 ms at first and 20 s at most by default', () => {
    expect(delays({}, 1)).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000]);
    const late = backoff({ jitter: 'none' })(contextOf({ inRow: 200 }));
    expect(late).toEqual({ action: 'retry', delayMs: 20_000, pause: false });
  });

  it('takes another factor and a shortest delay', () => {
    const options = { ...base, factor: 3, minDelayMs: 250, jitter: 'none' } as const;
    expect(delays(options)).toEqual([250, 300, 900, 2000, 2000, 2000, 2000]);
  });

  it('never shortens the wait that the exchange asked for, and keeps its own where that is longer', () => {
    const policy = backoff({ ...base, jitter: 'none', pause: true });
    const wait = (retryAfterMs: number) => policy(contextOf({ retryAfterMs, inRow: 2 }));
    expect(wait(120_000)).toEqual({ action: 'retry', delayMs: 120_000, pause: true });
    expect(wait(50)).toEqual({ action: 'retry', delayMs: 200, pause: true });
  });

  it.each([
    [{ baseDelayMs: -1 }, '`backoff.baseDelayMs` takes a number of milliseconds, at least 0; it got -1.'],
    [
      { maxDelayMs: Number.NaN },
      '`backoff.maxDelayMs` takes a number of milliseconds, at least 0; it got NaN.',
    ],
    [{ minDelayMs: -5 }, '`backoff.minDelayMs` takes a number of milliseconds, at least 0; it got -5.'],
    [{ factor: 0.5 }, '`backoff.factor` takes a number, at least 1; it got 0.5.'],
    [{ jitter: 'half' }, "`backoff.jitter` takes 'none', 'full', 'equal' or 'decorrelated'; it got 'half'."],
  ])('bad options say what is wrong: %o', (options, message) => {
    expect(() => backoff(options as BackoffOptions)).toThrow(new TypeError(message));
  });
});
