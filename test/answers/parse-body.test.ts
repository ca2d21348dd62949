import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../src/answers/parse-body.ts';
import { readText } from '../../src/answers/status-row.ts';
import { textOf } from '../../src/interceptors/socket/decode.ts';
import { valueIn } from '../../src/pipeline/batch-repeat.ts';

describe('a body', () => {
  it.each([
    ['{"code":0}', { code: 0 }],
    [' \n[1]', [1]],
    ['\uFEFF{"code":0}', { code: 0 }],
    ['{"code":"05001"}', { code: '05001' }],
  ])('that is text is read as JSON: %j', (text, value) => {
    expect(parseBody(text)).toEqual({ kind: 'json', value });
  });

  it('that is bytes is read as text', () => {
    const bytes = new TextEncoder().encode('{"code":1}');
    const read = { kind: 'json', value: { code: 1 } };
    expect(parseBody(bytes)).toEqual(read);
    expect(parseBody(bytes.buffer)).toEqual(read);
    expect(parseBody(Buffer.from(bytes))).toEqual(read);
    // As under a test runner.
    const foreign: ArrayBuffer = runInNewContext(`new Uint8Array([${bytes}]).buffer`);
    expect(parseBody(foreign)).toEqual(read);
    expect(readText(foreign)).toBe('{"code":1}');
    expect(valueIn({ status: 200, headers: {}, body: foreign, native: undefined })).toEqual({ code: 1 });
    expect(textOf(foreign)).toBe('{"code":1}');
  });

  it('that somebody parsed is taken as it is', () => {
    const value = { code: 0 };
    const read = parseBody(value);
    expect(read.kind === 'json' && read.value).toBe(value);
  });

  it.each(['', ' ', '\n', undefined, null, new Uint8Array()])('that holds nothing is empty: %j', (body) => {
    expect(parseBody(body)).toEqual({ kind: 'empty' });
  });

  it.each(['<html>', '\n <!DOCTYPE html>', '<?xml version="1.0"?>'])('that is a page is HTML: %j', (body) => {
    expect(parseBody(body)).toEqual({ kind: 'html' });
  });

  it.each(['{"code":0', '{', '[1,', 'OK', '0', '"0"', 'null', 'true', '{"code":05001}', 0, true, () => 0])(
    'that is anything else is unreadable: %j',
    (body) => {
      expect(parseBody(body)).toEqual({ kind: 'unreadable' });
    },
  );
});
