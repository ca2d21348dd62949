// What the codes of the catalogs mean, and how they are found.
import { describeDecision, type Entry, type Exchange } from '../../internal.ts';

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
  const overRest = [...rest].map(([code, entry]) =>
    toMeaning(exchange, entry, ws.get(code) === entry ? ['rest', 'ws'] : ['rest']),
  );
  const overWs = [...ws].filter(([code, entry]) => rest.get(code) !== entry);
  const others = [...named].flatMap(([name, own]) => {
    const rows = new Set([...own.rest.values(), ...own.ws.values()]);
    return [...rows]
      .filter((entry) => rest.get(entry.code) !== entry && ws.get(entry.code) !== entry)
      .map((entry) => toMeaning(exchange, entry, [name]));
  });
  return [...overRest, ...overWs.map(([, entry]) => toMeaning(exchange, entry, ['ws'])), ...others];
}

function toMeaning(exchange: Exchange, entry: Entry, over: CodeMeaning['over']): CodeMeaning {
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
