// What chainup answers.
import type { Call, RefusalAnswer } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { Refusal } from '../refusal.ts';
import type { ItemReply, Reply, SimOrder } from '../reply.ts';
import { firstOf } from './support.ts';

function isFutures({ path }: Call): boolean {
  return path.startsWith('/fapi/');
}

function idOnly({ orderId }: SimOrder): Json {
  return { orderId: BigInt(orderId) };
}

/** A refusal of the whole request. */
export function failure(code: string, text: string, call: Call, why: Refusal | undefined): RefusalAnswer {
  const futures = isFutures(call);
  const status = why === 'throttle' ? 429 : why === 'no-route' ? 404 : futures ? 200 : 400;
  return {
    status,
    body: futures ? { code, msg: text, data: null } : { code: Number(code), msg: text },
  };
}

/** The body of a good answer. */
export function success(reply: Reply, call: Call): Json {
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
