// OX.FUN over REST.
import type { AmendRequest, Call, Credentials, KnownDialect, OrderRef, PlaceRequest } from '../dialect.ts';
import type { Json } from '../json.ts';
import { scalars } from '../json.ts';
import { success } from './ox-fun-answers.ts';
import {
  bodyField,
  instant,
  isHmac,
  type OrderShape,
  readAmend,
  readMarket,
  readOrders,
  readRef,
} from './support.ts';

/** One shape for REST and WebSocket. */
export const oxFunShape: OrderShape = {
  clientOrderId: ['clientOrderId'],
  symbol: ['marketCode'],
  quantity: ['quantity', 'amount'],
  market: ['market', 'stop_market'],
  rules: [
    { member: 'marketCode', missing: '20011', wrong: '20015' },
    { member: 'side', oneOf: ['buy', 'sell'], missing: '20012', wrong: '20016' },
    {
      member: 'orderType',
      oneOf: ['limit', 'market', 'stop_limit', 'stop_market'],
      missing: '20013',
      wrong: '20017',
    },
    { member: 'price', when: { member: 'orderType', oneOf: ['limit'] }, missing: '20022', wrong: '20021' },
    { member: 'clientOrderId', wrong: '20014' },
  ],
};

/** OX.FUN: codes are strings, an order's refusal stands on its item under `success: true`, there is no time route. */
export const oxFunDialect: KnownDialect = {
  id: 'ox-fun',
  routes: [
    // Its clock is the `Date` header of any answer.
    { method: 'GET', path: '/', action: 'time' },
    { method: 'HEAD', path: '/', action: 'time' },
    { method: 'GET', path: '/v2/ping', action: 'time' },
    { method: 'GET', path: '/v3/tickers', action: 'ticker' },
    { method: 'GET', path: '/v3/balances', action: 'balance' },
    { method: 'POST', path: '/v3/orders', action: 'order', itemised: true },
    { method: 'POST', path: '/v3/orders/place', action: 'order', itemised: true },
    { method: 'DELETE', path: '/v3/orders', action: 'cancel', itemised: true },
    { method: 'DELETE', path: '/v3/orders/cancel', action: 'cancel', itemised: true },
    { method: 'DELETE', path: '/v3/orders/cancel-all', action: 'cancel-all' },
    // Later than the documents; assumed to be said and answered as placing and cancelling are.
    { method: 'PUT', path: '/v3/orders/modify', action: 'amend', itemised: true },
    { method: 'POST', path: '/v3/orders/modify', action: 'amend', itemised: true },
    { method: 'GET', path: '/v3/orders/status', action: 'lookup' },
    { method: 'GET', path: '/v3/orders/working', action: 'open' },
  ],
  codes: {
    throttle: '20007',
    timestamp: '20024',
    expired: '100015',
    'missing-timestamp': '20023',
    'api-key': '20025',
    signature: '20000',
    replay: '20000',
    funds: '710006',
    duplicate: '20002',
    'order-not-found': '40035',
    'invalid-order': '20006',
    symbol: '20015',
    price: '20028',
    'content-type': '20009',
    'invalid-client-order-id': '20014',
    'batch-size': '20027',
    'no-route': '20003',
    server: '000101',
  },
  // The size is not documented; the header has whole seconds.
  tolerance: { behindMs: 5000, aheadMs: 5000 },
  maxBatch: 8,
  maxCancel: 8,
  reads: 'body',
  contentType: /^application\/json\b/i,
  firstOrderId: 1_000_132_664_173n,
  apiKey: ({ headers }) => headers['accesskey'],
  timestamp: ({ headers: { timestamp } }) =>
    timestamp ? Date.parse(timestamp.replace(/Z?$/, 'Z')) : undefined,
  verify,
  orders,
  refs,
  amends,
  success,
  failure: (code, text, _, why) => ({
    status: why === 'throttle' ? 429 : why === 'no-route' ? 404 : 400,
    body: { success: false, code, message: text },
  }),
};

/** Time, nonce, verb, host, path, body or query, one per line. The host may be the documented one or the one asked. */
function verify(call: Call, credentials: Credentials, hosts: readonly string[]): boolean {
  const { headers, method, path, query, body } = call;
  const { timestamp = '', nonce = '', signature } = headers;
  return [headers['host'] ?? '', ...hosts].some((host) => {
    const name = host.replace(/^\w+:\/\//, '');
    const text = [timestamp, nonce, method, name, path, body === '' ? query : body].join('\n');
    return isHmac(signature, text, credentials, 'base64');
  });
}

/** The engine refuses what arrives later than timestamp plus recvWindow; without a timestamp it does not ask. */
export function expiryOf(fields: ReadonlyMap<string, string>): { readonly expiresAt?: number } {
  const sentAt = instant(fields.get('timestamp'));
  return sentAt === undefined ? {} : { expiresAt: sentAt + Number(fields.get('recvWindow') ?? 1000) };
}

function orders(call: Call): readonly PlaceRequest[] {
  const expiry = expiryOf(call.fields);
  return readOrders(bodyField(call, 'orders'), oxFunShape).map((order) => ({ ...order, ...expiry }));
}

function amends(call: Call): readonly AmendRequest[] {
  const expiry = expiryOf(call.fields);
  return listed(call).flatMap((fields) =>
    readAmend(fields, oxFunShape).map((amend) => ({ ...amend, ...expiry })),
  );
}

function refs(call: Call): readonly OrderRef[] {
  if (call.route?.action === 'cancel-all') return [readMarket(call.fields, oxFunShape.symbol)];
  if (call.route?.action === 'lookup') return readRef(call.fields, oxFunShape);
  return listed(call).flatMap((fields) => readRef(fields, oxFunShape));
}

function listed(call: Call): readonly ReadonlyMap<string, string>[] {
  const list = bodyField(call, 'orders');
  return Array.isArray(list) ? list.map((item: Json) => scalars(item)) : [];
}
