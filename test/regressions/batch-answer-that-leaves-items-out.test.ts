import { expect, it } from 'vitest';
import { bitget, coinbase, gate, okx, oxFun } from '../../src/catalog/all.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { byClientOrderId, createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';

const lists = (good: readonly string[], bad: readonly (readonly [string, string])[]): object => ({
  code: '00000',
  msg: 'success',
  data: {
    successList: good.map((clientOid) => ({ orderId: '9', clientOid })),
    failureList: bad.map(([clientOid, errorCode]) => ({ orderId: '', clientOid, errorCode, errorMsg: 'no' })),
  },
});
const refused = ['b', '43012'] as const;
const orderList = ['a', 'b'].map((clientOid) => ({ clientOid, side: 'buy', size: '1' }));
const atBitget = [bitget, '/api/v2/spot/trade/batch-orders', { symbol: 'BTCUSDT', orderList }] as const;
const cancelsAtBitget = [
  bitget,
  '/api/v2/spot/trade/batch-cancel-order',
  { symbol: 'BTCUSDT', orderList: ['a', 'b'].map((clientOid) => ({ clientOid })) },
] as const;
const atGate = [
  gate,
  '/api/v4/spot/batch_orders',
  ['t-a', 't-b'].map((text) => ({ text, currency_pair: 'BTC_USDT', amount: '1' })),
] as const;
const atCoinbase = [coinbase, '/api/v3/brokerage/orders/batch_cancel', { order_ids: ['1', '2'] }] as const;
const one = { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: '1' };

const atOxFun = [
  oxFun,
  '/v3/orders/place',
  { orders: ['1', '2'].map((clientOrderId) => ({ marketCode: 'X', side: 'BUY', clientOrderId })) },
] as const;

const atOkx = [
  okx,
  '/api/v5/trade/cancel-batch-orders',
  ['a', 'b'].map((clOrdId) => ({ instId: 'BTC-USDT', clOrdId })),
] as const;
const futuresAtBitget = [
  bitget,
  '/api/v2/mix/order/batch-cancel-orders',
  { symbol: 'BTCUSDT', orderIdList: ['1', '2', '3'].map((orderId) => ({ orderId })) },
] as const;
const byOwnId = {
  code: '00000',
  data: {
    successList: [{ orderId: '3', clientOid: 'c' }],
    failureList: ['1', '2'].map((orderId) => ({ orderId, clientOid: `x${orderId}`, errorCode: '43001' })),
  },
};

/** What is sent, what comes back, and what its caller is told of the whole and of each item. */
const rows: readonly [what: readonly [Exchange, string, object], answer: object, told: string][] = [
  [atBitget, lists(['a', 'b'], []), 'good'],
  [atBitget, lists(['b'], []), 'partial 0:unknown 1:good'],
  [atBitget, lists([], [refused]), 'unknown 0:unknown 1:rejected'],
  [atBitget, lists(['a'], [refused]), 'partial 0:good 1:rejected'],
  [atBitget, lists([], []), 'unknown'],
  [atBitget, lists(['x'], []), 'unknown'],
  [cancelsAtBitget, lists(['a'], []), 'partial 0:good 1:unknown'],
  [atGate, [{ text: 't-b', succeeded: true, label: '', id: '1' }], 'partial 0:unknown 1:good'],
  // Nothing says which of them it is, so that it may stand for both.
  [atOxFun, { success: true, data: [{ submitted: true }] }, 'unknown'],
  [atOxFun, { success: true, data: [{ submitted: false, code: '710003' }] }, 'unknown'],
  [futuresAtBitget, byOwnId, 'partial 0:rejected 1:rejected 2:good'],
  [atOkx, { code: '0', msg: '', data: [] }, 'unknown'],
  [atGate, [], 'unknown'],
  [atCoinbase, { results: [] }, 'unknown'],
  [atCoinbase, { results: [one] }, 'partial 0:good 1:unknown'],
  [atCoinbase, { results: [one, { ...one, order_id: '2' }] }, 'good'],
];

it('what an answer leaves out of a batch is never read as good', async () => {
  const wrong: unknown[] = [];
  for (const [[exchange, path, body], answer, told] of rows) {
    const gateway = createGateway({
      exchange,
      limits: false,
      sign: () => ({}),
      hosts: ['127.0.0.1'],
      reconcile: byClientOrderId(),
    });
    const send = interceptFetch(gateway, async (_, init) =>
      init?.method === 'POST' ? Response.json(answer) : Response.json({}, { status: 500 }),
    );
    const headers = { 'content-type': 'application/json' };
    const said = await send(`http://127.0.0.1${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers,
    }).then(
      () => 'good',
      (error: unknown) => {
        if (!isExchangeError(error)) return String(error);
        const items = error.items?.map(({ index, ok, outcome }) => `${index}:${ok ? 'good' : outcome}`) ?? [];
        return [error.outcome, ...items].join(' ');
      },
    );
    if (said !== told) wrong.push([exchange.id, answer, said, told]);
    await gateway.close();
  }
  expect(wrong).toEqual([]);
});
