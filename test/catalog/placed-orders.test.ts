import { expect, it } from 'vitest';
import { classify } from '../../src/answers/classify.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import { routeReader } from '../../src/catalog/routes.ts';

const okx = {
  code: '0',
  msg: '',
  data: [{ clOrdId: 'a', ordId: '1', tag: '', ts: '1', sCode: '0', sMsg: '' }],
};
const bybit = {
  retCode: 0,
  retMsg: 'OK',
  result: { orderId: 'o', orderLinkId: 'a' },
  retExtInfo: {},
  time: 1,
};
const bybitList = {
  retCode: 0,
  retMsg: 'OK',
  result: { list: [{ category: 'spot', symbol: 'BTCUSDT', orderId: 'o', orderLinkId: 'a', createAt: '1' }] },
  retExtInfo: { list: [{ code: 0, msg: 'OK' }] },
  time: 1,
};
const bitget = (data: unknown): object => ({ code: '00000', msg: 'success', requestTime: 1, data });
const bitgetLists = bitget({ successList: [{ orderId: '1', clientOid: 'a' }], failureList: [] });
const kucoin = (data: unknown): object => ({ code: '200000', data });
const kraken = (result: object): object => ({ error: [], result });
const gateItem = {
  order_id: '1',
  amend_text: '-',
  text: 't-a',
  succeeded: true,
  label: '',
  message: '',
  id: '1',
};

/** What each exchange's documents show for an order that was taken, by the route that it was sent to. */
const placed: Readonly<Record<string, readonly (readonly [route: string, body: unknown])[]>> = {
  'binance-spot': [
    [
      'POST /api/v3/order',
      { symbol: 'BTCUSDT', orderId: 28, orderListId: -1, clientOrderId: 'a', transactTime: 1 },
    ],
    ['POST /api/v3/sor/order', { symbol: 'BTCUSDT', orderId: 2, orderListId: -1, usedSor: true }],
    ['POST /api/v3/orderList/oco', { orderListId: 0, contingencyType: 'OCO', orders: [], orderReports: [] }],
    [
      'POST /api/v3/order/cancelReplace',
      {
        cancelResult: 'SUCCESS',
        newOrderResult: 'SUCCESS',
        cancelResponse: { symbol: 'BTCUSDT', origClientOrderId: 'b', orderId: 9, status: 'CANCELED' },
        newOrderResponse: { symbol: 'BTCUSDT', orderId: 10, clientOrderId: 'a', transactTime: 1 },
      },
    ],
    [
      'PUT /api/v3/order/amend/keepPriority',
      { transactTime: 1, executionId: 7, amendedOrder: { orderId: 4 } },
    ],
  ],
  'binance-usdm': [
    ['POST /fapi/v1/order', { clientOrderId: 'a', orderId: 22542179, status: 'NEW', symbol: 'BTCUSDT' }],
    [
      'POST /fapi/v1/batchOrders',
      [{ clientOrderId: 'a', orderId: 22542179, status: 'NEW', symbol: 'BTCUSDT' }],
    ],
    ['POST /fapi/v1/algoOrder', { algoId: 2146760, clientAlgoId: 'a', algoType: 'CONDITIONAL' }],
    ['PUT /fapi/v1/order', { orderId: 20072994037, symbol: 'BTCUSDT', status: 'NEW' }],
  ],
  bitget: [
    ['POST /api/v2/spot/trade/place-order', bitget({ orderId: '1', clientOid: 'a' })],
    ['POST /api/v2/spot/trade/batch-orders', bitgetLists],
    [
      'POST /api/v2/spot/trade/cancel-replace-order',
      bitget({ orderId: '1', clientOid: null, success: 'success', msg: null }),
    ],
    ['POST /api/v2/mix/order/place-order', bitget({ clientOid: 'a', orderId: '1' })],
    ['POST /api/v2/mix/order/batch-place-order', bitgetLists],
    ['POST /api/v2/mix/order/modify-order', bitget({ orderId: '1', clientOid: 'a' })],
    ['POST /api/v3/trade/place-order', bitget({ orderId: '1', clientOid: 'a' })],
    ['POST /api/v2/margin/crossed/place-order', bitget({ orderId: '1', clientOid: 'a' })],
  ],
  bybit: [
    ['POST /v5/order/create', bybit],
    ['POST /v5/order/amend', bybit],
    ['POST /v5/order/create-batch', bybitList],
    ['POST /v5/order/amend-batch', bybitList],
  ],
  chainup: [
    [
      'POST /sapi/v1/order',
      { symbol: 'ethusdt', orderId: 1, clientOrderId: 'a', transactTime: 1, status: 'NEW' },
    ],
    ['POST /sapi/v2/order', { orderId: '1', orderIdString: '1', status: 'NEW' }],
    ['POST /sapi/v1/batchOrders', { ids: [1, 2], idsString: ['1', '2'] }],
    ['POST /fapi/v1/order', { orderId: 1 }],
    [
      'POST /fapi/v1/conditionOrder',
      { code: '0', msg: 'Success', data: { triggerIds: ['1'], ids: [], cancelIds: [] }, succ: true },
    ],
  ],
  coinbase: [
    [
      'POST /api/v3/brokerage/orders',
      { success: true, success_response: { order_id: '1', client_order_id: 'a' }, order_configuration: {} },
    ],
  ],
  deribit: [
    [
      'POST /api/v2/private/buy',
      { jsonrpc: '2.0', id: 1, result: { trades: [], order: { order_id: 'ETH-1' } } },
    ],
    [
      'GET /api/v2/private/edit',
      { jsonrpc: '2.0', id: 1, result: { trades: [], order: { order_id: 'ETH-1' } } },
    ],
  ],
  gate: [
    ['POST /api/v4/spot/orders', { id: '1', text: 't-a', status: 'open', currency_pair: 'BTC_USDT' }],
    ['POST /api/v4/spot/batch_orders', [gateItem]],
    ['POST /api/v4/spot/amend_batch_orders', [gateItem]],
    ['PATCH /api/v4/spot/orders/1', { id: '1', text: 't-a', status: 'open' }],
    ['POST /api/v4/futures/usdt/orders', { id: 15675394, contract: 'BTC_USDT', status: 'open', text: 't-a' }],
    ['POST /api/v4/futures/usdt/batch_orders', [{ succeeded: true, id: 15675394, text: 't-a' }]],
    ['PUT /api/v4/futures/usdt/orders/1', { id: 15675394, contract: 'BTC_USDT', status: 'open' }],
  ],
  htx: [
    ['POST /v1/order/orders/place', { status: 'ok', data: '356501383558845' }],
    ['POST /v1/order/batch-orders', { status: 'ok', data: [{ 'order-id': 1, 'client-order-id': 'a' }] }],
  ],
  hyperliquid: [
    [
      'POST /exchange',
      { status: 'ok', response: { type: 'order', data: { statuses: [{ resting: { oid: 1 } }] } } },
    ],
    ['POST /exchange', { status: 'ok', response: { type: 'default' } }],
  ],
  kraken: [
    ['POST /0/private/AddOrder', kraken({ descr: { order: 'buy 1 XBTUSD @ limit 2' }, txid: ['OUF4EM'] })],
    ['POST /0/private/AddOrderBatch', kraken({ orders: [{ descr: { order: 'buy' }, txid: '65LRD3' }] })],
    ['POST /0/private/AmendOrder', kraken({ amend_id: 'TEZA4R' })],
    [
      'POST /0/private/EditOrder',
      kraken({ status: 'ok', txid: 'OFVXHJ', originaltxid: 'O3KPT7', descr: {} }),
    ],
  ],
  kucoin: [
    ['POST /api/v1/hf/orders', kucoin({ orderId: '1', clientOid: 'a' })],
    ['POST /api/v1/hf/orders/sync', kucoin({ orderId: '1', clientOid: 'a', orderTime: 1, status: 'open' })],
    ['POST /api/v1/hf/orders/multi', kucoin([{ orderId: '1', clientOid: 'a', success: true }])],
    [
      'POST /api/v3/hf/margin/order',
      kucoin({ orderId: '1', clientOid: 'a', borrowSize: '0', loanApplyId: '' }),
    ],
    ['POST /api/v1/orders', kucoin({ orderId: '1' })],
  ],
  'mexc-spot': [
    [
      'POST /api/v3/order',
      { symbol: 'MXUSDT', orderId: '1', orderListId: -1, price: '0.001', transactTime: 1 },
    ],
    [
      'POST /api/v3/batchOrders',
      [{ symbol: 'BTCUSDT', orderId: '1', newClientOrderId: 'a', orderListId: null }],
    ],
  ],
  okx: [
    ['POST /api/v5/trade/order', okx],
    ['POST /api/v5/trade/batch-orders', okx],
    ['POST /api/v5/trade/amend-order', okx],
    ['POST /api/v5/trade/amend-batch-orders', okx],
  ],
  'ox-fun': [
    [
      'POST /v3/orders/place',
      { success: true, timestamp: '1', data: [{ notice: 'OrderOpened', orderId: '1' }] },
    ],
  ],
};

