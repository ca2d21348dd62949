// What a definition's own reader says of an answer, checked before it is believed.
import { type Classification, categories } from '../types.ts';
import { silencePromise } from './silence-promise.ts';

const known: ReadonlySet<unknown> = new Set(categories);
const outcomes: ReadonlySet<unknown> = new Set(['rejected', 'unknown', 'partial']);

/**
 * The classification that a definition's own reader returned; undefined where it returned none.
 * @throws {TypeError} for any other value
 */
export function checkReading(said: unknown): Classification | undefined {
  if (said === undefined || isClassification(said)) return said;
  silencePromise(said);
  throw new TypeError(
    '`read` of the definition has to return a classification, such as `{ ok: true }`, or undefined.',
  );
}

function isClassification(said: unknown): said is Classification {
  if (typeof said !== 'object' || said === null || !('ok' in said)) return false;
  if (said.ok === true) return true;
  const isFailure = said.ok === false && 'category' in said && 'outcome' in said;
  return isFailure && known.has(said.category) && outcomes.has(said.outcome);
}
