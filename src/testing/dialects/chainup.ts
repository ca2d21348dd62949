// ChainUp over REST.
import type { Call, Credentials, KnownDialect, OrderRef } from '../dialect.ts';
import type { Json } from '../json.ts';
import { failure, success } from './chainup-answers.ts';
import {
  bodyField,
  instant,
  isHmac,
  type OrderShape,
  pick,
  readMarket,
  readOrder,
  readOrders,
  readRef,
} from './support.ts';

const shape: OrderShape = {
  clientOrderId: ['newClientOrderId', 'newClientorderId', 'clientOrderId'],
  symbol: ['symbol', 'symbolName', 'contractName'],
  quantity: ['volume', 'quantity'],
  market: ['market'],
  rules: [
    { member: ['symbol', 'symbolName', 'contractName'], missing: '-1102', wrong: '-1102' },
    { member: 'side', oneOf: ['buy', 'sell'], missing: '-1102', wrong: '-1117' },
    {
      member: ['type', 'batchType'],
      oneOf: ['limit', 'market', 'fok', 'post_only', 'ioc'],
      missing: '-1102',
      wrong: '-1116',
    },
    { member: ['newClientOrderId', 'newClientorderId', 'clientOrderId'], wrong: '-1102' },
  ],
};

/**
 * ChainUp's white label: bare payloads for success; refusals with a number on spot (`/sapi`), with a string on futures
 * (`/fapi`), as tenants do. A client order id is not kept unique.
 */
export const chainUpDialect: KnownDialect = {
  id: 'chainup',
  routes: [
    { method: 'GET', path: '/*/*/time', action: 'time' },
    { method: 'GET', path: '/*/*/ticker', action: 'ticker' },
    { method: 'GET', path: '/*/*/account', action: 'balance' },
    { method: 'POST', path: '/*/*/order', action: 'order' },
    { method: 'POST', path: '/*/*/conditionOrder', action: 'order', book: 'condition' },
    { method: 'POST', path: '/*/*/order/conditionOrder', action: 'order', book: 'condition' },
    { method: 'POST', path: '/*/*/margin/order', action: 'order', book: 'margin' },
    { method: 'POST', path: '/*/*/batchOrders', action: 'batch' },
    { method: 'POST', path: '/*/*/cancel', action: 'cancel' },
    { method: 'POST', path: '/*/*/margin/cancel', action: 'cancel', book: 'margin' },
    { method: 'POST', path: '/*/*/batchCancel', action: 'cancel', itemised: true },
    { method: 'GET', path: '/*/*/order', action: 'lookup' },
    { method: 'GET', path: '/*/*/margin/order', action: 'lookup', book: 'margin' },
    { method: 'GET', path: '/*/*/openOrders', action: 'open' },
  ],
  codes: {
    throttle: '-1003',
    timestamp: '-1021',
    expired: '-1021',
    'missing-timestamp': '-1023',
    'api-key': '-2015',
    signature: '-1022',
    replay: '-1022',
    funds: '-2017',
    duplicate: '-1102',
    'order-not-found': '-2013',
    'order-closed': '-1145',
    'invalid-order': '-1136',
    symbol: '-1121',
    price: '-1138',
    'content-type': '-1017',
    'invalid-client-order-id': '-1102',
    'batch-size': '-1101',
    'no-route': '-1020',
    server: '-1001',
  },
  tolerance: { behindMs: 5000, aheadMs: 1000 },
  recvWindowMs: ({ fields }) => instant(pick(fields, ['recvWindow', 'recvwindow'])),
  maxBatch: 10,
  maxCancel: 10,
  contentType: /^application\/json\b/i,
  firstOrderId: 150_695_552_109_032_492n,
  apiKey: ({ headers }) => headers['x-ch-apikey'],
  timestamp: ({ headers }) => instant(headers['x-ch-ts']),
  verify,
  orders: (call) =>
    call.route?.action === 'batch'
      ? readOrders(bodyField(call, 'orders'), shape, call.fields)
      : [readOrder(call.json, shape, call.fields)],
  refs,
  success,
  failure,
  ban: { status: 418, code: '-1003' },
};

/** Time, verb, path with query, body. Some tenants sign an empty body as `{}`. */
function verify({ headers, method, path, query, body }: Call, credentials: Credentials): boolean {
  const target = query === '' ? path : `${path}?${query}`;
  const bodies = method === 'POST' && body === '' ? ['', '{}'] : [body];
  return bodies.some((sent) => {
    const text = `${headers['x-ch-ts'] ?? ''}${method}${target}${sent}`;
    return isHmac(headers['x-ch-sign'], text, credentials);
  });
}

function refs(call: Call): readonly OrderRef[] {
  const list = bodyField(call, 'orderIds');
  const market = readMarket(call.fields, shape.symbol);
  if (Array.isArray(list)) return list.map((orderId: Json) => ({ orderId: String(orderId), ...market }));
  return call.route?.itemised ? [] : readRef(call.fields, shape);
}
