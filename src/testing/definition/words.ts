// Writes answers by a definition alone.
import {
  type Envelope,
  type Exchange,
  fitsPath,
  type ItemsShape,
  type LookupRoute,
  lazyParams,
  lookUpFor,
  type RequestParams,
  readSentOrder,
  type TimeField,
  valueAt,
} from '../../internal.ts';
import type { Call, ItemReply, RefusalAnswer, Reply } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import type { Refusal } from '../refusal.ts';
import type { SimOrder } from '../reply.ts';
import { lookUpOf } from './look-ups.ts';
import { put, type RecordFields, recordOf } from './record.ts';

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
  const sentence = `the definition of ${exchange.id} does not say what ${method} ${path} answers`;
  return within(exchange, '', { simulated: sentence });
}

/** HTTP statuses that say as much as a code does, for exchanges that refuse by status. */
const statusOf: Readonly<Partial<Record<Refusal, number>>> = {
  throttle: 429,
  'api-key': 401,
  signature: 401,
  'no-route': 404,
  server: 500,
};

/** A refusal, by a code of the catalog, or by the status alone where it has none that fits. */
export function failureBody(
  exchange: Exchange,
  code: string,
  text: string,
  why: Refusal | undefined,
): RefusalAnswer {
  const { rest, refusals } = exchange;
  const words =
    text === '' && code === ''
      ? `simulateExchange: the catalog of ${exchange.id} has no code for this (${why})`
      : text;
  const { status: usual = rest.bare === false && code !== '' ? 200 : 400 } = refusals;
  const status = (refusals.status === undefined && why && statusOf[why]) || usual;
  const flags = rest.flags.slice(0, 1).map((flag) => [flag, false] as const);
  const said = rest.codeList ? [code] : scalarOf(code);
  const marked = code === '' ? {} : put({}, rest.code[0] ?? 'code', said);
  return { status, body: { ...Object.fromEntries(flags), ...withWords(rest, marked, words) } };
}

/** A code that is the text itself stands for both. */
function withWords(
  { code, message }: Partial<Pick<Envelope, 'code' | 'message'>>,
  marked: RecordFields,
  words: string,
): RecordFields {
  const [field = 'message'] = message ?? [];
  return field === code?.[0] && Object.keys(marked).length > 0 ? marked : put(marked, field, words);
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
  const template = route?.answers?.find(({ to }) => to.some((pattern) => fitsPath(pattern, call.path)));
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

function refusedItem(
  shape: ItemsShape | undefined,
  { ref, code, text }: Extract<ItemReply, { readonly ok: false }>,
): RecordFields {
  const named: RecordFields = { ...ref };
  const identified = shape?.id?.[0] === undefined ? named : put(named, shape.id[0], ref.clientOrderId);
  const coded = put(identified, shape?.code?.[0] ?? 'code', scalarOf(code));
  return { ...withWords(shape ?? {}, coded, text), ...marksOf(shape?.flags, false) };
}

function paramsOf({ paramsIn }: Exchange, call: Call): RequestParams {
  return lazyParams(() => readSentOrder(call, paramsIn));
}

function marksOf(flags: readonly string[] = [], isGood: boolean): RecordFields {
  return Object.fromEntries(flags.slice(0, 1).map((flag) => [flag, isGood]));
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

/** As exchanges write them: a number where it is one to the letter. */
function scalarOf(code: string): Json {
  return /^(?:0|-?[1-9]\d{0,14})$/.test(code) ? Number(code) : code;
}
