// Corrects a misspelt word of a query.
import type { Exchange } from '../../../../src/catalog/exchange.ts';
import { rowsOf } from './rows.ts';
import { fold } from './search.ts';

/** The words of the tables. */
function vocabularyOf(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const texts = exchanges.flatMap((exchange) => [
    exchange.name,
    ...rowsOf(exchange).flatMap(({ text, category }) => [text, category]),
  ]);
  return new Set(texts.flatMap((words) => fold(words).match(/\p{L}{4,}/gu) ?? []));
}

/** The query with its first misspelled word put right; undefined where no word of the tables is near. */
export function suggest(query: string, exchanges: readonly Exchange[]): string | undefined {
  const vocabulary = vocabularyOf(exchanges);
  for (const word of query.slice(0, 200).split(/\s+/)) {
    const folded = fold(word);
    if (folded.length < 4 || vocabulary.has(folded)) continue;
    const near = nearest(folded, vocabulary);
    if (near !== undefined) return query.replace(word, near);
  }
  return undefined;
}

function nearest(word: string, vocabulary: ReadonlySet<string>): string | undefined {
  const allowed = word.length < 7 ? 1 : 2;
  let best: string | undefined;
  let least = allowed + 1;
  for (const known of vocabulary) {
    if (Math.abs(known.length - word.length) > allowed) continue;
    const far = distance(word, known);
    if (far < least) [best, least] = [known, far];
  }
  return best;
}

/** How many letters have to change, come or go. */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...one].entries()) {
    const here = [row + 1];
    for (const [column, wanted] of [...other].entries()) {
      const kept = (above[column] ?? 0) + (letter === wanted ? 0 : 1);
      here.push(Math.min(kept, (above[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    above = here;
  }
  return above.at(-1) ?? 0;
}
