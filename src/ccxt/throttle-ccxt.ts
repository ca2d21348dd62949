import { checkGateway, type Gateway, isExchangeError } from '../internal.ts';
import { attach, isOwnFetch2, type Members } from './attach.ts';
import { type Asked, CcxtCall } from './ccxt-call.ts';
import { asCcxtError, cleaned } from './ccxt-errors.ts';
import { type CcxtClient, checkClient, type Fetch2, viewOf } from './client.ts';
import { costLimit } from './limits.ts';
import { checkOrigin } from './origin.ts';
import { withoutRetries } from './retry-options.ts';
import { ticketsOf } from './tickets.ts';

/**
 * Sends everything that a ccxt instance sends through a gateway: each attempt is admitted by the limits, then signed anew
 * by ccxt, sent by ccxt, and judged by the gateway, which decides about retries. ccxt's own throttle and
 * `maxRetriesOnFailure` have no part in it any more; all its methods, parsing and error classes stay, and a `fetch2` of
 * the user's own is called as before, once for each call.
 *
 * An error that the exchange answered with is ccxt's own, with an `ExchangeError` as its `cause`. A write that may have
 * been executed rejects with an `UnknownOutcomeError`, which is none of ccxt's classes, has ccxt's error as its `cause`,
 * and is not sent again.
 * @returns undoes it: the instance is as it was. What is under way ends as it began. Called again it does nothing.
 * @throws {TypeError} for something else than a ccxt exchange and a gateway to it, or for an instance that goes through
 * one already.
 */
export function throttleCcxt(instance: CcxtClient, gateway: Gateway): () => void {
  checkClient('throttleCcxt instance', instance);
  checkGateway('throttleCcxt', gateway);
  checkOrigin(instance, gateway.exchange);
  return isOwnFetch2(instance)
    ? attach(instance, (isOn) => ({ fetch2: replacing(instance, gateway, isOn) }))
    : attach(instance, (isOn) => below(instance, gateway, isOn));
}

/** In place of ccxt's own. */
function replacing(instance: CcxtClient, gateway: Gateway, isOn: () => boolean): Fetch2 {
  const before = instance.fetch2;
  return async (path, api = 'public', method = 'GET', given = {}, headers, body, config = {}) => {
    if (!isOn()) return before.call(instance, path, api, method, given, headers, body, config);
    const params = withoutRetries(instance, given, path);
    const cost = instance.calculateRateLimiterCost(api, method, path, params, config);
    return carryOut(instance, gateway, { path, api, method, params, headers, body }, cost);
  };
}

/**
 * Below a `fetch2` that is not ccxt's own and calls it in the end: what that signs and sends comes to the gateway, which
 * has it signed again.
 */
function below(instance: CcxtClient, gateway: Gateway, isOn: () => boolean): Members {
  const { sign, fetch, throttle, handleOptionAndParams } = instance;
  // The gateway's own signing and sending must not come back to it.
  const plain = viewOf(instance, { sign, fetch, handleOptionAndParams });
  const tickets = ticketsOf<Asked>();
  return {
    sign(this: CcxtClient, ...args: Parameters<CcxtClient['sign']>): unknown {
      const made = sign.apply(this, args);
      const [path, api, method, params, headers, body] = args;
      return isOn()
        ? tickets.issue(made, { path, api: api as Asked['api'], method, params, headers, body })
        : made;
    },
    fetch(this: CcxtClient, ...args: Parameters<CcxtClient['fetch']>): Promise<unknown> {
      const asked = isOn() ? tickets.of(args[2]) : undefined;
      return asked ? carryOut(plain, gateway, asked, undefined) : fetch.apply(this, args);
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

async function carryOut(
  instance: CcxtClient,
  gateway: Gateway,
  asked: Asked,
  cost: number | undefined,
): Promise<unknown> {
  const call = new CcxtCall(instance, asked, gateway, unitsOf(gateway, cost));
  try {
    await gateway.run(call);
  } catch (error) {
    // ccxt tells the orders of a batch apart by itself, unless it threw.
    const isPartial = isExchangeError(error) && error.outcome === 'partial';
    if (!isPartial || call.last?.error !== undefined)
      throw asCcxtError(instance, error, call.last?.error, call.request);
  }
  // What the gateway takes for a good answer may be an error to ccxt; its word counts for its users.
  if (call.last?.error !== undefined) throw cleaned(call.last.error, call.request);
  return call.last?.result;
}

/** ccxt knows a call's cost best, its parameters included: in units of the limit made of its `rateLimit`, and of no other. */
function unitsOf({ limits }: Gateway, cost: number | undefined): CcxtCall['units'] {
  const limit = limits.find(({ name }) => name === costLimit);
  if (!limit || cost === undefined || !Number.isFinite(cost) || cost < 0) return undefined;
  return { [costLimit]: Math.min(cost, limit.capacity) };
}
