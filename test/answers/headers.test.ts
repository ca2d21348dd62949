import { describe, expect, it } from 'vitest';
import { readHeader, readHeaderValues } from '../../src/answers/headers.ts';

describe('reading a header', () => {
  it.each([
    ['a plain object', { 'retry-after': '5' }],
    ['whatever case', { 'Retry-After': '5' }],
    ['a number', { 'retry-after': 5 }],
    ['a list', { 'retry-after': ['5', '6'] }],
    ['fetch headers', new Headers({ 'Retry-After': '5' })],
    ['a map-like', new Map([['retry-after', '5']])],
    ['a map of names in whatever case', new Map([['Retry-After', '5']])],
    ['pairs of names in whatever case', JSON.parse('[["Date", "x"], ["Retry-After", "5"]]')],
    ['the pairs of fetch headers', JSON.parse(JSON.stringify([...new Headers({ 'Retry-After': '5' })]))],
  ])('from %s', (_, headers) => {
    expect(readHeader(headers, 'retry-after')).toBe('5');
  });

  it('by a name in whatever case', () => {
    expect(readHeader({ 'retry-after': '5' }, 'Retry-After')).toBe('5');
    expect(readHeader({ 'RETRY-AFTER': '5' }, 'Retry-After')).toBe('5');
  });

  it.each([[undefined], [{}], [{ 'retry-after': null }], [{ 'retry-after': false }], [new Headers()]])(
    'finds none in %o',
    (headers) => {
      expect(readHeader(headers, 'retry-after')).toBeUndefined();
    },
  );
});

describe('reading all values of a header', () => {
  const dates = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT'];

  it.each([
    [{ a: '2, 5' }, ['2', ' 5']],
    [{ a: ['2', '5'] }, ['2', '5']],
    [{ a: dates }, dates],
    [{ a: `${dates[0]}, 7, ${dates[1]}` }, [dates[0], ' 7', ` ${dates[1]}`]],
    [{}, []],
  ])('%o', (headers, values) => {
    expect(readHeaderValues(headers, 'a')).toEqual(values);
  });
});
