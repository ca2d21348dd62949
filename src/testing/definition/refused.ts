// Writes refusals by a definition alone.
import { type Envelope, type Exchange, type ItemsShape, valueAt } from '../../internal.ts';
import type { RefusalAnswer } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import type { Refusal } from '../refusal.ts';
import type { ItemReply } from '../reply.ts';
import { codeIn, marksOf } from './marks.ts';
import { put, type RecordFields } from './record.ts';
import { filled } from './templates.ts';

/** HTTP statuses that say as much as a code does, for exchanges that refuse by status. */
const statusOf: Readonly<Partial<Record<Refusal, number>>> = {
  throttle: 429,
  'api-key': 401,
  signature: 401,
  'no-route': 404,
  server: 500,
};

/**
 * A refusal, by a code of the catalog, or by the status alone where it has none that fits.
 * @param template of the answer of the route, where its items are what refuses
 */
export function failureBody(
  exchange: Exchange,
  code: string,
  text: string,
  why: Refusal | undefined,
  template?: Json,
): RefusalAnswer {
  const { rest, refusals } = exchange;
  const words =
    text === '' && code === ''
      ? `simulateExchange: the catalog of ${exchange.id} has no code for this (${why})`
      : text;
  const { status: usual = rest.bare === false && code !== '' ? 200 : 400 } = refusals;
  const status = (refusals.status === undefined && why && statusOf[why]) || usual;
  if (why && refusals.inItems?.includes(why))
    return { status: 200, body: itemBody(exchange, code, words, template) };
  const flags = rest.flags.slice(0, 1).map((flag) => [flag, false] as const);
  const said = rest.codeList ? [code] : codeIn(rest, code);
  const marked = code === '' ? {} : put({}, rest.code[0] ?? 'code', said);
  const marks = (rest.failure ?? []).flatMap(({ field, equals }) =>
    typeof equals === 'string' && !field.includes('.') ? [[field, equals] as const] : [],
  );
  return { status, body: { ...Object.fromEntries([...flags, ...marks]), ...withWords(rest, marked, words) } };
}

/** The refusal of one order where a batch has its items: what stands around it lets them say why. */
function itemBody(exchange: Exchange, code: string, text: string, template: Json | undefined): Json {
  const shape = shapeOf(exchange, template);
  const item = { ok: false, ref: {}, code, text } as const;
  const bare = template && filled(template, {}, '');
  const around = bare ?? (shape?.at === '' ? [] : put({}, shape?.at ?? 'data', []));
  return withDeferred(exchange, refusedIn(exchange, around, shape, item), [item]);
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
export function refusedIn(
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

/** Where codes let the items say why: the first that all of them failed, the last that some did. */
export function withDeferred({ rest }: Exchange, body: Json, items: readonly Pick<ItemReply, 'ok'>[]): Json {
  const failed = items.filter(({ ok }) => !ok).length;
  const code = failed === items.length ? rest.defer?.[0] : rest.defer?.at(-1);
  const [field] = rest.code;
  if (failed === 0 || code === undefined || field === undefined || !isRecord(body)) return body;
  return put(body, field, codeIn(rest, code));
}

/** A code that is the text itself, or its beginning, stands for both. */
function withWords(
  { code, message }: Partial<Pick<Envelope, 'code' | 'message'>>,
  marked: RecordFields,
  words: string,
): RecordFields {
  const [field = 'message'] = message ?? [];
  if (field !== code?.[0] || Object.keys(marked).length === 0) return put(marked, field, words);
  const said = valueAt(marked, field);
  return typeof said === 'string' && words.startsWith(said) ? put(marked, field, words) : marked;
}

export function refusedItem(
  envelope: Pick<Envelope, 'codeType'>,
  shape: ItemsShape | undefined,
  { ref, code, text }: Extract<ItemReply, { readonly ok: false }>,
): RecordFields {
  const { clientOrderId, orderId } = ref;
  const [byClient, own = byClient] = shape?.id ?? [];
  const place = clientOrderId === undefined ? own : byClient;
  const identified: RecordFields =
    place === undefined ? { ...ref } : put({}, place, clientOrderId ?? orderId);
  const coded = put(identified, shape?.code?.[0] ?? 'code', codeIn(envelope, code));
  return { ...withWords(shape ?? {}, coded, text), ...marksOf(shape?.flags, false) };
}
