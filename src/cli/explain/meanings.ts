// What the codes of the catalogs mean, and how they are found.
import { describeDecision, type Entry, type Exchange, nearestCode } from '../../internal.ts';

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

/** Every row of an exchange, each with where it holds. */
export function meaningsOf(exchange: Exchange): readonly CodeMeaning[] {
  const { rest, ws, named } = exchange.codes;
  const own = [...named].map(([name, rows]) => [name, [rows.rest, rows.ws]] as const);
  const places = new Map<Entry, string[]>();
  for (const [place, maps] of [['rest', [rest]] as const, ['ws', [ws]] as const, ...own])
    for (const entry of new Set(maps.flatMap((map) => [...map.values()]))) {
      const known = places.get(entry);
      if (!known) places.set(entry, [place]);
      // A table of its own holds the common rows too.
      else if (place === 'ws') known.push(place);
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

/** The rows of a code, as written, or of a name. */
export function findCode(wanted: string, among: readonly Exchange[]): readonly CodeMeaning[] {
  const name = wanted.toLowerCase();
  const isIt = (one: CodeMeaning): boolean => one.code === wanted || one.name?.toLowerCase() === name;
  return among.flatMap(meaningsOf).filter(isIt);
}

/** Codes that differ by sign or leading zeros only, `1021` for `-1021`, or are no code for a sign: `51O` for `510`. */
export function nearCodes(wanted: string, among: readonly Exchange[]): readonly string[] {
  const digits = (code: string): string => code.replace(/^-?0*/, '');
  const codes = new Set(among.flatMap(meaningsOf).map(({ code }) => code));
  const near = [...codes].filter((code) => code !== wanted && digits(code) === digits(wanted));
  if (near.length > 0 || among.length > 1) return near;
  return among.flatMap((exchange) => nearestCode(exchange, wanted) ?? []);
}

/** The rows whose text, name or note holds every word. */
export function findWords(words: readonly string[], among: readonly Exchange[]): readonly CodeMeaning[] {
  const wanted = words.map((word) => word.toLowerCase());
  return among.flatMap(meaningsOf).filter(({ text, name = '', note = '' }) => {
    const all = `${text}\n${name}\n${note}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
