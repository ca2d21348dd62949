// Which policy answers which failure, unless the user gave another.
import type { Exchange } from '../catalog/exchange.ts';
import type { Policies, Policy } from '../decision.ts';
import type { Category } from '../types.ts';
import { backoff } from './backoff.ts';
import { checkPolicies } from './check-policies.ts';
import { duplicate, failFast, refreshClock, unlisted, whenCertain, whenReplaySafe } from './policy.ts';

const throttled = backoff({ baseDelayMs: 500, minDelayMs: 100, jitter: 'equal', pause: true });
/** The edge of the exchange refused, by a page or a ban: further requests would lengthen the ban. */
const shutOut = backoff({
  baseDelayMs: 2000,
  minDelayMs: 1000,
  maxDelayMs: 120_000,
  factor: 4,
  jitter: 'equal',
  pause: true,
});
const rateLimited: Policy = (context) =>
  (context.status === 403 || context.status === 418 ? shutOut : throttled)(context);
const transient = whenReplaySafe(backoff());
/** What the same request can only fail at again; where its outcome is in doubt, that is asked about first. */
const definite = whenCertain(failFast());

/** The default policy of each category. */
export const defaultPolicies: Readonly<Record<Category, Policy>> = Object.freeze({
  'rate-limit': rateLimited,
  timestamp: refreshClock(),
  server: transient,
  timeout: transient,
  network: transient,
  duplicate: duplicate(),
  unknown: unlisted(),
  'order-limit': definite,
  signature: definite,
  auth: definite,
  permission: definite,
  account: definite,
  funds: definite,
  position: definite,
  'order-not-found': definite,
  'invalid-request': definite,
  'invalid-order': definite,
  'market-unavailable': definite,
  unsupported: definite,
});

/**
 * Finds the policy of a failure: the gateway's, else the exchange's, else the default; in each that of the code as
 * answered, of the listed code that it falls under, of the category.
 */
export function policyFinder(
  own: Policies = {},
  exchange: Exchange,
): (category: Category, code: string | undefined, listed?: string) => Policy {
  const layers = [own, exchange.policies];
  for (const policies of layers) checkPolicies(policies, exchange);
  return (category, code, listed) => {
    for (const policies of layers) {
      const found = ofCode(policies, code) ?? ofCode(policies, listed) ?? policies[category];
      if (found) return found;
    }
    return defaultPolicies[category] ?? failFast();
  };
}

/** A code is the exchange's word: `toString` must not find what every object has. */
function ofCode(policies: Policies, code: string | undefined): Policy | undefined {
  return code !== undefined && Object.hasOwn(policies, code) ? policies[code] : undefined;
}
