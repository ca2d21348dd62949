import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/catalog/field.ts';

describe('a field', () => {
  const value = { a: { b: { c: 1 } }, n: null, list: [7], zero: 0 };

  it.each([
    ['a.b.c', 1],
    ['zero', 0],
    ['n', null],
    ['n.x', undefined],
    ['a.x.c', undefined],
    ['zero.x', undefined],
    ['list.0', 7],
    ['list.1', undefined],
    ['list.length', undefined],
    ['list.at', undefined],
    ['toString', undefined],
    ['a.constructor', undefined],
  ])('is found by its path: %s', (path, found) => {
    expect(valueAt(value, path)).toBe(found);
  });

  it('of a list is none', () => {
    expect(valueAt([1], 'length')).toBeUndefined();
  });
});
