// Makes a dialect out of an exchange's definition.
import {
  classify,
  type Exchange,
  lazyParams,
  matchesRoute,
  type RefusalWords,
  type RequestParams,
  type RouteInfo,
  readSentOrder,
  routeReader,
} from '../../internal.ts';
import type { Call, Dialect, DialectRoute, OrderRef, OwnDialect } from '../dialect.ts';
import { printJson } from '../json.ts';
import type { RefusalTable } from '../refusal.ts';
import type { Credentials } from '../sim-request.ts';
import { tableOf } from './codes.ts';
import { lookedUp } from './look-ups.ts';
import { contentTypeOf, heard, paramFault } from './params.ts';
import { amendsIn, ordersIn, type Play, refsIn } from './read.ts';
import { failureBody } from './refused.ts';
import { routeOf, routesOf } from './routes.ts';
import { checksOf, unchecked } from './signed.ts';
import { answerTo } from './templates.ts';
import { toleranceOf, windowOf } from './timing.ts';
import { usageHeaders } from './usage-headers.ts';
import { readBody, successBody } from './words.ts';

/**
 * Plays an exchange from its definition: its routes by their kinds, its ids, codes, limits, look-ups, signer and the shape of its
 * answers.
 * @param own What is not as the definition says.
 * @throws {TypeError} where the definition's own reader would not understand what is made of it, and for credentials that
 * nothing can check.
 */
export function dialectOf(
  exchange: Exchange,
  credentials: Credentials | undefined,
  own?: OwnDialect,
): Dialect {
  if (credentials && !own?.verify && !('signer' in exchange)) {
    throw new TypeError(
      `simulateExchange: \`credentials\` cannot be checked, for the definition of "${exchange.id}" does not say how it signs: leave them out, or bring a \`dialect\`.`,
    );
  }
  const { codes, ...parts } = own ?? {};
  const dialect: Dialect = {
    ...playedFrom(exchange, tableOf(exchange, codes)),
    ...(own?.verify === undefined ? checksOf(exchange, credentials) : unchecked),
    ...(own?.timestamp && { timestampOptional: false }),
    // Whoever names routes knows what each of them is.
    ...(own?.routes && { routeOf: (route: DialectRoute) => route, faultOf: () => undefined }),
    ...parts,
  };
  if (!own?.success) checkWords(exchange, dialect);
  return dialect;
}

function playedFrom(exchange: Exchange, words: RefusalTable): Dialect {
  const readRoute = routeReader(exchange);
  const contentType = contentTypeOf(exchange);
  const paramsOf = (call: Call): RequestParams => lazyParams(() => readSentOrder(call, exchange.paramsIn));
  const infoOf = (call: Call): RouteInfo => readRoute(call.method, call.path, paramsOf(call));
  const play = { exchange, words, infoOf };
  const tables = (exchange.refusals.byRoute ?? []).map(({ match, codes }) => ({
    match,
    words: tableOf(exchange, codes),
  }));
  const wordsOf = (call: Call): RefusalTable | undefined =>
    tables.find(({ match }) => matchesRoute(match, { ...infoOf(call), param: paramsOf(call).param }))?.words;
  return {
    id: exchange.id,
    routes: routesOf(exchange),
    words,
    ...(tables.length > 0 && { wordsOf }),
    tolerance: toleranceOf(exchange),
    recvWindowMs: (call) => windowOf(exchange, call),
    deduplicates: deduplicates(exchange),
    maxBatch: Number.POSITIVE_INFINITY,
    firstOrderId: 700_000_000_000_001n,
    ...unchecked,
    ...(contentType && { contentType }),
    ...(exchange.repeat === 'same-bytes' && { nonce: ({ body }: Call) => body }),
    routeOf: (route, call) => routeOf(exchange, infoOf(call), route, heard(exchange, call)),
    headers: (usage, serverAt) => usageHeaders(exchange, usage, serverAt),
    faultOf: (call) => faultOf(play, heard(exchange, call)),
    orders: (call) => ordersIn(play, heard(exchange, call)),
    amends: (call) => amendsIn(exchange, heard(exchange, call)),
    refs: (call) => refsOf(exchange, heard(exchange, call)),
    read: (call) => readBody(exchange, call),
    success: (reply, call) => successBody(exchange, reply, call),
    failure: (code, text, call, why) =>
      failureBody(exchange, code, text, why, answerTo(exchange, call).template),
    ban: exchange.refusals.codes?.ban === undefined ? { status: 403 } : { status: 403, ...words.ban },
  };
}

function refsOf(exchange: Exchange, call: Call): readonly OrderRef[] {
  return call.route?.action === 'lookup' ? lookedUp(exchange, call) : refsIn(exchange, call);
}

/** Orders say for themselves what is wrong with them. */
function faultOf({ exchange, words, infoOf }: Play, call: Call): RefusalWords | undefined {
  const { action } = call.route ?? {};
  if (action === undefined || action === 'order' || action === 'batch') return undefined;
  return paramFault(exchange, words, infoOf(call), readSentOrder(call, exchange.paramsIn).fields);
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
  const read = classify(exchange, { status: 200, body: printJson(good), method, url });
  if (read.ok) return;
  throw new TypeError(
    `simulateExchange: what is made of the definition of "${exchange.id}" is no good answer by that definition (${read.message ?? read.category}): bring a \`dialect\` that says how it answers.`,
  );
}
