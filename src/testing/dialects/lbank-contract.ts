// LBank contract over REST.
import { createHash, verify as verifyRsa } from 'node:crypto';
import type { Call, Credentials, KnownDialect, Reply } from '../dialect.ts';
import { isRecord, type Json, parseExact, scalars } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { firstOf, instant, isHmac, type OrderShape, readOrder, readRef } from './support.ts';

const base = '/cfd/openApi/v1';
// What is required of an order is not documented: as much as no exchange can do without.
const shape: OrderShape = {
  clientOrderId: ['clientOrderId'],
  symbol: ['symbol'],
  quantity: ['volume', 'quantity', 'size'],
  market: ['market'],
  rules: [
    { member: 'symbol', missing: '10005', wrong: '10005' },
    { member: 'side', oneOf: ['buy', 'sell'], missing: '10005', wrong: '5' },
    { member: 'clientOrderId', wrong: '10005' },
  ],
};

/**
 * LBank perpetual contract: every answer in `{ data, error_code, msg, result, success }`, where `result` is a string. The
 * private routes are those of third-party clients, the public documents do not show them.
 */
export const lbankContractDialect: KnownDialect = {
  id: 'lbank-contract',
  routes: [
    { method: 'GET', path: `${base}/pub/getTime`, action: 'time' },
    { method: 'GET', path: `${base}/pub/marketData`, action: 'ticker' },
    { method: '*', path: `${base}/prv/account`, action: 'balance' },
    { method: 'POST', path: `${base}/prv/placeOrder`, action: 'order' },
    { method: 'POST', path: `${base}/prv/order`, action: 'order' },
    { method: 'POST', path: `${base}/prv/cancelOrder`, action: 'cancel' },
    { method: 'GET', path: `${base}/prv/orderCache`, action: 'lookup' },
    { method: 'GET', path: `${base}/prv/openOrders`, action: 'open' },
  ],
  codes: {
    throttle: '183',
    // It has no code of its own; this one is the likeliest.
    timestamp: '10004',
    expired: '20',
    'missing-timestamp': '10002',
    'api-key': '176',
    signature: '10003',
    replay: '10011',
    funds: '36',
    duplicate: '22',
    'order-not-found': '24',
    'order-closed': '71',
    'invalid-order': '44',
    symbol: '8',
    price: '48',
    'content-type': '10005',
    'invalid-client-order-id': '10005',
    'batch-size': '10005',
    'no-route': '10006',
    server: '-99',
  },
  tolerance: { behindMs: Number.POSITIVE_INFINITY, aheadMs: Number.POSITIVE_INFINITY },
  deduplicates: true,
  maxBatch: 1,
  reads: 'body',
  contentType: /^application\/json\b/i,
  firstOrderId: 100_036_580_114_720_001n,
  apiKey: ({ fields }) => fields.get('api_key'),
  timestamp: ({ headers }) => instant(headers['timestamp']),
  nonce: ({ headers }) => headers['echostr'],
  verify,
  orders: ({ json }) => [readOrder(json, shape)],
  refs: ({ fields }) => readRef(fields, shape),
  success: (reply) => ({ data: data(reply), error_code: 0, msg: 'Success', result: 'true', success: true }),
  failure: (code, text) => ({
    status: 200,
    body: { error_code: Number(code), msg: text, result: 'false', success: false },
  }),
};

/** All parameters and the three headers, sorted; their MD5 in upper case is what is signed. */
function verify(call: Call, credentials: Credentials): boolean {
  const { timestamp = '', signature_method: method = '', echostr = '' } = call.headers;
  if (!/^[a-zA-Z0-9]{30,40}$/.test(echostr)) return false;
  const all = new Map([
    ...parameters(call),
    ['timestamp', timestamp],
    ['signature_method', method],
    ['echostr', echostr],
  ]);
  const sign = all.get('sign') ?? '';
  all.delete('sign');
  const text = [...all.keys()].sort().map((name) => `${name}=${all.get(name)}`);
  const digest = createHash('md5').update(text.join('&')).digest('hex').toUpperCase();
  if (method !== 'RSA') return isHmac(sign, digest, credentials);
  const { publicKey } = credentials;
  return !!publicKey && verifyRsa('sha256', Buffer.from(digest), publicKey, Buffer.from(sign, 'base64'));
}

/** Members of the body with their numbers as written; lists and objects, which nothing documents, as compact JSON. */
function parameters({ body, json, query }: Call): ReadonlyMap<string, string> {
  const literals = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
  const written = parseExact(body.replace(literals, (one) => (one.startsWith('"') ? one : `"${one}"`)));
  if (!isRecord(json) || !isRecord(written)) return new Map(new URLSearchParams(query));
  const found = scalars(written);
  for (const [name, value] of Object.entries(json)) {
    if (typeof value === 'object' && value !== null) found.set(name, JSON.stringify(value));
  }
  return found;
}

function data(reply: Reply): Json {
  switch (reply.action) {
    case 'time':
      return reply.now;
    case 'ticker':
      return [{ symbol: reply.symbol, lastPrice: String(reply.price) }];
    case 'balance':
      return [{ asset: 'USDT', balance: String(reply.funds), available: String(reply.funds) }];
    case 'order':
    case 'batch':
    case 'amend':
    case 'cancel':
      return firstOf(reply.items, order);
    case 'lookup':
      return order(reply.order);
    case 'open':
    case 'cancel-all':
      return reply.orders.map(order);
  }
}

function order(placed: SimOrder): Json {
  return {
    orderId: placed.orderId,
    clientOrderId: placed.clientOrderId,
    symbol: placed.symbol,
    side: placed.side,
    price: String(placed.price),
    volume: String(placed.quantity),
    tradedVolume: String(placed.filledQuantity),
    orderStatus: statusOf(placed),
    createTime: placed.createdAt,
    updateTime: placed.updatedAt,
  };
}

/** 1 filled, 2 filled in part, 4 open, 6 cancelled. */
function statusOf({ status, filledQuantity }: SimOrder): string {
  if (status === 'filled') return '1';
  if (status === 'cancelled') return '6';
  return filledQuantity > 0 ? '2' : '4';
}
