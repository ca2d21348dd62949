// What the codes of the catalogs mean: found by code, name or words, and written one a line.
import { describeDecision, type Entry, type Exchange } from '../../internal.ts';
import type { Report } from '../command.ts';
import { table, wrap } from '../text/layout.ts';
import { count } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';

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

/** Codes that differ by sign or leading zeros only: `1021` for `-1021`, `5001` for `05001`. */
export function nearCodes(wanted: string, among: readonly Exchange[]): readonly string[] {
  const digits = (code: string): string => code.replace(/^-?0*/, '');
  const codes = new Set(among.flatMap(meaningsOf).map(({ code }) => code));
  return [...codes].filter((code) => code !== wanted && digits(code) === digits(wanted));
}

/** The rows whose text, name or note holds every word. */
export function search(words: readonly string[], among: readonly Exchange[]): readonly CodeMeaning[] {
  const wanted = words.map((word) => word.toLowerCase());
  return among.flatMap(meaningsOf).filter(({ text, name = '', note = '' }) => {
    const all = `${text}\n${name}\n${note}`.toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

/** Where a code holds, in words. */
export function placesOf({ over }: Pick<CodeMeaning, 'over'>): string {
  return over.map((one) => ({ rest: 'REST', ws: 'WebSocket' })[one] ?? one).join(' and ');
}

/** Several codes, one line each. @param isMixed whether they are of several exchanges */
export function meaningTable(meanings: readonly CodeMeaning[], isMixed: boolean): readonly string[] {
  const rows = meanings.map((meaning) => {
    const { exchange, code, category, outcome, text, over } = meaning;
    const where = over.includes('rest') ? '' : ` (over ${placesOf(meaning)})`;
    return [exchange, code, category, outcome, text + where].slice(isMixed ? 0 : 1);
  });
  return table(['Exchange', 'Code', 'Category', 'Outcome', 'Text'].slice(isMixed ? 0 : 1), rows);
}

/** What a search found. */
export function foundReport(found: readonly CodeMeaning[], words: readonly string[]): Report {
  const what = `${count(found.length, 'code')} with "${printable(words.join(' '), 60)}"`;
  const lines = [...meaningTable(found, true), '', ...wrap(`${what}. In full: explain <exchange> <code>.`)];
  return { value: found, lines };
}
