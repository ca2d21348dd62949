// Asks the exchange for one order: through the same gateway, signed, within the limits.

import { textOf } from '../catalog/exact-json.ts';
import {
  answerFrom,
  factsOf,
  type LookupRequest,
  lookUpRequest,
  lookUpsFor,
  shownOrder,
} from '../catalog/look-up.ts';
import type { LookupRoute } from '../catalog/order-rules.ts';
import { isExchangeError } from '../errors.ts';
import type { Sight } from '../policies/evidence.ts';
import type { TransportCall } from '../transport/call.ts';
import type { Job } from './job.ts';
import { type OrderOf, orderOf } from './order-of.ts';
import { nowAt, type Parts } from './parts.ts';

/** A look-up that can be sent. */
export interface LookUp {
  readonly route: LookupRoute;
  readonly request: LookupRequest;
  readonly order: OrderOf;
  /** Which the order has to carry: the caller's, or the exchange's own. */
  readonly id: string;
}

/** The look-up for a call's order; undefined where nothing that could be asked would say what became of it. */
export function lookUpOf(parts: Parts, job: Job): LookUp | undefined {
  const order = orderOf(parts, job);
  if (order.intent === undefined || job.call.ownUnavailable) return undefined;
  for (const route of lookUpsFor(parts.exchange, job.call.path)) {
    const id = idFor(route, order, job);
    const clientOrderId = route.by === undefined ? id : undefined;
    const fill = parts.reconcile?.lookUp?.fill;
    const request =
      id === undefined ? undefined : lookUpRequest(route, { clientOrderId, sent: order.sent, fill });
    if (id !== undefined && request) return { route, request, order, id };
  }
  return undefined;
}

/** The id by which a look-up asks, where it stands in what was sent. */
function idFor({ by }: LookupRoute, { intent, sent, sentId }: OrderOf, job: Job): string | undefined {
  // A new order has no id of the exchange's yet.
  if (by !== undefined) return intent === 'place' ? undefined : textOf(sent.fields[by]);
  // Two names for one order: nobody knows which of them the exchange took.
  const { clientOrderId: said } = job.options;
  return said === undefined || said === 'auto' || said === sentId ? sentId : undefined;
}

/** What was shown, and the text that the call resolves with if it proves that it was carried out. */
export interface Seen {
  readonly sight: Sight;
  readonly response: string | undefined;
}

const nothing: Seen = { sight: { kind: 'nothing' }, response: undefined };

/** Never rejects: a look-up that fails shows nothing. */
export async function look(parts: Parts, job: Job, lookUp: LookUp): Promise<Seen> {
  const { route, request, order, id } = lookUp;
  try {
    const { body } = await parts.run(parts, callFor(job, request));
    const shown = shownOrder(parts.exchange, route, body, id);
    if (shown.kind === 'unreadable') return nothing;
    if (shown.kind !== 'order') return { sight: shown, response: undefined };
    const facts = factsOf(parts.exchange, route, shown.order, order.sent);
    const response = answerFrom(route, { path: job.call.path }, body, shown.order);
    return { sight: { kind: 'order', facts }, response };
  } catch (error) {
    // Under HTTP 5xx the very same words prove nothing.
    const isAbsent =
      isExchangeError(error, 'order-not-found') &&
      error.outcome === 'rejected' &&
      (error.status ?? 200) < 500;
    return isAbsent ? { sight: { kind: 'none' }, response: undefined } : nothing;
  }
}

function callFor(job: Job, { method, path, query, body, contentType }: LookupRequest): TransportCall {
  const { call } = job;
  const { href } = new URL(query === '' ? path : `${path}?${query}`, job.request().url);
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  return {
    method,
    path: new URL(href).pathname,
    // Ahead of orders: somebody waits to know whether one stands. Asking twice changes nothing.
    options: {
      priority: 2,
      deadlineMs: Math.max(1, job.deadlineAt - nowAt()),
      signed: true,
      replaySafe: true,
    },
    isOwn: true,
    lookUpFor: job.id,
    replayable: true,
    signal: undefined,
    config: undefined,
    describe: () => {
      const url = new URL(href);
      return { method, url, path: url.pathname, query: url.search.slice(1), headers, body };
    },
    send: (signed, flight) =>
      call.own(
        {
          method,
          url: signed?.url ?? href,
          headers: { ...headers, ...signed?.headers },
          body: signed?.body ?? body,
        },
        flight.signal,
      ),
    own: (own, signal) => call.own(own, signal),
    fromBody: (found) => call.fromBody(found),
    canceled: (reason) => reason,
  };
}
