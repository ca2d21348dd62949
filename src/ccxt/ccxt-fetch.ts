import { isRead } from '../catalog/routes.ts';
import { checkGateway } from '../check-gateway.ts';
import { isExchangeError } from '../errors.ts';
import type { Gateway } from '../gateway.ts';
import { type ExchangeFetch, interceptFetch } from '../interceptors/fetch/index.ts';
import type { TransportCall } from '../transport/call.ts';
import type { Category, OutgoingRequest } from '../types.ts';
import { isOfSigning } from './signing.ts';

/** Failures that ccxt, or a loop around it, would answer with another request. */
const retried: ReadonlySet<Category> = new Set([
  'rate-limit',
  'timestamp',
  'server',
  'timeout',
  'network',
  'unknown',
]);

/**
 * A fetch for ccxt's `fetchImplementation`: limits, pauses and order safety below ccxt. ccxt signs before it calls fetch,
 * so that a signed request is never sent a second time from here: only plain reads are retried. Answers that are errors
 * are handed on, and ccxt throws its own classes; a write that may have been executed rejects with an
 * `UnknownOutcomeError`, which ccxt's `maxRetriesOnFailure` leaves alone. `throttleCcxt` can do more, for it signs anew.
 * @throws {TypeError} for something that is no gateway or no function.
 */
export function ccxtFetch(gateway: Gateway, fetchFn?: typeof fetch): ExchangeFetch {
  checkGateway('ccxtFetch', gateway);
  const guarded: Gateway = {
    ...gateway,
    run: (call) => gateway.run(isSigned(call.describe()) ? once(call) : call),
  };
  const send = interceptFetch(guarded, fetchFn);
  return async (input, init) => {
    try {
      return await send(input, init);
    } catch (error) {
      return handedOn(error);
    }
  };
}

function isSigned({ method, headers, query }: OutgoingRequest): boolean {
  if (!isRead(method)) return true;
  return [...Object.keys(headers), ...new URLSearchParams(query).keys()].some(isOfSigning);
}

/** The same call, to be sent once. */
function once(call: TransportCall): TransportCall {
  return {
    method: call.method,
    path: call.path,
    options: call.options,
    replayable: false,
    signal: call.signal,
    config: call.config,
    describe: () => call.describe(),
    send: (signed, flight) => call.send(signed, flight),
    own: (request, signal) => call.own(request, signal),
    fromBody: (body) => call.fromBody(body),
    canceled: (reason) => call.canceled(reason),
  };
}

/** The answer itself, for ccxt to read. @throws the error, where there is none or ccxt would send the order again */
function handedOn(error: unknown): Response {
  if (!isExchangeError(error)) throw error;
  const { response, category } = error;
  if (error.name === 'UnknownOutcomeError' && retried.has(category)) throw error;
  if (response instanceof Response) return response;
  throw error;
}
