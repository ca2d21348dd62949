// Finds the order in an answer to a look-up, and reads what its record says of the request that was sent.
import { isObject } from '../options/check-value.ts';
import { parseExact, textOf } from './exact-json.ts';
import type { Exchange } from './exchange.ts';
import { lastStep, valueAt } from './field.ts';
import type { OrderRecord } from './order-record.ts';
import type { LookupRoute } from './order-rules.ts';
import { isSameValue } from './same-value.ts';
import type { SentOrder } from './sent-order.ts';

type OrderEntry = Readonly<Record<string, unknown>>;

/** What a good answer to a look-up shows: the order that carries the id, other orders, or none. */
export type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'others' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'order'; readonly order: Readonly<Record<string, unknown>> };

/**
 * Finds the order in the text of an answer. Only one that carries this very id, the caller's or the exchange's, is the order; of
 * several, where an id is free again once its order is closed, the one that came into being last.
 */
export function shownOrder(exchange: Exchange, route: LookupRoute, body: unknown, id: string): Shown {
  const value = typeof body === 'string' ? parseExact(body) : body;
  if (value === undefined || value === null) return { kind: 'unreadable' };
  const { none } = route;
  if (none && valueAt(value, none.field) === none.equals) return { kind: 'none' };
  const place = ordersAt(value, route.order ?? ['']);
  // An answer that has no place for orders says nothing of them, nor does one that has there what is no order.
  const entries = place?.filter(isOrder) ?? [];
  if (entries.length === 0) return { kind: place?.length === 0 ? 'none' : 'unreadable' };
  const fields = idFields(exchange, route);
  const [first, ...others] = entries.filter((entry) =>
    fields.some((field) => textOf(valueAt(entry, field)) === id),
  );
  if (!first) return { kind: 'others' };
  const bornMs = (entry: OrderEntry): number => bornOf(route.record ?? {}, entry) ?? 0;
  const order = others.reduce((last, entry) => (bornMs(entry) > bornMs(last) ? entry : last), first);
  return { kind: 'order', order };
}

/**
 * What stands at the first of the paths that is there, as a list; undefined where none is. An answer that is the order itself has
 * no place for it where it is empty.
 */
function ordersAt(value: unknown, paths: string | readonly string[]): readonly unknown[] | undefined {
  for (const path of typeof paths === 'string' ? [paths] : paths) {
    const isOfMembers = path.endsWith('.*');
    const at = isOfMembers ? path.slice(0, -2) : path;
    const place = at === '' ? value : valueAt(value, at);
    if (place !== undefined)
      return isEmpty(place) && path === '' && path !== paths ? undefined : listOf(place, isOfMembers);
  }
  return undefined;
}

function listOf(place: unknown, isOfMembers: boolean): readonly unknown[] {
  if (isEmpty(place)) return [];
  if (isOfMembers && isObject(place)) return membersOf(place);
  return Array.isArray(place) ? place : [place];
}

/** The records of an object that has them by their ids. */
function membersOf(place: object): readonly unknown[] {
  return Object.entries(place).map(([$key, record]: readonly [string, unknown]) =>
    isObject(record) ? { ...record, $key } : record,
  );
}

/** Null, an empty list and an empty object. */
function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function isOrder(value: unknown): value is OrderEntry {
  return isObject(value) && !isEmpty(value);
}

/** Where a record has the id: as the profile says, else under the names by which it is sent. */
function idFields({ clientOrderId }: Exchange, { by, record }: LookupRoute): readonly string[] {
  if (by !== undefined) return [record?.ownId ?? 'orderId'];
  const own = record?.id;
  if (own !== undefined) return typeof own === 'string' ? [own] : own;
  const names = (clientOrderId?.fields ?? []).map(lastStep);
  return [...new Set([...names, 'clientOrderId'])];
}

