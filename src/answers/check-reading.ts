import { type Classification, categories } from '../types.ts';
import { silencePromise } from './silence-promise.ts';

const known: ReadonlySet<unknown> = new Set(categories);
const outcomes: ReadonlySet<unknown> = new Set(['rejected', 'unknown', 'partial']);

/**
 * What a definition's own reader said of an answer; undefined where it cannot tell.
 * @throws {TypeError} for what is no classification: it says nothing that could be believed.
 */
export function checkReading(said: unknown): Classification | undefined {
  if (said === undefined || isClassification(said)) return said;
  silencePromise(said);
  throw new TypeError('`read` of the definition returned what is no classification.');
}

function isClassification(said: unknown): said is Classification {
  if (typeof said !== 'object' || said === null || !('ok' in said)) return false;
  if (said.ok === true) return true;
  const isFailure = said.ok === false && 'category' in said && 'outcome' in said;
  return isFailure && known.has(said.category) && outcomes.has(said.outcome);
}
