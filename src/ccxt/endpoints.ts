// The routes of a ccxt instance: their costs, and which of them order, cancel or only read.
import { isRead, type Route, type RouteKind } from '../internal.ts';
import { type CcxtExchange, members } from './shape.ts';

/** One route of ccxt's `api`, as a template: `order/{id}/cancel`. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  /** Units of `rateLimit` milliseconds. */
  readonly cost: number;
  readonly kind: RouteKind;
}

const methods: ReadonlySet<string> = new Set(['get', 'post', 'put', 'delete', 'patch', 'head']);

/** POSTs that only read, by ccxt's id of the exchange. Any other counts as a write. */
const postedReads: Readonly<Record<string, RegExp>> = {
  bitfinex: /^auth\/r\//,
  hyperliquid: /^info$/,
  kraken:
    /^(?:Balance|BalanceEx|TradeBalance|OpenOrders|ClosedOrders|QueryOrders|TradesHistory|QueryTrades|OpenPositions|Ledgers|QueryLedgers|TradeVolume)$/,
};

/** Some exchanges order by GET. A read with such a name is taken for a write, and only loses its retries. */
const verbs =
  /(?:^|\/)(?:buy|sell|cancel|edit|amend|withdraw|transfer|close|create|place|submit|set|add|delete|remove|toggle|change|move|execute|send|enable|disable|reset)(?:[_A-Z-][^/]*)?$/;

function isPlainRead(method: string, path: string): boolean {
  return method === 'HEAD' || (method === 'GET' && !verbs.test(path));
}

/** What a route does, by its method and name; where that is not clear, the kind that is repeated less often. */
function kindOf(family: readonly string[], method: string, path: string): RouteKind {
  if (isPlainRead(method, path)) return 'read';
  if (family.some((id) => Object.hasOwn(postedReads, id) && postedReads[id]?.test(path))) return 'read';
  const name = path.replace(/[{}]/g, '').toLowerCase();
  const isOrder = /order|trade\/(?:buy|sell|market)|(?:^|[/_-])(?:buy|sell|place)(?:[/_-]|$)/.test(name);
  // It cancels one and places another.
  if (/cancel[_-]?replace/.test(name)) return 'order';
  if (/cancel/.test(name) || (method === 'DELETE' && isOrder)) return 'cancel';
  return isOrder && method !== 'DELETE' ? 'order' : 'write';
}

/** Whether an order that stands is changed, and none is added. */
function isAmend(method: string, path: string): boolean {
  if (method === 'PUT' || method === 'PATCH') return true;
  return /amend|edit|modify/i.test(path);
}

/** All routes of an instance. */
export function endpointsOf(instance: CcxtExchange, family: readonly string[]): readonly Endpoint[] {
  return [...walk(instance.api, family)];
}

function* walk(node: unknown, family: readonly string[]): Generator<Endpoint> {
  for (const [name, child] of Object.entries(members(node))) {
    if (!methods.has(name.toLowerCase())) yield* walk(child, family);
    else yield* ofMethod(name.toUpperCase(), child, family);
  }
}

function* ofMethod(method: string, routes: unknown, family: readonly string[]): Generator<Endpoint> {
  const pairs: readonly (readonly [unknown, unknown])[] = Array.isArray(routes)
    ? routes.map((path: unknown) => [path, 1] as const)
    : Object.entries(members(routes));
  for (const [path, config] of pairs) {
    if (typeof path !== 'string') continue;
    const cost = typeof config === 'number' ? config : members(config)['cost'];
    const trimmed = path.trim();
    yield {
      method,
      path: trimmed,
      cost: typeof cost === 'number' && cost >= 0 ? cost : 1,
      kind: kindOf(family, method, trimmed),
    };
  }
}

/** Patterns for paths with up to four words before the route, such as a version; a segment with a parameter is any. */
function patternsOf({ path }: Endpoint): readonly string[] {
  const pattern = path.replace(/^\/+/, '').replace(/[^/]*(?:\{[^}]+\}|\*)[^/]*/g, '*');
  return [0, 1, 2, 3, 4].map((words) => `/${'*/'.repeat(words)}${pattern}`);
}

/** Routes for a profile: those of which the method alone says too little. */
export function routesOf(endpoints: readonly Endpoint[]): readonly Route[] {
  return endpoints
    .filter(
      ({ kind, method }) => kind === 'order' || kind === 'cancel' || (kind === 'read') !== isRead(method),
    )
    .flatMap((endpoint) =>
      patternsOf(endpoint).map((path) => ({
        method: endpoint.method,
        path,
        kind: endpoint.kind,
        ...(endpoint.kind === 'order' && isAmend(endpoint.method, endpoint.path) && { amends: true }),
      })),
    );
}
