// Finds the code and the exchange in a pasted sentence.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { rowsOf } from './rows.ts';
import { fold } from './search.ts';

/** What a sentence is about, as far as it can be told without understanding it. */
export interface Gist {
  readonly code: string;
  /** Id of the exchange that it names; empty: none. */
  readonly exchange: string;
}

/**
 * The listed code in a pasted sentence, such as an error message of ours or a line of a log, and the exchange that it
 * names. Of several codes the longest: short numbers are mostly counts.
 */
export function gistOf(text: string, exchanges: readonly Exchange[]): Gist | undefined {
  const folded = fold(text);
  const named = exchanges.find(({ id, name }) => [id, fold(name)].some((known) => folded.includes(known)));
  const numbers = new Set(text.match(/(?<![\w.:-])-?\d+(?![\w:-]|\.\d)/g));
  const listed = exchanges.flatMap(rowsOf).filter(({ code }) => code !== undefined && numbers.has(code));
  const own = listed.filter(({ exchanges: of }) => of.some(({ id }) => id === named?.id));
  const codes = (own.length > 0 ? own : listed).map(({ code = '' }) => code);
  if (codes.length === 0) return undefined;
  const code = codes.reduce((best, other) => (other.length > best.length ? other : best));
  return { code, exchange: named?.id ?? '' };
}
