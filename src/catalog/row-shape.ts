// Checks rows: the table of their details, and the rules that a row keeps.
import { bad, type Place, wordsOf } from '../options/check-value.ts';
import { duration, list, object, oneOf, required, text } from '../options/kinds.ts';
import { checkShape, type Shape } from '../options/shape.ts';
import { didYouMean } from '../options/suggest.ts';
import { type Category, categories } from '../types.ts';
import type { Row, RowDetails, TextCase } from './entry.ts';
import type { ExchangeSpec } from './exchange.ts';
import { limitRef } from './limit-shape.ts';
import { rowError } from './rows.ts';

const known: ReadonlySet<string> = new Set<Category | 'success'>([...categories, 'success']);
const outcomes: ReadonlySet<string> = new Set(['ok', 'rejected', 'unknown']);

const textCaseShape: Shape<TextCase> = {
  text: required(text),
  category: required(oneOf(...categories)),
  outcome: required(oneOf('rejected', 'unknown')),
  limit: limitRef,
  waitMs: duration(),
  note: text,
};

/** One line for each detail that a row may have. */
const detailsShape: Shape<RowDetails> = {
  name: text,
  note: text,
  source: text,
  over: text,
  limit: limitRef,
  waitMs: duration(),
  when: list(object(textCaseShape)),
};

/**
 * Checks one row.
 * @throws {TypeError} that names the exchange, the row and the rule it breaks.
 */
export function checkRow({ id, namespaces = [] }: ExchangeSpec, row: Row): void {
  const [code, category, outcome, words, more] = row;
  if (typeof code !== 'string' || code === '') {
    throw rowError(id, String(code), 'must have its code as a string, exactly as written');
  }
  if (!known.has(category))
    throw rowError(
      id,
      code,
      `has the unknown category "${category}"`,
      didYouMean(String(category), [...known]),
    );
  if (!outcomes.has(outcome))
    throw rowError(
      id,
      code,
      `has the unknown outcome "${outcome}"`,
      didYouMean(String(outcome), [...outcomes]),
    );
  if ((category === 'success') !== (outcome === 'ok')) {
    throw rowError(id, code, `contradicts itself: category "${category}" with outcome "${outcome}"`);
  }
  if (typeof words !== 'string') throw rowError(id, code, 'needs its text');
  if (row.length > 5) throw rowError(id, code, 'has more than code, category, outcome, text and details');
  // They are spread over the entry: an unknown one could take the place of its category.
  if (more !== undefined) checkShape(detailsShape, more, placeOf(id, code));
  if (more?.when && category === 'success')
    throw rowError(id, code, 'is a success, which has no other cases');
  const places = ['rest', 'ws', ...namespaces.map(({ name }) => name)];
  if (more?.over !== undefined && !places.includes(more.over))
    throw bad(`row "${code}".over`, more.over, wordsOf(places), placeOf(id, ''));
}

function placeOf(id: string, code: string): Place {
  return { owner: 'defineExchange', path: `row "${code}".`, opening: `defineExchange: ${id}: ` };
}
