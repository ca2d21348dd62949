// Checks the user's own policies.
import { checkPolicyKey } from '../catalog/check-policy-key.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { bad, checkObject } from '../options/check-value.ts';
import { backoff } from './backoff.ts';
import { failFast, reconcile, refreshClock } from './policy.ts';

/** Each makes a policy, and is none itself. */
const makers: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [failFast, 'failFast'],
  [backoff, 'backoff'],
  [refreshClock, 'refreshClock'],
  [reconcile, 'reconcile'],
]);

/**
 * @throws {TypeError} for what is no policy, and for a key that is neither a category nor could be a code.
 */
export function checkPolicies(policies: unknown, exchange: Exchange): void {
  checkObject('policies', policies);
  for (const [key, policy] of Object.entries(policies)) {
    const option = `policies['${key.slice(0, 40)}']`;
    const maker = makers.get(policy);
    if (maker !== undefined) {
      throw new TypeError(
        `\`${option}\` takes a policy, which \`${maker}\` only makes: call it, \`${maker}()\`.`,
      );
    }
    if (typeof policy !== 'function') throw bad(option, policy, 'a policy, such as `failFast()`');
    checkPolicyKey(key, exchange);
  }
}
