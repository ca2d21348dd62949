// Makes a fetch that sends through a gateway.
import { callOptions } from '../../call-options.ts';
import { writeFinder } from '../../catalog/routes.ts';
import type { Gateway } from '../../gateway.ts';
import { checkGateway } from '../../options/check-gateway.ts';
import { bad } from '../../options/check-value.ts';
import { isPromise } from '../../options/is-promise.ts';
import { UnreadBodies } from '../unread-bodies.ts';
import { bufferedResponses } from './buffered-response.ts';
import { FetchCall, type FetchContext } from './call.ts';
import { type ExchangeRequestInit, fromParts, fromRequest, isRequest } from './fetch-request.ts';
import { observe } from './observed-call.ts';
import { carriedThrough, isCarriedThrough, ReentryGuard } from './reentry-guard.ts';
import { SignalPool } from './signal-pool.ts';

/** Assignable to `typeof fetch`. */
export type ExchangeFetch = (input: string | URL | Request, init?: ExchangeRequestInit) => Promise<Response>;

/**
 * Makes a fetch that goes through the gateway. An answer of the exchange that is an error rejects with an
 * `ExchangeError`; every other `Response` is handed on as if its body had not been read.
 * @param fetchFn any function with fetch's signature; what it rejects with is taken for what became of this request, so it must
 * not fail for anything else that it does beside it. @default the global one, looked up at each call
 * @throws {TypeError} for something that is no gateway or no function.
 */
export function interceptFetch(gateway: Gateway, fetchFn?: typeof fetch): ExchangeFetch {
  check(gateway, fetchFn);
  const { fetch: platform } = globalThis;
  const reentry = new ReentryGuard();
  // Where our fetch, or one around it, has replaced the global one, it must not call itself.
  const global: typeof fetch = (input, init) => {
    const { fetch: current } = globalThis;
    if (current === platform || current === own) return platform(input, init);
    return reentry.enter(() => current(input, reentry.mark(init)));
  };
  const isObserved = gateway.mode === 'observe';
  // A fetch around ours, in the place of another, leads back to us as well. What is observed only is not touched.
  const send: typeof fetch =
    fetchFn && !isObserved
      ? (input, init) => fetchFn(input, carriedThrough(gateway, init))
      : (fetchFn ?? global);
  const context: FetchContext = {
    send,
    buffered: bufferedResponses,
    bodies: new UnreadBodies(),
    signals: new SignalPool(),
    isWrite: writeFinder(gateway.exchange),
    taken: new WeakMap(),
  };
  // Its `length` is 1, as that of fetch.
  const own: ExchangeFetch = async (input, init = undefined) => {
    if (reentry.isReentry(init)) return platform(input, init);
    if (isCarriedThrough(gateway, init)) return send(input, init);
    if (isObserved) return observe(gateway, context, input, init);
    const options = callOptions(init?.exchange);
    const request = isRequest(input) ? fromRequest(input, init) : fromParts(input, init);
    const call = new FetchCall(context, isPromise(request) ? await request : request, options);
    try {
      const { native } = await gateway.run(call);
      // What `readAnswer` put in.
      return native as Response;
    } catch (error) {
      call.dispose(error);
      throw error;
    }
  };
  return own;
}

function check(gateway: Gateway, fetchFn: unknown): void {
  if (typeof gateway === 'function')
    throw bad('interceptFetch gateway', gateway, 'what `createGateway` returns, before the fetch to use');
  checkGateway('interceptFetch', gateway);
  if (fetchFn !== undefined && typeof fetchFn !== 'function')
    throw bad('interceptFetch fetchFn', fetchFn, 'a function');
}
