import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idsOf, keepItems, readBatch } from '../../src/catalog/batch.ts';
import { keepElements } from '../../src/catalog/json-elements.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import { type BatchRoute, defineExchange, mexcContract, oxFun } from '../../src/index.ts';

describe('elements of a list in a JSON text', () => {
  it.each([
    ['[1,2,3]', '', [0, 2], '[1,3]'],
    [' [ {"a":[1,2]} , "x,]" , 1764097200123456789 ] ', '', [1, 2], ' ["x,]",1764097200123456789] '],
    ['{"a":1e-8,"orders":[{"p":0.00000001},{"p":1.10}]}', 'orders', [1], '{"a":1e-8,"orders":[{"p":1.10}]}'],
    ['{"a":{"b":[1, 2]},"b":[3]}', 'a.b', [0], '{"a":{"b":[1]},"b":[3]}'],
    ['{"a\\"b":[[1],[2]]}', 'a"b', [1], '{"a\\"b":[[2]]}'],
    ['{"a":[1],"a":[2,3]}', 'a', [0], '{"a":[1],"a":[2]}'],
  ])('%s at %s keeps %j', (text, path, places, kept) => {
    expect(keepElements(text, path, places)).toBe(kept);
  });

  it.each([
    ['{"a":1}', 'a', [0]],
    ['{"a":[1]}', 'b', [0]],
    ['[1]', '', [1]],
    ['[]', '', [0]],
    ['7', 'a.b', [0]],
  ])('%s at %s cannot keep %j', (text, path, places) => {
    expect(keepElements(text, path, places)).toBeUndefined();
  });

  it('are those that `JSON.parse` has, whatever the text holds', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(), fc.boolean(), (list, seed, isSpread) => {
        const places = [...list.keys()].filter((place) => (seed >> (place % 20)) & 1);
        const text = JSON.stringify({ x: list, orders: list }, undefined, isSpread ? 2 : undefined);
        const kept = keepElements(text, 'orders', places) ?? 'null';
        const parsed = JSON.parse(text);
        expect(JSON.parse(kept)).toEqual({ ...parsed, orders: places.map((place) => parsed.orders[place]) });
      }),
    );
  });
});

const binance: BatchRoute = { method: 'POST', path: '/batch', list: 'batchOrders', id: 'newClientOrderId' };
const read = (rules: readonly BatchRoute[], parts: { query?: string; body?: string }, method = 'POST') =>
  readBatch({ batches: rules }, method, '/batch', readSentOrder({ path: '/batch', ...parts }));
const orders = '[{"newClientOrderId":"a","price":"1"},{"newClientOrderId":"b"}]';
const encoded = encodeURIComponent(orders);

describe('a batch', () => {
  it.each([
    ['in a query', { query: `x=1&batchOrders=${encoded}` }],
    ['in a form', { body: `x=1&batchOrders=${encoded}` }],
    ['in a JSON object', { body: `{"x":1,"batchOrders":${orders}}` }],
    ['as text in a JSON object', { body: JSON.stringify({ batchOrders: orders }) }],
  ])('is read %s', (_, parts) => {
    const batch = read([binance], parts);
    expect(batch && idsOf(batch)).toEqual(['a', 'b']);
  });

  it('does not go with fewer items than its route takes', () => {
    const rule = { ...binance, least: 2 };
    const body = '{"batchOrders":[1,2,3]}';
    expect(keepItems(rule, { path: '/batch', body }, [1])).toBeUndefined();
    expect(keepItems(rule, { path: '/batch', body }, [0, 2])).toEqual({ body: '{"batchOrders":[1,3]}' });
  });

  it('is none under another method, without its list, or of another shape', () => {
    expect(read([binance], { query: `batchOrders=${encoded}` }, 'PUT')).toBeUndefined();
    expect(read([binance], { query: 'orders=[]' })).toBeUndefined();
    expect(read([binance], { query: 'batchOrders=7' })).toBeUndefined();
    expect(readBatch({ batches: [] }, 'POST', '/batch', readSentOrder({ path: '/batch' }))).toBeUndefined();
  });

  it('of which several lists may be sent is the first that is there', () => {
    const rules = ['orderIdList', 'clientIds'].map((list) => ({ path: '/batch', list }));
    const batch = read(rules, { query: `clientIds=${encodeURIComponent('["x","y"]')}` });
    expect([batch?.rule.list, batch && idsOf(batch)]).toEqual(['clientIds', ['x', 'y']]);
  });

  it.each([
    [
      'a query',
      { query: `batchOrders=${encoded}&x=1` },
      { query: `x=1&batchOrders=${encodeURIComponent('[{"newClientOrderId":"b"}]')}` },
    ],
    [
      'a form',
      { body: `batchOrders=${encoded}&x=1` },
      { body: `x=1&batchOrders=${encodeURIComponent('[{"newClientOrderId":"b"}]')}` },
    ],
    [
      'JSON',
      { body: `{"x":1, "batchOrders":${orders}}` },
      { body: '{"x":1, "batchOrders":[{"newClientOrderId":"b"}]}' },
    ],
    ['nothing', { query: 'x=1' }, undefined],
  ])('keeps some of its items in %s', (_, parts, kept) => {
    expect(keepItems(binance, { path: '/batch', ...parts }, [1])).toEqual(kept);
  });

  it('is known of MEXC contract and of OX.FUN', () => {
    const places = (exchange: typeof mexcContract | typeof oxFun, path: string, body: string) =>
      readBatch(exchange, 'POST', path, readSentOrder({ path, body }))?.items.length;
    expect(places(mexcContract, '/api/v1/private/order/submit_batch', '[{},{}]')).toBe(2);
    expect(places(mexcContract, '/api/v1/private/order/cancel', '[1,2,3]')).toBe(3);
    expect(places(oxFun, '/v3/orders/place', '{"orders":[{},{}]}')).toBe(2);
  });

  it('is checked when it is defined', () => {
    const define = (batches: object[]) => () =>
      defineExchange({
        id: 'x',
        name: 'X',
        table: { source: 'here', rows: [] },
        rest: { code: ['code'], message: [], ok: ['0'], flags: [], bare: false },
        batches: batches as never,
      });
    expect(define([{ path: '/a' }])).toThrow('`batches[0].list` takes a dotted path');
    expect(define([{ list: '' }])).toThrow('`batches[0].path` takes a path');
    expect(define([{ path: '/a', list: '', most: 0 }])).toThrow('`batches[0].most`');
  });
});
