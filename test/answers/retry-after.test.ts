import { describe, expect, it } from 'vitest';
import { parseReset, parseRetryAfter } from '../../src/answers/retry-after.ts';
import { resetHeaders } from '../../src/catalog/usage.ts';

const nowMs = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('the wait that an answer asks for', () => {
  it.each([
    ['0', 0],
    ['5', 5000],
    [' 5 ', 5000],
    ['0.5', 500],
    ['1.0005', 1001],
    ['120', 120_000],
    ['86400', 86_400_000],
  ])('in seconds: %o', (value, waitMs) => {
    expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBe(waitMs);
  });

  it.each([
    'Thu, 01 Jan 2026 12:00:30 GMT',
    'Thursday, 01-Jan-26 12:00:30 GMT',
    'Thu Jan  1 12:00:30 2026 GMT',
  ])('as a date, in all forms that HTTP knows: %s', (value) => {
    expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBe(30_000);
  });

  it('as a date is measured on the clock of the answer, where it shows one', () => {
    const headers = {
      'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT',
      date: 'Thu, 01 Jan 2026 11:59:30 GMT',
    };
    expect(parseRetryAfter(headers, nowMs)).toBe(60_000);
    expect(parseRetryAfter({ ...headers, date: 'today' }, nowMs)).toBe(30_000);
  });

  it('as a date that is past is nothing', () => {
    expect(parseRetryAfter({ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, nowMs)).toBe(0);
  });

  it('in milliseconds goes before all others, and its garbage hides them', () => {
    const headers = { 'retry-after': '5' };
    expect(parseRetryAfter({ ...headers, 'retry-after-ms': '1234.5' }, nowMs)).toBe(1234.5);
    expect(parseRetryAfter({ ...headers, 'retry-after-ms': 'soon' }, nowMs)).toBeUndefined();
  });

  it.each(['', 'soon', '-5', '+5', '5s', '1e3', '0x10', 'NaN', 'Infinity', '2026-01-02', 'Mon'])(
    'is unknown for garbage: %o',
    (value) => {
      expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBeUndefined();
    },
  );

  it('is unknown where nothing is said', () => {
    expect(parseRetryAfter(undefined, nowMs)).toBeUndefined();
    expect(parseRetryAfter({ date: 'Thu, 01 Jan 2026 12:00:00 GMT' }, nowMs)).toBeUndefined();
  });
});

describe('a number that is an instant', () => {
  const at = nowMs / 1000;

  it.each([
    ['in seconds', String(at + 30), 30_000],
    ['in seconds with a fraction', `${at + 30}.25`, 30_250],
    ['in milliseconds', String(nowMs + 30_000), 30_000],
    ['in microseconds', `${nowMs + 30_000}000`, 30_000],
    ['in nanoseconds', `${nowMs + 30_000}000000`, 30_000],
    ['that has just passed', String(at - 30), 0],
  ])('%s is the wait until then', (_, value, waitMs) => {
    expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBe(waitMs);
    expect(parseRetryAfter({ 'retry-after-ms': value }, nowMs)).toBe(waitMs);
  });

  it('is measured on the clock of the answer', () => {
    const headers = { 'retry-after': String(at + 30), date: 'Thu, 01 Jan 2026 11:59:30 GMT' };
    expect(parseRetryAfter(headers, nowMs)).toBe(60_000);
  });

  it.each(['1000000001', '9'.repeat(30), '9'.repeat(400), `${'9'.repeat(21)}`])(
    'of long ago, or of no time at all, is garbage: %s',
    (value) => {
      expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBeUndefined();
    },
  );
});

describe('several values', () => {
  it.each([
    ['joined by commas, as fetch does', '2, 5', 5000],
    ['in the other order', '5,2', 5000],
    ['in a list', ['2', '5'], 5000],
    ['one of them garbage', '2, soon', 2000],
    ['a number and a date', 'Thu, 01 Jan 2026 12:00:30 GMT, 5', 30_000],
  ])('%s: the longest good one counts', (_, value, waitMs) => {
    expect(parseRetryAfter({ 'retry-after': value }, nowMs)).toBe(waitMs);
  });
});

describe('a clock that is mad', () => {
  const inThirtySeconds = { 'retry-after': 'Thu, 01 Jan 2026 12:00:30 GMT' };

  it.each([
    ['the answer’s own, of 1970', 'Thu, 01 Jan 1970 00:00:00 GMT', nowMs, 30_000],
    ['the answer’s own, years ahead', 'Wed, 01 Jan 2031 00:00:00 GMT', nowMs, 30_000],
    ['ours, of 1970', 'Thu, 01 Jan 2026 12:00:00 GMT', 0, 30_000],
    ['ours, years ahead', 'Thu, 01 Jan 2026 12:00:00 GMT', Date.UTC(2031), 30_000],
  ])('%s, makes no wait of years', (_, date, localMs, waitMs) => {
    expect(parseRetryAfter({ ...inThirtySeconds, date }, localMs)).toBe(waitMs);
  });
});

describe('the reset of a limit', () => {
  const at = nowMs / 1000;
  const reset = (headers: Record<string, string>): number | undefined =>
    parseReset(resetHeaders, headers, nowMs);

  it.each([
    [{ 'x-ratelimit-reset': '5' }, 5000],
    [{ 'x-ratelimit-reset': String(at + 5) }, 5000],
    [{ 'x-ratelimit-reset': String(nowMs + 5000) }, 5000],
    [{ 'x-ratelimit-reset': 'Thu, 01 Jan 2026 12:00:05 GMT' }, 5000],
    [{ 'x-ratelimit-reset-after': '4.5' }, 4500],
    [{ 'x-rate-limit-reset': '5' }, 5000],
    [{ 'ratelimit-reset': '5' }, 5000],
    [{ ratelimit: '"default";r=0;t=5' }, 5000],
    [{ ratelimit: 'limit=100, remaining=0, reset=5' }, undefined],
    [{ ratelimit: '"second";r=3;t=1, "minute";r=0;t=40' }, 40_000],
    [{ 'gw-ratelimit-reset': '5000' }, 5000],
    [{ 'x-gate-ratelimit-reset-timestamp': String(at + 5) }, 5000],
    [{ 'x-bapi-limit-reset-timestamp': String(nowMs + 5000) }, 5000],
    [{ 'ratelimit-reset': '5', 'gw-ratelimit-reset': '7000' }, 7000],
  ])('%o', (headers, waitMs) => {
    expect(reset(headers)).toBe(waitMs);
  });

  it.each([
    [{}],
    [{ 'x-ratelimit-reset': 'soon' }],
    [{ 'x-ratelimit-reset': '-5' }],
    [{ 'x-ratelimit-reset': '0' }],
    [{ 'x-ratelimit-reset': String(at - 5) }],
    // A name that says instant takes no duration.
    [{ 'x-gate-ratelimit-reset-timestamp': '5' }],
    [{ ratelimit: '"default";r=50;t=5' }],
    [{ 'x-ratelimit-reset': '5', 'x-ratelimit-remaining': '7' }],
  ])('is not told by %o', (headers) => {
    expect(reset(headers)).toBeUndefined();
  });
});
