// What a bot sends to each built-in exchange, by its id: what no definition says. A new exchange has its row here.
import { generateKeyPairSync } from 'node:crypto';

/** A request before it is signed. */
export interface Sample {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Of a list or an object; what is sent as a form or a query has texts alone. */
  readonly params: object;
  readonly as: 'json' | 'form' | 'query';
}

/** One exchange's requests. */
export interface Samples {
  /** A limit order to buy. */
  readonly order: (id: string, quantity: number, price: number) => Sample;
  /** Of such an order, by its client order id. */
  readonly cancel: (id: string) => Sample;
  /** Of such an order, by the exchange's own id. @default nothing amends orders here */
  readonly amend?: (orderId: string, quantity: number, price: number) => Sample;
  /** Such orders of 1 for 1 in one request. @default the exchange answers no orders of a batch one by one */
  readonly batch?: (ids: readonly string[]) => Sample;
  /** A signed request that only reads. */
  readonly read: Sample;
  /** A client order id that the exchange takes. @default the number in digits */
  readonly id?: (number: number) => string;
  /** No two of its signatures are the same: the simulator can make none to compare with. @default false */
  readonly isRandom?: boolean;
  /** What its look-ups need and an order does not hold. @default nothing */
  readonly fill?: Readonly<Record<string, string>>;
  /** For its signer. @default key, secret and passphrase */
  readonly credentials?: Readonly<Record<string, string>>;
}

/** Of no account: every signer but those with keys of their own takes them. The secret is base64 as well. */
export const credentials: Readonly<Record<'apiKey' | 'apiSecret' | 'passphrase', string>> = {
  apiKey: 'key-5f0e9a1c',
  apiSecret: 'c2VjcmV0LTc3YjFkMmU0',
  passphrase: 'phrase-91c4',
};

/** Of no account, for tokens by ES256: another one each time. */
const ecKey = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'sec1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

const json = (path: string, params: object, method: Sample['method'] = 'POST'): Sample => ({
  method,
  path,
  params,
  as: 'json',
});
const form = (path: string, params: Readonly<Record<string, string>>): Sample => ({
  method: 'POST',
  path,
  params,
  as: 'form',
});
const query = (
  path: string,
  params: Readonly<Record<string, string>> = {},
  method: Sample['method'] = 'GET',
): Sample => ({ method, path, params, as: 'query' });

const binanceOrder = (newClientOrderId: string, quantity = 1, price = 1) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: String(quantity),
  price: String(price),
  newClientOrderId,
});

const bybitOrder = (orderLinkId: string, qty = 1, price = 1) => ({
  symbol: 'BTCUSDT',
  side: 'Buy',
  orderType: 'Limit',
  qty: String(qty),
  price: String(price),
  orderLinkId,
});

const okxOrder = (clOrdId: string, sz = 1, px = 1) => ({
  instId: 'BTC-USDT-SWAP',
  tdMode: 'cross',
  side: 'buy',
  ordType: 'limit',
  sz: String(sz),
  px: String(px),
  clOrdId,
});

const bitgetOrder = (clientOid: string, size = 1, price = 1) => ({
  side: 'buy',
  orderType: 'limit',
  force: 'gtc',
  size: String(size),
  price: String(price),
  clientOid,
});

const gateOrder = (text: string, amount = 1, price = 1) => ({
  text,
  currency_pair: 'BTC_USDT',
  type: 'limit',
  side: 'buy',
  amount: String(amount),
  price: String(price),
});

const htxOrder = (id: string, amount = 1, price = 1) => ({
  'account-id': '1000001',
  symbol: 'btcusdt',
  type: 'buy-limit',
  amount: String(amount),
  price: String(price),
  'client-order-id': id,
});

const krakenOrder = (cl_ord_id: string, volume = 1, price = 1) => ({
  type: 'buy',
  ordertype: 'limit',
  volume: String(volume),
  price: String(price),
  cl_ord_id,
});

const mexcOrder = (externalOid: string, vol = 1, price = 1) => ({
  symbol: 'BTC_USDT',
  price,
  vol,
  side: 1,
  type: 1,
  openType: 1,
  externalOid,
});

const mexcSpotOrder = (newClientOrderId: string, quantity = 1, price = 1) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  quantity: String(quantity),
  price: String(price),
  newClientOrderId,
});

const kucoinOrder = (clientOid: string, size = 1, price = 1) => ({
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  size: String(size),
  price: String(price),
  clientOid,
});

