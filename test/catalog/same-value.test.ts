import { describe, expect, it } from 'vitest';
import { isSameValue } from '../../src/catalog/same-value.ts';

describe('a parameter and a field of a record', () => {
  it.each([
    ['BTC_USDT', 'btc_usdt'],
    ['1', '1.0'],
    ['0.10', '0.1'],
    ['50', '5e1'],
    ['1000000000.000000000', '1000000000'],
    ['0.00000001', '1E-8'],
    ['-0.0', '0'],
    ['007', '7'],
    ['12345678901234567890.1', '12345678901234567890.10'],
  ])('say the same: %s and %s', (one, other) => {
    expect([isSameValue(one, other), isSameValue(other, one)]).toEqual([true, true]);
  });

  it.each([
    ['1', '10'],
    ['0.1', '0.01'],
    ['-1', '1'],
    ['1e2', '1e3'],
    ['', '0'],
    ['buy', 'sell'],
    ['1', '1x'],
    // As doubles these are equal.
    ['9007199254740993', '9007199254740992'],
    ['1764097200123456789', '1764097200123456788'],
    ['1', '1.00000000000000000001'],
    ['5', '5.0000000000000001'],
    // An exponent that no exchange writes is no number.
    ['1e99999999999999999999', '1e99999999999999999998'],
  ])('do not: %s and %s', (one, other) => {
    expect([isSameValue(one, other), isSameValue(other, one)]).toEqual([false, false]);
  });
});
