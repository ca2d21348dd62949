// Begins a call: its options, its client order id, and what may end it.
import { silencePromise } from '../answers/silence-promise.ts';
import { type CallOptions, callOptions, type Describe } from '../call-options.ts';
import { lookUpFor } from '../catalog/look-up.ts';
import { readClientOrderId } from '../catalog/order-ids.ts';
import { newClientOrderId, withClientOrderId } from '../catalog/with-client-order-id.ts';
import { nowAt } from '../time/now.ts';
import type { TransportCall } from '../transport/call.ts';
import { CallState } from './call-state.ts';
import { boundByClient } from './client-signature.ts';
import type { GatewayContext } from './context.ts';
import { callOff, meetOrders } from './placings.ts';

/**
 * Begins a call that the pipeline carries.
 * @throws what `describe` throws, and a {TypeError} that names the option that is wrong.
 */
export function openCall(context: GatewayContext, transport: TransportCall): CallState {
  const options = describedOptions(context.describe, transport);
  const call = newCall(context, transport, options, options.deadlineMs ?? context.deadlineMs);
  if (options.clientOrderId === 'auto') nameOrder(context, call);
  boundByClient(context, call);
  if (context.closed) call.cancel({ reason: 'closed', cause: undefined, isTooLate: true });
  if (call.route.kind === 'order' && transport.isOwn !== true) context.placings.add(call);
  if (call.route.kind === 'cancel') {
    const met = meetOrders(context.placings, context.unknownIds, call);
    if (met === 'annihilated') call.cancel({ reason: 'annihilated', cause: undefined });
    else {
      call.after = met;
      callOff(context.placings, call);
    }
  }
  context.deadlines.add(call.deadlineMs, call);
  return call;
}

/** Begins a call that is only watched: no deadline holds, and what the gateway's `describe` says must not end it. */
export function openObserved(context: GatewayContext, transport: TransportCall): CallState {
  let { options } = transport;
  try {
    options = describedOptions(context.describe, transport);
  } catch {
    // Its own options hold.
  }
  const call = newCall(context, transport, options, Number.POSITIVE_INFINITY);
  if (context.closed) call.cancel({ reason: 'closed', cause: undefined, isTooLate: true });
  context.deadlines.add(call.deadlineMs, call);
  return call;
}

function newCall(
  { exchange, counts, routeOf }: GatewayContext,
  transport: TransportCall,
  options: CallOptions,
  deadlineMs: number,
): CallState {
  if (!transport.isSilent) counts.numbered += 1;
  if (!transport.isOwn) counts.calls += 1;
  const id = transport.isSilent ? 0 : counts.numbered;
  return new CallState(id, transport, { exchange, options, routeOf, startedAt: nowAt(), deadlineMs });
}

/** A call's own options over those that the gateway's `describe` gives. A request of ours has its options. */
function describedOptions(describe: Describe | undefined, transport: TransportCall): CallOptions {
  if (!describe || transport.isOwn) return transport.options;
  const described: unknown = describe(transport.describe());
  if (described === undefined) return transport.options;
  if (silencePromise(described)) {
    throw new TypeError(
      '`describe` returns options of a call, or undefined; it got a promise. Nothing was sent.',
    );
  }
  const own = Object.entries(transport.options).filter(([, value]) => value !== undefined);
  return { ...callOptions(described), ...Object.fromEntries(own) };
}

/**
 * One id for all attempts; what the caller put in already stays.
 * @throws {TypeError} where no document says that a route takes such an id.
 */
function nameOrder({ exchange, counts }: GatewayContext, { request: ofCall, route }: CallState): void {
  const { body, query } = ofCall.describe();
  const request = { path: route.path, body, query };
  const own = readClientOrderId(exchange, request);
  const isPlacing = route.kind === 'order' && !route.amends;
  if (
    !isPlacing ||
    (exchange.lookup.some(({ by }) => by === undefined) && !lookUpFor(exchange, request.path))
  ) {
    throw new TypeError(
      `\`exchange.clientOrderId: "auto"\` names new orders, and ${exchange.name} is not known to take an id at ${request.path}. Nothing was sent.`,
    );
  }
  if (own !== undefined && exchange.clientOrderId?.pattern.test(own)) {
    ofCall.name(own, undefined);
    return;
  }
  // No two have the same, however little time lies between them and whatever a test made of chance and of `Date`.
  counts.namedAtMs = Math.max(Math.floor(Date.now()), counts.namedAtMs + 1);
  const id = newClientOrderId(exchange, counts.namedAtMs);
  ofCall.name(id, withClientOrderId(exchange, request, id));
}

/**
 * What the caller may end the call by: the signal and `validForMs`. Costs nothing where there is neither.
 * @returns ends that
 */
export function followCaller(context: GatewayContext, call: CallState): (() => void) | undefined {
  const { signal } = call.transport;
  return signal || call.validForMs !== undefined ? follow(context, call, signal) : undefined;
}

function follow(
  { deadlines, signals }: GatewayContext,
  call: CallState,
  signal: AbortSignal | undefined,
): () => void {
  const { validForMs } = call;
  if (signal?.aborted) call.cancel({ reason: 'aborted', cause: signal.reason });
  else if (signal) signals.join(signal, call);
  const validity = {
    deadlineAt: call.validUntilAt,
    expire: (): void => {
      // What became of a copy is worth knowing when it is not worth sending any more.
      if (!call.outcomeUnknown) call.outdate();
    },
  };
  if (validForMs !== undefined) deadlines.add(validForMs, validity);
  return () => {
    if (signal) signals.leave(signal, call);
    if (validForMs !== undefined) deadlines.delete(validity);
  };
}
