import { describe, expect, it } from 'vitest';
import { bad, checkNumber, checkObject, checkOneOf } from '../../src/options/check-value.ts';
import { typeErrorOf } from '../support/failures.ts';

describe('a number', () => {
  it.each([
    [0, {}],
    [-1.5, {}],
    [Number.POSITIVE_INFINITY, { min: 1 }],
    [1, { min: 1, max: 1 }],
    [3, { integer: true }],
  ])('%d is taken by %o', (value, rule) => {
    expect(checkNumber('weight', value, rule)).toBe(value);
  });

  it.each([
    [Number.NaN, {}, '`weight` takes a number; it got NaN.'],
    ['5', {}, "`weight` takes a number; it got '5'."],
    [null, {}, '`weight` takes a number; it got null.'],
    [undefined, {}, '`weight` takes a number; it got undefined.'],
    [5n, {}, '`weight` takes a number; it got 5.'],
    [0, { min: 1 }, '`weight` takes a number, at least 1; it got 0.'],
    [9, { max: 8 }, '`weight` takes a number, at most 8; it got 9.'],
    [1.5, { integer: true }, '`weight` takes a whole number; it got 1.5.'],
    [
      0.5,
      { min: 1, max: 2, integer: true },
      '`weight` takes a whole number, at least 1, at most 2; it got 0.5.',
    ],
    [Number.POSITIVE_INFINITY, { integer: true }, '`weight` takes a whole number; it got Infinity.'],
  ])('%o is refused by %o', (value, rule, message) => {
    expect(typeErrorOf(() => checkNumber('weight', value, rule))).toBe(message);
  });
});

describe('a word', () => {
  it('is one of those allowed', () => {
    expect(typeErrorOf(() => checkOneOf('scope', 'ip', ['ip', 'account']))).toBe('taken');
    const message = (got: string) => `\`scope\` takes 'ip' or 'account'; it got ${got}.`;
    expect(typeErrorOf(() => checkOneOf('scope', 'IP', ['ip', 'account']))).toBe(
      `${message("'IP'")} Did you mean 'ip'?`,
    );
    expect(typeErrorOf(() => checkOneOf('scope', 7, ['ip', 'account']))).toBe(message('7'));
  });
});

it('an object is an object', () => {
  expect(typeErrorOf(() => checkObject('clock', {}))).toBe('taken');
  expect(typeErrorOf(() => checkObject('clock', null))).toBe('`clock` takes an object; it got null.');
  expect(typeErrorOf(() => checkObject('clock', true))).toBe('`clock` takes an object; it got true.');
});

it('a message shows no inside of objects, which may hold keys, and no long text', () => {
  const got = (value: unknown): string => bad('sign', value, 'a function').message.split('it got ')[1] ?? '';
  expect(got({ apiSecret: 'x' })).toBe('an object.');
  expect(got(['x'])).toBe('a list.');
  expect(got('x'.repeat(100))).toBe(`'${'x'.repeat(40)}'.`);
});
