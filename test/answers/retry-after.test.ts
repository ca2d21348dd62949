import { describe, expect, it } from 'vitest';
import { parseRetryAfter, readHeader } from '../../src/answers/retry-after.ts';

const nowMs = Date.UTC(2026, 0, 1, 12, 0, 0);

describe('reading a header', () => {
  it.each([
    ['a plain object', { 'retry-after': '5' }],
    ['whatever case', { 'Retry-After': '5' }],
    ['a number', { 'retry-after': 5 }],
    ['a list', { 'retry-after': ['5', '6'] }],
    ['fetch headers', new Headers({ 'Retry-After': '5' })],
    ['a map-like', new Map([['retry-after', '5']])],
  ])('from %s', (_, headers) => {
    expect(readHeader(headers, 'retry-after')).toBe('5');
  });

  it.each([[undefined], [{}], [{ 'retry-after': null }], [{ 'retry-after': false }], [new Headers()]])(
    'finds none in %o',
    (headers) => {
      expect(readHeader(headers, 'retry-after')).toBeUndefined();
    },
  );
});

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

  it.each(['', 'soon', '-5', '+5', '5s', '1e3', '0x10', '5,6', 'NaN', 'Infinity', '2026-01-02', 'Mon'])(
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
