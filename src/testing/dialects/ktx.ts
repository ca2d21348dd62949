import type { Call, Credentials, Dialect, OrderRef, Reply, Usage } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { firstOf, instant, isHmac, type OrderNames, pick, readOrder } from './support.ts';

const names: OrderNames = {
  clientOrderId: ['client_order_id'],
  symbol: ['symbol', 'product'],
  quantity: ['quantity', 'amount'],
  market: ['market', 'take-profit', 'stop'],
};

/** KTX: bare payloads for success, `{ state, msg }` under HTTP 200 for refusals, ids as strings. */
export const ktxDialect: Dialect = {
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
    'invalid-client-order-id': '-21102',
    'batch-size': '-21100',
    'no-route': '-12003',
    server: '-10000',
  },
  // The timestamp is the instant at which the request expires; how far ahead it lies is the caller's choice.
  tolerance: { behindMs: 0, aheadMs: Number.POSITIVE_INFINITY },
  timestampAhead: true,
  timestampOptional: true,
  deduplicates: true,
  maxBatch: 1,
  firstOrderId: 4_611_767_382_287_843_330n,
  apiKey: ({ headers }) => headers['api-key'],
  timestamp: ({ headers }) => instant(headers['api-expire-time']),
  verify,
  orders: ({ fields }) => [readOrder(fields, names)],
  refs,
  success,
  failure: (code, text, _, why) => ({
    status: why === 'no-route' ? 404 : 200,
    body: { state: Number(code), msg: text },
  }),
  ban: { status: 403 },
  headers: usageHeader,
};

/** Expiry, then the query or the body as sent. */
function verify({ method, headers, query, body }: Call, credentials: Credentials): boolean {
  const text = `${headers['api-expire-time'] ?? ''}${method === 'GET' ? query : body}`;
  return isHmac(headers['api-sign'], text, credentials);
}

/** `c:` marks a client's id; both cases are in the documents. */
function refs({ fields }: Call): readonly OrderRef[] {
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
    case 'cancel':
      return firstOf(reply.items, order);
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
    createTime: String(placed.at),
    product: placed.symbol,
    side: placed.side,
    quantity: String(placed.quantity),
    price: String(placed.price),
    status: placed.status === 'open' ? 'accepted' : 'cancelled',
    executedQty: '0',
  };
}

/** Points of this request, points used, points left. */
function usageHeader(usage: readonly Usage[]): Readonly<Record<string, string>> {
  const points = usage.find(({ name }) => /cpu|point|usage/i.test(name)) ?? usage[0];
  return points ? { 'ktx-usage': `1:${points.used}:${points.left}` } : {};
}
