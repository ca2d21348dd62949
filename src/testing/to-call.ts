// Makes a call of a request, by the routes of a dialect.
import type { RouteKind } from '../internal.ts';
import type { Action, Call, Dialect, DialectRoute } from './dialect.ts';
import { type Json, parseExact, scalars } from './json.ts';
import type { SimRequest } from './sim-request.ts';

const kinds: Readonly<Record<Action, RouteKind>> = {
  time: 'read',
  ticker: 'read',
  balance: 'read',
  order: 'order',
  batch: 'order',
  amend: 'write',
  cancel: 'cancel',
  'cancel-all': 'cancel',
  lookup: 'read',
  open: 'read',
  read: 'read',
};

/** Finds the route of a request and reads its fields. */
export function toCall(dialect: Dialect, request: SimRequest): Call {
  const method = request.method.toUpperCase();
  const query = request.query ?? '';
  const body = request.body ?? '';
  const found = findRoute(dialect.routes, method, request.path);
  const action = found?.route.action;
  const json = body === '' ? undefined : parseExact(body);
  const call: Call = {
    method,
    path: request.path,
    query,
    headers: lowerCased(request.headers ?? {}),
    body,
    json,
    route: found?.route,
    kind: action ? kinds[action] : method === 'GET' || method === 'HEAD' ? 'read' : 'write',
    signed: found?.route.signed ?? (action !== undefined && action !== 'time' && action !== 'ticker'),
    fields: new Map([...fieldsOf(dialect, method, json, query), ...(found?.captures ?? [])]),
  };
  if (!found || !dialect.routeOf) return call;
  const route = dialect.routeOf(found.route, call);
  return { ...call, route, kind: kinds[route.action], signed: route.signed ?? call.signed };
}

/** A parameter in the wrong place was not sent, as far as the exchange can tell. */
function fieldsOf(
  { reads }: Dialect,
  method: string,
  json: Json | undefined,
  query: string,
): Iterable<[string, string]> {
  if (reads !== 'body') return [...scalars(json), ...new URLSearchParams(query)];
  return method === 'GET' || method === 'HEAD' ? new URLSearchParams(query) : scalars(json);
}

function findRoute(
  routes: readonly DialectRoute[],
  method: string,
  path: string,
): { route: DialectRoute; captures: ReadonlyMap<string, string> } | undefined {
  for (const route of routes) {
    if (route.method !== '*' && route.method !== method) continue;
    const captures = matchPath(route.path, path);
    if (captures) return { route, captures };
  }
  return undefined;
}

/** The captures of a path that fits the pattern, else `undefined`. */
export function matchPath(pattern: string, path: string): ReadonlyMap<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const captures = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    if (part === '**' && index === wanted.length - 1) return captures;
    const segment = given[index];
    if (segment === undefined) return undefined;
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name && segment) captures.set(name, decoded(segment));
    else if (name || (part !== '*' && part !== segment)) return undefined;
  }
  return given.length === wanted.length ? captures : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
