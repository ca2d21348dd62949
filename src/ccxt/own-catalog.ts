// Which part of a ccxt exchange our own catalogs cover, and what they say of its answers.
import {
  type Classification,
  classifyAs,
  type Entry,
  type Exchange,
  lbankContract,
  mexcContract,
  oxFun,
  type Reading,
  readField,
} from '../internal.ts';

/** An exchange of ours that is a part of one of ccxt's. */
export interface OwnCatalog {
  readonly exchange: Exchange;
  /** Paths of that part; everything else is another API of the same company. */
  readonly paths: RegExp;
  /** A field that only the answers of that part have, for where the URL is not known. Empty: there is no other part. */
  readonly mark: string;
}

/** By ccxt's id. KTX and ChainUp's tenants are not in ccxt. */
const catalogs: Readonly<Record<string, OwnCatalog>> = {
  // Spot is the other part: codes that both have mean the same.
  mexc: { exchange: mexcContract, paths: /^\/api\/v1\/(?:contract|private)\//, mark: 'success' },
  // Spot is the other part: 10000 to 10600 mean other things there.
  lbank: { exchange: lbankContract, paths: /^\/cfd\//, mark: 'success' },
  // Removed from ccxt when the exchange closed; older versions have it.
  oxfun: { exchange: oxFun, paths: /^\//, mark: '' },
};

/** @param family ids of the instance, nearest first. */
export function ownCatalogOf(family: readonly string[]): OwnCatalog | undefined {
  const id = family.find((name) => Object.hasOwn(catalogs, name));
  return id === undefined ? undefined : catalogs[id];
}

/**
 * @param url of the answer, where it is known.
 * @param theirs rows made of ccxt's tables: an answer whose code only ours have is of our part too.
 * @returns undefined for an answer of another part, and for a code that our rows lack.
 */
export function classifyByOwn(
  own: OwnCatalog,
  reading: Reading,
  url: string | undefined,
  theirs: ReadonlyMap<string, Entry>,
): Classification | undefined {
  const { answer, value, codes, mayBeBatch } = reading;
  const result = classifyAs(own.exchange, answer, mayBeBatch ? undefined : 'read', Date.now());
  const code = result.ok ? undefined : result.code;
  if (!isOfOwnPart(own, value, url, code !== undefined && !theirs.has(code))) return undefined;
  if (result.ok || !result.entry) return result.ok || code === undefined ? result : undefined;
  const entry = codes.get(result.entry.code);
  const isChanged = entry && entry.source !== result.entry.source;
  // A row that `extendExchange` added goes before ours.
  return isChanged && entry.category !== 'success'
    ? { ...result, category: entry.category, outcome: entry.outcome, entry }
    : result;
}

function isOfOwnPart(
  { paths, mark }: OwnCatalog,
  value: object,
  url: string | undefined,
  isOnlyOurs: boolean,
): boolean {
  if (url !== undefined) return URL.canParse(url) && paths.test(new URL(url).pathname);
  return mark === '' || readField(value, mark) !== undefined || isOnlyOurs;
}
