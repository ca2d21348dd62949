// The table that checks a dialect of the user's own.
import {
  duration,
  flag,
  func,
  type Kind,
  list,
  number,
  object,
  oneOf,
  only,
  pattern,
  record,
  refusalReasons,
  required,
  type Shape,
  text,
  union,
} from '../internal.ts';
import { actions, type Dialect, type DialectRoute, type OwnDialect } from './dialect.ts';

const count = number({ min: 1 });

const routeShape: Shape<DialectRoute> = {
  method: required(text),
  path: required(only("a path that starts with '/'", (value) => String(value).startsWith('/'))),
  action: required(oneOf(...actions)),
  signed: flag,
  itemised: flag,
  book: text,
  idempotent: flag,
  answersWell: flag,
  most: count,
  least: count,
};

const codesShape: Readonly<Record<string, Kind>> = Object.fromEntries(
  refusalReasons.map((reason) => [reason, text]),
);

const toleranceShape: Shape<Dialect['tolerance']> = {
  behindMs: required(duration()),
  aheadMs: required(duration()),
};

const banShape: Shape<Dialect['ban']> = {
  status: required(number({ min: 200, max: 599, integer: true })),
  code: text,
  text,
};

/** One line for each member of a dialect. */
export const dialectShape: Shape<OwnDialect> = {
  id: required(text),
  codes: object(codesShape),
  routes: list(object(routeShape), undefined, 'a list of routes'),
  wordsOf: func,
  texts: record(text),
  tolerance: object(toleranceShape),
  deduplicates: union(flag, oneOf('while-open')),
  maxBatch: count,
  maxCancel: count,
  firstOrderId: only('a bigint', (value) => typeof value === 'bigint'),
  reads: oneOf('body', 'both'),
  contentType: pattern,
  apiKey: func,
  timestamp: func,
  timestampAhead: flag,
  timestampOptional: flag,
  nonceGrows: flag,
  recvWindowMs: func,
  verify: func,
  nonce: func,
  routeOf: func,
  faultOf: func,
  orders: func,
  refs: func,
  amends: func,
  read: func,
  success: func,
  failure: func,
  ban: object(banShape),
  headers: func,
};
