// What ox-fun answers.
import type { Call } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { ItemReply, Reply, SimOrder } from '../reply.ts';
import { namesOf } from './support.ts';

/** The body of a good answer. */
export function success(reply: Reply, call: Call): Json {
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
    case 'amend':
    case 'cancel':
      return reply.items.map((item) => itemOf(item, reply.action));
    case 'cancel-all':
      return {
        notice: reply.orders.length > 0 ? 'Orders queued for cancelation' : 'No working orders found',
      };
    case 'lookup':
      return orderOf(reply.order);
    case 'open':
      return reply.orders.map(orderOf);
  }
}

function itemOf(item: ItemReply, action: keyof typeof notices): Json {
  const { orderId, clientOrderId } = namesOf(item);
  if (!item.ok) return { code: item.code, message: item.text, submitted: false, orderId, clientOrderId };
  const { order } = item;
  const notice = order.isMarket ? 'OrderMatched' : notices[action];
  const status = action === 'cancel' ? 'CANCELED_BY_USER' : statusOf(order);
  return { notice, submitted: true, ...orderOf(order), status };
}

const notices = {
  order: 'OrderOpened',
  batch: 'OrderOpened',
  amend: 'OrderModified',
  cancel: 'OrderClosed',
} as const;

function orderOf(placed: SimOrder): { readonly [name: string]: Json | undefined } {
  return {
    orderId: placed.orderId,
    clientOrderId: placed.clientOrderId,
    marketCode: placed.symbol,
    status: statusOf(placed),
    side: placed.side,
    price: String(placed.price),
    totalQuantity: String(placed.quantity),
    remainQuantity: String(placed.quantity - placed.filledQuantity),
    cumulativeMatchedQuantity: String(placed.filledQuantity),
    orderType: placed.isMarket ? 'MARKET' : 'LIMIT',
    createdAt: String(placed.createdAt),
    lastModifiedAt: String(placed.updatedAt),
  };
}

function statusOf({ status, filledQuantity }: SimOrder): string {
  if (status === 'cancelled') return 'CANCELED';
  if (status === 'filled') return 'FILLED';
  return filledQuantity > 0 ? 'PARTIAL_FILL' : 'OPEN';
}
