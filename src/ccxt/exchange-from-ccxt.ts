// `exchangeFromCcxt`: an exchange made of a ccxt instance.
import {
  defineExchange,
  type Entry,
  type Envelope,
  type Exchange,
  type ExchangeSpec,
  type Limit,
  matchesRoute,
  only,
  type RouteInfo,
  type Row,
  resolve,
  type Shape,
} from '../internal.ts';
import { clientOrderIdOf } from './client-order-ids.ts';
import { correctedRows } from './corrections.ts';
import { endpointsOf, routesOf } from './endpoints.ts';
import { meaningReader } from './error-classes.ts';
import { banReaderOf, limitsOf } from './limits.ts';
import { originReader } from './origin.ts';
import { type OwnCatalog, ownCatalogOf } from './own-catalog.ts';
import { marketOf, rowsOf } from './rows-from-tables.ts';
import { type CcxtExchange, checkInstance, familyOf, members, textOf, urlsOf } from './shape.ts';

export interface CcxtOptions {
  /**
   * Stands for the URL of an answer that comes without one: exchanges with a table per market choose the table by it.
   * @default the API of the market that the instance trades by default
   */
  readonly url?: string;
}

export const ccxtShape: Shape<CcxtOptions> = {
  url: only(
    'a URL such as https://fapi.binance.com/',
    (value) => typeof value === 'string' && URL.canParse(value),
  ),
};

/** Every refusal of theirs has HTTP status 500: the status says nothing, and the code counts. */
const refusesBy500: ReadonlySet<string> = new Set(['bitfinex']);

/** Recognises nothing: answers over WebSocket are read by other parts of ccxt. */
const silent: Envelope = { code: [], message: [], ok: [], flags: [], bare: false };

/**
 * Makes an exchange out of a ccxt instance: its tables, its own `handleErrors`, its rate limit. It knows what answers
 * mean, which routes order and cancel, and how fast to go. It has no signer (ccxt signs: see `throttleCcxt`), no
 * look-up of orders, no WebSocket, and reads the time from the `Date` header.
 *
 * A ccxt class says what kind of failure it was and nothing of what became of an order, so that an outcome is `rejected`
 * only where the class names a cause found before anything is done, where the status says so too, or where a row of ours
 * does. `extendExchange` changes rows and limits as for any other exchange.
 * @throws {TypeError} for something that is no ccxt exchange.
 */
export function exchangeFromCcxt(instance: CcxtExchange, options: CcxtOptions = {}): Exchange {
  checkInstance('exchangeFromCcxt', instance);
  const { url = defaultUrl(instance) } = resolve({ owner: 'exchangeFromCcxt', path: '' }, ccxtShape, options);
  const family = familyOf(instance);
  const meaningOf = meaningReader();
  const corrected = correctedRows(family);
  const source = ['ccxt', versionOf(instance), instance.id].filter(Boolean).join(' ');
  const tableRows = rowsOf(instance, meaningOf).map((row) => corrected.get(row[0]) ?? row);
  const listed = new Set(tableRows.map(([code]) => code));
  const rows = [...tableRows, ...[...corrected.values()].filter(([code]) => !listed.has(code))];
  const own = ownCatalogOf(family);
  const theirs = defineExchange({
    id: instance.id,
    name: instance.id,
    table: { source, rows },
    rest: silent,
  });
  const urls = [...urlsOf(instance).values()].filter((one) => URL.canParse(one));
  const endpoints = endpointsOf(instance, family);
  return defineExchange({
    ...(own && specOf(own)),
    ...banReaderOf(family),
    id: instance.id,
    name: textOf(instance.name) ?? instance.id,
    docs: docsOf(instance),
    hosts: [...new Set([...urls.map((one) => new URL(one).host), ...(own?.exchange.hosts ?? [])])],
    table: { source, rows: own ? merged(rows, own) : rows },
    rest: {
      ...silent,
      bare: true,
      read: originReader(instance, {
        instance,
        family,
        meaningOf,
        source,
        url,
        own,
        theirs: theirs.catalog,
      }),
    },
    trustsCodesUnder5xx: family.some((id) => refusesBy500.has(id)),
    ws: own?.exchange.ws ?? silent,
    limits: [...limitsOf(instance, endpoints, own && isOfOthers(own)), ...(own ? ownLimits(own) : [])],
    routes: [...(own?.exchange.routes ?? []), ...routesOf(endpoints)],
    clientOrderId: clientOrderIdOf(family, own?.exchange),
  });
}

/** Without the look-up, which would have to be signed, and without `validity`, which differs by market. */
function specOf({ exchange: { spec } }: OwnCatalog): Partial<ExchangeSpec> {
  const { lookup: _, validity: __, ...others } = spec;
  return others;
}

/** Ours, and those of the codes that ours lack. */
function merged(rows: readonly Row[], { exchange }: OwnCatalog): readonly Row[] {
  const entries = [...exchange.codes.rest.values()];
  return [...entries.map(rowOf), ...rows.filter(([code]) => !exchange.codes.rest.has(code))];
}

function rowOf(entry: Entry): Row {
  const { code, text, category: _category, outcome: _outcome, ...more } = entry;
  return entry.category === 'success'
    ? [code, entry.category, entry.outcome, text, more]
    : [code, entry.category, entry.outcome, text, more];
}

/** Calls of the other APIs, on which the limit of `rateLimit` counts. */
function isOfOthers({ paths }: OwnCatalog): (route: RouteInfo) => boolean {
  return ({ path }) => !paths.test(path);
}

/** The limits of our own catalog, for calls of its part. */
function ownLimits({ exchange, paths }: OwnCatalog): readonly Limit[] {
  return exchange.limits.map((limit) => ({
    ...limit,
    match: (route: RouteInfo) => paths.test(route.path) && matchesRoute(limit.match, route),
  }));
}

/** ccxt's version, which its base class has; an instance's `version` is that of the exchange's API. */
function versionOf(instance: CcxtExchange): string | undefined {
  return textOf(Reflect.get(instance.constructor, 'ccxtVersion'));
}

function docsOf(instance: CcxtExchange): readonly string[] {
  const { doc } = members(instance.urls);
  const list: readonly unknown[] = Array.isArray(doc) ? doc : [doc];
  return list.filter((one) => typeof one === 'string');
}

/** Names that ccxt gives the API of a market; the first that the instance has counts. */
const namesOfMarket: Readonly<Record<string, readonly string[]>> = {
  linear: ['fapiPublic', 'linear', 'swap', 'futures'],
  inverse: ['dapiPublic', 'inverse', 'swap', 'futures'],
  option: ['eapiPublic', 'option', 'options'],
  spot: ['spot'],
};

function defaultUrl(instance: CcxtExchange): string {
  const urls = urlsOf(instance);
  const names = [...(namesOfMarket[marketOf(instance)] ?? []), 'public', 'rest'];
  return names.map((name) => urls.get(name)).find((url) => url !== undefined) ?? [...urls.values()][0] ?? '';
}
