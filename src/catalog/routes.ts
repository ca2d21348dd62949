// Matches paths and routes, and finds what a profile says of a request.
import { commandOf, requestsOf } from './command-of.ts';
import type { Exchange, Route } from './exchange.ts';
import { type Limit, noParam, type RouteInfo, type RouteMatch } from './limit.ts';
import { noParams, type RequestParams } from './request-params.ts';
import { overSocket } from './socket.ts';
import type { SocketRequest } from './socket-command.ts';

/** Paths hold ids, so there is no end to them; past this many the table starts anew. */
const remembered = 2000;

/** Tests a path against a pattern: `*` is one segment, a trailing `**` the rest. Both start with a slash. */
export function fitsPath(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return pattern === path;
  const wanted = pattern.split('/');
  const given = path.split('/');
  const open = wanted.at(-1) === '**';
  if (open ? given.length < wanted.length - 1 : given.length !== wanted.length) return false;
  return wanted.every((part, at) => part === '*' || part === '**' || part === given[at]);
}

/** Whether all given parts of a match fit. */
function fitsRoute(match: RouteMatch, route: RouteInfo): boolean {
  return fitsButParams(match, route) && (match.params === undefined || fitsParams(match.params, route));
}

/** As `fitsRoute`, for what is known of a route without a request. */
export function fitsButParams(match: RouteMatch, route: Omit<RouteInfo, 'param'>): boolean {
  return (
    (match.method === undefined || match.method === route.method) &&
    (match.kind === undefined || match.kind === route.kind) &&
    (match.signed === undefined || match.signed === route.signed) &&
    (match.transport === undefined || match.transport === (route.transport ?? 'rest')) &&
    (match.path === undefined || fitsPath(match.path, route.path))
  );
}

/** Whether the parameters of a request are those of a match. */
export function fitsParams(
  params: NonNullable<RouteMatch['params']>,
  request: Pick<RouteInfo, 'param'>,
): boolean {
  return Object.entries(params).every(([name, wanted]) => {
    // Called on the request: it may read itself for the answer.
    const value = request.param(name);
    if (typeof wanted === 'boolean') return wanted === (value !== undefined);
    return typeof wanted === 'string' ? value === wanted : value !== undefined && wanted.includes(value);
  });
}

/** Whether a limit's `match` takes a route: all its given parts fit, or its function says so; without one it takes all. */
export function matchesRoute(match: Limit['match'], route: RouteInfo): boolean {
  if (match === undefined) return true;
  return typeof match === 'function' ? match(route) : fitsRoute(match, route);
}

/** Says what an exchange's profile knows about a request; `params` are asked where its routes tell requests apart by them. */
export type RouteReader = (method: string, path: string, params?: Pick<RequestParams, 'param'>) => RouteInfo;

/** What one method and path may be: the first that fits a request's parameters. */
type Choices = readonly {
  readonly params: RouteMatch['params'];
  readonly when?: SocketRequest['when'];
  readonly info: RouteInfo;
}[];

/** A definition never changes, so all that read one share what was found: a gateway per account costs no table of its own. */
const readers = new WeakMap<Exchange, RouteReader>();

/** The function that says what an exchange's profile knows about a request. */
export function routeReader(exchange: Exchange): RouteReader {
  const known = readers.get(exchange);
  if (known) return known;
  const made = makeReader(exchange);
  readers.set(exchange, made);
  return made;
}

function makeReader(exchange: Exchange): RouteReader {
  // By method, then by path: one key of both would be a new text for every call.
  const seen = new Map<string, Map<string, Choices>>();
  return (method, path, params = noParams) => {
    const ofMethod = seen.get(method) ?? new Map<string, Choices>();
    let choices = ofMethod.get(path);
    if (!choices) {
      if (ofMethod.size >= remembered) ofMethod.clear();
      choices = readChoices(exchange, method, path);
      seen.set(method, ofMethod.set(path, choices));
    }
    for (const { when, params: wanted, info } of choices) {
      if ((!when || looksLike(when, params)) && (!wanted || fitsParams(wanted, params))) return info;
    }
    throw new Error('unreachable: the last choice takes every request');
  };
}

