// Writes refusals by a definition alone.
import type { Envelope, Exchange, ItemsShape } from '../../internal.ts';
import type { RefusalAnswer } from '../dialect.ts';
import type { Refusal } from '../refusal.ts';
import type { ItemReply } from '../reply.ts';
import { codeIn, marksOf } from './marks.ts';
import { put, type RecordFields } from './record.ts';

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
  if (why && refusals.inItems?.includes(why)) return { status: 200, body: itemBody(exchange, code, words) };
  const flags = rest.flags.slice(0, 1).map((flag) => [flag, false] as const);
  const said = rest.codeList ? [code] : codeIn(rest, code);
  const marked = code === '' ? {} : put({}, rest.code[0] ?? 'code', said);
  const marks = (rest.failure ?? []).flatMap(({ field, equals }) =>
    typeof equals === 'string' && !field.includes('.') ? [[field, equals] as const] : [],
  );
  return { status, body: { ...Object.fromEntries([...flags, ...marks]), ...withWords(rest, marked, words) } };
}

/** The refusal of one order where a batch has its items: what stands around it lets them say why. */
function itemBody({ rest }: Exchange, code: string, text: string): RecordFields {
  const [shape] = rest.items ?? [];
  const [around] = rest.defer ?? [];
  const item = refusedItem(rest, shape, { ok: false, ref: {}, code, text });
  const marks = around === undefined ? {} : put({}, rest.code[0] ?? 'code', around);
  return put(marks, shape?.at ?? 'data', [item]);
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
