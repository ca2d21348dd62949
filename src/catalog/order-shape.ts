// One table per option object that says how an exchange names orders, is asked for them and shows them.

import { bad, isObject, type Place } from '../options/check-value.ts';
import {
  duration,
  fieldPath,
  flag,
  list,
  number,
  object,
  oneOf,
  only,
  pattern,
  record,
  required,
  text,
  union,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { methodName, pathPattern, routeMatchShape } from './limit-shape.ts';
import type { OrderRecord } from './order-record.ts';
import type {
  BatchRoute,
  ClientOrderId,
  DerivedValue,
  Expiry,
  LookupRoute,
  LookupTurn,
  Settle,
  Validity,
} from './order-rules.ts';

/** A path without a query. */
export const path: Kind = only(
  "a path that starts with '/'",
  (value) => typeof value === 'string' && value.startsWith('/'),
);

export const clientOrderIdShape: Shape<ClientOrderId> = {
  fields: required(list(fieldPath, undefined, 'a list of fields')),
  standing: list(fieldPath),
  byRoute: list(object({ when: required(path), field: required(fieldPath), prefix: text })),
  begins: text,
  inPath: list(pathPattern),
  market: list(text),
  pattern: required(pattern),
  deduplicated: required(union(flag, oneOf('always', 'while-open', 'returned'))),
};

const words: Kind = list(text, undefined, 'a list of words');

const orderRecordShape: Shape<OrderRecord> = {
  ownId: fieldPath,
  id: union(fieldPath, list(fieldPath, undefined, 'a list of fields')),
  same: record(fieldPath),
  born: object({ field: required(fieldPath), unit: oneOf('ms', 's') }),
  state: object({
    field: required(fieldPath),
    open: words,
    filled: words,
    cancelled: words,
    refused: words,
  }),
  amends: record(fieldPath),
  neutral: list(text),
};

const header: Kind = only(
  'the name of a header, in lower case',
  (value) => typeof value === 'string' && /^[^A-Z\s]+$/.test(value),
);

export const expiryShape: Shape<Expiry> = {
  header,
  param: text,
  unit: required(oneOf('ms', 's', 'instant-ms', 'instant-s', 'instant-us', 'iso')),
  most: duration({ min: 1 }),
  routes: object(routeMatchShape),
  always: flag,
};

/** One place, and no more. */
export function checkExpiry({ header: ofHeader, param }: Expiry, place: Place): void {
  if ((ofHeader === undefined) === (param === undefined))
    throw bad(`${place.path}header`, ofHeader, 'the name of a header, or `param` that of a parameter', place);
}

export const validityShape: Shape<Validity> = {
  forMs: duration(),
  header,
  param: text,
  unit: oneOf('ms', 's', 'until'),
  since: text,
};

const place: Kind = only(
  "a dotted path, or '' for the whole answer",
  (value) => value === '' || fieldPath.is(value),
);

const template: Kind = only('an object or a list', (value) => isObject(value) || Array.isArray(value));

const turnShape: Shape<LookupTurn> = {
  method: oneOf('GET', 'POST'),
  path,
  keptMs: duration({ min: 1 }),
  query: record(text),
  body: record(text),
  form: record(text),
  order: union(place, list(place, undefined, 'a list of places')),
  none: object({ field: required(fieldPath), equals: required(text) }),
  record: object(orderRecordShape),
  answers: list(object({ to: required(list(pathPattern)), body: required(template) })),
};

export const lookupShape: Shape<LookupRoute> = {
  when: path,
  by: text,
  covers: list(pathPattern),
  params: routeMatchShape.params,
  derived: record(object({ from: required(text), pattern: required(pattern) }, checkDerived)),
  ...turnShape,
  method: required(turnShape.method),
  path: required(path),
  next: list(object(turnShape)),
};

/** What it takes out of a parameter is its only group. */
function checkDerived({ pattern: given }: DerivedValue, at: Place): void {
  if (new RegExp(`${given.source}|`, given.flags).exec('')?.length !== 2)
    throw bad(`${at.path}pattern`, given, 'a regular expression with one group', at);
}

export const batchShape: Shape<BatchRoute> = {
  method: methodName,
  path: required(pathPattern),
  list: required(
    only("a dotted path, or '' for the whole body", (value) => value === '' || fieldPath.is(value)),
  ),
  id: union(fieldPath, list(fieldPath, undefined, 'a list of fields')),
  most: number({ min: 1, integer: true }),
  least: number({ min: 1, integer: true }),
};

export const settleShape: Shape<Settle> = {
  settleMs: required(duration()),
  asks: required(number({ min: 1, integer: true })),
};
