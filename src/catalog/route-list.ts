// Writes several routes of one kind.
import type { RouteKind } from '../types.ts';
import type { Route } from './exchange.ts';

/**
 * Several routes of one kind, which share a prefix, and a book where their orders do not stand among plain ones. `*` as the
 * method: whatever it is, a POST that only reads say.
 */
export function routeList(
  kind: RouteKind,
  method: string,
  prefix: string,
  names: readonly string[],
  book?: string,
): readonly Route[] {
  return names.map((name) => ({
    ...(method !== '*' && { method }),
    path: `${prefix}${name}`,
    kind,
    ...(book !== undefined && { book }),
  }));
}

/** As `routeList`, for cancels of all orders that their parameters choose. */
export function cancelAllList(
  method: string,
  prefix: string,
  names: readonly string[],
  book?: string,
): readonly Route[] {
  return routeList('cancel', method, prefix, names, book).map((route) => ({ ...route, cancelsAll: true }));
}
