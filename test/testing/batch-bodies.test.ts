// What the simulator answers to several cancels of which one names no order, in the shapes of the documents.
import { expect, it } from 'vitest';
import { binanceUsdm } from '../../src/catalog/binance-usdm/index.ts';
import { bitget } from '../../src/catalog/bitget/index.ts';
import { bybit } from '../../src/catalog/bybit/index.ts';
import { coinbase } from '../../src/catalog/coinbase/index.ts';
import { htx } from '../../src/catalog/htx/index.ts';
import { okx } from '../../src/catalog/okx/index.ts';
import { classify, type Exchange } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { type Sample, samples } from '../../tools/samples.ts';
import { requestOf } from './sample-request.ts';

interface Row {
  readonly exchange: Exchange;
  readonly cancel: (ids: readonly string[], ownIds: readonly string[]) => Sample;
  /** `<a>` and `<b>` for the exchange's own ids. */
  readonly body: unknown;
}

const json = (path: string, params: object): Sample => ({ method: 'POST', path, params, as: 'json' });
const htxPath = '/v1/order/orders/batchcancel';
const unknownAtHtx = { 'err-code': 'base-not-found', 'err-msg': expect.any(String) };

const rows: readonly Row[] = [
  {
    exchange: htx,
    cancel: (ids) => json(htxPath, { 'client-order-ids': ids }),
    body: {
      status: 'ok',
      data: { success: ['a', 'b'], failed: [{ 'client-order-id': 'x', ...unknownAtHtx }] },
    },
  },
  {
    exchange: htx,
    cancel: (_, ownIds) => json(htxPath, { 'order-ids': ownIds }),
    body: {
      status: 'ok',
      data: { success: ['<a>', '<b>'], failed: [{ 'order-id': '99', ...unknownAtHtx }] },
    },
  },
  {
    exchange: bitget,
    cancel: (ids) =>
      json('/api/v2/spot/trade/batch-cancel-order', {
        symbol: 'BTCUSDT',
        orderList: ids.map((clientOid) => ({ clientOid })),
      }),
    body: {
      code: '00000',
      msg: 'success',
      data: {
        successList: [
          { orderId: '<a>', clientOid: 'a' },
          { orderId: '<b>', clientOid: 'b' },
        ],
        failureList: [{ clientOid: 'x', errorCode: expect.any(String), errorMsg: expect.any(String) }],
      },
    },
  },
  {
    exchange: bybit,
    cancel: (ids) =>
      json('/v5/order/cancel-batch', {
        category: 'linear',
        request: ids.map((orderLinkId) => ({ symbol: 'BTCUSDT', orderLinkId })),
      }),
    body: {
      retCode: 0,
      retMsg: 'OK',
      result: {
        list: [
          { symbol: 'BTCUSDT', orderId: '<a>', orderLinkId: 'a' },
          expect.any(Object),
          { symbol: 'BTCUSDT', orderId: '<b>', orderLinkId: 'b' },
        ],
      },
      retExtInfo: {
        list: [
          { code: 0, msg: 'OK' },
          { code: 110001, msg: expect.any(String) },
          { code: 0, msg: 'OK' },
        ],
      },
    },
  },
  {
    exchange: okx,
    cancel: (ids) =>
      json(
        '/api/v5/trade/cancel-batch-orders',
        ids.map((clOrdId) => ({ instId: 'BTC-USDT-SWAP', clOrdId })),
      ),
    body: {
      code: '2',
      msg: '',
      data: [
        expect.objectContaining({ ordId: '<a>', clOrdId: 'a', sCode: '0' }),
        { clOrdId: 'x', sCode: expect.stringMatching(/^5\d+$/), sMsg: expect.any(String) },
        expect.objectContaining({ ordId: '<b>', clOrdId: 'b', sCode: '0' }),
      ],
    },
  },
  {
    exchange: coinbase,
    cancel: (_, ownIds) => json('/api/v3/brokerage/orders/batch_cancel', { order_ids: ownIds }),
    body: {
      results: [
        { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: '<a>' },
        expect.objectContaining({ success: false, failure_reason: 'UNKNOWN_CANCEL_ORDER', order_id: '99' }),
        { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: '<b>' },
      ],
    },
  },
  {
    exchange: binanceUsdm,
    cancel: (ids) => ({
      method: 'DELETE',
      path: '/fapi/v1/batchOrders',
      params: { symbol: 'BTCUSDT', origClientOrderIdList: JSON.stringify(ids) },
      as: 'query',
    }),
    body: [
      expect.objectContaining({ clientOrderId: 'a', status: 'CANCELED' }),
      expect.objectContaining({ code: -2011 }),
      expect.objectContaining({ clientOrderId: 'b', status: 'CANCELED' }),
    ],
  },
];

it.each(rows.map((row) => ({ ...row, name: row.exchange.name })))(
  '$name answers each of several cancels',
  ({ exchange, cancel, body }) => {
    const sim = simulateExchange(exchange);
    const order = samples[exchange.id]?.order;
    for (const id of ['a', 'b', 'c']) sim.handle(requestOf(order?.(id, 1, 1) ?? json('/', {})));
    const own = (id: string): string =>
      sim.orders.find(({ clientOrderId }) => clientOrderId === id)?.placed[0]?.orderId ?? '';
    const request = requestOf(cancel(['a', 'x', 'b'], [own('a'), '99', own('b')]));
    const { status, body: text } = sim.handle(request);
    const named = text
      .replaceAll(own('a'), '<a>')
      .replaceAll(own('b'), '<b>')
      .replaceAll(/:(<.>)/g, ':"$1"');
    expect([status, JSON.parse(named)]).toEqual([200, body]);
    expect(sim.orders.map(({ placed: [first] }) => first?.status)).toEqual([
      'cancelled',
      'cancelled',
      'open',
    ]);
    const { method, path } = request;
    const read = classify(exchange, { status, body: text, method, url: `https://x.invalid${path}` });
    expect(read).toMatchObject({ ok: false, category: 'order-not-found', outcome: 'partial' });
  },
);
