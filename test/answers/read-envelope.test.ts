import { describe, expect, it } from 'vitest';
import { hasFailureMark, readCode, readFlag, readMessage } from '../../src/answers/read-envelope.ts';
import type { Envelope } from '../../src/catalog/envelope.ts';
import { bare, strict, wrapped } from '../policies/tiny.ts';

const codes = wrapped.codes.rest;

describe('a code', () => {
  it.each([
    [{ code: 1001 }, '1001'],
    [{ code: '05001' }, '05001'],
    [{ code: -1003 }, '-1003'],
    [{ error: { code: '7' } }, '7'],
    [{ code: null, error: { code: 7 } }, '7'],
    [{ code: 'BTC_USDT' }, undefined],
    [{ code: '' }, undefined],
    [{ code: 1.5 }, undefined],
    [{ code: true }, undefined],
    [{ code: [0] }, undefined],
    [{ code: { value: 0 } }, undefined],
    [{}, undefined],
  ])('is text, exactly as written: %j', (value, code) => {
    expect(readCode(strict, value, codes)).toBe(code);
  });

  it('looks as the profile says', () => {
    const named: Envelope = { ...strict, shape: /^[A-Z_]+$/ };
    expect(readCode(named, { code: 'NO_FUNDS' }, codes)).toBe('NO_FUNDS');
    expect(readCode(named, { code: 5 }, codes)).toBeUndefined();
  });

  it.each([
    [{ code: 1001, msg: 'no money' }, '1001'],
    [{ code: 9, msg: null }, '9'],
    [{ code: 0, data: [] }, '0'],
    [{ code: 1001 }, '1001'],
    [{ code: 9 }, undefined],
    [{ code: 1001, price: '5' }, undefined],
    [{ error: { code: 9, text: 'x' } }, '9'],
  ])(
    'of an answer that may be bare needs a text beside it, or stands listed and alone: %j',
    (value, code) => {
      expect(readCode(bare.rest, value, codes)).toBe(code);
    },
  );
});

it.each([
  [{ success: true }, true],
  [{ success: 'true' }, true],
  [{ success: false }, false],
  [{ success: 'false' }, false],
  [{ success: '' }, undefined],
  [{ success: 1 }, undefined],
  [{ success: ['id'] }, undefined],
  [{}, undefined],
])('a flag is a truth value, or the word for one: %j', (value, flag) => {
  expect(readFlag(strict, value)).toBe(flag);
});

it('the first flag that speaks counts', () => {
  const shape = { flags: ['success', 'result'] };
  expect(readFlag(shape, { success: '', result: 'false' })).toBe(false);
  expect(readFlag(shape, { success: true, result: 'false' })).toBe(true);
  expect(readFlag({}, { success: true })).toBeUndefined();
});

it('a mark of failure stands in its field, word for word', () => {
  const marked: Envelope = { ...strict, failure: [{ field: 'channel', equals: 'rs.error' }] };
  expect(hasFailureMark(marked, { channel: 'rs.error' })).toBe(true);
  expect(hasFailureMark(marked, { channel: 'rs.errors' })).toBe(false);
  expect(hasFailureMark(strict, { channel: 'rs.error' })).toBe(false);
});

it('a message is the first text that is one, cut at 500 characters', () => {
  expect(readMessage(strict, { msg: '', error: { text: 'no' } })).toBe('no');
  expect(readMessage(strict, { msg: 5 })).toBeUndefined();
  expect(readMessage(strict, { msg: 'x'.repeat(501) })).toBe('x'.repeat(500));
  expect(readMessage({}, { msg: 'no' })).toBeUndefined();
});
