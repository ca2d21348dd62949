// Writes the answer to several orders by a definition alone.
import { type Exchange, type ItemsShape, valueAt } from '../../internal.ts';
import type { Call, ItemReply } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import { codeIn, marksOf, within } from './marks.ts';
import { put, type RecordFields, recordOf } from './record.ts';
import { refusedItem } from './refused.ts';
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

/** Of the shapes of items that whose list stands in the template. */
export function shapeOf(
  { rest: { items = [] } }: Exchange,
  template: Json | undefined,
): ItemsShape | undefined {
  const found = items.find(({ at, failed }) => Array.isArray(listAt(template, failed ?? at ?? '')));
  return template === undefined ? items[0] : found;
}

function listAt(template: Json | undefined, path: string): unknown {
  return path === '' ? template : valueAt(template, path);
}

/** What stands in the answer for one that was refused: its reason, and none of what was done. */
function refusedIn(
  exchange: Exchange,
  template: Json,
  shape: ItemsShape | undefined,
  item: Extract<ItemReply, { readonly ok: false }>,
): Json {
  const { at = '', failed, done } = shape ?? {};
  const named = shape?.id === undefined ? { ...item, ref: {} } : item;
  const list = [refusedItem(exchange.rest, shape, named)];
  if (!isRecord(template)) return list;
  const refused = put(template, failed ?? at, list);
  return done === undefined ? refused : put(refused, done, []);
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

/** Where codes let the items say why: the first that all of them failed, the last that some did. */
function withDeferred({ rest }: Exchange, body: Json, items: readonly ItemReply[]): Json {
  const failed = items.filter(({ ok }) => !ok).length;
  const code = failed === items.length ? rest.defer?.[0] : rest.defer?.at(-1);
  const [field] = rest.code;
  if (failed === 0 || code === undefined || field === undefined || !isRecord(body)) return body;
  return put(body, field, codeIn(rest, code));
}
