import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RequestParams, requestParams } from '../../src/catalog/request-params.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';

const read = (request: { query?: string; body?: string }): RequestParams =>
  requestParams(readSentOrder({ path: '/order', ...request }));

describe('a parameter', () => {
  it('reads alike from a query, a form and JSON', () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,10}$/);
    const value = fc
      .string({ minLength: 1, maxLength: 20, unit: 'binary' })
      .filter((text) => !/[\uE000\uD800-\uDFFF]/.test(text));
    fc.assert(
      fc.property(name, value, (key, text) => {
        const form = new URLSearchParams({ [key]: text }).toString();
        const all = [{ query: form }, { body: form }, { body: JSON.stringify({ [key]: text }) }];
        for (const request of all) expect(read(request).param(key)).toBe(text);
      }),
    );
  });

  it.each([
    [{ query: 'limit=500' }, 'limit', '500'],
    [{ body: '{"limit":500}' }, 'limit', '500'],
    [{ body: '{"orderId":9007199254740993}' }, 'orderId', '9007199254740993'],
    [{ body: '{"reduceOnly":true}' }, 'reduceOnly', 'true'],
    [{ body: '{"action":{"type":"order"}}' }, 'action.type', 'order'],
    [{ body: '[{"instId":"BTC-USDT"}]' }, 'instId', 'BTC-USDT'],
    [{ body: '[{"category":"linear","request":[{"symbol":"A"},{"symbol":"B"}]}]' }, 'category', 'linear'],
    [{ query: 'symbol=' }, 'symbol', undefined],
    [{ query: 'a=1' }, 'symbol', undefined],
    [{ query: 'a=1' }, 'toString', undefined],
    [{ body: 'not a form' }, 'not', undefined],
    [{ body: '{"symbol":null}' }, 'symbol', undefined],
  ])('of %o', (request, name, value) => {
    expect(read(request).param(name)).toBe(value);
  });

  it('of one item goes before that of the request', () => {
    const { param, items } = read({
      body: '{"category":"linear","request":[{"symbol":"A"},{"symbol":"B","category":"spot"}]}',
    });
    expect(items).toBe(2);
    expect([param('symbol', 0), param('symbol', 1), param('symbol')]).toEqual(['A', 'B', undefined]);
    expect([param('category', 0), param('category', 1)]).toEqual(['linear', 'spot']);
  });
});

describe('how much a parameter holds', () => {
  it.each([
    [{ query: 'limit=500' }, 500],
    [{ body: '{"limit":0.5}' }, 0.5],
    [{ query: `limit=${encodeURIComponent('["A","B","C"]')}` }, 3],
    [{ body: '{"limit":["A","B"]}' }, 2],
    [{ query: 'limit=[1' }, undefined],
    [{ query: 'limit=all' }, undefined],
    [{ query: 'limit=' }, undefined],
    [{ query: 'limit=1e999' }, undefined],
    [{}, undefined],
  ])('of %o', (request, amount) => {
    expect(read(request).amount('limit')).toBe(amount);
  });
});

describe('how many orders a request holds', () => {
  it.each([
    [{}, 1],
    [{ query: 'symbol=A' }, 1],
    [{ body: '{"symbol":"A"}' }, 1],
    [{ body: '[]' }, 1],
    [{ body: '[{"a":1},{"a":2}]' }, 2],
    [{ body: '["1","2","3"]' }, 3],
    [{ body: '{"symbol":"A","orderIds":[1,2,3,4]}' }, 4],
    [{ body: '{"action":{"type":"order","orders":[{"a":0},{"a":1}],"grouping":"na"}}' }, 2],
    [{ body: '[{"category":"linear","request":[{"a":1},{"a":2},{"a":3}]}]' }, 3],
  ])('%o', (request, items) => {
    expect(read(request).items).toBe(items);
  });
});
