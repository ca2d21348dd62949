import { describe, expect, it } from 'vitest';
import { defaultPolicies, policyFinder } from '../../src/policies/default-policies.ts';
import { failFast, reconcile } from '../../src/policies/policy.ts';
import { wrapped } from './tiny.ts';

describe('finding a policy', () => {
  it('a code goes before its category, and the own before the default', () => {
    const [byCode, byCategory] = [failFast(), reconcile()];
    const policyOf = policyFinder({ '05001': byCode, server: byCategory }, wrapped);
    expect(policyOf('server', '05001')).toBe(byCode);
    expect(policyOf('server', '5001')).toBe(byCategory);
    expect(policyOf('server', undefined)).toBe(byCategory);
    expect(policyOf('timeout', '1')).toBe(defaultPolicies.timeout);
    expect(policyFinder(undefined, wrapped)('server', '1')).toBe(defaultPolicies.server);
  });

  it('a code that names what every object has finds nothing by it', () => {
    for (const code of ['toString', 'constructor', '__proto__'])
      expect(policyFinder({}, wrapped)('funds', code)).toBe(defaultPolicies.funds);
  });

  it.each([
    [null, '`policies` takes an object; it got null.'],
    [{ server: 'retry' }, "`policies['server']` takes a policy, such as `failFast()`; it got 'retry'."],
    [
      { 'Rate-Limit': failFast() },
      "`policies` takes categories and codes of Tiny as keys; it got 'Rate-Limit'. Did you mean `rate-limit`?",
    ],
    [
      { rate_limit: failFast() },
      "`policies` takes categories and codes of Tiny as keys; it got 'rate_limit'. Did you mean `rate-limit`?",
    ],
  ])('bad policies say what is wrong: %o', (policies, message) => {
    expect(() => policyFinder(policies as never, wrapped)).toThrow(new TypeError(message));
  });
});
