// KTX over REST.
import type { Call, Credentials, KnownDialect, OrderRef, Reply, Usage } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { firstOf, instant, isHmac, type OrderShape, pick, readMarket, readOrder } from './support.ts';

const triggered = ['take-profit-limit', 'stop-limit'];
const shape: OrderShape = {
  clientOrderId: ['client_order_id'],
  symbol: ['symbol', 'product'],
  quantity: ['quantity', 'amount'],
  market: ['market', 'take-profit', 'stop'],
  rules: [
    { member: ['symbol', 'product'], missing: '-12013', wrong: '-21105' },
    { member: 'side', oneOf: ['buy', 'sell'], missing: '-12013', wrong: '-21401' },
    {
      member: 'type',
      oneOf: ['limit', 'market', 'take-profit', 'stop', ...triggered],
      missing: '-12013',
      wrong: '-21106',
    },
    { member: 'client_order_id', wrong: '-21102' },
  ],
};

/** KTX: bare payloads for success, `{ state, msg }` under HTTP 200 for refusals, ids as strings. */
export const ktxDialect: KnownDialect = {
  id: 'ktx',
  routes: [
    // Private routes moved from /api to /papi; both are in use.
    { method: 'GET', path: '/api/v1/time', action: 'time' },
    { method: 'GET', path: '/api/v1/ticker', action: 'ticker' },
    { method: 'GET', path: '/api/v1/tickers', action: 'ticker' },
    { method: 'GET', path: '/*/v1/trade/accounts', action: 'balance' },
    { method: 'GET', path: '/*/v1/main/accounts', action: 'balance' },
    { method: 'POST', path: '/*/v1/order', action: 'order' },
    { method: 'POST', path: '/*/v1/order/delete', action: 'cancel' },
    { method: 'POST', path: '/*/v1/orders/delete', action: 'cancel-all' },
    { method: 'GET', path: '/*/v1/order', action: 'lookup' },
    { method: 'GET', path: '/*/v1/orders', action: 'open' },
  ],
  codes: {
    throttle: '-11003',
    timestamp: '-11001',
    expired: '-11001',
    'missing-timestamp': '-21004',
    'api-key': '-11002',
    signature: '-12101',
    replay: '-12101',
    funds: '-21301',
    duplicate: '-21212',
    'order-not-found': '-20001',
    'invalid-order': '-21108',
    symbol: '-21105',
    price: '-21107',
    'content-type': '-12102',
    'invalid-client-order-id': '-21102',
    'batch-size': '-21100',
    'no-route': '-12003',
    server: '-10000',
  },
  // The timestamp is the instant at which the request expires; how far ahead it lies is the caller's choice.
  tolerance: { behindMs: 0, aheadMs: Number.POSITIVE_INFINITY },
  timestampAhead: true,
  timestampOptional: true,
  maxBatch: 1,
  reads: 'body',
  contentType: /^application\/json\b/i,
  firstOrderId: 4_611_767_382_287_843_330n,
  apiKey: ({ headers }) => headers['api-key'],
  timestamp: ({ headers }) => instant(headers['api-expire-time']),
  verify,
  orders: ({ json }) => [readOrder(json, shape)],
  refs,
  success,
  failure: (code, text, _, why) => ({
    status: why === 'no-route' ? 404 : 200,
    body: { state: Number(code), msg: text },
  }),
  headers: usageHeader,
};

/** Expiry, then the query or the body as sent. */
function verify({ method, headers, query, body }: Call, credentials: Credentials): boolean {
  const text = `${headers['api-expire-time'] ?? ''}${method === 'GET' ? query : body}`;
  return isHmac(headers['api-sign'], text, credentials);
}

/** `c:` marks a client's id; both cases are in the documents. */
function refs({ fields, route }: Call): readonly OrderRef[] {
  if (route?.action === 'cancel-all') return [readMarket(fields, shape.symbol)];
  const id = pick(fields, ['id']);
  if (id === undefined) return [];
  return [/^c:/i.test(id) ? { clientOrderId: id.slice(2) } : { orderId: id }];
}

function success(reply: Reply): Json {
  switch (reply.action) {
    case 'time':
      return { time: String(reply.now) };
    case 'ticker':
      return [{ symbol: reply.symbol, last: String(reply.price), time: String(reply.now) }];
    case 'balance':
      return [{ asset: 'USDT', balance: String(reply.funds), locked: '0', free: String(reply.funds) }];
    case 'order':
    case 'batch':
    case 'amend':
      return firstOf(reply.items, order);
    // How many were cancelled.
    case 'cancel':
      return [reply.items.length];
    case 'cancel-all':
      return [reply.orders.length];
    case 'lookup':
      return order(reply.order);
    case 'open':
      return reply.orders.map(order);
  }
}

function order(placed: SimOrder): Json {
  return {
    orderId: placed.orderId,
    clientOrderId: placed.clientOrderId ?? '',
    createTime: String(placed.createdAt),
    product: placed.symbol,
    type: placed.isMarket ? 'market' : 'limit',
    side: placed.side,
    quantity: String(placed.quantity),
    price: String(placed.price),
    status: statusOf(placed),
    executedQty: String(placed.filledQuantity),
    updateTime: String(placed.updatedAt),
  };
}

function statusOf({ status, filledQuantity }: SimOrder): string {
  if (status === 'filled') return 'filled';
  if (status === 'open') return filledQuantity > 0 ? 'partial-filled' : 'accepted';
  return filledQuantity > 0 ? 'partially-cancelled' : 'cancelled';
}

/** Points of this request, points used, points left. */
function usageHeader(usage: readonly Usage[]): Readonly<Record<string, string>> {
  const points = usage.find(({ name }) => /cpu|point|usage/i.test(name)) ?? usage[0];
  return points ? { 'ktx-usage': `1:${points.used}:${points.left}` } : {};
}
