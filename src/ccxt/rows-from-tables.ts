// Rows out of ccxt's tables of error classes.
import { type FailureRow, isObject } from '../internal.ts';
import type { MeaningOf } from './error-classes.ts';
import { classIn } from './probe.ts';
import { type CcxtExchange, members } from './shape.ts';

/** One entry of ccxt's tables. */
interface TableEntry {
  readonly key: string;
  readonly value: unknown;
  /** Names of the tables around it: `spot`, `exact`. */
  readonly path: readonly string[];
}

/** Notes of rows. */
const ofMarket = 'not of the default market';
const disputed = 'not of the default market, and others disagree';
const anywhere = 'ccxt finds it anywhere in the text';

/**
 * The rows of all tables of an instance. Where its markets disagree about a code, the market that the instance trades by
 * default counts, then the tables for all markets; where only others have the code, and disagree, the first of them counts
 * with an unknown outcome.
 */
export function rowsOf(instance: CcxtExchange, meaningOf: MeaningOf): readonly FailureRow[] {
  const market = marketOf(instance);
  const rows = new Map<string, FailureRow>();
  const sorted = [...walk(instance.exceptions, [])].sort((a, b) => rank(a, market) - rank(b, market));
  for (const entry of sorted) {
    if (entry.key === '') continue;
    const place = rank(entry, market);
    const row = rowOf(entry, place, meaningOf);
    const earlier = rows.get(entry.key);
    if (!earlier) rows.set(entry.key, row);
    else if (place === 2 && earlier[4]?.note === ofMarket && earlier[1] !== row[1]) {
      rows.set(entry.key, [entry.key, earlier[1], 'unknown', earlier[3], { note: disputed }]);
    }
  }
  return [...rows.values()];
}

function rowOf({ key, value }: TableEntry, place: 0 | 1 | 2 | 3, meaningOf: MeaningOf): FailureRow {
  const meaning = meaningOf(classIn(value));
  const text = Array.isArray(value) && typeof value[1] === 'string' ? value[1] : undefined;
  const label = typeof value === 'string' ? value : (text ?? meaning?.className ?? 'no class');
  const note = place === 3 ? anywhere : place === 2 ? ofMarket : undefined;
  const outcome = meaning?.proof === 'always' ? 'rejected' : 'unknown';
  return [key, meaning?.category ?? 'unknown', outcome, label, note === undefined ? {} : { note }];
}

function* walk(node: unknown, path: readonly string[]): Generator<TableEntry> {
  for (const [key, value] of Object.entries(members(node))) {
    if (isObject(value)) yield* walk(value, [...path, key]);
    else yield { key, value, path };
  }
}

/** The order of look-up, as in ccxt: the market's own table, that of all markets, those of others, parts of texts. */
function rank({ path }: TableEntry, market: string): 0 | 1 | 2 | 3 {
  if (path.includes('broad')) return 3;
  if (path.length < 2) return 1;
  return path[0] === market ? 0 : 2;
}

/** The market that the instance trades by default, by the name that ccxt's tables have for it. */
export function marketOf(instance: CcxtExchange): string {
  const { defaultType, defaultSubType } = members(instance.options);
  if (defaultSubType === 'linear' || defaultSubType === 'inverse') return defaultSubType;
  if (defaultType === 'swap' || defaultType === 'future') return 'linear';
  if (defaultType === 'delivery') return 'inverse';
  return defaultType === 'option' ? 'option' : 'spot';
}
