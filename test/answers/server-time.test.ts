import { describe, expect, it } from 'vitest';
import { readServerTime, type ServerTime } from '../../src/answers/server-time.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import type { TimeSource } from '../../src/catalog/time-source.ts';
import type { RawAnswer } from '../../src/types.ts';
import { wrapped } from '../policies/tiny.ts';

const nowMs = Date.UTC(2026);
const timeIn = (exchange: Exchange, answer: RawAnswer): ServerTime | undefined =>
  readServerTime(exchange, answer, nowMs);

describe('the exchange’s time', () => {
  const timed = (from: TimeSource['from']): Exchange =>
    defineExchange({ ...wrapped.spec, time: { routes: [{ path: '/time' }], from } });
  const exact = { serverMs: 1_700_000_000_123, roughMs: 1 };

  it('is read from the first field that holds one, number or text, in lists as well', () => {
    const exchange = timed(['time', 'data.time', 'list.0.ts']);
    expect(timeIn(exchange, { body: '{"time":1700000000123}' })).toEqual(exact);
    expect(timeIn(exchange, { body: '{"time":null,"data":{"time":"1700000000123"}}' })).toEqual(exact);
    expect(timeIn(exchange, { body: '{"list":[{"ts":"1700000000123"}]}' })).toEqual(exact);
  });

  it.each([
    ['1700000000', { serverMs: 1_700_000_000_500, roughMs: 500 }],
    ['1700000000.123', { serverMs: 1_700_000_000_123, roughMs: 1 }],
    ['1700000000123000', exact],
    ['1700000000123000000', exact],
  ])('is told by its digits from other units: %s', (time, read) => {
    expect(timeIn(timed(['time']), { body: `{"time":"${time}"}` })).toEqual(read);
  });

  it.each([
    '',
    '<html>',
    '{}',
    '{"time":"soon"}',
    '{"time":"1e12"}',
    '{"time":0}',
    '{"time":[1700000000123]}',
    '{"time":{"toString":1}}',
    '{"time":1e300}',
    '{"time":1e999}',
    '{"time":9999999999999}',
    '{"time":-1700000000123}',
  ])('is unknown for garbage: %s', (body) => {
    expect(timeIn(timed(['time']), { body })).toBeUndefined();
  });

  it('is the middle of the second that the header names, unless a cache answered', () => {
    const headers = { Date: 'Thu, 01 Jan 2026 12:00:00 GMT' };
    const exchange = timed('date');
    const serverMs = Date.UTC(2026, 0, 1, 12) + 500;
    expect(timeIn(exchange, { headers, body: '' })).toEqual({ serverMs, roughMs: 500 });
    expect(timeIn(exchange, { headers: { ...headers, age: '3' }, body: '' })).toBeUndefined();
    expect(timeIn(exchange, { headers: { date: 'today' }, body: '' })).toBeUndefined();
    expect(timeIn(exchange, { body: '' })).toBeUndefined();
  });
});