function readChoices(exchange: Exchange, method: string, path: string): Choices {
  return method === overSocket
    ? commandChoices(exchange, path.slice(1))
    : requestChoices(exchange, method, path);
}

/** A command is what the request is that it stands for, over another transport. */
function commandChoices(exchange: Exchange, name: string): Choices {
  const rule = commandOf(exchange.socket, name);
  const { kind, signed, amends = false } = rule;
  const requests = requestsOf(rule);
  const choices = requests.flatMap(({ method, path, when }) =>
    requestChoices(exchange, method, path).map(({ params, info }) => ({
      params,
      ...(when && { when }),
      info: { ...info, transport: 'ws' as const, ...(signed !== undefined && { signed }) },
    })),
  );
  if (requests.some(({ when }) => when === undefined)) return choices;
  const path = `/${name}`;
  const info: RouteInfo = {
    method: overSocket,
    path,
    kind,
    signed: signed ?? true,
    name: path,
    transport: 'ws',
    param: noParam,
    ...(amends && { amends }),
  };
  // One that fits none of the requests stands for none.
  return [...choices, { params: undefined, info }];
}

function looksLike(
  when: NonNullable<SocketRequest['when']>,
  // Called on the request: it may read itself for the answer.
  request: Pick<RequestParams, 'param'>,
): boolean {
  return Object.entries(when).every(([name, pattern]) => pattern.test(request.param(name) ?? ''));
}

/** Whether a route of the definition says for itself that such a request is not signed. */
export function isPublic({ routes }: Exchange, method: string, path: string): boolean {
  return routes.find((route) => isFor(route, method, path))?.signed === false;
}

const isFor = (route: Route, method: string, path: string): boolean =>
  (route.method === undefined || route.method === method) && fitsPath(route.path ?? '/**', path);

function requestChoices(exchange: Exchange, method: string, path: string): Choices {
  const fitting = exchange.routes.filter((route) => isFor(route, method, path));
  const last = fitting.findIndex(({ params }) => params === undefined);
  const candidates: readonly (Route | undefined)[] =
    last < 0 ? [...fitting, undefined] : fitting.slice(0, last + 1);
  return candidates.map((found) => ({
    params: found?.params,
    info: toRouteInfo(exchange, found, method, path),
  }));
}

function toRouteInfo(exchange: Exchange, found: Route | undefined, method: string, path: string): RouteInfo {
  const signed = found?.signed ?? exchange.signedPaths.some((pattern) => fitsPath(pattern, path));
  const { kind = isRead(method) ? 'read' : 'write', amends, cancelsAll, book } = found ?? {};
  const route: RouteInfo = { method, path, kind, signed, name: found?.path ?? path, param: noParam };
  return {
    ...route,
    ...(amends && { amends }),
    ...(cancelsAll && { cancelsAll }),
    ...(book !== undefined && { book }),
  };
}

/** GET and HEAD promise to change nothing. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Whether a request changes something: by its method, or by its route where the method promises that it does not. */
export type WriteFinder = (method: string, path: string) => boolean;

/** Looks no route up where the exchange, as most do, changes nothing by GET. */
export function writeFinder(exchange: Exchange): WriteFinder {
  const isOdd = ({ kind, method }: Route): boolean =>
    kind !== 'read' && (method === undefined || isRead(method));
  if (!exchange.routes.some(isOdd)) return (method) => !isRead(method);
  const routeOf = routeReader(exchange);
  return (method, path) => !isRead(method) || routeOf(method, path).kind !== 'read';
}

/** The path of a URL, absolute or not, without its query. */
export function pathOf(url: string): string {
  const scheme = url.indexOf('://');
  const start = scheme < 0 ? 0 : url.indexOf('/', scheme + 3);
  if (start < 0) return '/';
  const path = url.slice(start, Math.min(endAt(url, '?', start), endAt(url, '#', start)));
  return path.startsWith('/') ? path : `/${path}`;
}

function endAt(url: string, mark: string, start: number): number {
  const at = url.indexOf(mark, start);
  return at < 0 ? url.length : at;
}
