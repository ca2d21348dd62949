import type {
  Call,
  Credentials,
  Dialect,
  ItemReply,
  OrderRef,
  Refusal,
  RefusalAnswer,
  Reply,
} from '../dialect.ts';
import type { Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import {
  bodyField,
  firstOf,
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
export const chainUpDialect: Dialect = {
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
  deduplicates: false,
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

function isFutures({ path }: Call): boolean {
  return path.startsWith('/fapi/');
}

function idOnly({ orderId }: SimOrder): Json {
  return { orderId: BigInt(orderId) };
}

function failure(code: string, text: string, call: Call, why: Refusal | undefined): RefusalAnswer {
  const futures = isFutures(call);
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
    // The futures of the vendor's page answer with the id alone.
    case 'order':
    case 'amend':
      return firstOf(reply.items, isFutures(call) ? idOnly : order);
    case 'batch':
      return { ids: numbers(reply.items, true), idsString: numbers(reply.items, true).map(String) };
    case 'cancel':
      if (!call.route?.itemised) return firstOf(reply.items, isFutures(call) ? idOnly : order);
      return { success: numbers(reply.items, true), failed: numbers(reply.items, false) };
    case 'lookup':
      return isFutures(call) ? futuresOrder(reply.order) : order(reply.order);
    case 'open':
    case 'cancel-all':
      return reply.orders.map(isFutures(call) ? futuresOrder : order);
  }
}

function numbers(items: readonly ItemReply[], ok: boolean): readonly bigint[] {
  return items.flatMap((item) => {
    const { orderId } = item.ok ? item.order : item.ref;
    return item.ok === ok && orderId !== undefined && /^\d+$/.test(orderId) ? [BigInt(orderId)] : [];
  });
}

function order(placed: SimOrder): { readonly [name: string]: Json | undefined } {
  return {
    symbol: placed.symbol,
    orderId: BigInt(placed.orderId),
    orderIdString: placed.orderId,
    clientOrderId: placed.clientOrderId,
    transactTime: String(placed.createdAt),
    price: String(placed.price),
    origQty: String(placed.quantity),
    executedQty: String(placed.filledQuantity),
    status: statusOf(placed),
    type: placed.isMarket ? 'MARKET' : 'LIMIT',
    side: placed.side,
  };
}

/** Futures call a market a contract, and spell what is cancelled with two l. */
function futuresOrder(placed: SimOrder): Json {
  const { symbol, status, ...rest } = order(placed);
  return { ...rest, contractName: symbol, status: status === 'CANCELED' ? 'CANCELLED' : status };
}

function statusOf({ status, filledQuantity }: SimOrder): string {
  if (status === 'cancelled') return 'CANCELED';
  if (status === 'filled') return 'FILLED';
  return filledQuantity > 0 ? 'PARTIALLY_FILLED' : 'NEW';
}