/** What an order's record says, as far as its profile knows how to read it. */
export interface OrderFacts {
  /** Whether a field that was sent has another value in the record, so that it is another order. */
  readonly isOther: boolean;
  /** When it came into being, in milliseconds since 1970 on the exchange's clock. */
  readonly bornMs: number | undefined;
  readonly state: 'open' | 'filled' | 'cancelled' | 'refused' | undefined;
  /** Whether every field that an amend sent is the order's now, or some are; undefined where that cannot be told. */
  readonly isAmended: boolean | 'partly' | undefined;
  /** As the record words it, for messages. */
  readonly word: string | undefined;
}

/** Reads what a record says of the request that was sent. */
export function factsOf(
  exchange: Exchange,
  route: LookupRoute,
  order: Readonly<Record<string, unknown>>,
  sent: SentOrder,
): OrderFacts {
  const record = route.record ?? {};
  const word = record.state && wordOf(valueAt(order, record.state.field));
  return {
    isOther: differs({ ...sameByName(exchange, route), ...record.same }, order, sent),
    bornMs: bornOf(record, order),
    state: stateOf(record, word),
    isAmended: amendedOf(record, order, sent),
    word,
  };
}

/** What the look-up was filled with names the order: a record that has a field of that name has to agree. */
function sameByName(
  { clientOrderId }: Exchange,
  { by, path, query, form, body }: LookupRoute,
): Readonly<Record<string, string>> {
  const template = [path, ...Object.values({ ...query, ...form, ...body })].join(' ');
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const ids = new Set<string | undefined>(['clientOrderId', 'ownId', by, ...(clientOrderId?.fields ?? [])]);
  return Object.fromEntries(names.filter((name) => !ids.has(name)).map((name) => [name, name]));
}

function differs(
  same: Readonly<Record<string, string>>,
  order: Readonly<Record<string, unknown>>,
  sent: SentOrder,
): boolean {
  return Object.entries(same).some(([param, field]) => {
    const meant = textOf(sent.fields[param]);
    const found = textOf(valueAt(order, field));
    return meant !== undefined && found !== undefined && found !== '' && !isSameValue(meant, found);
  });
}

/** A state may be told as a truth value. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'boolean' ? String(value) : textOf(value);
}

function bornOf({ born }: OrderRecord, order: Readonly<Record<string, unknown>>): number | undefined {
  if (!born) return undefined;
  const value = Number(textOf(valueAt(order, born.field)) ?? Number.NaN);
  // In whole seconds it may be any moment of that second: the last, so that no order counts as older than it is.
  const restMs = born.unit === 's' && Number.isInteger(value) ? 999 : 0;
  const ms = born.unit === 's' ? value * 1000 + restMs : value;
  // Anything else is no time of this age.
  return ms > 1e12 && ms < 1e13 ? ms : undefined;
}

function stateOf({ state }: OrderRecord, word: string | undefined): OrderFacts['state'] {
  if (!state || word === undefined) return undefined;
  const has = (words: readonly string[] | undefined): boolean =>
    words?.some((one) => one.toLowerCase() === word.toLowerCase()) ?? false;
  if (has(state.open)) return 'open';
  if (has(state.filled)) return 'filled';
  if (has(state.cancelled)) return 'cancelled';
  return has(state.refused) ? 'refused' : undefined;
}

function amendedOf(
  { amends, neutral = [] }: OrderRecord,
  order: Readonly<Record<string, unknown>>,
  sent: SentOrder,
): OrderFacts['isAmended'] {
  if (!amends) return undefined;
  const changes = Object.entries(sent.fields).filter(
    ([name, value]) => textOf(value) !== undefined && !neutral.includes(name),
  );
  const compared = changes.map(([name, value]) => {
    const field = Object.hasOwn(amends, name) ? amends[name] : undefined;
    const found = field === undefined ? undefined : textOf(valueAt(order, field));
    return found === undefined ? undefined : isSameValue(textOf(value) ?? '', found);
  });
  // What cannot be compared may not have been done.
  if (compared.length === 0 || compared.includes(undefined)) return undefined;
  return compared.includes(false) && compared.includes(true) ? 'partly' : !compared.includes(false);
}
