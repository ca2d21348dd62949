// Which parts of a ccxt exchange our own catalogs cover, and what they say of its answers.
import {
  type Classification,
  classifyAs,
  type Entry,
  type Exchange,
  type Reading,
  type RouteReader,
  type Row,
  routeReader,
  valueAt,
} from '../internal.ts';
import { checkNative } from './native-exchanges.ts';
import type { CcxtExchange } from './shape.ts';

/** An exchange of ours that is a ccxt exchange, or a part of one. */
export interface OwnCatalog {
  readonly exchange: Exchange;
  /** Whether a path is one of that part; everything else is another API of the same company. */
  readonly covers: (path: string) => boolean;
  /** Whether all of the ccxt exchange is ours. */
  readonly isWhole: boolean;
  /** A field that only the answers of that part have, for where the URL is not known; undefined: the usual URL decides. */
  readonly mark: string | undefined;
  readonly routeOf: RouteReader;
}

/** @throws {TypeError} for an exchange of ours that is another company's. */
export function ownCatalogsOf(instance: CcxtExchange, natives: readonly Exchange[]): readonly OwnCatalog[] {
  return natives.map((exchange) => {
    const { paths, mark } = checkNative(instance, exchange);
    return {
      exchange,
      covers: (path) => paths?.test(path) ?? true,
      isWhole: paths === undefined,
      mark,
      routeOf: routeReader(exchange),
    };
  });
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
    const entry = result.ok ? undefined : result.entry;
    const isOnlyOurs = entry !== undefined && !context.theirs.has(entry.code);
    if (!isOfOwnPart(own, reading.value, url, context.url, isOnlyOurs)) continue;
    if (result.ok || !result.entry) return result;
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
  { exchange, routeOf }: OwnCatalog,
  { answer, mayBeBatch }: Reading,
  url: string | undefined,
): Classification {
  const { method } = answer;
  if (url === undefined || method === undefined || !URL.canParse(url))
    return classifyAs(exchange, answer, mayBeBatch ? undefined : 'read', Date.now());
  const { kind } = routeOf(method, new URL(url).pathname);
  return classifyAs(exchange, { ...answer, url }, kind, Date.now());
}

function isOfOwnPart(
  { covers, isWhole, mark }: OwnCatalog,
  value: object,
  url: string | undefined,
  usualUrl: string,
  isOnlyOurs: boolean,
): boolean {
  if (isWhole) return true;
  const known = url ?? (mark === undefined ? usualUrl : undefined);
  if (known !== undefined) return URL.canParse(known) && covers(new URL(known).pathname);
  return valueAt(value, mark ?? '') !== undefined || isOnlyOurs;
}
