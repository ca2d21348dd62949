// `ccxtFetch`: a fetch that ccxt sends through.
import {
  type Category,
  checkGateway,
  type ExchangeError,
  type ExchangeFetch,
  type Gateway,
  interceptFetch,
  isCarriedThrough,
  isExchangeError,
  isRead,
  type OutgoingRequest,
  type TransportCall,
} from '../internal.ts';
import { isOfSigning } from './sent-parameters.ts';

/** Failures that may pass: ccxt, or a loop around it, may sign the request anew and send it again. */
const passing: ReadonlySet<Category> = new Set(['rate-limit', 'timestamp', 'server', 'timeout', 'network']);

/**
 * A fetch for ccxt's `fetchImplementation`: limits, pauses and order safety below ccxt. ccxt signs before it calls fetch,
 * so that a signed request is never sent a second time from here: only plain reads are retried. Answers that are errors
 * are handed on, and ccxt throws its own classes. Without an answer a read, and a write that had no effect, rejects with
 * the transport's own fault, of which ccxt makes a `NetworkError`: it may sign and send it again. A write that may have
 * been executed rejects with an `UnknownOutcomeError`, which ccxt's `maxRetriesOnFailure` leaves alone. `throttleCcxt`
 * can do more, for it signs anew; where an instance has both, that alone counts.
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
    if (isCarriedThrough(gateway, init)) return (fetchFn ?? globalThis.fetch)(input, init);
    try {
      return await send(input, init);
    } catch (error) {
      return toCcxtResponse(error);
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
    sentOnceSince: 'It was signed above us, so it cannot be sent again from here.',
    signal: call.signal,
    config: call.config,
    describe: () => call.describe(),
    send: (signed, flight) => call.send(signed, flight),
    own: (request, signal) => call.own(request, signal),
    fromBody: (body) => call.fromBody(body),
    canceled: (reason) => call.canceled(reason),
  };
}

/** The answer itself, for ccxt to read. @throws where there is none, or where a write may have been executed. */
function toCcxtResponse(error: unknown): Response {
  if (!isExchangeError(error) || error.name === 'UnknownOutcomeError') throw error;
  if (error.response instanceof Response) return error.response;
  throw isPassing(error) ? toTransportFault(error) : error;
}

function isPassing({ reason, category }: ExchangeError): boolean {
  return reason !== 'closed' && passing.has(category);
}

/** The transport's own error; for what was never sent a `TypeError`, of which ccxt makes a `NetworkError`. */
function toTransportFault(error: ExchangeError): Error {
  return error.cause instanceof Error ? error.cause : new TypeError('fetch failed', { cause: error });
}
