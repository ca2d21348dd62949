// Writes answers by a definition alone.
import {
  type Exchange,
  type LookupRoute,
  lazyParams,
  lookUpFor,
  type RequestParams,
  readSentOrder,
  type TimeField,
} from '../../internal.ts';
import type { Call, ItemReply, Reply } from '../dialect.ts';
import type { Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';
import { simulatedToken } from '../simulated-token.ts';
import { batchBody } from './batch-body.ts';
import { lookUpOf } from './look-ups.ts';
import { within } from './marks.ts';
import { put, type RecordFields, recordOf } from './record.ts';
import { answerTo, filled } from './templates.ts';

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
      return call.route?.itemised
        ? batchBody(exchange, reply.items, call)
        : oneOrder(exchange, reply.items, call);
    case 'batch':
      return batchBody(exchange, reply.items, call);
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
  const { route, template } = answerTo(exchange, call);
  const record = recordOf(exchange, route, item.order);
  if (template) return filled(template, record, item.order.orderId);
  const accepted = exchange.rest.accepted?.[0];
  return within(
    exchange,
    placeFor(route, item.order),
    accepted === undefined ? record : put(record, accepted, item.order.orderId),
  );
}

function paramsOf({ paramsIn }: Exchange, call: Call): RequestParams {
  return lazyParams(() => readSentOrder(call, paramsIn));
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
