// What dialects share: orders out of bodies, signatures, fields.
import { createHmac } from 'node:crypto';
import type { AmendRequest, Call, Credentials, ItemReply, OrderRef, PlaceRequest } from '../dialect.ts';
import { isRecord, type Json, scalars } from '../json.ts';
import type { SimOrder } from '../reply.ts';

/** What must hold of one member of an order. */
export interface MemberRule {
  /** Of several names the first that is there counts. */
  readonly member: string | readonly string[];
  /** The code where it is absent or empty. @default it may be */
  readonly missing?: string;
  /** Values that it may have, in lower case. @default any text or number */
  readonly oneOf?: readonly string[];
  /** The code where it is neither text nor number, or none of `oneOf`. */
  readonly wrong: string;
  /** The rule is for orders that have one of these values, in lower case, in that member. @default for all */
  readonly when?: { readonly member: string; readonly oneOf: readonly string[] };
}

/** What an exchange calls the parts of an order. Of several names the first that is there counts. */
export interface OrderShape {
  readonly clientOrderId: readonly string[];
  readonly symbol: readonly string[];
  readonly quantity: readonly string[];
  /** Values of `type` or `orderType`, in lower case, that mean an order without a price. */
  readonly market: readonly string[];
  /** Members that name the order itself, for cancels and look-ups. @default orderId */
  readonly orderId?: readonly string[];
  /** In the order in which the exchange looks; the first that does not hold decides. @default none */
  readonly rules?: readonly MemberRule[];
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

/** Milliseconds since 1970 as decimal digits; `NaN` for what is none. */
export function instant(value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  return /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
}

/** A decimal number as exchanges read it; `NaN` for what is none. */
export function decimal(value: string | undefined): number {
  return value !== undefined && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value)
    ? Number(value)
    : Number.NaN;
}

/** One order; what it shares with others is taken from `shared`. */
export function readOrder(
  value: Json | undefined,
  shape: OrderShape,
  shared: ReadonlyMap<string, string> = new Map(),
): PlaceRequest {
  const fields = new Map([...shared, ...scalars(value)]);
  const clientOrderId = pick(fields, shape.clientOrderId);
  const type = pick(fields, ['type', 'orderType'])?.toLowerCase();
  const price = type !== undefined && shape.market.includes(type) ? undefined : (fields.get('price') ?? '');
  const refusal = firstBroken(shape.rules ?? [], value, fields);
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    symbol: pick(fields, shape.symbol) ?? '',
    side: fields.get('side') ?? '',
    ...(price === undefined ? {} : { price: decimal(price) }),
    quantity: decimal(pick(fields, shape.quantity)),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

/** The code of the first rule that does not hold. */
function firstBroken(
  rules: readonly MemberRule[],
  value: Json | undefined,
  fields: ReadonlyMap<string, string>,
): string | undefined {
  for (const { member, missing, oneOf, wrong, when } of rules) {
    const names = typeof member === 'string' ? [member] : member;
    if (when && !when.oneOf.includes(fields.get(when.member)?.toLowerCase() ?? '')) continue;
    const given = pick(fields, names);
    if (given === undefined && names.some((name) => isNested(value, name))) return wrong;
    if (given === undefined) {
      if (missing !== undefined) return missing;
    } else if (oneOf && !oneOf.includes(given.toLowerCase())) return wrong;
  }
  return undefined;
}

function isNested(value: Json | undefined, name: string): boolean {
  const member = isRecord(value) ? value[name] : undefined;
  return typeof member === 'object' && member !== null;
}

/** One order per element of a list; what all share is taken from `shared`. */
export function readOrders(
  list: Json | undefined,
  shape: OrderShape,
  shared?: ReadonlyMap<string, string>,
): readonly PlaceRequest[] {
  return Array.isArray(list) ? list.map((item: Json) => readOrder(item, shape, shared)) : [];
}

/** What an amend wants changed; nothing when it names no order. */
export function readAmend(fields: ReadonlyMap<string, string>, shape: OrderShape): readonly AmendRequest[] {
  const price = pick(fields, ['price']);
  const quantity = pick(fields, shape.quantity);
  return readRef(fields, shape).map((ref) => ({
    ref,
    ...(price === undefined ? {} : { price: decimal(price) }),
    ...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
  }));
}

/** A member of the body. */
export function bodyField(call: Call, name: string): Json | undefined {
  return isRecord(call.json) ? call.json[name] : undefined;
}

/** The order that the fields name, in the market that they name; nothing when they name no order. */
export function readRef(
  fields: ReadonlyMap<string, string>,
  { orderId: orderIdNames = ['orderId'], clientOrderId: clientIdNames, symbol: symbolNames }: OrderShape,
): readonly OrderRef[] {
  const orderId = pick(fields, orderIdNames);
  const clientOrderId = pick(fields, clientIdNames);
  if (orderId === undefined && clientOrderId === undefined) return [];
  return [
    {
      ...(orderId === undefined ? {} : { orderId }),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      ...readMarket(fields, symbolNames),
    },
  ];
}

/** The market that the fields name, if any. */
export function readMarket(
  fields: ReadonlyMap<string, string>,
  names: readonly string[],
): Pick<OrderRef, 'symbol'> {
  const symbol = pick(fields, names);
  return symbol === undefined ? {} : { symbol };
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
