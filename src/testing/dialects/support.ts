import { createHmac } from 'node:crypto';
import type { Call, Credentials, ItemReply, OrderRef, OrderRequest } from '../dialect.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import type { SimOrder } from '../reply.ts';

/** What an exchange calls the parts of an order. Of several names the first that is there counts. */
export interface OrderNames {
  readonly clientOrderId: readonly string[];
  readonly symbol: readonly string[];
  readonly quantity: readonly string[];
  /** Values of `type` or `orderType`, in lower case, that mean an order without a price. */
  readonly market: readonly string[];
}

/** Whether it is the HMAC-SHA256 of the text. Without a secret nothing is: a wrong configuration must not pass. */
export function isHmac(
  given: string | undefined,
  text: string,
  { apiSecret }: Credentials,
  encoding: 'hex' | 'base64' = 'hex',
): boolean {
  return !!apiSecret && createHmac('sha256', apiSecret).update(text).digest(encoding) === given;
}

/** First that is there. */
export function pick(fields: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Milliseconds since 1970 as text; `NaN` for what is no number. */
export function instant(value: string | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value);
}

export function readOrder(fields: ReadonlyMap<string, string>, names: OrderNames): OrderRequest {
  const clientOrderId = pick(fields, names.clientOrderId);
  const type = pick(fields, ['type', 'orderType'])?.toLowerCase();
  const price = type && names.market.includes(type) ? undefined : fields.get('price');
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    symbol: pick(fields, names.symbol) ?? '',
    side: fields.get('side') ?? '',
    ...(price === undefined ? {} : { price: Number(price) }),
    quantity: Number(pick(fields, names.quantity) ?? Number.NaN),
  };
}

/** One order per element of a list; what all share is taken from `shared`. */
export function readOrders(
  list: Json | undefined,
  names: OrderNames,
  shared: ReadonlyMap<string, string> = new Map(),
): readonly OrderRequest[] {
  if (!Array.isArray(list)) return [];
  return list.map((item: Json) => readOrder(new Map([...shared, ...scalars(item)]), names));
}

/** A member of the body. */
export function bodyField(call: Call, name: string): Json | undefined {
  return isRecord(call.json) ? call.json[name] : undefined;
}

/** The order that the fields name; nothing when they name none. */
export function readRef(
  fields: ReadonlyMap<string, string>,
  orderIdNames: readonly string[],
  clientIdNames: readonly string[],
): readonly OrderRef[] {
  const orderId = pick(fields, orderIdNames);
  const clientOrderId = pick(fields, clientIdNames);
  if (orderId === undefined && clientOrderId === undefined) return [];
  return [
    {
      ...(orderId === undefined ? {} : { orderId }),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
    },
  ];
}

/** The names by which an item's order goes; what is unknown is absent. */
export function namesOf(item: ItemReply): OrderRef {
  return item.ok ? item.order : item.ref;
}

/** Digits as a bare number, anything else as it is. */
export function bareNumber(id: string): Json {
  return /^\d+$/.test(id) ? BigInt(id) : id;
}

/** The first order of a request that did what it was told, in the dialect's words. */
export function firstOf(items: readonly ItemReply[], words: (order: SimOrder) => Json): Json {
  const [first = null] = items.flatMap((item) => (item.ok ? [words(item.order)] : []));
  return first;
}
