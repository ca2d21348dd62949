import { callOptions } from '../../call-options.ts';
import { isRead, routeReader } from '../../catalog/routes.ts';
import type { Gateway } from '../../gateway.ts';
import { checkGateway } from '../../options/check-gateway.ts';
import { checkFunction } from '../../options/check-value.ts';
import { Streams } from '../streams.ts';
import { BufferedResponses } from './buffered-response.ts';
import { FetchCall, type FetchWay } from './call.ts';
import { observed } from './observed.ts';
import { SignalPool } from './pooled-signals.ts';
import { type ExchangeRequestInit, fromParts, fromRequest, isRequest } from './request.ts';
import { isCarriedThrough, ReturnMarks } from './return-marks.ts';

/** Assignable to `typeof fetch`. */
export type ExchangeFetch = (input: string | URL | Request, init?: ExchangeRequestInit) => Promise<Response>;

/**
 * Makes a fetch that goes through the gateway. An answer of the exchange that is an error rejects with an
 * `ExchangeError`; every other `Response` is handed on as if its body had not been read.
 * @param fetchFn any function with fetch's signature. @default the global one, looked up at each call
 * @throws {TypeError} for something that is no gateway or no function.
 */
export function interceptFetch(gateway: Gateway, fetchFn?: typeof fetch): ExchangeFetch {
  checkGateway('interceptFetch', gateway);
  if (fetchFn !== undefined) checkFunction('interceptFetch fetchFn', fetchFn);
  const { fetch: platform } = globalThis;
  const marks = new ReturnMarks();
  // Put in the place of the global one, by itself or below others, it must not call itself.
  const global: typeof fetch = (input, init) => {
    const { fetch: current } = globalThis;
    if (current === platform || current === own) return platform(input, init);
    return marks.enter(() => current(input, marks.marked(init)));
  };
  const send = fetchFn ?? global;
  const way: FetchWay = {
    send,
    buffered: new BufferedResponses(),
    streams: new Streams(),
    signals: new SignalPool(),
    isWrite: writeFinder(gateway),
    takesRequest: true,
  };
  const isObserved = gateway.mode === 'observe';
  // One parameter, as fetch has.
  const own: ExchangeFetch = async (input, init = undefined) => {
    if (marks.isReturn(init)) return platform(input, init);
    if (isCarriedThrough(gateway, init)) return send(input, init);
    if (isObserved) return observed(gateway, way, input, init);
    const options = callOptions(init?.exchange);
    const planned = isRequest(input) ? fromRequest(input, init) : fromParts(input, init);
    const call = new FetchCall(way, planned instanceof Promise ? await planned : planned, options);
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

/** Most exchanges change nothing by GET, and then no route has to be looked up. */
function writeFinder({ exchange }: Gateway): FetchWay['isWrite'] {
  const hasOdd = exchange.routes.some(
    ({ kind, method }) => kind !== 'read' && (method === undefined || isRead(method)),
  );
  if (!hasOdd) return (method) => !isRead(method);
  const routeOf = routeReader(exchange);
  return (method, path) => !isRead(method) || routeOf(method, path).kind !== 'read';
}
