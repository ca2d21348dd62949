// Makes a dialect out of an exchange's definition.
import {
  classify,
  type Exchange,
  lazyParams,
  type RouteReader,
  readSentOrder,
  routeReader,
  turnsOf,
} from '../../internal.ts';
import type { Call, Dialect, DialectRoute, Usage } from '../dialect.ts';
import { printJson } from '../json.ts';
import type { Credentials } from '../sim-request.ts';
import { codesOf } from './codes.ts';
import { amendsIn, itemsIn, lookedUp, lookUpOf, ordersIn, refsIn } from './read.ts';
import { failureBody, readBody, successBody } from './words.ts';

/**
 * Plays an exchange from its definition alone: its routes by their kinds, its ids, codes, limits, look-ups and the shape of
 * its answers. What a definition does not say, such as how a request is signed, is not checked.
 *
 * @throws {TypeError} where the definition's own reader would not understand what is made of it.
 */
export function dialectOf(exchange: Exchange, credentials: Credentials | undefined): Dialect {
  if (credentials) {
    throw new TypeError(
      `simulateExchange: \`credentials\` cannot be checked, for the definition of "${exchange.id}" does not say how it signs: leave them out, or bring a \`dialect\`.`,
    );
  }
  const readRoute = routeReader(exchange);
  const dialect: Dialect = {
    id: exchange.id,
    routes: routesOf(exchange),
    codes: codesOf(exchange),
    tolerance: { behindMs: Number.POSITIVE_INFINITY, aheadMs: Number.POSITIVE_INFINITY },
    deduplicates: deduplicates(exchange),
    maxBatch: Number.POSITIVE_INFINITY,
    firstOrderId: 700_000_000_000_001n,
    apiKey: () => undefined,
    timestamp: () => undefined,
    verify: () => true,
    routeOf: (route, call) => routeOf(exchange, actionOf(exchange, readRoute, route, call), call),
    headers: (usage) => usageHeaders(exchange, usage),
    orders: (call) => ordersIn(exchange, call),
    amends: (call) => amendsIn(exchange, call),
    refs: (call) => (call.route?.action === 'lookup' ? lookedUp(exchange, call) : refsIn(exchange, call)),
    read: (call) => readBody(exchange, call),
    success: (reply, call) => successBody(exchange, reply, call),
    failure: (code, text, _, why) => failureBody(exchange, code, text, why),
    ban: { status: 403 },
  };
  checkWords(exchange, dialect);
  return dialect;
}

function routesOf({ time, lookup, routes }: Exchange): readonly DialectRoute[] {
  const clock = time.routes.flatMap(({ path }): DialectRoute[] => [
    { method: 'GET', path, action: 'time' },
    { method: 'HEAD', path, action: 'time' },
  ]);
  const lookups = lookup
    .flatMap(turnsOf)
    .map(({ method, path }): DialectRoute => ({ method, path, action: 'lookup' }));
  const own = routes.flatMap(({ kind, amends, method = '*', path = '/**' }): DialectRoute[] => {
    const action = amends ? 'amend' : kind;
    // What a write of another kind does is not said: it is not played.
    return action === 'write' ? [] : [{ method, path, action }];
  });
  const reads = ['GET', 'HEAD'].map((method): DialectRoute => ({ method, path: '/**', action: 'read' }));
  return [...clock, ...lookups, ...own, ...reads];
}

/** Where several routes share a path, the parameters of the request say which it is. */
function actionOf(
  { paramsIn }: Exchange,
  readRoute: RouteReader,
  route: DialectRoute,
  call: Call,
): DialectRoute {
  if (route.action === 'time' || route.action === 'lookup') return route;
  const params = lazyParams(() => readSentOrder(call, paramsIn));
  const { kind, amends } = readRoute(call.method, call.path, params);
  return { ...route, action: amends ? 'amend' : kind === 'write' ? route.action : kind };
}

/** What the definition's headers tell of a request's limits: those that hold a number alone. */
function usageHeaders({ usage }: Exchange, counted: readonly Usage[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const rule of usage) {
    if ('parse' in rule) continue;
    const { limit, scale = 1 } = rule;
    const told = counted.find(({ name }) => limit === true || limit === '' || [limit].flat().includes(name));
    for (const part of ['used', 'left'] as const) {
      const header = rule[part];
      if (told && typeof header === 'string') headers[header.toLowerCase()] = String(told[part] / scale);
    }
  }
  return headers;
}

/** A list is a batch, and a look-up that asks for no order by its name is a read like any other. */
function routeOf(exchange: Exchange, route: DialectRoute, call: Call): DialectRoute {
  if (route.action === 'lookup') return lookUpOf(exchange, call) ? route : { ...route, action: 'read' };
  const isSeveral = itemsIn(exchange, call, readSentOrder(call, exchange.paramsIn)) !== undefined;
  if (route.action !== 'order' || !isSeveral) return route;
  return { ...route, action: 'batch', itemised: (exchange.rest.items ?? []).length > 0 };
}

function deduplicates({ clientOrderId }: Exchange): Dialect['deduplicates'] {
  const { deduplicated = false } = clientOrderId ?? {};
  return deduplicated === 'while-open' ? deduplicated : deduplicated !== false;
}

/** An answer that the definition's own reader misreads would test something else than the exchange. */
function checkWords(exchange: Exchange, dialect: Dialect): void {
  const order = {
    orderId: '1',
    clientOrderId: '1',
    symbol: 'X',
    side: '',
    price: 1,
    quantity: 1,
    filledQuantity: 0,
    isMarket: false,
    at: 1,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    status: 'open',
  } as const;
  const found = exchange.routes.find(({ kind }) => kind === 'order');
  const method = found?.method ?? 'POST';
  const path = (found?.path ?? '/order').replace(/\*+/g, 'x');
  const call = { method, path, query: '', headers: {}, body: '', json: undefined, route: undefined } as const;
  const known = { ...call, kind: 'order', signed: false, fields: new Map<string, string>() } as const;
  const items = [{ ok: true, order, repeated: false }] as const;
  const good = dialect.success({ action: 'order', now: 1_700_000_000_000, items }, known);
  const url = `https://exchange.invalid${path}`;
  const verdict = classify(exchange, { status: 200, body: printJson(good), method, url });
  if (verdict.ok) return;
  throw new TypeError(
    `simulateExchange: what is made of the definition of "${exchange.id}" is no good answer by that definition (${verdict.message ?? verdict.category}): bring a \`dialect\` that says how it answers.`,
  );
}
