// What the codes of the catalogs mean, and how they are found.
import { describeDecision, type Entry, type Exchange, exchanges } from '../../internal.ts';

/** What one code means at one exchange: as `--json` prints it. */
export interface CodeMeaning {
  readonly exchange: string;
  readonly code: string;
  readonly text: string;
  readonly name?: string;
  readonly category: Entry['category'];
  readonly outcome: Entry['outcome'];
  /** Transports over which it means that. */
  readonly over: readonly ('rest' | 'ws')[];
  readonly whatWeDo: string;
  readonly note?: string;
  readonly source: string;
  readonly docs: readonly string[];
}

/** Every row of an exchange, each with the transports that it holds over. */
export function meaningsOf(exchange: Exchange): readonly CodeMeaning[] {
  const { rest, ws } = exchange.codes;
  const found: CodeMeaning[] = [];
  for (const [code, entry] of rest) {
    found.push(toMeaning(exchange, entry, ws.get(code) === entry ? ['rest', 'ws'] : ['rest']));
  }
  for (const [code, entry] of ws)
    if (rest.get(code) !== entry) found.push(toMeaning(exchange, entry, ['ws']));
  return found;
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

/** The rows of a code, as written, or of a name; of one exchange, or of all. */
export function findCode(wanted: string, among: readonly Exchange[] = exchanges): readonly CodeMeaning[] {
  const name = wanted.toLowerCase();
  return among.flatMap((exchange) =>
    meaningsOf(exchange).filter((one) => one.code === wanted || one.name?.toLowerCase() === name),
  );
}

/** Codes that differ by sign or leading zeros only: `1021` for `-1021`, `5001` for `05001`. */
export function nearCodes(wanted: string, among: readonly Exchange[]): readonly string[] {
  const digits = (code: string): string => code.replace(/^-?0*/, '');
  const near = among.flatMap((exchange) =>
    meaningsOf(exchange)
      .map(({ code }) => code)
      .filter((code) => code !== wanted && digits(code) === digits(wanted)),
  );
  return [...new Set(near)];
}

/** The rows whose text, name or note holds every word. */
export function search(
  words: readonly string[],
  among: readonly Exchange[] = exchanges,
): readonly CodeMeaning[] {
  const wanted = words.map((word) => word.toLowerCase());
  return among.flatMap((exchange) =>
    meaningsOf(exchange).filter(({ text, name = '', note = '' }) => {
      const all = `${text}\n${name}\n${note}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    }),
  );
}
