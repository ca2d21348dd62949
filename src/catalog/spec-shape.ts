// The table that checks a definition.
import { bad, isObject, type Place } from '../options/check-value.ts';
import {
  duration,
  flag,
  func,
  list,
  object,
  oneOf,
  only,
  record,
  required,
  text,
  union,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { routeKinds } from '../types.ts';
import { host, namespaceList, resetList, statusList, timeShape, waitList } from './answer-shape.ts';
import type { Table } from './entry.ts';
import { envelopeShape } from './envelope-shape.ts';
import type { ExchangeSpec, Route } from './exchange.ts';
import { limitList, pathPattern, routeMatchShape } from './limit-shape.ts';
import { checkTemplates } from './look-up-templates.ts';
import {
  batchShape,
  checkExpiry,
  clientOrderIdShape,
  expiryShape,
  lookupShape,
  settleShape,
  validityShape,
} from './order-shape.ts';
import { checkRefusals, refusalsShape } from './refusal-shape.ts';
import { socketKind } from './socket-shape.ts';
import { usageList } from './usage-shape.ts';

// The rows themselves are judged one by one, with their code in the message.
const tableShape: Shape<Table> = {
  source: required(text),
  rows: required(union(list(only('a row: a list of code, category, outcome and text', Array.isArray)), func)),
};
const table: Kind = object(tableShape);

const routeShape: Shape<Route> = {
  ...routeMatchShape,
  kind: required(oneOf(...routeKinds)),
  amends: flag,
  cancelsAll: flag,
  book: text,
};

/** One line for each field of a definition: a new field means a line here. */
export const specShape: Shape<ExchangeSpec> = {
  id: required(text),
  name: required(text),
  docs: list(text),
  hosts: list(host),
  table: required(table, 'rows', 'codes', 'errors'),
  beyond: table,
  rest: required(object(envelopeShape)),
  ws: object(envelopeShape),
  socket: socketKind,
  restOnly: table,
  wsOnly: table,
  wsSharesTable: flag,
  namespaces: namespaceList,
  trustsCodesUnder5xx: flag,
  limits: limitList,
  tiers: record(only('an object of limits by their names', isObject)),
  usage: usageList,
  statuses: statusList,
  resets: resetList,
  waits: waitList,
  maxPauseMs: duration(),
  time: object(timeShape),
  routes: list(object(routeShape), checkRoutes),
  paramsIn: text,
  signedPaths: list(pathPattern),
  clientOrderId: object(clientOrderIdShape),
  lookup: list(object(lookupShape, checkTemplates)),
  settle: object(settleShape),
  validity: object(validityShape),
  expiry: object(expiryShape, checkExpiry),
  repeat: oneOf('anew', 'same-bytes'),
  policies: record(only('a policy, such as `failFast()`', (value) => typeof value === 'function')),
  batches: list(object(batchShape)),
  refusals: object(refusalsShape, checkRefusals),
  retryAfter: func,
};

/** Of two routes for the same requests the second would never count. */
function checkRoutes(routes: readonly unknown[], option: string, place: Place): void {
  const known = new Map<string, Route>();
  for (const [at, route] of (routes as readonly Route[]).entries()) {
    const params = route.params ? ` ${JSON.stringify(route.params)}` : '';
    const key = `${route.method ?? '*'} ${route.path ?? '/**'} ${route.transport ?? '*'}${params}`;
    const twin = known.get(key);
    if (twin && (twin.kind !== route.kind || twin.signed !== route.signed))
      throw bad(`${option}[${at}]`, route, `one rule for \`${key}\`, which stands above with another`, place);
    known.set(key, route);
  }
}
