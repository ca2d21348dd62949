// What the codes of the catalogs mean, and how they are found.
import {
  describeDecision,
  type Entry,
  type Exchange,
  findEntry,
  nearestCode,
  suggest,
} from '../../internal.ts';

/** What one code means at one exchange: as `--json` prints it. */
export interface CodeMeaning extends Pick<Entry, 'code' | 'text' | 'category' | 'outcome' | 'source'> {
  readonly exchange: string;
  readonly name?: string;
  /** Transports, or a table of its own for some hosts or routes, in which it means that. */
  readonly over: readonly string[];
  readonly whatWeDo: string;
  readonly note?: string;
  readonly docs: readonly string[];
}

const known = new WeakMap<Exchange, readonly CodeMeaning[]>();

/** Every row of an exchange, each with where it holds. */
export function meaningsOf(exchange: Exchange): readonly CodeMeaning[] {
  const meanings = known.get(exchange) ?? readMeanings(exchange);
  known.set(exchange, meanings);
  return meanings;
}

function readMeanings(exchange: Exchange): readonly CodeMeaning[] {
  const { rest, ws, named } = exchange.codes;
  const own = [...named].map(([name, rows]) => [name, [rows.rest, rows.ws]] as const);
  const places = new Map<Entry, string[]>();
  for (const [place, maps] of [['rest', [rest]] as const, ['ws', [ws]] as const, ...own])
    for (const entry of new Set(maps.flatMap((map) => [...map.values()]))) {
      const seen = places.get(entry);
      if (!seen) places.set(entry, [place]);
      // A table of its own holds the common rows too.
      else if (place === 'ws') seen.push(place);
    }
  return [...places].map(([entry, over]) => toMeaning(exchange, entry, over));
}

function toMeaning(exchange: Exchange, entry: Entry, over: readonly string[]): CodeMeaning {
  const { code, text, name, category, outcome, note, source } = entry;
  return {
    exchange: exchange.id,
    code,
    text,
    ...(name !== undefined && { name }),
    category,
    outcome,
    over,
    whatWeDo: describeDecision(exchange, entry),
    ...(note !== undefined && { note }),
    source,
    docs: exchange.docs,
  };
}

/** The rows of a code, as written, or of a name; else in any letter case; else those with which it begins where codes go on. */
export function findCode(wanted: string, among: readonly Exchange[]): readonly CodeMeaning[] {
  const all = among.flatMap(meaningsOf);
  const name = wanted.toLowerCase();
  const exact = all.filter((one) => one.code === wanted || one.name?.toLowerCase() === name);
  const alike = exact.length > 0 ? exact : all.filter(({ code }) => code.toLowerCase() === name);
  return alike.length > 0 ? alike : among.flatMap((exchange) => findBeginning(wanted, exchange));
}

function findBeginning(wanted: string, exchange: Exchange): readonly CodeMeaning[] {
  const { rest, ws = rest, codes } = exchange;
  const tables = [codes, ...codes.named.values()];
  const found = tables.flatMap((table) => [
    findEntry(rest, table.rest, wanted),
    findEntry(ws, table.ws, wanted),
  ]);
  const listed = new Set(found.map((entry) => entry?.code));
  return meaningsOf(exchange).filter(({ code }) => listed.has(code));
}

/**
 * Codes that differ by sign or leading zeros only, `1021` for `-1021`, or are no code for a sign, `51O` for `510`; of one
 * exchange also the nearest words.
 */
export function nearCodes(wanted: string, among: readonly Exchange[]): readonly string[] {
  const digits = (code: string): string => code.replace(/^-?0*/, '');
  const codes = new Set(among.flatMap(meaningsOf).map(({ code }) => code));
  const near = [...codes].filter((code) => code !== wanted && digits(code) === digits(wanted));
  if (near.length > 0 || among.length > 1) return near;
  const nearest = among.flatMap((exchange) => nearestCode(exchange, wanted) ?? []);
  const isWord = /[a-z]{3}/i.test(wanted);
  return nearest.length > 0 || !isWord ? nearest : suggest(wanted, [...codes]);
}

/** The rows whose text, name or note holds every word. */
export function findWords(words: readonly string[], among: readonly Exchange[]): readonly CodeMeaning[] {
  const wanted = words.map((word) => word.toLowerCase());
  return among.flatMap(meaningsOf).filter(({ text, name = '', note = '' }) => {
    const all = `${text}\n${name}\n${note}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