const oxFunOrder = (clientOrderId: string, quantity = 1, price = 1) => ({
  clientOrderId,
  marketCode: 'BTC-USD-SWAP-LIN',
  side: 'BUY',
  quantity: String(quantity),
  price: String(price),
  orderType: 'LIMIT',
});

const hyperliquidOrder = (c: string, size = 1, price = 1) => ({
  a: 0,
  b: true,
  p: String(price),
  s: String(size),
  r: false,
  t: { limit: { tif: 'Gtc' } },
  c,
});

/** By the ids of the exchanges. */
export const samples: Readonly<Record<string, Samples>> = {
  ktx: {
    order: (id, quantity, price) =>
      json('/papi/v1/order', {
        symbol: 'BTC_USDT',
        side: 'buy',
        type: 'limit',
        price: String(price),
        quantity: String(quantity),
        client_order_id: id,
      }),
    cancel: (id) => json('/papi/v1/order/delete', { id: `c:${id}` }),
    read: query('/papi/v1/trade/accounts'),
  },
  'mexc-contract': {
    order: (...order) => json('/api/v1/private/order/submit', mexcOrder(...order)),
    cancel: (id) =>
      json('/api/v1/private/order/cancel_with_external', { symbol: 'BTC_USDT', externalOid: id }),
    amend: (orderId, vol, price) => json('/api/v1/private/order/change_limit_order', { orderId, price, vol }),
    batch: (ids) =>
      json(
        '/api/v1/private/order/submit_batch',
        ids.map((id) => mexcOrder(id)),
      ),
    read: query('/api/v1/private/account/assets'),
  },
  'lbank-contract': {
    order: (id, volume, price) =>
      json('/cfd/openApi/v1/prv/placeOrder', {
        symbol: 'BTCUSDT',
        side: 'BUY',
        price: String(price),
        volume: String(volume),
        clientOrderId: id,
      }),
    cancel: (id) => json('/cfd/openApi/v1/prv/cancelOrder', { clientOrderId: id }),
    read: query('/cfd/openApi/v1/prv/account'),
  },
  'ox-fun': {
    order: (...order) => json('/v3/orders/place', { orders: [oxFunOrder(...order)] }),
    cancel: (id) =>
      json(
        '/v3/orders/cancel',
        { orders: [{ marketCode: 'BTC-USD-SWAP-LIN', clientOrderId: id }] },
        'DELETE',
      ),
    batch: (ids) => json('/v3/orders/place', { orders: ids.map((id) => oxFunOrder(id)) }),
    read: query('/v3/balances'),
  },
  chainup: {
    order: (id, volume, price) =>
      json('/sapi/v1/order', {
        symbol: 'BTCUSDT',
        side: 'BUY',
        type: 'LIMIT',
        price,
        volume,
        newClientOrderId: id,
      }),
    cancel: (id) => json('/sapi/v1/cancel', { symbol: 'BTCUSDT', newClientOrderId: id }),
    read: query('/sapi/v1/account'),
  },
  'binance-spot': {
    order: (...order) => form('/api/v3/order', binanceOrder(...order)),
    cancel: (id) => query('/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: id }, 'DELETE'),
    read: query('/api/v3/account'),
  },
  'binance-usdm': {
    order: (...order) => form('/fapi/v1/order', binanceOrder(...order)),
    cancel: (id) => query('/fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: id }, 'DELETE'),
    batch: (ids) =>
      form('/fapi/v1/batchOrders', { batchOrders: JSON.stringify(ids.map((id) => binanceOrder(id))) }),
    read: query('/fapi/v3/account'),
  },
  bybit: {
    order: (...order) => json('/v5/order/create', { category: 'linear', ...bybitOrder(...order) }),
    cancel: (id) => json('/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: id }),
    batch: (ids) =>
      json('/v5/order/create-batch', { category: 'linear', request: ids.map((id) => bybitOrder(id)) }),
    read: query('/v5/account/wallet-balance', { accountType: 'UNIFIED' }),
  },
  okx: {
    order: (...order) => json('/api/v5/trade/order', okxOrder(...order)),
    cancel: (id) => json('/api/v5/trade/cancel-order', { instId: 'BTC-USDT-SWAP', clOrdId: id }),
    batch: (ids) =>
      json(
        '/api/v5/trade/batch-orders',
        ids.map((id) => okxOrder(id)),
      ),
    read: query('/api/v5/account/balance'),
  },
  bitget: {
    order: (...order) =>
      json('/api/v2/spot/trade/place-order', { symbol: 'BTCUSDT', ...bitgetOrder(...order) }),
    cancel: (id) => json('/api/v2/spot/trade/cancel-order', { symbol: 'BTCUSDT', clientOid: id }),
    batch: (ids) =>
      json('/api/v2/spot/trade/batch-orders', {
        symbol: 'BTCUSDT',
        orderList: ids.map((id) => bitgetOrder(id)),
      }),
    read: query('/api/v2/spot/account/assets'),
  },
  deribit: {
    order: (label, amount, price) =>
      query('/api/v2/private/buy', {
        instrument_name: 'BTC-PERPETUAL',
        amount: String(amount),
        type: 'limit',
        price: String(price),
        label,
      }),
    cancel: (label) => query('/api/v2/private/cancel_by_label', { label }),
    read: query('/api/v2/private/get_positions', { currency: 'BTC' }),
  },
  gate: {
    order: (...order) => json('/api/v4/spot/orders', gateOrder(...order)),
    cancel: (id) => query(`/api/v4/spot/orders/${id}`, { currency_pair: 'BTC_USDT' }, 'DELETE'),
    batch: (ids) =>
      json(
        '/api/v4/spot/batch_orders',
        ids.map((id) => gateOrder(id)),
      ),
    read: query('/api/v4/spot/accounts'),
    id: (number) => `t-${number}`,
  },
  htx: {
    order: (...order) => json('/v1/order/orders/place', htxOrder(...order)),
    cancel: (id) => json('/v1/order/orders/submitCancelClientOrder', { 'client-order-id': id }),
    batch: (ids) =>
      json(
        '/v1/order/batch-orders',
        ids.map((id) => htxOrder(id)),
      ),
    read: query('/v1/account/accounts'),
  },
  hyperliquid: {
    order: (cloid, size, price) =>
      json('/exchange', {
        action: {
          type: 'order',
          orders: [hyperliquidOrder(cloid, size, price)],
          grouping: 'na',
        },
        nonce: 1_764_097_200_000,
      }),
    cancel: (cloid) =>
      json('/exchange', {
        action: { type: 'cancelByCloid', cancels: [{ asset: 0, cloid }] },
        nonce: 1_764_097_200_000,
      }),
    batch: (cloids) =>
      json('/exchange', {
        action: {
          type: 'order',
          orders: cloids.map((cloid) => hyperliquidOrder(cloid)),
          grouping: 'na',
        },
        nonce: 1_764_097_200_000,
      }),
    read: json('/info', { type: 'openOrders', user: `0x${'0'.repeat(40)}` }),
    id: (number) => `0x${number.toString(16).padStart(32, '0')}`,
    fill: { user: `0x${'0'.repeat(40)}` },
  },
  kraken: {
    order: (...order) => form('/0/private/AddOrder', { pair: 'XBTUSD', ...krakenOrder(...order) }),
    cancel: (id) => form('/0/private/CancelOrder', { cl_ord_id: id }),
    batch: (ids) =>
      json('/0/private/AddOrderBatch', { pair: 'XBTUSD', orders: ids.map((id) => krakenOrder(id)) }),
    read: form('/0/private/Balance', {}),
  },
  'mexc-spot': {
    order: (...order) => query('/api/v3/order', mexcSpotOrder(...order), 'POST'),
    cancel: (id) => query('/api/v3/order', { symbol: 'BTCUSDT', origClientOrderId: id }, 'DELETE'),
    batch: (ids) => {
      const batchOrders = JSON.stringify(ids.map((id) => mexcSpotOrder(id)));
      return query('/api/v3/batchOrders', { batchOrders }, 'POST');
    },
    read: query('/api/v3/account'),
  },
  kucoin: {
    order: (...order) => json('/api/v1/hf/orders', kucoinOrder(...order)),
    cancel: (id) => query(`/api/v1/hf/orders/client-order/${id}`, { symbol: 'BTC-USDT' }, 'DELETE'),
    batch: (ids) => json('/api/v1/hf/orders/multi', { orderList: ids.map((id) => kucoinOrder(id)) }),
    read: query('/api/v1/accounts'),
  },
  coinbase: {
    order: (id, quantity, price) =>
      json('/api/v3/brokerage/orders', {
        client_order_id: id,
        product_id: 'BTC-USD',
        side: 'BUY',
        size: String(quantity),
        price: String(price),
      }),
    cancel: (id) => json('/api/v3/brokerage/orders/batch_cancel', { order_ids: [id] }),
    read: query('/api/v3/brokerage/accounts'),
    credentials: { apiKey: credentials.apiKey, apiSecret: ecKey },
    isRandom: true,
  },
};
