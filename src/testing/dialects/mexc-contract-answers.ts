// What mexc-contract answers.
import type { Call } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { ItemReply, Reply, SimOrder } from '../reply.ts';
import { bareNumber, firstOf, namesOf } from './support.ts';

/** The body of a good answer. */
export function success(reply: Reply, call: Call): Json {
  return { success: true, code: 0, data: data(reply, call) };
}

function data(reply: Reply, call: Call): Json {
  switch (reply.action) {
    case 'time':
      return reply.now;
    case 'ticker':
      return { symbol: reply.symbol, lastPrice: reply.price, timestamp: reply.now };
    case 'balance':
      return [{ currency: 'USDT', availableBalance: reply.funds, cashBalance: reply.funds }];
    case 'order':
      return firstOf(reply.items, (placed) => orderId(placed, reply.now, call));
    case 'batch':
    case 'cancel':
      return call.route?.itemised ? reply.items.map(item) : null;
    case 'amend':
    case 'cancel-all':
      return null;
    case 'lookup':
      return detail(reply.order);
    case 'open':
      return reply.orders.map(detail);
  }
}

/** The old route answers with the bare number, the new one with an object. */
function orderId(order: SimOrder, now: number, { path }: Call): Json {
  return path.endsWith('/create') ? { orderId: order.orderId, ts: now } : BigInt(order.orderId);
}

function item(reply: ItemReply): Json {
  const { orderId: id, clientOrderId } = namesOf(reply);
  return {
    externalOid: clientOrderId,
    orderId: id === undefined ? undefined : bareNumber(id),
    errorCode: reply.ok ? 0 : Number(reply.code),
    errorMsg: reply.ok ? 'success' : reply.text,
  };
}

const states = { open: 2, filled: 3, cancelled: 4 };

/** State 2 is uncompleted, 3 completed, 4 cancelled; its `errorCode` has a numbering of its own. */
function detail(order: SimOrder): Json {
  return {
    orderId: order.orderId,
    externalOid: order.clientOrderId,
    symbol: order.symbol,
    side: Number(order.side),
    price: order.price,
    vol: order.quantity,
    dealVol: order.filledQuantity,
    state: states[order.status],
    errorCode: 0,
    createTime: order.createdAt,
    updateTime: order.updatedAt,
  };
}
