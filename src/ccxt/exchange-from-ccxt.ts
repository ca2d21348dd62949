// `exchangeFromCcxt`: an exchange made of a ccxt instance.
import {
  defineExchange,
  type Envelope,
  type Exchange,
  isObject,
  type Limit,
  only,
  type Route,
  type RouteInfo,
  type Row,
  resolve,
  type Shape,
} from '../internal.ts';
import { clientOrderIdOf } from './client-order-ids.ts';
import { correctedRows } from './corrections.ts';
import { type Endpoint, endpointsOf, routesOf } from './endpoints.ts';
import { meaningReader } from './error-classes.ts';
import { withOwnLimitNames } from './limit-names.ts';
import { banReaderOf, limitsOf } from './limits.ts';
import { builtInFor } from './native-exchanges.ts';
import { originReader } from './origin.ts';
import { type OwnCatalog, ownCatalogsOf } from './own-catalog.ts';
import { mergedRows, ownLimits, ownSpecOf } from './own-spec.ts';
import { marketOf, rowsOf } from './rows-from-tables.ts';
import { type CcxtExchange, checkInstance, familyOf, members, textOf, urlsOf } from './shape.ts';

/** What `throttleCcxt` takes beside the gateway. */
export interface CcxtOptions {
  /**
   * Stands for the URL of an answer that comes without one: exchanges with a table per market choose the table by it.
   * @default the API of the market that the instance trades by default
   */
  readonly url?: string;
  /**
   * The exchange of ours that the instance is, or those that are parts of it: limits, codes, headers, bans, look-ups and states
   * are taken from there, for calls of its part. An empty list: what ccxt knows, alone. @default those that are built in
   */
  readonly native?: Exchange | readonly Exchange[];
}

const isExchange = (value: unknown): boolean => isObject(value) && isObject(value['spec']);

export const ccxtShape: Shape<CcxtOptions> = {
  url: only(
    'a URL such as https://fapi.binance.com/',
    (value) => typeof value === 'string' && URL.canParse(value),
  ),
  native: only(
    'an exchange of ours, such as `bybit`, or a list of them',
    (value) => isExchange(value) || (Array.isArray(value) && value.every(isExchange)),
  ),
};

/** Every refusal of theirs has HTTP status 500: the status says nothing, and the code counts. */
const refusesBy500: ReadonlySet<string> = new Set(['bitfinex']);

/** Recognises nothing: answers over WebSocket are read by other parts of ccxt. */
const silent: Envelope = { code: [], message: [], ok: [], flags: [], bare: false };

/**
 * Makes an exchange out of a ccxt instance. Where it is built in here, limits, codes, headers and look-ups are those of our
 * definition; of the others, and of other products of the same company, they are those of ccxt: its tables, its own
 * `handleErrors`, its rate limit, no look-up of orders, and the time from the `Date` header. It has no signer (ccxt signs:
 * see `throttleCcxt`) and no WebSocket.
 *
 * A ccxt class says what kind of failure it was and nothing of what became of an order, so that an outcome is `rejected`
 * only where the class names a cause found before anything is done, where the status says so too, or where a row of ours
 * does. `extendExchange` changes rows and limits as for any other exchange.
 * @throws {TypeError} for something that is no ccxt exchange.
 */
