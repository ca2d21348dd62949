// Matches paths and routes, and finds what a profile says of a request.
import type { RouteKind } from '../types.ts';
import type { Exchange } from './exchange.ts';
import type { Limit, RouteInfo, RouteMatch } from './limit.ts';
import { commandRoute, overSocket } from './socket.ts';

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
  return (
    (match.method === undefined || match.method === route.method) &&
    (match.kind === undefined || match.kind === route.kind) &&
    (match.signed === undefined || match.signed === route.signed) &&
    (match.transport === undefined || match.transport === (route.transport ?? 'rest')) &&
    (match.path === undefined || fitsPath(match.path, route.path))
  );
}

/** Whether a limit's `match` takes a route: all its given parts fit, or its function says so; without one it takes all. */
export function matchesRoute(match: Limit['match'], route: RouteInfo): boolean {
  if (match === undefined) return true;
  return typeof match === 'function' ? match(route) : fitsRoute(match, route);
}

/** Makes the function that says what an exchange's profile knows about a request. */
export function routeReader(exchange: Exchange): (method: string, path: string) => RouteInfo {
  const seen = new Map<string, RouteInfo>();
  return (method, path) => {
    const key = `${method} ${path}`;
    const known = seen.get(key);
    if (known) return known;
    if (seen.size >= remembered) seen.clear();
    const route = readRoute(exchange, method, path);
    seen.set(key, route);
    return route;
  };
}

function readRoute(exchange: Exchange, method: string, path: string): RouteInfo {
  if (method === overSocket) return commandRoute(exchange.socket, path.slice(1));
  const found = exchange.routes.find(
    (route) => (route.method === undefined || route.method === method) && fitsPath(route.path ?? '/**', path),
  );
  const kind: RouteKind = found?.kind ?? (isRead(method) ? 'read' : 'write');
  const signed = found?.signed ?? exchange.signedPaths.some((pattern) => fitsPath(pattern, path));
  const route: RouteInfo = { method, path, kind, signed, name: found?.path ?? path };
  return found?.amends ? { ...route, amends: true } : route;
}

/** GET and HEAD promise to change nothing. */
export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
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
