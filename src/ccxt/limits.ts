// How fast calls may go, and until when an address is banned, by what ccxt and its exchange say.
import {
  type ExchangeSpec,
  type Limit,
  parseHttpDate,
  type RetryAfterSource,
  type RouteInfo,
  readHeader,
} from '../internal.ts';
import { messageIn } from './answer-fields.ts';
import type { Endpoint } from './endpoints.ts';
import type { CcxtExchange } from './shape.ts';

/** Name of the limit that counts in ccxt's costs. */
export const costLimit = 'ccxt-cost';

/** Paths whose costs are kept. */
const remembered = 2000;
/** So much may go at once, in milliseconds of `rateLimit`; ccxt alone sends one unit after the other. */
const burstMs = 1000;

/**
 * One limit out of `rateLimit` and the costs: as many units as ccxt would send in a window, which is a second, or as long
 * as all but the dearest fiftieth of the routes need. What costs more takes a whole window.
 * @param match which routes count; undefined: all.
 * @returns none without a `rateLimit`.
 */
export function limitsOf(
  instance: CcxtExchange,
  endpoints: readonly Endpoint[],
  match?: (route: RouteInfo) => boolean,
): readonly Limit[] {
  const { rateLimit } = instance;
  if (typeof rateLimit !== 'number' || !(rateLimit > 0)) return [];
  const capacity = Math.max(1, Math.floor(burstMs / rateLimit), Math.ceil(highCost(endpoints)));
  const costOf = costReader(endpoints);
  return [
    {
      name: costLimit,
      scope: 'ip',
      capacity,
      windowMs: Math.max(1, Math.ceil(capacity * rateLimit)),
      weight: (route) => Math.min(costOf(route), capacity),
      ...(match && { match }),
    },
  ];
}

/** That of the 98th percentile. */
function highCost(endpoints: readonly Endpoint[]): number {
  const costs = endpoints.map(({ cost }) => cost).sort((a, b) => a - b);
  return costs[Math.floor(costs.length * 0.98)] ?? 1;
}

/** Finds a route's cost by the end of its path, the longest that fits. Unknown routes cost 1. */
function costReader(endpoints: readonly Endpoint[]): (route: RouteInfo) => number {
  const bySegments = new Map<string, number>();
  for (const { method, path, cost } of endpoints) {
    const key = `${method} ${template(path)}`;
    // The same route on several of the exchange's hosts: the highest cost, since a `RouteInfo` names no host.
    bySegments.set(key, Math.max(cost, bySegments.get(key) ?? 0));
  }
  const seen = new Map<string, number>();
  return (route) => {
    const key = `${route.method} ${route.path}`;
    const known = seen.get(key);
    if (known !== undefined) return known;
    // Paths hold ids, so there is no end to them.
    if (seen.size >= remembered) seen.clear();
    const cost = search(bySegments, route);
    seen.set(key, cost);
    return cost;
  };
}

function template(path: string): string {
  return path.replace(/^\/+/, '').replace(/\{[^}]+\}/g, '*');
}

/** Segments that hold an id are tried as `*`, few at a time: a route has one or two. */
function search(costs: ReadonlyMap<string, number>, { method, path }: RouteInfo): number {
  const segments = path.split('/').filter((segment) => segment !== '');
  for (let from = 0; from < segments.length; from += 1) {
    for (const tail of readings(segments.slice(from))) {
      const cost = costs.get(`${method} ${tail}`);
      if (cost !== undefined) return cost;
    }
  }
  return 1;
}

function* readings(tail: readonly string[]): Generator<string> {
  yield tail.join('/');
  for (let first = 0; first < tail.length; first += 1) {
    yield tail.with(first, '*').join('/');
    for (let second = first + 1; second < tail.length; second += 1) {
      yield tail.with(first, '*').with(second, '*').join('/');
    }
  }
}

/** Texts that say until when an address is banned, in milliseconds since 1970. By ccxt's id of the exchange. */
const banTexts: Readonly<Record<string, RegExp>> = {
  binance: /banned until (\d{13})\b/,
};

/** A reader of bans from the text of a refusal, for exchanges that write their end there and nowhere else. */
export function banReaderOf(family: readonly string[]): Pick<ExchangeSpec, 'retryAfter'> {
  const id = family.find((name) => Object.hasOwn(banTexts, name));
  const pattern = id === undefined ? undefined : banTexts[id];
  return pattern ? { retryAfter: (source) => banMs(pattern, source) } : {};
}

function banMs(pattern: RegExp, { body, headers, nowMs }: RetryAfterSource): number | undefined {
  const text = typeof body === 'object' && body !== null ? messageIn(body) : body;
  const [, until] = (typeof text === 'string' ? pattern.exec(text) : undefined) ?? [];
  if (until === undefined) return undefined;
  // By the exchange's clock, where the answer has a `Date`.
  const at = parseHttpDate(readHeader(headers, 'date'), nowMs) ?? nowMs;
  return Number(until) > at ? Number(until) - at : undefined;
}
