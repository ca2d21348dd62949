import { holdsSeveral } from '../catalog/orders.ts';
import { isExchangeError } from '../errors.ts';
import type { Finding } from '../policies/reconcile.ts';
import type { TransportCall } from '../transport/call.ts';
import type { Job } from './job.ts';
import { nowAt, type Parts } from './parts.ts';

/**
 * Asks the exchange for the order by the profile's own look-up: through the same gateway, signed, within the limits.
 * Undefined where it cannot say.
 */
export async function lookUp(parts: Parts, job: Job): Promise<Finding> {
  const { clientOrderId } = job;
  if (clientOrderId === undefined) return undefined;
  const { body, query, url } = job.request();
  if (holdsSeveral(body)) return undefined;
  const request = parts.exchange.lookupOrder({ clientOrderId, path: job.call.path, body, query });
  if (!request) return undefined;
  const href = new URL(request.query === '' ? request.path : `${request.path}?${request.query}`, url).href;
  try {
    const answer = await parts.run(parts, callFor(job, request.method, href));
    const found: unknown = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    return isThere(found, request.order) ? { found: true, response: found } : { found: false };
  } catch (error) {
    return isExchangeError(error, 'order-not-found') ? { found: false } : undefined;
  }
}

function callFor(job: Job, method: string, href: string): TransportCall {
  const { call } = job;
  const { pathname: path, search } = new URL(href);
  return {
    method,
    path,
    // Ahead of orders: somebody waits to know whether one stands.
    options: { priority: 2, deadlineMs: Math.max(1, job.deadlineAt - nowAt()), signed: true },
    isOwn: true,
    lookUpFor: job.id,
    replayable: true,
    signal: undefined,
    config: undefined,
    describe: () => ({
      method,
      url: new URL(href),
      path,
      query: search.slice(1),
      headers: {},
      body: undefined,
    }),
    send: (signed, flight) =>
      call.own(
        { method, url: signed?.url ?? href, headers: signed?.headers ?? {}, body: signed?.body },
        flight.signal,
      ),
    own: (request, signal) => call.own(request, signal),
    fromBody: (body) => call.fromBody(body),
    canceled: (reason) => reason,
  };
}

/** Whether there is an order in the answer: nothing, an empty list or an empty object is none. */
function isThere(body: unknown, path: string | undefined): boolean {
  const value: unknown = path === undefined ? body : Reflect.get(Object(body), path);
  if (typeof value !== 'object' || value === null)
    return value !== undefined && value !== null && value !== '';
  return Object.keys(value).length > 0;
}