export function exchangeFromCcxt(instance: CcxtExchange, options: CcxtOptions = {}): Exchange {
  checkInstance('exchangeFromCcxt', instance);
  const { url = defaultUrl(instance), native = builtInFor(instance) } = resolve(
    { owner: 'exchangeFromCcxt', path: '' },
    ccxtShape,
    options,
  );
  const family = familyOf(instance);
  const meaningOf = meaningReader();
  const source = ['ccxt', versionOf(instance), instance.id].filter(Boolean).join(' ');
  const rows = withCorrections(rowsOf(instance, meaningOf), family);
  const own = ownCatalogsOf(instance, withOwnLimitNames(asList(native)));
  const allRows = mergedRows(rows, own);
  const { id } = instance;
  const { catalog: theirs } = defineExchange({ id, name: id, table: { source, rows }, rest: silent });
  const endpoints = endpointsOf(instance, family);
  return defineExchange({
    ...ownSpecOf(own),
    ...(!own.some(({ isWhole }) => isWhole) && banReaderOf(family)),
    id,
    name: textOf(instance.name) ?? id,
    docs: docsOf(instance),
    hosts: hostsOf(instance, own),
    table: { source, rows: allRows },
    rest: {
      ...silent,
      bare: true,
      ...plainOf(own),
      read: originReader({
        ...{ instance, family, meaningOf, source, url, own, theirs },
        ownSources: sourcesOf(own),
        made: new Map(allRows.map((row) => [row[0], row])),
      }),
    },
    // The reader of answers doubts them itself, where our own definition does.
    trustsCodesUnder5xx: own.length > 0 || family.some((one) => refusesBy500.has(one)),
    ws: own[0]?.exchange.ws ?? silent,
    limits: allLimits(instance, endpoints, own),
    routes: allRoutes(endpoints, own),
    clientOrderId: clientOrderIdOf(family, own),
  });
}

/** ccxt's rows, and those in their place whose classes are known to mislead. */
function withCorrections(tableRows: readonly Row[], family: readonly string[]): readonly Row[] {
  const corrected = correctedRows(family);
  const listed = new Set(tableRows.map(([code]) => code));
  return [
    ...tableRows.map((row) => corrected.get(row[0]) ?? row),
    ...[...corrected.values()].filter(([code]) => !listed.has(code)),
  ];
}

function hostsOf(instance: CcxtExchange, own: readonly OwnCatalog[]): readonly string[] {
  const urls = [...urlsOf(instance).values()].filter((one) => URL.canParse(one));
  return [
    ...new Set([...urls.map((one) => new URL(one).host), ...own.flatMap(({ exchange }) => exchange.hosts)]),
  ];
}

/** What is no JSON tells no part apart: it counts where there is but one. */
function plainOf(own: readonly OwnCatalog[]): Pick<Envelope, 'plain'> {
  const [first, ...others] = own;
  const plain = others.length === 0 ? first?.exchange.rest.plain : undefined;
  return plain ? { plain } : {};
}

function asList(native: Exchange | readonly Exchange[]): readonly Exchange[] {
  return 'spec' in native ? [native] : native;
}

/** Where the rows of ours come from, by code. */
function sourcesOf(own: readonly OwnCatalog[]): ReadonlyMap<string, string> {
  return new Map(mergedRows([], own).map(([code, , , , more]) => [code, more?.source ?? '']));
}

/** Calls of the other APIs, on which the limit of `rateLimit` counts. */
function isOfOthers(own: readonly OwnCatalog[]): (route: RouteInfo) => boolean {
  return ({ path }) => !own.some(({ covers }) => covers(path));
}

/** That of ccxt's costs, unless all is ours, and our own. */
function allLimits(
  instance: CcxtExchange,
  endpoints: readonly Endpoint[],
  own: readonly OwnCatalog[],
): readonly Limit[] {
  const ours = own.flatMap(ownLimits);
  if (own.some(({ isWhole }) => isWhole)) return ours;
  return [...limitsOf(instance, endpoints, own.length > 0 ? isOfOthers(own) : undefined), ...ours];
}

/** Ours, and those that ours say nothing of. */
function allRoutes(endpoints: readonly Endpoint[], own: readonly OwnCatalog[]): readonly Route[] {
  const ours = own.flatMap(({ exchange }) => exchange.routes);
  const keyOf = ({ method, path }: Route): string => `${method} ${path}`;
  const known = new Set(ours.filter(({ params }) => params === undefined).map(keyOf));
  return [...ours, ...routesOf(endpoints).filter((route) => !known.has(keyOf(route)))];
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
