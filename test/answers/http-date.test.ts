import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../src/answers/http-date.ts';

const nowMs = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('an HTTP date', () => {
  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['Sunday, 06-Nov-94 08:49:37 GMT', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['Sun Nov  6 08:49:37 1994', Date.UTC(1994, 10, 6, 8, 49, 37)],
    ['Wed Nov 16 08:49:37 1994', Date.UTC(1994, 10, 16, 8, 49, 37)],
    ['  Sun, 06 Nov 2033 08:49:37 GMT ', Date.UTC(2033, 10, 6, 8, 49, 37)],
    ['Thu, 29 Feb 2024 23:59:60 GMT', Date.UTC(2024, 2, 1)],
  ])('%s', (text, at) => {
    expect(parseHttpDate(text, nowMs)).toBe(at);
  });

  it.each([
    undefined,
    '',
    'soon 1',
    'try 2033',
    'Mon',
    '2033-11-06T08:49:37Z',
    'Sun, 06 Nov 2033 08:49:37',
    'Sun, 06 Nov 2033 08:49:37 UTC',
    'Sun, 06 Nov 2033 08:49:37 +0200',
    'Sun, 6 Nov 2033 08:49:37 GMT',
    'Sun, 31 Nov 2033 08:49:37 GMT',
    'Sun, 29 Feb 2033 08:49:37 GMT',
    'Sun, 00 Nov 2033 08:49:37 GMT',
    'Sun, 06 Nov 2033 24:00:00 GMT',
    'Sun, 06 Nov 2033 08:60:00 GMT',
    'Sun, 06 Nov 2033 08:49:61 GMT',
    'Sonntag, 06-Nov-94 08:49:37 GMT',
    'Sun, 06 Nov 2033 08:49:37 GMT, again',
  ])('is nothing else: %o', (text) => {
    expect(parseHttpDate(text, nowMs)).toBeUndefined();
  });

  it.each([
    ['76', 2026 + 50],
    ['77', 1977],
    ['26', 2026],
    ['00', 2000],
  ])('with the year %s is at most 50 years ahead', (short, year) => {
    expect(parseHttpDate(`Thursday, 01-Jan-${short} 12:00:00 GMT`, nowMs)).toBe(Date.UTC(year, 0, 1, 12));
  });

  it('comes back as it went, in every form, whatever the time zone', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2075, 0, 1) / 1000 }).map((seconds) => seconds * 1000);
    fc.assert(
      fc.property(instant, (at) => {
        const [, day = '', month = '', year = '', time = ''] = new Date(at).toUTCString().split(/[ ,]+/);
        expect(parseHttpDate(new Date(at).toUTCString(), nowMs)).toBe(at);
        expect(parseHttpDate(`Sun ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`, nowMs)).toBe(at);
        if (at > Date.UTC(1977, 0, 1))
          expect(parseHttpDate(`Friday, ${day}-${month}-${year.slice(2)} ${time} GMT`, nowMs)).toBe(at);
      }),
    );
  });
});
