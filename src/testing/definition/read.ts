// Reads the orders of a request by a definition alone.
import {
  type Exchange,
  idIn,
  isObject,
  type LookupRoute,
  lastStep,
  marketIn,
  readBatch,
  readSentOrder,
  type SentOrder,
  turnsOf,
} from '../../internal.ts';
import type { AmendRequest, Call, OrderRef, PlaceRequest } from '../dialect.ts';
import { decimal } from '../dialects/support.ts';
import { matchPath } from '../to-call.ts';

/** How exchanges call the parts of an order that a definition does not name. */
const usual = {
  orderId: ['orderId', 'order_id', 'ordId', 'orderID', 'id', 'oid'],
  price: ['price', 'px', 'limit_price', 'limitPrice', 'rate'],
  quantity: ['quantity', 'qty', 'vol', 'volume', 'size', 'amount', 'sz', 'contracts'],
  side: ['side', 'direction', 'action'],
  type: ['type', 'orderType', 'ordType', 'order_type'],
};

type SentMembers = Readonly<Record<string, string>>;

/** The orders of a request: as many as its list has, else the one that it is. */
export function ordersIn(exchange: Exchange, call: Call): readonly PlaceRequest[] {
  const sent = readSentOrder(call, exchange.paramsIn);
  const items = itemsIn(exchange, call, sent);
  if (!items) return [orderIn(exchange, membersOf(sent.fields), idOf(exchange, call, sent), sent)];
  return items.map((item) => {
    const fields = { ...sent.fields, ...item };
    return orderIn(exchange, membersOf(fields), itemId(exchange, item), { ...sent, fields });
  });
}

function orderIn(
  exchange: Exchange,
  members: SentMembers,
  clientOrderId: string | undefined,
  sent: SentOrder,
): PlaceRequest {
  const quantity = first(members, usual.quantity);
  const price = /market/i.test(first(members, usual.type) ?? '') ? undefined : first(members, usual.price);
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    // What the definition does not name cannot be refused for being absent.
    symbol: marketIn(exchange.clientOrderId, sent) ?? 'unnamed',
    side: first(members, usual.side) ?? '',
    ...(price === undefined ? {} : { price: decimal(price) }),
    quantity: quantity === undefined ? 1 : decimal(quantity),
    members,
  };
}

/** The orders that a cancel names. */
export function refsIn(exchange: Exchange, call: Call): readonly OrderRef[] {
  const sent = readSentOrder(call, exchange.paramsIn);
  const items = itemsIn(exchange, call, sent);
  if (!items) return [refIn(exchange, sent, idOf(exchange, call, sent))];
  return items.map((item) =>
    refIn(exchange, { ...sent, fields: { ...sent.fields, ...item } }, itemId(exchange, item)),
  );
}

function refIn(exchange: Exchange, sent: SentOrder, clientOrderId: string | undefined): OrderRef {
  const orderId = clientOrderId === undefined ? first(membersOf(sent.fields), usual.orderId) : undefined;
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
      ref: refIn(exchange, sent, idOf(exchange, call, sent)),
      ...(price === undefined ? {} : { price: decimal(price) }),
      ...(quantity === undefined ? {} : { quantity: decimal(quantity) }),
      members,
    },
  ];
}

/** The look-up that a request is: its path, and every value of its templates there. */
export function lookUpOf(exchange: Exchange, call: Call): LookupRoute | undefined {
  return exchange.lookup
    .flatMap(turnsOf)
    .find(
      (route) =>
        route.method === call.method &&
        matchPath(route.path, call.path) &&
        placeholders(exchange, route, call),
    );
}

/** The order that a look-up asks for, read back out of its templates. */
export function lookedUp(exchange: Exchange, call: Call): readonly OrderRef[] {
  const route = lookUpOf(exchange, call);
  const values = route && placeholders(exchange, route, call);
  const clientOrderId = values?.['clientOrderId'];
  if (!values || clientOrderId === undefined) return [];
  const symbol = marketIn(exchange.clientOrderId, { isSeveral: false, json: undefined, fields: values });
  return [{ clientOrderId, ...(symbol === undefined ? {} : { symbol }) }];
}

/** The values of `{name}` in what was sent; undefined where it is not what the templates would make. */
function placeholders(
  exchange: Exchange,
  route: LookupRoute,
  call: Call,
): Readonly<Record<string, string>> | undefined {
  const { fields } = readSentOrder(call, exchange.paramsIn);
  const values: Record<string, string> = Object.fromEntries(matchPath(route.path, call.path) ?? []);
  for (const [name, template] of Object.entries({ ...route.query, ...route.form, ...route.body })) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, placeholder = '']) => placeholder);
    const pattern = template
      .split(/\{\w+\}/)
      .map(escaped)
      .join('(.+)');
    const found = new RegExp(`^${pattern}$`, 'is').exec(String(fields[name] ?? ''));
    if (!found) return undefined;
    for (const [at, placeholder] of names.entries()) values[placeholder] = found[at + 1] ?? '';
  }
  return values;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function idOf(exchange: Exchange, call: Call, sent: SentOrder): string | undefined {
  return exchange.clientOrderId && idIn(exchange.clientOrderId, call, sent);
}

function itemId({ clientOrderId }: Exchange, item: Readonly<Record<string, unknown>>): string | undefined {
  const names = (clientOrderId?.fields ?? []).map(lastStep);
  return first(membersOf(item), names);
}

/** The objects of the list that a request of several is, or has: in a query or a form as the definition says. */
export function itemsIn(
  exchange: Exchange,
  { method, path }: Call,
  sent: SentOrder,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  const { json, isSeveral } = sent;
  if (json === undefined) {
    const listed = (readBatch(exchange, method, path, sent)?.items ?? []).filter(isObject);
    return listed.length === 0 ? undefined : listed;
  }
  if (!isSeveral) return undefined;
  const lists = Array.isArray(json) ? [json] : Object.values(Object(json)).filter(Array.isArray);
  return (lists.find((list) => list.some(isObject)) ?? []).filter(isObject);
}

function membersOf(fields: Readonly<Record<string, unknown>>): SentMembers {
  const scalars = Object.entries(fields).filter(
    ([, value]) => value !== null && value !== undefined && typeof value !== 'object',
  );
  return Object.fromEntries(scalars.map(([name, value]) => [name, String(value)]));
}

function first(members: SentMembers, names: readonly string[]): string | undefined {
  return names.map((name) => members[name]).find((value) => value !== undefined && value !== '');
}
