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

/** Which part of an exchange of ccxt's is one of our own. */
export interface Ours {
  readonly exchange: Exchange;
  /** Paths of our part; what else the instance has is another API of the same company. */
  readonly paths: RegExp;
  /** Where an answer comes without its URL: only our part's answers have this field. */
  readonly mark: string;
}

/** By ccxt's id. KTX and ChainUp's tenants are not in ccxt. */
const ours: Readonly<Record<string, Ours>> = {
  // ccxt's `mexc` has spot too, whose codes are others and mean the same where they are shared.
  mexc: { exchange: mexcContract, paths: /^\/api\/v1\/(?:contract|private)\//, mark: 'success' },
  // Spot uses 10000 to 10600 for other things than contracts do.
  lbank: { exchange: lbankContract, paths: /^\/cfd\//, mark: 'success' },
  // Gone from ccxt since the exchange closed; older ones have it.
  oxfun: { exchange: oxFun, paths: /^\//, mark: '' },
};

export function oursOf(family: readonly string[]): Ours | undefined {
  const id = family.find((name) => Object.hasOwn(ours, name));
  return id === undefined ? undefined : ours[id];
}

/** What our own catalog says of an answer; undefined where it is of another API, or a code that our rows lack. */
export function readByOurs(
  own: Ours,
  reading: Reading,
  url: string | undefined,
  theirs: ReadonlyMap<string, Entry>,
): Classification | undefined {
  const { answer, value, codes, mayBeBatch } = reading;
  const verdict = classifyAs(own.exchange, answer, mayBeBatch ? undefined : 'read', Date.now());
  const code = verdict.ok ? undefined : verdict.code;
  if (!isOurs(own, value, url, code !== undefined && !theirs.has(code))) return undefined;
  if (verdict.ok || !verdict.entry) return verdict.ok || code === undefined ? verdict : undefined;
  const entry = codes.get(verdict.entry.code);
  const isChanged = entry && entry.source !== verdict.entry.source;
  // What `extendExchange` said of the code last.
  return isChanged && entry.category !== 'success'
    ? { ...verdict, category: entry.category, outcome: entry.outcome, entry }
    : verdict;
}

function isOurs({ paths, mark }: Ours, value: object, url: string | undefined, isOnlyOurs: boolean): boolean {
  if (url !== undefined) return URL.canParse(url) && paths.test(new URL(url).pathname);
  return mark === '' || readField(value, mark) !== undefined || isOnlyOurs;
}
