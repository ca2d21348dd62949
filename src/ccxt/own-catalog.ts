// Which parts of a ccxt exchange our own catalogs cover, and what they say of its answers.
import {
  type Classification,
  classifyAs,
  type Entry,
  type Exchange,
  lbankContract,
  mexcContract,
  oxFun,
  type Reading,
  type RouteReader,
  type Row,
  readField,
  routeReader,
} from '../internal.ts';
import { checkNative } from './native-exchanges.ts';
import { type CcxtExchange, familyOf } from './shape.ts';

/** An exchange of ours that is a ccxt exchange, or a part of one. */
export interface OwnCatalog {
  readonly exchange: Exchange;
  /** Whether a path is one of that part; everything else is another API of the same company. */
  readonly covers: (path: string) => boolean;
  /** Whether all of the ccxt exchange is ours. */
  readonly isWhole: boolean;
  /**
   * A field that only the answers of that part have, for where the URL is not known. Empty: every answer may be one of its;
   * undefined: the URL that stands for the missing one decides.
   */
  readonly mark: string | undefined;
  /** The user named it: its word is final, and its look-ups are used. */
  readonly isNative: boolean;
  readonly routeOf: RouteReader;
}

type Known = Pick<OwnCatalog, 'exchange' | 'mark'> & { readonly paths: RegExp };

/** By ccxt's id: those that hold without a word of the user. KTX and ChainUp's tenants are not in ccxt. */
const known: Readonly<Record<string, Known>> = {
  // Spot is the other part: codes that both have mean the same.
  mexc: { exchange: mexcContract, paths: /^\/api\/v1\/(?:contract|private)\//, mark: 'success' },
  // Spot is the other part: 10000 to 10600 mean other things there.
  lbank: { exchange: lbankContract, paths: /^\/cfd\//, mark: 'success' },
  // Removed from ccxt when the exchange closed; older versions have it.
  oxfun: { exchange: oxFun, paths: /^\//, mark: '' },
};

/** @throws {TypeError} for an exchange of ours that is another company's. */
export function ownCatalogsOf(instance: CcxtExchange, natives: readonly Exchange[]): readonly OwnCatalog[] {
  const id = familyOf(instance).find((name) => Object.hasOwn(known, name));
  const base = id === undefined ? undefined : known[id];
  const isGiven = natives.some((native) => native.id === base?.exchange.id);
  return [
    ...natives.map((exchange) => nativeOf(instance, exchange)),
    ...(base && !isGiven ? [catalogOf(base.exchange, base.paths, base.mark, false)] : []),
  ];
}

function nativeOf(instance: CcxtExchange, exchange: Exchange): OwnCatalog {
  return catalogOf(exchange, checkNative(instance, exchange).paths, undefined, true);
}

function catalogOf(
  exchange: Exchange,
  paths: RegExp | undefined,
  mark: string | undefined,
  isNative: boolean,
): OwnCatalog {
  return {
    exchange,
    covers: (path) => paths?.test(path) ?? true,
    isWhole: paths === undefined,
    mark,
    isNative,
    routeOf: routeReader(exchange),
  };
}

/** What the readers of answers know of our own catalogs. */
export interface OwnContext {
  readonly own: readonly OwnCatalog[];
  /** Where our rows come from, by code. */
  readonly ownSources: ReadonlyMap<string, string>;
  /** The rows that the exchange was made with, by code: what says something else was added by the user. */
  readonly made: ReadonlyMap<string, Row>;
  /** Rows made of ccxt's tables: an answer whose code only ours have is of our part too. */
  readonly theirs: ReadonlyMap<string, Entry>;
  /** Stands for the URL of an answer that has none. */
  readonly url: string;
}

/**
 * @param url of the answer, where it is known.
 * @returns undefined for an answer of another part, and for a code that our rows lack.
 */
export function classifyByOwn(
  context: OwnContext,
  reading: Reading,
  url: string | undefined,
): Classification | undefined {
  for (const own of context.own) {
    const result = classifyBy(own, reading, url);
    const code = result.ok ? undefined : result.code;
    const isOnlyOurs = code !== undefined && !context.theirs.has(code);
    if (!isOfOwnPart(own, reading.value, url, context.url, isOnlyOurs)) continue;
    if (result.ok || !result.entry)
      return result.ok || own.isNative || code === undefined ? result : undefined;
    return changed(context, result, reading.codes.get(result.entry.code));
  }
  return undefined;
}

type Failed = Exclude<Classification, { readonly ok: true }>;

/** A row that `extendExchange` added goes before ours. */
function changed({ made }: OwnContext, result: Failed, entry: Entry | undefined): Failed {
  if (!entry || entry.category === 'success') return result;
  const [, category, outcome, text] = made.get(entry.code) ?? [];
  if (entry.category === category && entry.outcome === outcome && entry.text === text) return result;
  return { ...result, category: entry.category, outcome: entry.outcome, entry };
}

function classifyBy(
  { exchange, routeOf, isNative }: OwnCatalog,
  { answer, mayBeBatch }: Reading,
  url: string | undefined,
): Classification {
  const { method } = answer;
  if (!isNative || url === undefined || method === undefined || !URL.canParse(url))
    return classifyAs(exchange, answer, mayBeBatch ? undefined : 'read', Date.now());
  const { kind } = routeOf(method, new URL(url).pathname);
  return classifyAs(exchange, { ...answer, url }, kind, Date.now());
}

function isOfOwnPart(
  { covers, mark }: OwnCatalog,
  value: object,
  url: string | undefined,
  usualUrl: string,
  isOnlyOurs: boolean,
): boolean {
  const known = url ?? (mark === undefined ? usualUrl : undefined);
  if (known !== undefined) return URL.canParse(known) && covers(new URL(known).pathname);
  return mark === '' || readField(value, mark ?? '') !== undefined || isOnlyOurs;
}
