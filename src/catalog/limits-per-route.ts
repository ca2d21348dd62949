// Writes limits that each route has for itself.
import type { Limit } from './limit.ts';

/** What routes have in common, and what their paths begin with, of which their names say nothing. */
export interface RouteLimitBase extends Pick<Limit, 'scope' | 'windowMs' | 'per' | 'weight'> {
  readonly base: string;
}

/** Routes of one prefix that admit the same number of units each: a limit for every one, named by method and path. */
export function limitsPerRoute(
  { base, ...common }: RouteLimitBase,
  capacity: number,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  prefix: string,
  names: readonly string[],
): readonly Limit[] {
  return names.map((name) => ({
    ...common,
    name: `${method} ${prefix}${name}`,
    capacity,
    match: { method, path: `${base}${prefix}${name}` },
  }));
}
