import { describe, expect, it } from 'vitest';
import { routeReader } from '../../src/catalog/routes.ts';
import { attached, make, theirs } from './support.ts';

describe('what a route of ccxt does', () => {
  it.each([
    ['bitget', 'POST', '/api/v3/trade/place-batch', 'order', undefined],
    ['bitget', 'POST', '/api/v3/trade/place-order', 'order', undefined],
    ['bitget', 'POST', '/api/v3/trade/modify-order', 'order', true],
    ['bitget', 'POST', '/api/v3/trade/cancel-batch', 'cancel', undefined],
    ['binance', 'POST', '/api/v3/order/cancelReplace', 'order', undefined],
    ['binance', 'PUT', '/fapi/v1/order', 'order', true],
    ['bybit', 'POST', '/v5/order/amend', 'order', true],
    ['kraken', 'POST', '/0/private/AmendOrder', 'order', true],
    ['gate', 'PATCH', '/api/v4/spot/orders/1', 'order', true],
    ['deribit', 'GET', '/api/v2/private/edit', 'write', undefined],
    ['deribit', 'GET', '/api/v2/private/buy', 'order', undefined],
  ] as const)('is told of %s %s %s', (id, method, path, kind, amends) => {
    const route = routeReader(theirs(make(id)))(method, path);
    expect([route.kind, route.amends]).toEqual([kind, amends]);
  });
});

describe('a batch at KuCoin of which one order failed', () => {
  it.each([
    ['privatePostOrdersMulti', { data: { data: [item('success'), item('fail', 'Balance insufficient!')] } }],
    [
      'privatePostHfOrdersMulti',
      { data: [{ success: true }, { success: false, failMsg: 'Balance insufficient!' }] },
    ],
  ] as const)('is partial for the gateway: %s', async (method, answer) => {
    const { instance, gateway } = attached('kucoin', [{ body: { code: '200000', ...answer } }]);
    const outcomes: unknown[] = [];
    gateway.on('giveUp', ({ error }) => outcomes.push(error));
    await instance[method]?.({});
    expect(outcomes).toEqual([
      expect.objectContaining({
        outcome: 'partial',
        items: [{ index: 0, ok: true }, expect.objectContaining({ index: 1, ok: false })],
      }),
    ]);
  });
});

function item(status: string, failMsg: string | null = null): object {
  return { symbol: 'BTC-USDT', type: 'limit', id: failMsg === null ? '1' : null, status, failMsg };
}
