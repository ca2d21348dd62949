// Finds and fills the template of what a route answers.
import {
  type Exchange,
  fitsPath,
  idIn,
  type LookupAnswer,
  type LookupRoute,
  lazyParams,
  lookUpsFor,
  ownIdIn,
  readBatch,
  readSentOrder,
  valueAt,
} from '../../internal.ts';
import type { Call } from '../dialect.ts';
import { isRecord, type Json } from '../json.ts';
import type { RecordFields } from './record.ts';

/** The look-up that covers a request, by the id by which the request names its order, and its template of the answer. */
export function answerTo(
  exchange: Exchange,
  call: Call,
): { readonly route: LookupRoute | undefined; readonly template: Json | undefined } {
  const sent = readSentOrder(call, exchange.paramsIn);
  const routes = lookUpsFor(
    exchange,
    call.path,
    lazyParams(() => sent),
  );
  const named = exchange.clientOrderId && idIn(exchange.clientOrderId, call, sent);
  // A new order has no id of the exchange's yet.
  const list = readBatch(exchange, call.method, call.path, sent)?.rule.list;
  const byOwnId =
    call.kind === 'order'
      ? undefined
      : routes.find((one) => one.by === `${list}.0` || ownIdIn(one, call.path, sent) !== undefined);
  const route = (named === undefined ? byOwnId : undefined) ?? routes.find(({ by }) => by === undefined);
  const at = (path: string): LookupAnswer | undefined =>
    route?.answers?.find(({ to }) => to.some((pattern) => fitsPath(pattern, path)));
  const found = (call.command === undefined ? undefined : at(call.command)) ?? at(call.path);
  return { route, template: found?.body as Json | undefined };
}

/** `$order` is the record, `$order.field` one of its fields, `$order.$key` what it is kept under; `...` stands for all of its members. */
export function filled(template: Json | undefined, record: RecordFields, key: string): Json {
  if (typeof template === 'string' && /^\$(?:order|text)/.test(template)) {
    const field = template.replace(/^\$(?:order|text)\.?/, '');
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
