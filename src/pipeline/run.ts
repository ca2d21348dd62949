import pRetry from 'p-retry';
import { lookUpFor } from '../catalog/look-up.ts';
import { readClientOrderId } from '../catalog/order-ids.ts';
import { newClientOrderId, withClientOrderId } from '../catalog/with-client-order-id.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { again, type CallResult } from './apply-decision.ts';
import { attempt, hasToWait, waitFirst } from './attempt.ts';
import { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { describedOptions } from './describe.ts';
import { ignoringFaults } from './guard.ts';
import { reportCall, reportSettled } from './lifecycle.ts';
import { observe } from './observe.ts';
import { enlist, meetOrders } from './queue.ts';
import { toCancelledError } from './to-error.ts';
import { noteOutcome } from './unknown-orders.ts';

const goAgain: Error = new Error('again');
const isAgain = ({ error }: { readonly error: unknown }): boolean => error === goAgain;

/**
 * Carries one call out. p-retry runs the attempts from the second on, since most calls need but one, and knows no more
 * than "again" and "done": waits, deadlines and judgement are ours, so that it neither shortens a wait nor throws an
 * answer away.
 */
export async function run(context: GatewayContext, transport: TransportCall): Promise<Answer> {
  if (context.mode === 'observe') return observe(context, transport);
  const call = open(context, transport);
  const release = hold(context, call);
  const { events } = context;
  context.active.begin();
  let ended: CallResult | undefined;
  try {
    if (events.has('call')) reportCall(context, call);
    const unsent = hasToWait(context, call) ? await waitFirst(context, call) : undefined;
    const first = unsent ?? (await attempt(context, call));
    const retries = Math.max(0, context.maxAttempts - 2);
    ended =
      first === again
        ? await pRetry(() => repeat(context, call), { retries, minTimeout: 0, shouldRetry: isAgain })
        : first;
    if ('answer' in ended && isAbortedWhileAnswered(call))
      ended = { error: abortedWhileAnswered(context, call, ended.answer) };
    if ('error' in ended) throw ended.error;
    return ended.answer;
  } finally {
    context.deadlines.delete(call.deadlineMs, call);
    if (context.placings.end(context, call, ended)) {
      call.left();
      noteOutcome(context, call, ended);
    }
    release?.();
    const { trace } = call.options;
    if (trace) ignoringFaults(() => trace(call.trace ?? []));
    if (events.has('settled')) reportSettled(context, call, ended);
    context.active.end();
  }
}

/** An attempt in p-retry's words: it throws to be made again. */
async function repeat(context: GatewayContext, call: CallState): Promise<CallResult> {
  const ended = await attempt(context, call);
  if (ended === again) throw goAgain;
  return ended;
}

/**
 * Aborted at the very moment at which the answer to a write came: axios would drop it for a bare cancellation, which says
 * that nothing was sent.
 */
function isAbortedWhileAnswered({ transport, replaySafe }: CallState): boolean {
  return transport.signal?.aborted === true && transport.config !== undefined && !replaySafe;
}

function abortedWhileAnswered({ exchange }: GatewayContext, call: CallState, answer: Answer): unknown {
  const cancellation = { reason: 'aborted', cause: call.transport.signal?.reason } as const;
  return toCancelledError(exchange, call, cancellation, {
    inFlight: true,
    answer,
    elapsedMs: nowAt() - call.startedAt,
  });
}

/** What the caller may end the call by. Costs nothing where there is none of it. */
function hold({ deadlines, signals }: GatewayContext, call: CallState): (() => void) | undefined {
  const { signal } = call.transport;
  const { validForMs } = call.options;
  if (!signal && validForMs === undefined) return undefined;
  if (signal?.aborted) call.cancel({ reason: 'aborted', cause: signal.reason });
  else if (signal) signals.join(signal, call);
  const validity = { deadlineAt: call.validUntilAt, expire: () => call.outdate() };
  if (validForMs !== undefined) deadlines.add(validForMs, validity);
  return () => {
    if (signal) signals.leave(signal, call);
    if (validForMs !== undefined) deadlines.delete(validForMs, validity);
  };
}

function open(context: GatewayContext, transport: TransportCall): CallState {
  const { counts } = context;
  const options = describedOptions(context.describe, transport);
  counts.numbered += 1;
  if (!transport.isOwn) counts.calls += 1;
  const call = new CallState(counts.numbered, transport, context.routeOf(transport.method, transport.path), {
    options,
    startedAt: nowAt(),
    deadlineMs: options.deadlineMs ?? context.deadlineMs,
    readId: context.readId,
  });
  if (options.clientOrderId === 'auto') nameOrder(context, call);
  if (context.closed) call.cancel({ reason: 'closed', cause: undefined, isTooLate: true });
  enlist(context, call, transport);
  if (call.route.kind === 'cancel') {
    const met = meetOrders(context, call);
    if (met === 'annihilated') call.cancel({ reason: 'annihilated', cause: undefined });
    else call.after = met;
  }
  context.deadlines.add(call.deadlineMs, call);
  return call;
}

/**
 * One id for all attempts; what the caller put in already stays.
 * @throws {TypeError} where no document says that a route takes such an id.
 */
function nameOrder({ exchange }: GatewayContext, call: CallState): void {
  const { body, query } = call.request();
  const request = { path: call.transport.path, body, query };
  const own = readClientOrderId(exchange, request);
  const isPlacing = call.route.kind === 'order' && !call.route.amends;
  if (!isPlacing || (exchange.lookup.length > 0 && !lookUpFor(exchange, request.path))) {
    throw new TypeError(
      `\`exchange.clientOrderId: "auto"\` names new orders, and ${exchange.name} is not known to take an id at ${request.path}.`,
    );
  }
  if (own !== undefined && exchange.clientOrderId?.pattern.test(own)) {
    call.name(own, undefined);
    return;
  }
  const id = newClientOrderId(exchange);
  call.name(id, withClientOrderId(exchange, request, id));
}
