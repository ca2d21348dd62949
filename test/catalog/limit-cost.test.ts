import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { booksOf, costOf } from '../../src/catalog/limit-cost.ts';
import { noParams, type RequestParams, requestParams } from '../../src/catalog/request-params.ts';
import { readSentOrder } from '../../src/catalog/sent-order.ts';
import type { CostRow, Limit, RouteInfo } from '../../src/index.ts';

const limit: Limit = { name: 'weight', scope: 'ip', capacity: 6000, windowMs: 60_000 };

function routeTo(path: string, params: RequestParams, method = 'GET'): RouteInfo {
  return { method, path, kind: 'read', signed: false, name: path, param: (name) => params.param(name) };
}

/** What a request costs. */
function cost(rows: readonly CostRow[], target: string, body?: string, changes: Partial<Limit> = {}): number {
  const [path = '', query = ''] = target.split('?');
  const params = requestParams(readSentOrder({ path, query, body }));
  const route = routeTo(path, params, body === undefined ? 'GET' : 'POST');
  const given = { ...limit, ...changes, weight: rows };
  const [book] = booksOf(given, route, params, costOf(given, route, params));
  return book?.[1] ?? 0;
}

/** Weights of Binance spot. */
const rows: readonly CostRow[] = [
  {
    match: { path: '/api/v3/depth' },
    units: 5,
    param: 'limit',
    steps: [
      [100, 5],
      [500, 25],
      [1000, 50],
      [5000, 250],
    ],
  },
  { match: { path: '/api/v3/ticker/24hr', params: { symbol: true } }, units: 2 },
  {
    match: { path: '/api/v3/ticker/24hr' },
    units: 80,
    param: 'symbols',
    steps: [
      [20, 2],
      [100, 40],
      [Number.POSITIVE_INFINITY, 80],
    ],
  },
  {
    match: { path: '/api/v3/ticker', params: { symbols: true } },
    units: 4,
    param: 'symbols',
    counts: 'items',
    most: 200,
  },
  { match: { path: '/api/v3/openOrders', params: { symbol: false } }, units: 80 },
  { match: { path: '/api/v3/openOrders' }, units: 6 },
];
const symbols = (count: number): string =>
  encodeURIComponent(JSON.stringify(Array.from({ length: count }, (_, at) => `S${at}`)));

describe('the cost by rows', () => {
  it.each([
    ['/api/v3/depth', 5],
    ['/api/v3/depth?limit=1', 5],
    ['/api/v3/depth?limit=100', 5],
    ['/api/v3/depth?limit=101', 25],
    ['/api/v3/depth?limit=5000', 250],
    ['/api/v3/depth?limit=9999', 250],
    ['/api/v3/depth?limit=many', 5],
    ['/api/v3/ticker/24hr?symbol=A', 2],
    ['/api/v3/ticker/24hr', 80],
    [`/api/v3/ticker/24hr?symbols=${symbols(20)}`, 2],
    [`/api/v3/ticker/24hr?symbols=${symbols(21)}`, 40],
    [`/api/v3/ticker/24hr?symbols=${symbols(101)}`, 80],
    [`/api/v3/ticker?symbols=${symbols(3)}`, 12],
    [`/api/v3/ticker?symbols=${symbols(60)}`, 200],
    ['/api/v3/openOrders', 80],
    ['/api/v3/openOrders?symbol=', 80],
    ['/api/v3/openOrders?symbol=A', 6],
    ['/api/v3/ping', 1],
  ])('%s: %i', (target, units) => {
    expect(cost(rows, target)).toBe(units);
  });

  it('counts the orders of a batch, by the row or by the limit, up to all that a book holds', () => {
    const batch = (count: number): string =>
      JSON.stringify(Array.from({ length: count }, (_, at) => ({ at })));
    const half: CostRow = { units: 0.5, counts: 'items' };
    expect(cost([half], '/batch', batch(3))).toBe(1.5);
    expect(cost([{ units: 2 }], '/batch', batch(3))).toBe(2);
    expect(cost([{ units: 2 }], '/batch', batch(3), { counts: 'items' })).toBe(6);
    expect(cost([{ units: 2, counts: 'calls' }], '/batch', batch(3), { counts: 'items' })).toBe(2);
    expect(cost([], '/batch', batch(3), { counts: 'items' })).toBe(3);
    expect(cost([{ units: 1, counts: 'items' }], '/batch', batch(20), { capacity: 10 })).toBe(10);
    expect(cost([{ units: 1, counts: 'items', most: 5 }], '/batch', batch(20))).toBe(5);
    expect(cost([{ units: 1, counts: 'items' }], '/batch', batch(0))).toBe(1);
  });
});

const perItem = { units: 1, isPerItem: true, most: Number.POSITIVE_INFINITY };

describe('the book that a request counts on', () => {
  const keysOf = (per: Limit['per'], body: string): [string, number][] => {
    const params = requestParams(readSentOrder({ path: '/order', body }));
    const route = routeTo('/order', params, 'POST');
    return [...booksOf({ name: 'orders', ...(per && { per }) }, route, params, perItem)].map(
      ([key, units]) => [key, units],
    );
  };

  it.each([
    [undefined, '{"symbol":"BTC-USDT"}', [['orders', 1]]],
    ['all' as const, '{"symbol":"BTC-USDT"}', [['orders', 1]]],
    ['route' as const, '{"symbol":"BTC-USDT"}', [['orders POST /order', 1]]],
    [['symbol'], '{"symbol":"BTC-USDT"}', [['orders BTC-USDT', 1]]],
    [['symbol'], '{"symbol":"XBT/USD"}', [['orders XBT/USD', 1]]],
    [['symbol'], '{}', [['orders *', 1]]],
    [['route', 'category'], '{"category":"linear"}', [['orders POST /order linear', 1]]],
    [['a', 'b'], '{"a":"1","b":"2"}', [['orders 1 2', 1]]],
    [['a', 'b'], '{"b":"2"}', [['orders * 2', 1]]],
    [
      ['symbol'],
      '[{"symbol":"A"},{"symbol":"B"},{"symbol":"A"},{}]',
      [
        ['orders A', 2],
        ['orders B', 1],
        ['orders *', 1],
      ],
    ],
    [['route'], '[{"symbol":"A"},{"symbol":"B"}]', [['orders POST /order', 2]]],
  ])('per %o of %s', (per, body, keys) => {
    expect(keysOf(per, body)).toEqual(keys);
  });

  it('has a short key of plain characters whatever a value is, and another for another value', () => {
    const value = fc.string({ minLength: 1, maxLength: 200, unit: 'binary' });
    const keyOf = (text: string): string => {
      const params = { ...noParams, param: () => text };
      return [...booksOf({ name: 'n', per: ['v'] }, routeTo('/', params), params, perItem)][0]?.[0] ?? '';
    };
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(keyOf(a)).toMatch(/^n [\w.:/@,+%-]{1,64}$/);
        if (a.slice(0, 10) !== b.slice(0, 10)) expect(keyOf(a)).not.toBe(keyOf(b));
      }),
    );
    expect(['*', '#', '%', ' ', '币'].map(keyOf)).toEqual(['n %2a', 'n %23', 'n %25', 'n %20', 'n %5e01']);
    expect(keyOf('x'.repeat(65))).toBe(keyOf('x'.repeat(64)));
    expect(keyOf('x'.repeat(64))).toBe(`n ${'x'.repeat(64)}`);
  });
});
