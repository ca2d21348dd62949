// The table that checks a definition.
import { bad, isObject, type Place } from '../options/check-value.ts';
import {
  duration,
  fieldPath,
  flag,
  func,
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
import { categories, routeKinds } from '../types.ts';
import type { Table } from './entry.ts';
import { envelopeShape } from './envelope-shape.ts';
import type { ExchangeSpec, Namespace, Route, TimeField, TimeSource } from './exchange.ts';
import { limitList, limitRef, pathPattern, routeMatchShape } from './limit-shape.ts';
import type { ResetHeader, StatusRow, WaitSource } from './limit-signals.ts';
import { checkTemplates } from './look-up-templates.ts';
import {
  checkExpiry,
  clientOrderIdShape,
  expiryShape,
  lookupShape,
  path,
  settleShape,
  validityShape,
} from './order-shape.ts';
import { socketShape } from './socket-shape.ts';
import { usageList } from './usage-shape.ts';

const host: Kind = only(
  "a host such as 'api.example.com', without 'https://' and path",
  (value) => typeof value === 'string' && /^[^\s/@?#]+$/.test(value),
);

// The rows themselves are judged one by one, with their code in the message.
const tableShape: Shape<Table> = {
  source: required(text),
  rows: required(union(list(only('a row: a list of code, category, outcome and text', Array.isArray)), func)),
};
const table: Kind = object(tableShape);

const statusShape: Shape<StatusRow> = {
  status: required(number({ min: 100, max: 599, integer: true })),
  html: flag,
  text,
  category: required(oneOf(...categories)),
  outcome: required(oneOf('rejected', 'unknown')),
  waitMs: duration(),
  limit: limitRef,
};

const resetShape: Shape<ResetHeader> = {
  header: required(text),
  unit: required(oneOf('s', 'ms', 'instant')),
  left: text,
  pick: func,
};

const waitShape: Shape<WaitSource> = {
  field: fieldPath,
  text: pattern,
  unit: required(oneOf('s', 'ms', 'instant')),
};

const timeRouteShape: Shape<TimeSource['routes'][number]> = { when: path, path: required(path) };

const timeFieldShape: Shape<TimeField> = {
  field: required(fieldPath),
  unit: required(oneOf('s', 'ms', 'us', 'ns', 'iso')),
};

const timeShape: Shape<TimeSource> = {
  routes: required(list(object(timeRouteShape), checkReach)),
  from: required(
    union(oneOf('date'), list(union(fieldPath, object(timeFieldShape)), undefined, 'a list of fields')),
  ),
};

const nameList = (of: Kind): Kind => union(of, list(of));

const namespaceShape: Shape<Namespace> = {
  name: required(
    only("a name that is no transport's", (value) => text.is(value) && value !== 'rest' && value !== 'ws'),
  ),
  match: required(
    object({ path: nameList(pathPattern), host: nameList(host), transport: oneOf('rest', 'ws') }),
  ),
  alone: flag,
};

const routeShape: Shape<Route> = {
  ...routeMatchShape,
  kind: required(oneOf(...routeKinds)),
  amends: flag,
};

/** One line for each field of a definition: a new field means a line here. */
export const specShape: Shape<ExchangeSpec> = {
  id: required(text),
  name: required(text),
  docs: list(text),
  hosts: list(host),
  table: required(table),
  beyond: table,
  rest: required(object(envelopeShape)),
  ws: object(envelopeShape),
  socket: object(socketShape),
  restOnly: table,
  wsOnly: table,
  wsSharesTable: flag,
  namespaces: list(object(namespaceShape), checkNames),
  trustsCodesUnder5xx: flag,
  limits: limitList,
  tiers: record(only('an object of limits by their names', isObject)),
  usage: usageList,
  statuses: list(object(statusShape), checkStatuses),
  resets: list(object(resetShape)),
  waits: list(object(waitShape, checkWait)),
  maxPauseMs: duration(),
  time: object(timeShape),
  routes: list(object(routeShape), checkRoutes),
  signedPaths: list(pathPattern),
  clientOrderId: object(clientOrderIdShape),
  lookup: list(object(lookupShape, checkTemplates)),
  settle: object(settleShape),
  validity: object(validityShape),
  expiry: object(expiryShape, checkExpiry),
  repeat: oneOf('anew', 'same-bytes'),
  policies: record(func),
  retryAfter: func,
};

/** What comes after a route for every path is never asked. */
function checkReach(routes: readonly unknown[], option: string, place: Place): void {
  if (routes.length === 0) throw bad(option, routes, 'at least one route', place);
  const open = (routes as TimeSource['routes']).findIndex(({ when }) => when === undefined);
  if (open >= 0 && open < routes.length - 1)
    throw bad(`${option}[${open}].when`, undefined, 'a path, since others come after it', place);
}

/** A row would never count after one of its status that takes all bodies it takes. */
function checkStatuses(rows: readonly unknown[], option: string, place: Place): void {
  const statuses = rows as readonly StatusRow[];
  const at = statuses.findIndex(({ status, html, text: words }, index) =>
    statuses
      .slice(0, index)
      .some(
        (above) =>
          above.status === status &&
          (above.html === undefined || above.html === html) &&
          (above.text === undefined || words?.toLowerCase().startsWith(above.text.toLowerCase())),
      ),
  );
  if (at >= 0)
    throw bad(`${option}[${at}].status`, statuses[at]?.status, 'a status that no row above has', place);
}

/** Of two namespaces of one name the rows would not know which. */
function checkNames(namespaces: readonly unknown[], option: string, place: Place): void {
  const names = (namespaces as readonly Namespace[]).map(({ name }) => name);
  const at = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (at >= 0) throw bad(`${option}[${at}].name`, names[at], 'a name of its own', place);
}

/** A wait without a field is read from the text of the refusal, which is no number. */
function checkWait({ field, text: words }: WaitSource, place: Place): void {
  if (field === undefined && words === undefined)
    throw bad(
      `${place.path}text`,
      words,
      'a regular expression with one group, or `field` in its place',
      place,
    );
  if (words && new RegExp(`${words.source}|`, words.flags).exec('')?.length !== 2)
    throw bad(`${place.path}text`, words, 'a regular expression with one group', place);
}

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