it('takes what each exchange documents for an order that it took', () => {
  const wrong = exchanges.flatMap((exchange) =>
    (placed[exchange.id] ?? []).flatMap(([route, body]) => {
      const [method = '', path = ''] = route.split(' ');
      const { kind } = routeReader(exchange)(method, path);
      const { ok } = classify(exchange, { body, method, url: `https://127.0.0.1${path}` });
      return ok && kind !== 'read' ? [] : [`${exchange.id} ${route} (${kind}): ${ok}`];
    }),
  );
  expect(wrong).toEqual([]);
});

/** As good as its code says, and without an order. */
const orderless: typeof placed = {
  bitget: ['spot/trade', 'mix/order'].flatMap((name) =>
    [{ requestId: '1' }, { orderId: '', clientOid: null }, 'ok', 0].map(
      (data) => [`POST /api/v2/${name}/place-order`, bitget(data)] as const,
    ),
  ),
  deribit: [['GET /api/v2/private/buy', { jsonrpc: '2.0', result: { order: {}, trades: [] } }]],
  kucoin: [{ requestId: '1' }, { orderId: '' }, 'ok', 0].map(
    (data) => ['POST /api/v1/hf/orders', kucoin(data)] as const,
  ),
};

it('takes none without an id of its own, where the documents show one in every good answer', () => {
  const wrong = exchanges.flatMap((exchange) =>
    (orderless[exchange.id] ?? []).flatMap(([route, body]) => {
      const [method = '', path = ''] = route.split(' ');
      const read = classify(exchange, { status: 200, body, method, url: `https://127.0.0.1${path}` });
      return !read.ok && read.outcome === 'unknown'
        ? []
        : [`${exchange.id} ${route}: ${JSON.stringify(body)}`];
    }),
  );
  expect(wrong).toEqual([]);
});

it('shows one of each exchange that says what an accepted order looks like', () => {
  const strict = exchanges.filter(({ rest }) => rest.accepted !== undefined).map(({ id }) => id);
  expect(strict.filter((id) => !placed[id])).toEqual(['ktx']);
});
