import type { CcxtClient } from './client.ts';

/** ccxt's options for its own retry loop are no parameters of the request. */
export function withoutRetries(instance: CcxtClient, given: object, path: string): object {
  let params = given;
  for (const option of ['maxRetriesOnFailure', 'maxRetriesOnFailureDelay']) {
    const handled = instance.handleOptionAndParams(params, path, option, 0);
    const rest: unknown = Array.isArray(handled) ? handled[1] : undefined;
    if (typeof rest === 'object' && rest !== null) params = rest;
  }
  return params;
}
