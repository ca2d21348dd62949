// Writes answers by a definition alone.
import {
  type Exchange,
  fitsPath,
  type LookupAnswer,
  type LookupRoute,
  lazyParams,
  lookUpFor,
  type RequestParams,
  readSentOrder,
  type TimeField,
  valueAt,
} from '../../internal.ts';
import type { Call, ItemReply, Reply } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { simulatedToken } from '../simulated-token.ts';
import { lookUpOf } from './look-ups.ts';
import { put, type RecordFields, recordOf } from './record.ts';
import { marksOf, refusedItem, scalarOf } from './refused.ts';

/** A good answer: the marks of success, and what was asked for. */
export function successBody(exchange: Exchange, reply: Reply, call: Call): Json {
  switch (reply.action) {
    case 'time':
      return timeBody(exchange, reply.now);
    case 'lookup': {
      const route = lookUpOf(exchange, call) ?? lookUpFor(exchange, call.path, paramsOf(exchange, call));
      return within(
        exchange,
        placeFor(route, reply.order),
        inList(exchange, route, recordOf(exchange, route, reply.order)),
      );
    }
    case 'order':
    case 'amend':
    case 'cancel':
      return oneOrder(exchange, reply.items, call);
    case 'batch':
      return several(exchange, reply.items, call);
    // No definition has a route for them, but for a look-up that finds nothing.
    case 'open': {
      const [place = ''] = [lookUpOf(exchange, call)?.order ?? ''].flat();
      if (call.route?.action !== 'lookup' || place === '') return within(exchange, '', {});
      return place.endsWith('.*') ? within(exchange, place.slice(0, -2), {}) : within(exchange, place, []);
    }
    case 'cancel-all':
    case 'ticker':
    case 'balance':
      return within(exchange, '', {});
  }
}

/** A good answer without anything in it but a sentence: a definition does not say what its reads answer. */
export function readBody(exchange: Exchange, { method, path }: Call): Json {
  const { token } = exchange.socket ?? {};
  if (path === token?.path) return put(within(exchange, '', {}), token.field, simulatedToken);
  const sentence = `the definition of ${exchange.id} does not say what ${method} ${path} answers`;
  return within(exchange, '', { simulated: sentence });
}

function timeBody(exchange: Exchange, now: number): Json {
  const { from } = exchange.time;
  const marks = within(exchange, '', {});
  if (from === 'date') return marks;
  const [first = 'time'] = from;
  return typeof first === 'string'
    ? put(marks, first, now)
    : put(marks, first.field, timesIn[first.unit](now));
}

/** A time as each unit writes it: those that are finer than a number holds, as text. */
const timesIn: Readonly<Record<TimeField['unit'], (now: number) => Json>> = {
  s: (now) => Math.floor(now / 1000),
  ms: (now) => now,
  us: (now) => `${now}000`,
  ns: (now) => `${now}000000`,
  iso: (now) => new Date(now).toISOString(),
};

/** What the route answers by the definition's own template, else the order's record. */
function oneOrder(exchange: Exchange, items: readonly ItemReply[], call: Call): Json {
  const [item] = items;
  if (!item?.ok) return within(exchange, '', {});
  const route = lookUpFor(exchange, call.path, paramsOf(exchange, call));
  const record = recordOf(exchange, route, item.order);
  const answerTo = (path: string): LookupAnswer | undefined =>
    route?.answers?.find(({ to }) => to.some((pattern) => fitsPath(pattern, path)));
  const template = (call.command === undefined ? undefined : answerTo(call.command)) ?? answerTo(call.path);
  if (template) return filled(template.body as Json, record, item.order.orderId);
  const accepted = exchange.rest.accepted?.[0];
  return within(
    exchange,
    placeFor(route, item.order),
    accepted === undefined ? record : put(record, accepted, item.order.orderId),
  );
}

function several(exchange: Exchange, items: readonly ItemReply[], call: Call): Json {
  const [shape] = exchange.rest.items ?? [];
  const route = lookUpFor(exchange, call.path, paramsOf(exchange, call));
  const list = items.map((item): RecordFields => {
    if (item.ok) return { ...recordOf(exchange, route, item.order), ...marksOf(shape?.flags, true) };
    return refusedItem(shape, item);
  });
  const { failed, done } = shape ?? {};
  if (failed === undefined) return shape?.at === '' ? list : within(exchange, shape?.at ?? 'data', list);
  const those = (isGood: boolean): readonly Json[] => list.filter((_, at) => items[at]?.ok === isGood);
  const refused = within(exchange, failed, those(false));
  return done === undefined ? refused : put(refused, done, those(true));
}

function paramsOf({ paramsIn }: Exchange, call: Call): RequestParams {
  return lazyParams(() => readSentOrder(call, paramsIn));
}

/** Something at its place, and the marks of success around it. */
function within({ rest }: Exchange, path: string, value: Json): RecordFields {
  const [ok] = rest.ok;
  const [field] = rest.code;
  const [good] = rest.good ?? [];
  const marks = good === undefined ? marksOf(rest.flags, true) : put(marksOf(rest.flags, true), good, {});
  const said = rest.codeList ? [] : ok === undefined ? undefined : scalarOf(ok);
  const coded = said === undefined || field === undefined ? marks : put(marks, field, said);
  if (path === '') return { ...(isRecord(value) ? value : {}), ...coded };
  return put(coded, path, value);
}

/** A list of one, where the place is known to hold a list: items stand there, or a look-up may find none there. */
function inList({ rest, refusals }: Exchange, route: LookupRoute | undefined, record: RecordFields): Json {
  const { order = '', path = '' } = route ?? {};
  const [place = ''] = [order].flat();
  const isList =
    place !== '' &&
    !place.endsWith('*') &&
    ((rest.items ?? []).some(({ at }) => at === place) || (refusals.emptyLookups ?? []).includes(path));
  return isList ? [record] : record;
}

/** Where a look-up has an order. */
function placeFor(route: LookupRoute | undefined, { orderId }: SimOrder): string {
  const { order = '' } = route ?? {};
  return ((typeof order === 'string' ? order : order[0]) ?? '').replace(/\*$/, orderId);
}

/** `$order` is the record, `$order.field` one of its fields, `$order.$key` what it is kept under; `...` stands for all of its members. */
function filled(template: Json | undefined, record: RecordFields, key: string): Json {
  if (typeof template === 'string' && template.startsWith('$order')) {
    const field = template.slice('$order.'.length);
    if (field === '$key') return key;
    return field === '' ? record : ((valueAt(record, field) as Json | undefined) ?? null);
  }
  if (Array.isArray(template)) return template.map((item: Json) => filled(item, record, key));
  if (!isRecord(template)) return template ?? null;
  const members = Object.entries(template).map(
    ([name, value]): RecordFields => (name === '...' ? record : { [name]: filled(value, record, key) }),
  );
  return Object.assign({}, ...members);
}
