// Checks the keys of policies: categories, and codes of the exchange.
import { bad } from '../options/check-value.ts';
import { both, distance } from '../options/suggest.ts';
import { categories } from '../types.ts';
import { couldBeCode, isListed, nearestCode } from './codes.ts';
import type { Exchange } from './exchange.ts';

const known: ReadonlySet<string> = new Set(categories);

/** @throws {TypeError} for a key that is neither a category nor could be a code. */
export function checkPolicyKey(key: string, exchange: Exchange): void {
  if (known.has(key) || isListed(exchange, key)) return;
  const meant = nearestCategory(key) ?? nearestCode(exchange, key);
  if (meant === undefined && couldBeCode(exchange, key)) return;
  const hint = meant === undefined ? `The categories are ${both(categories)}.` : `Did you mean \`${meant}\`?`;
  throw new TypeError(
    `${bad('policies', key, `categories and codes of ${exchange.name} as keys`).message} ${hint}`,
  );
}

/** Another case, an underscore, none at all, or a letter or two. */
function nearestCategory(key: string): string | undefined {
  const plain = lettersOf(key);
  const away = categories.map((one) => ({ one, by: distance(plain, lettersOf(one)) }));
  const [nearest] = away.toSorted((a, b) => a.by - b.by);
  return nearest && nearest.by <= Math.min(2, Math.floor(plain.length / 3)) ? nearest.one : undefined;
}

function lettersOf(word: string): string {
  return word.toLowerCase().replace(/[^a-z]/g, '');
}
