// An order's record as a definition's look-up reads it.
import { type Exchange, type LookupRoute, lastStep, type OrderRecord } from '../../internal.ts';
import { isRecord, type Json } from '../json.ts';
import type { SimOrder } from '../reply.ts';

/** An object that is being written. */
export type RecordFields = { readonly [name: string]: Json | undefined };

/** An order as the definition's look-up would have it, so that it reads there what it looks for. */
export function recordOf(exchange: Exchange, route: LookupRoute | undefined, order: SimOrder): RecordFields {
  const { record = {} } = route ?? {};
  // What the record is kept under is no member of it.
  const { ownId = 'orderId' } = record;
  const own = ownId.startsWith('$')
    ? { ...order.members, orderId: order.orderId }
    : put({ ...order.members, orderId: order.orderId }, ownId, order.orderId);
  const named = idFields(exchange, record).reduce<RecordFields>(
    (fields, name) => put(fields, name, order.clientOrderId),
    own,
  );
  const copied = Object.entries({ ...record.same, ...record.amends }).reduce<RecordFields>(
    (fields, [param, field]) => {
      const sent = order.members?.[param];
      return sent === undefined ? fields : put(fields, field, sent);
    },
    named,
  );
  return stated(record, order, born(record, order, copied));
}

function idFields({ clientOrderId }: Exchange, { id }: OrderRecord): readonly string[] {
  if (id !== undefined) return typeof id === 'string' ? [id] : id.slice(0, 1);
  return [lastStep(clientOrderId?.fields[0] ?? 'clientOrderId')];
}

function born({ born: when }: OrderRecord, { createdAt }: SimOrder, fields: RecordFields): RecordFields {
  if (!when) return fields;
  return put(fields, when.field, when.unit === 's' ? Math.floor(createdAt / 1000) : createdAt);
}

function stated({ state }: OrderRecord, { status }: SimOrder, fields: RecordFields): RecordFields {
  if (!state) return { status, ...fields };
  const [word] = state[status] ?? [];
  return word === undefined ? fields : put(fields, state.field, word);
}

/** The object with a value at a dotted path. */
export function put(object: RecordFields, path: string, value: Json | undefined): RecordFields {
  const [name = path, ...rest] = path.split('.');
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  const [next, ...beyond] = rest;
  // A number is a place in a list: the first, of what is written here.
  if (next === '0') {
    const first = Array.isArray(inner) ? (inner[0] as Json | undefined) : undefined;
    const own = isRecord(first) ? first : {};
    return { ...object, [name]: [beyond.length === 0 ? (value ?? null) : put(own, beyond.join('.'), value)] };
  }
  return { ...object, [name]: put(isRecord(inner) ? inner : {}, rest.join('.'), value) };
}
