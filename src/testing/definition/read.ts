// Reads the orders of a request by a definition alone.
import {
  type Exchange,
  idIn,
  isObject,
  lastStep,
  marketIn,
  ownIdIn,
  type RouteInfo,
  readBatch,
  readSentOrder,
  type SentOrder,
} from '../../internal.ts';
import type { AmendRequest, Call, OrderRef, PlaceRequest } from '../dialect.ts';
import { decimal } from '../dialects/support.ts';
import type { RefusalTable } from '../refusal.ts';
import { paramFault, textIn } from './params.ts';
import { expiryOf } from './timing.ts';

/** How exchanges call the parts of an order that a definition does not name. */
const usual = {
  orderId: ['orderId', 'order_id', 'ordId', 'orderID', 'id', 'oid'],
  price: ['price', 'px', 'limit_price', 'limitPrice', 'rate', 'p'],
  quantity: ['quantity', 'qty', 'vol', 'volume', 'size', 'amount', 'sz', 'contracts', 's'],
  side: ['side', 'direction', 'action'],
  type: ['type', 'orderType', 'ordType', 'order_type'],
};

type SentMembers = Readonly<Record<string, string>>;

/** What orders are read by. */
export interface Play {
  readonly exchange: Exchange;
  readonly words: RefusalTable;
  readonly infoOf: (call: Call) => RouteInfo;
}

/** The orders of a request: as many as its list has, else the one that it is. */
export function ordersIn(play: Play, call: Call): readonly PlaceRequest[] {
  const { exchange } = play;
  const sent = readSentOrder(call, exchange.paramsIn);
  const items = itemsIn(exchange, call, sent);
  if (!items) return [orderIn(play, call, idOf(exchange, call, sent) ?? strayId(exchange, sent), sent)];
  return items.map((item) => {
    const fields = { ...sent.fields, ...item };
    return orderIn(play, call, itemId(exchange, item), { ...sent, fields });
  });
}

function orderIn(
  { exchange, words, infoOf }: Play,
  call: Call,
  clientOrderId: string | undefined,
  sent: SentOrder,
): PlaceRequest {
  const members = membersOf(sent.fields);
  const refusal = paramFault(exchange, words, infoOf(call), sent.fields);
  const expiresAt = expiryOf(exchange, call, members);
  const quantity = first(members, usual.quantity);
  const price = /market/i.test(first(members, usual.type) ?? '') ? undefined : first(members, usual.price);
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    // What the definition does not name cannot be refused for being absent.
    symbol: marketIn(exchange.clientOrderId, sent) ?? 'unnamed',
    side: first(members, usual.side) ?? '',
    ...(price === undefined ? {} : { price: decimal(price) }),
    quantity: quantity === undefined ? 1 : decimal(quantity),
    ...(refusal === undefined ? {} : { refusal }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    members,
  };
}

/** The orders that a cancel names. */
export function refsIn(exchange: Exchange, call: Call): readonly OrderRef[] {
  const sent = readSentOrder(call, exchange.paramsIn);
  const items = itemsIn(exchange, call, sent);
  if (!items) return [refIn(exchange, call, sent, idOf(exchange, call, sent))];
  return items.map((item) =>
    refIn(exchange, call, { ...sent, fields: { ...sent.fields, ...item } }, itemId(exchange, item)),
  );
}

function refIn(
  exchange: Exchange,
  { path }: Call,
  sent: SentOrder,
  clientOrderId: string | undefined,
): OrderRef {
  const [named] = exchange.lookup.flatMap((route) => ownIdIn(route, path, sent) ?? []);
  const ownId = named ?? first(membersOf(sent.fields), usual.orderId);
  const orderId = clientOrderId === undefined ? ownId : undefined;
  const symbol = marketIn(exchange.clientOrderId, sent);
  return {
    ...(orderId === undefined ? {} : { orderId }),
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** What an amend wants changed: of one order. */
export function amendsIn(exchange: Exchange, call: Call): readonly AmendRequest[] {
  const sent = readSentOrder(call, exchange.paramsIn);
  const members = membersOf(sent.fields);
  const price = first(members, usual.price);
  const quantity = first(members, usual.quantity);
  return [
    {
      ref: refIn(exchange, call, sent, idOf(exchange, call, sent)),
      ...(price === undefined ? {} : { price: decimal(price) }),
      ...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
      members,
    },
  ];
}

function idOf(exchange: Exchange, call: Call, sent: SentOrder): string | undefined {
  return exchange.clientOrderId && idIn(exchange.clientOrderId, call, sent);
}

/** What stands in place of an id and does not begin as one: the exchange refuses it. */
function strayId({ clientOrderId }: Exchange, sent: SentOrder): string | undefined {
  return clientOrderId?.begins === undefined
    ? undefined
    : first(membersOf(sent.fields), clientOrderId.fields);
}

function itemId({ clientOrderId }: Exchange, item: Readonly<Record<string, unknown>>): string | undefined {
  const names = (clientOrderId?.fields ?? []).map(lastStep);
  return first(membersOf(item), names);
}

/**
 * The objects of the list that a request of several is, or has; an id alone is its own order's.
 * @returns undefined for a request of one.
 */
export function itemsIn(
  exchange: Exchange,
  { method, path }: Call,
  sent: SentOrder,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  const { json, isSeveral } = sent;
  const { items: batch = [], rule } = readBatch(exchange, method, path, sent) ?? {};
  const isListed = json === undefined ? batch.length > 0 : isSeveral || batch.length > 1;
  if (!isListed) return undefined;
  const lists = Array.isArray(json) ? [json] : Object.values(Object(json)).filter(Array.isArray);
  const items = batch.length > 0 ? batch : (lists.find((list) => list.some(isObject)) ?? []);
  const [name = 'orderId'] = [rule?.id ?? []].flat();
  return items.map((item: unknown) => (isObject(item) ? item : { [lastStep(name)]: item }));
}

function membersOf(fields: Readonly<Record<string, unknown>>): SentMembers {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => {
      const text = textIn(value);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}

function first(members: SentMembers, names: readonly string[]): string | undefined {
  return names.map((name) => members[name]).find((value) => value !== undefined);
}
