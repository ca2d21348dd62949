// Checks the user's own policies.
import { couldBeCode, isListed } from '../catalog/codes.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { bad, checkObject } from '../options/check-value.ts';
import { distance } from '../options/suggest.ts';
import { categories } from '../types.ts';
import { backoff } from './backoff.ts';
import { failFast, reconcile, refreshClock } from './policy.ts';

/** Each makes a policy, and is none itself. */
const makers: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [failFast, 'failFast'],
  [backoff, 'backoff'],
  [refreshClock, 'refreshClock'],
  [reconcile, 'reconcile'],
]);

const known: ReadonlySet<string> = new Set(categories);

/**
 * Without an exchange any key that is not nearly a category may be a code.
 * @throws {TypeError} for what is no policy, and for a key that is neither a category nor could be a code.
 */
export function checkPolicies(policies: unknown, exchange?: Exchange): void {
  checkObject('policies', policies);
  for (const [key, policy] of Object.entries(policies)) {
    const option = `policies['${key.slice(0, 40)}']`;
    const maker = makers.get(policy);
    if (maker !== undefined) {
      throw new TypeError(
        `\`${option}\` takes a policy, which \`${maker}\` only makes: call it, \`${maker}()\`.`,
      );
    }
    if (typeof policy !== 'function') throw bad(option, policy, 'a function');
    if (!known.has(key)) checkCode(key, exchange);
  }
}

function checkCode(key: string, exchange: Exchange | undefined): void {
  if (exchange && isListed(exchange, key)) return;
  const meant = nearestCategory(key);
  if (meant === undefined && (exchange === undefined || couldBeCode(exchange, key))) return;
  const whose = exchange ? ` of ${exchange.name}` : '';
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
  throw new TypeError(`${bad('policies', key, `categories and codes${whose} as keys`).message}${hint}`);
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
