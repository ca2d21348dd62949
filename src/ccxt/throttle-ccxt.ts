// `throttleCcxt`: sends a ccxt instance's requests through a gateway.
import { checkGateway, type Gateway, isExchangeError, isPromise } from '../internal.ts';
import { attach, isOwnFetch2, type Overrides } from './attach.ts';
import { CcxtCall } from './ccxt-call.ts';
import { asCcxtError, withoutSecrets } from './ccxt-errors.ts';
import { costLimit } from './limits.ts';
import { checkOrigin, looksAtSentPaths } from './origin.ts';
import { type CcxtClient, checkClient, type Fetch2, members, type UnsignedRequest, viewOf } from './shape.ts';

/**
 * Sends everything that a ccxt instance sends through a gateway: each attempt is admitted by the limits, then signed anew
 * by ccxt, sent by ccxt, and judged by the gateway, which decides about retries. ccxt's own throttle and
 * `maxRetriesOnFailure` have no effect meanwhile; all its methods, parsing and error classes stay, and a `fetch2` of
 * the user's own is called as before, once for each call.
 *
 * An error that the exchange answered with is ccxt's own, with an `ExchangeError` as its `cause`. A write that may have
 * been executed rejects with an `UnknownOutcomeError`, which is none of ccxt's classes, has ccxt's error as its `cause`,
 * and is not sent again.
 * @returns a function that makes the instance as it was. Calls under way end as they began. Called again it does nothing.
 * @throws {TypeError} for something else than a ccxt exchange and a gateway to it, or for an instance that goes through
 * one already.
 */
export function throttleCcxt(instance: CcxtClient, gateway: Gateway): () => void {
  checkClient(instance);
  checkGateway('throttleCcxt', gateway);
  checkOrigin(instance, gateway.exchange);
  return isOwnFetch2(instance)
    ? attach(instance, (isOn) => ({ fetch2: replaceFetch2(instance, gateway, isOn) }))
    : attach(instance, (isOn) => overrideBelow(instance, gateway, isOn));
}

/** Replaces ccxt's own `fetch2`. */
function replaceFetch2(instance: CcxtClient, gateway: Gateway, isOn: () => boolean): Fetch2 {
  const before = instance.fetch2;
  return async (path, api = 'public', method = 'GET', given = {}, headers, body, config = {}) => {
    if (!isOn()) return before.call(instance, path, api, method, given, headers, body, config);
    const params = withoutRetries(instance, given, path);
    const cost = instance.calculateRateLimiterCost(api, method, path, params, config);
    return run(instance, gateway, { path, api, method, params, headers, body }, cost);
  };
}

/**
 * Overrides what ccxt's `fetch2` calls, for an instance whose own `fetch2` wraps it: the signed request comes to the
 * gateway, which has it signed again.
 */
function overrideBelow(instance: CcxtClient, gateway: Gateway, isOn: () => boolean): Overrides {
  const { sign, fetch, throttle, handleOptionAndParams } = instance;
  // The gateway's own signing and sending must not come back to it.
  const plain = viewOf(instance, { sign, fetch, handleOptionAndParams });
  const requests = new SignedRequests();
  return {
    sign(this: CcxtClient, ...args: Parameters<CcxtClient['sign']>): unknown {
      const made = sign.apply(this, args);
      const [path, api, method, params, headers, body] = args;
      return isOn()
        ? requests.tag(made, { path, api: api as UnsignedRequest['api'], method, params, headers, body })
        : made;
    },
    fetch(this: CcxtClient, ...args: Parameters<CcxtClient['fetch']>): Promise<unknown> {
      const unsigned = isOn() ? requests.unsigned(args[2]) : undefined;
      return unsigned ? run(plain, gateway, unsigned, undefined) : fetch.apply(this, args);
    },
    throttle(this: CcxtClient, cost: unknown): unknown {
      return isOn() ? Promise.resolve() : throttle?.call(this, cost);
    },
    handleOptionAndParams(
      this: CcxtClient,
      ...args: Parameters<CcxtClient['handleOptionAndParams']>
    ): unknown {
      const handled = handleOptionAndParams.apply(this, args);
      const isRetries = isOn() && args[2] === 'maxRetriesOnFailure' && Array.isArray(handled);
      return isRetries ? [0, ...handled.slice(1)] : handled;
    },
  };
}

/** @param cost by ccxt's own count; undefined where it was not asked. */
async function run(
  instance: CcxtClient,
  gateway: Gateway,
  unsigned: UnsignedRequest,
  cost: number | undefined,
): Promise<unknown> {
  const call = new CcxtCall(
    instance,
    unsigned,
    gateway,
    unitsOf(gateway, cost),
    looksAtSentPaths(gateway.exchange),
  );
  try {
    await gateway.run(call);
  } catch (error) {
    // Of a batch that failed in part ccxt's result is returned, unless ccxt threw.
    const isPartial = isExchangeError(error) && error.outcome === 'partial';
    if (!isPartial || call.last?.error !== undefined)
      throw asCcxtError(instance, error, call.last?.error, call.request);
  }
  // What the gateway takes for a good answer may be an error to ccxt: for its users that is one.
  if (call.last?.error !== undefined) throw withoutSecrets(call.last.error, call.request);
  return call.last?.result;
}

/** A call's cost by ccxt, its parameters included: units of the limit made of `rateLimit`, and of no other. */
function unitsOf({ limits }: Gateway, cost: number | undefined): CcxtCall['units'] {
  const limit = limits.find(({ name }) => name === costLimit);
  if (!limit || cost === undefined || !Number.isFinite(cost) || cost < 0) return undefined;
  return { [costLimit]: Math.min(cost, limit.capacity ?? cost) };
}

/** Finds the unsigned request of one that was signed, by the identity of its headers; held as long as those are. */
class SignedRequests {
  readonly #unsigned = new WeakMap<object, UnsignedRequest>();

  /** @param signed what `sign` returned, or a promise of it. @returns the same with headers that stand for `unsigned`. */
  tag(signed: unknown, unsigned: UnsignedRequest): unknown {
    if (isPromise(signed)) return signed.then((made: unknown) => this.tag(made, unsigned));
    const headers = { ...members(members(signed)['headers']) };
    this.#unsigned.set(headers, unsigned);
    return { ...members(signed), headers };
  }

  unsigned(headers: unknown): UnsignedRequest | undefined {
    return typeof headers === 'object' && headers !== null ? this.#unsigned.get(headers) : undefined;
  }
}

/** The parameters without the options for ccxt's own retry loop, which are none of the request. */
function withoutRetries(instance: CcxtClient, given: object, path: string): object {
  let params = given;
  for (const option of ['maxRetriesOnFailure', 'maxRetriesOnFailureDelay']) {
    const handled = instance.handleOptionAndParams(params, path, option, 0);
    const rest: unknown = Array.isArray(handled) ? handled[1] : undefined;
    if (typeof rest === 'object' && rest !== null) params = rest;
  }
  return params;
}
