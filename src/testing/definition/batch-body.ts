// Writes the answer to several orders by a definition alone.
import type { Exchange } from '../../internal.ts';
import type { Call, ItemReply } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import { marksOf, within } from './marks.ts';
import { put, type RecordFields, recordOf } from './record.ts';
import { refusedIn, refusedItem, shapeOf, withDeferred } from './refused.ts';
import { answerTo, filled } from './templates.ts';

/** The items of an answer, each as the template of the route has it, else as its record with the marks of the envelope. */
export function batchBody(exchange: Exchange, items: readonly ItemReply[], call: Call): Json {
  const { route, template } = answerTo(exchange, call);
  const shape = shapeOf(exchange, template);
  if (isRecord(template) || Array.isArray(template)) {
    const bodies = items.map((item): Json => {
      if (item.ok) return filled(template, recordOf(exchange, route, item.order), item.order.orderId);
      return refusedIn(exchange, filled(template, {}, ''), shape, item);
    });
    return withDeferred(exchange, bodies.reduce(joined), items);
  }
  // Where none covers several orders, that of one shows how they are written.
  const shown = route ?? exchange.lookup.find(({ by }) => by === undefined);
  const list = items.map((item): RecordFields => {
    if (item.ok) return { ...recordOf(exchange, shown, item.order), ...marksOf(shape?.flags, true) };
    return refusedItem(exchange.rest, shape, item);
  });
  const { failed, done } = shape ?? {};
  if (failed === undefined) return shape?.at === '' ? list : within(exchange, shape?.at ?? 'data', list);
  const those = (isGood: boolean): readonly Json[] => list.filter((_, at) => items[at]?.ok === isGood);
  const refused = within(exchange, failed, those(false));
  return done === undefined ? refused : put(refused, done, those(true));
}

/** Two answers in one: lists go on, anything else is that of the first. */
function joined(one: Json, other: Json): Json {
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isRecord(one) || !isRecord(other)) return one;
  const members = Object.entries(one).map(([name, value]): [string, Json] => [
    name,
    joined(value ?? null, other[name] ?? null),
  ]);
  return Object.fromEntries(members);
}
