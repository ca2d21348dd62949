import type { Call, Credentials, Dialect, Failure, ItemReply, OrderRef, Refusal, Reply } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import {
  bodyField,
  firstOf,
  instant,
  isHmac,
  type OrderNames,
  pick,
  readOrder,
  readOrders,
  readRef,
} from './support.ts';

const names: OrderNames = {
  clientOrderId: ['newClientOrderId', 'newClientorderId', 'clientOrderId'],
  symbol: ['symbol', 'contractName'],
  quantity: ['volume', 'quantity'],
  market: ['market'],
};

/**
 * ChainUp's white label: bare payloads for success; refusals with a number on spot (`/sapi`), with a string on futures
 * (`/fapi`), as tenants do. A client order id is not kept unique.
 */
export const chainUpDialect: Dialect = {
  id: 'chainup',
  routes: [
    { method: 'GET', path: '/*/*/time', action: 'time' },
    { method: 'GET', path: '/*/*/ticker', action: 'ticker' },
    { method: 'GET', path: '/*/*/account', action: 'balance' },
    { method: 'POST', path: '/*/*/order', action: 'order' },
    { method: 'POST', path: '/*/*/conditionOrder', action: 'order' },
    { method: 'POST', path: '/*/*/order/conditionOrder', action: 'order' },
    { method: 'POST', path: '/*/*/margin/order', action: 'order' },
    { method: 'POST', path: '/*/*/batchOrders', action: 'batch' },
    { method: 'POST', path: '/*/*/cancel', action: 'cancel' },
    { method: 'POST', path: '/*/*/margin/cancel', action: 'cancel' },
    { method: 'POST', path: '/*/*/batchCancel', action: 'cancel', itemised: true },
    { method: 'GET', path: '/*/*/order', action: 'lookup' },
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
    'invalid-order': '-1136',
    'invalid-client-order-id': '-1102',
    'batch-size': '-1101',
    'no-route': '-1020',
    server: '-1001',
  },
  tolerance: { behindMs: 5000, aheadMs: 1000 },
  recvWindowMs: ({ fields }) => instant(pick(fields, ['recvWindow', 'recvwindow'])),
  deduplicates: false,
  maxBatch: 10,
  firstOrderId: 150_695_552_109_032_492n,
  apiKey: ({ headers }) => headers['x-ch-apikey'],
  timestamp: ({ headers }) => instant(headers['x-ch-ts']),
  verify,
  orders: (call) =>
    call.route?.action === 'batch'
      ? readOrders(bodyField(call, 'orders'), names, call.fields)
      : [readOrder(call.fields, names)],
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
  if (!Array.isArray(list)) return readRef(call.fields, ['orderId'], names.clientOrderId);
  return list.map((orderId: Json) => ({ orderId: String(orderId) }));
}

function failure(code: string, text: string, { path }: Call, why: Refusal | undefined): Failure {
  const futures = path.startsWith('/fapi/');
  const status = why === 'throttle' ? 429 : why === 'no-route' ? 404 : futures ? 200 : 400;
  return {
    status,
    body: futures ? { code, msg: text, data: null } : { code: Number(code), msg: text },
  };
}

function success(reply: Reply, call: Call): Json {
  switch (reply.action) {
    case 'time':
      return { timezone: 'China Standard Time', serverTime: reply.now };
    case 'ticker':
      return { last: String(reply.price), time: reply.now };
    case 'balance':
      return { balances: [{ asset: 'USDT', free: String(reply.funds), locked: '0' }] };
    case 'order':
      return firstOf(reply.items, order);
    case 'batch':
      return { ids: numbers(reply.items, true), idsString: numbers(reply.items, true).map(String) };
    case 'cancel':
      if (!call.route?.itemised) return firstOf(reply.items, order);
      return { success: numbers(reply.items, true), failed: numbers(reply.items, false) };
    case 'lookup':
      return order(reply.order);
    case 'open':
      return reply.orders.map(order);
  }
}

function numbers(items: readonly ItemReply[], ok: boolean): readonly bigint[] {
  return items.flatMap((item) => {
    const { orderId } = item.ok ? item.order : item.ref;
    return item.ok === ok && orderId !== undefined && /^\d+$/.test(orderId) ? [BigInt(orderId)] : [];
  });
}

function order(placed: SimOrder): Json {
  return {
    symbol: placed.symbol,
    orderId: BigInt(placed.orderId),
    orderIdString: placed.orderId,
    clientOrderId: placed.clientOrderId,
    transactTime: String(placed.at),
    price: String(placed.price),
    origQty: String(placed.quantity),
    executedQty: '0',
    status: placed.status === 'open' ? 'NEW' : 'CANCELED',
    side: placed.side,
  };
}
