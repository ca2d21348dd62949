import { checkGateway } from '../check-gateway.ts';
import { isExchangeError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import type { CallOptions } from '../types.ts';
import { bad } from '../validate.ts';
import { CcxtCall } from './ccxt-call.ts';
import { asCcxtError, cleaned } from './ccxt-errors.ts';
import { type CcxtClient, checkClient, type Fetch2 } from './client.ts';
import { costLimit } from './limits.ts';

/** Marks a `fetch2` of ours, so that nobody is throttled twice. */
const ours: unique symbol = Symbol('throttled');

/**
 * Sends everything that a ccxt instance sends through a gateway: each attempt is admitted by the limits, then signed anew
 * by ccxt, sent by ccxt, and judged by the gateway, which decides about retries. ccxt's own throttle and
 * `maxRetriesOnFailure` have no part in it any more; all its methods, parsing and error classes stay.
 *
 * An error that the exchange answered with is ccxt's own, with an `ExchangeError` as its `cause`. An order that may have
 * been executed rejects with an `UnknownOutcomeError`, which is none of ccxt's classes, and is not sent again.
 * @returns undoes it: the instance is as it was. What is under way ends as it began.
 * @throws {TypeError} for something else than a ccxt exchange and a gateway, or for an instance that goes through one.
 */
export function throttleCcxt(instance: CcxtClient, gateway: Gateway): () => void {
  checkClient('throttleCcxt instance', instance);
  checkGateway('throttleCcxt', gateway);
  if (Object.hasOwn(instance.fetch2, ours))
    throw bad('throttleCcxt instance', 'one that goes through a gateway already', 'each instance once');
  const before = Object.getOwnPropertyDescriptor(instance, 'fetch2');
  const fetch2: Fetch2 = async (
    path,
    api = 'public',
    method = 'GET',
    given = {},
    headers,
    body,
    config = {},
  ) => {
    const params = withoutRetries(instance, given, path);
    const options = optionsOf(instance, gateway, [api, method, path, params, config]);
    const call = new CcxtCall(instance, { path, api, method, params, headers, body }, options);
    try {
      await gateway.run(call);
    } catch (error) {
      // ccxt tells the orders of a batch apart by itself, unless it threw.
      const isPartial = isExchangeError(error) && error.outcome === 'partial';
      if (!isPartial || call.last?.error !== undefined) throw told(instance, call, error);
    }
    // What the gateway takes for a good answer may be an error to ccxt; its word counts for its users.
    if (call.last?.error !== undefined) throw cleaned(call.last.error, call.request);
    return call.last?.result;
  };
  Object.defineProperty(instance, 'fetch2', {
    value: Object.assign(fetch2, { [ours]: true }),
    configurable: true,
    writable: true,
    enumerable: false,
  });
  return () => {
    if (before) Object.defineProperty(instance, 'fetch2', before);
    else Reflect.deleteProperty(instance, 'fetch2');
  };
}

function told(instance: CcxtClient, call: CcxtCall, error: unknown): unknown {
  return asCcxtError(instance, error, call.last?.error, call.request);
}

/** ccxt's options for its own retry loop are no parameters of the request. */
function withoutRetries(instance: CcxtClient, given: object, path: string): object {
  let params = given;
  for (const option of ['maxRetriesOnFailure', 'maxRetriesOnFailureDelay']) {
    const handled = instance.handleOptionAndParams(params, path, option, 0);
    const rest: unknown = Array.isArray(handled) ? handled[1] : undefined;
    if (typeof rest === 'object' && rest !== null) params = rest;
  }
  return params;
}

/** ccxt knows a call's cost best, its parameters included; it counts in units of the limit made of its `rateLimit`. */
function optionsOf(
  instance: CcxtClient,
  { exchange }: Gateway,
  asked: Parameters<CcxtClient['calculateRateLimiterCost']>,
): CallOptions {
  const [limit, ...others] = exchange.limits;
  if (limit?.name !== costLimit || others.length > 0) return {};
  const cost = instance.calculateRateLimiterCost(...asked);
  return Number.isFinite(cost) && cost >= 0 ? { weight: Math.min(cost, limit.capacity) } : {};
}
