import type { Call, Credentials, Dialect, ItemReply, OrderRef, OrderRequest, Reply } from '../dialect.ts';
import type { Json } from '../json.ts';
import { scalars } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { bodyField, instant, isHmac, namesOf, type OrderNames, readOrders, readRef } from './support.ts';

const names: OrderNames = {
  clientOrderId: ['clientOrderId'],
  symbol: ['marketCode'],
  quantity: ['quantity', 'amount'],
  market: ['market', 'stop_market'],
};

/** OX.FUN: codes are strings, an order's refusal stands on its item under `success: true`, there is no time route. */
export const oxFunDialect: Dialect = {
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
    'invalid-client-order-id': '20014',
    'batch-size': '20027',
    'no-route': '20003',
    server: '000101',
  },
  // The size is not documented; the header has whole seconds.
  tolerance: { behindMs: 5000, aheadMs: 5000 },
  deduplicates: false,
  maxBatch: 8,
  firstOrderId: 1_000_132_664_173n,
  apiKey: ({ headers }) => headers['accesskey'],
  timestamp: ({ headers: { timestamp } }) =>
    timestamp ? Date.parse(timestamp.replace(/Z?$/, 'Z')) : undefined,
  verify,
  orders,
  refs,
  success,
  failure: (code, text, _, why) => ({
    status: why === 'throttle' ? 429 : why === 'no-route' ? 404 : 400,
    body: { success: false, code, message: text },
  }),
  ban: { status: 403 },
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
function orders(call: Call): readonly OrderRequest[] {
  const sentAt = instant(call.fields.get('timestamp'));
  const wanted = readOrders(bodyField(call, 'orders'), names);
  if (sentAt === undefined) return wanted;
  const expiresAt = sentAt + Number(call.fields.get('recvWindow') ?? 1000);
  return wanted.map((order) => ({ ...order, expiresAt }));
}

function refs(call: Call): readonly OrderRef[] {
  const list = bodyField(call, 'orders');
  if (!Array.isArray(list)) return readRef(call.fields, ['orderId'], names.clientOrderId);
  return list.flatMap((item: Json) => readRef(scalars(item), ['orderId'], names.clientOrderId));
}

function success(reply: Reply, call: Call): Json {
  if (reply.action === 'time') return { success: true };
  return { success: true, data: data(reply, call) };
}

function data(reply: Exclude<Reply, { action: 'time' }>, call: Call): Json {
  switch (reply.action) {
    case 'ticker':
      return [{ marketCode: call.fields.get('marketCode') ?? '', lastTradedPrice: String(reply.price) }];
    case 'balance':
      return [{ balances: [{ asset: 'USDT', total: String(reply.funds), available: String(reply.funds) }] }];
    case 'order':
    case 'batch':
    case 'cancel':
      return reply.items.map((item) => itemOf(item, reply.action === 'cancel'));
    case 'lookup':
      return order(reply.order);
    case 'open':
      return reply.orders.map(order);
  }
}

function itemOf(item: ItemReply, cancels: boolean): Json {
  const { orderId, clientOrderId } = namesOf(item);
  if (!item.ok) return { code: item.code, message: item.text, submitted: false, orderId, clientOrderId };
  const notice = cancels ? 'OrderClosed' : 'OrderOpened';
  return { notice, submitted: true, ...order(item.order) };
}

function order(placed: SimOrder): { readonly [name: string]: Json | undefined } {
  return {
    orderId: placed.orderId,
    clientOrderId: placed.clientOrderId,
    marketCode: placed.symbol,
    status: placed.status === 'open' ? 'OPEN' : 'CANCELED_BY_USER',
    side: placed.side,
    price: String(placed.price),
    totalQuantity: String(placed.quantity),
    createdAt: String(placed.at),
  };
}
