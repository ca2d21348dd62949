import { messageOf } from '../answers/transport-error.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { type Again, applyDecision, type CallResult, fail, retry } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import { renewed } from './client.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { type Cancellation, CancelledError, cancellationOf } from './cut.ts';
import { recordFeedback } from './feedback.ts';
import { ignoringFaults } from './guard.ts';
import { reportAttempt, reportCancelled } from './journal.ts';
import { classifyResult } from './judge.ts';
import { reportSent } from './lifecycle.ts';
import { leave, prepare } from './prepare.ts';
import { type SendResult, send } from './send.ts';
import { traceAttempt } from './telemetry.ts';
import { secretsOfCall, toCancelledError } from './to-error.ts';
import { meetTwin } from './twins.ts';
import { settleEarlier } from './unknown-orders.ts';
import { untilCancelled } from './waits.ts';

/** One attempt: admit, sign, send, classify, decide. */
export async function attempt(context: GatewayContext, call: CallState): Promise<CallResult | Again> {
  try {
    const cancellation = call.mustEnd();
    if (cancellation) throw new CancelledError(cancellation);
    const preparing = prepare(context, call);
    const unfit = preparing instanceof Promise ? await preparing : preparing;
    if (unfit) return unfit;
    leave(call);
    if (context.events.has('sent')) reportSent(context, call);
    const sending = send(context, call);
    call.left();
    const sent = await sending;
    call.lastSentAt = nowAt();
    if (sent.kind === 'cancelled') return endCancelled(context, call, sent.cancellation, true, sent.answer);
    const ended = handleResult(context, call, sent);
    // Awaited in here, since it may be cut while it waits or asks.
    return ended instanceof Promise ? await ended : ended;
  } catch (error) {
    return endThrown(context, call, error);
  }
}

/** Whether something has to be over before the first attempt. */
export function hasToWait(context: GatewayContext, call: CallState): boolean {
  if (call.after.length > 0) return true;
  if (call.route.kind !== 'order') return false;
  return context.unknownIds.size > 0 || context.placings.twinOf(context, call) !== undefined;
}

/** Waits for it. @returns how the call ends if it is not sent at all */
export async function waitFirst(context: GatewayContext, call: CallState): Promise<CallResult | undefined> {
  try {
    if (call.after.length > 0) await untilCancelled(call, allLeft(call.after));
    return (await meetTwin(context, call)) ?? (await settleEarlier(context, call));
  } catch (error) {
    return endThrown(context, call, error);
  }
}

function allLeft(calls: readonly CallState[]): Promise<unknown> {
  return Promise.all(calls.map((call) => new Promise<void>((resolve) => call.whenLeft(resolve))));
}

/** What an answer, or the lack of one, leads to. */
function handleResult(
  context: GatewayContext,
  call: CallState,
  sent: SendResult,
): CallResult | Promise<CallResult | Again> {
  const verdict = classifyResult(context, call, sent);
  if (!verdict.ok) call.lastFailure = verdict;
  ignoringFaults(() => recordFeedback(context, call, sent, verdict));
  const isRenewed = !verdict.ok && renewed(context, call, verdict);
  reportAttempt(context, call, sent, verdict, isRenewed);
  if (!verdict.ok || call.trace || call.options.trace) traceAttempt(context, call, sent, verdict);
  if (verdict.ok && sent.kind === 'answer') return { answer: sent.answer };
  if (verdict.ok) throw new Error('unreachable: only an answer can be good');
  if (isRenewed) return retry(context, call, verdict, 0, false);
  return applyDecision(context, call, { sent, verdict, secrets: secretsOfCall(call) });
}

/**
 * Code of the caller's threw. Before anything was sent the fault is all that there is to tell; afterwards it never takes
 * the place of what is known of the order.
 */
function endBroken(context: GatewayContext, call: CallState, error: unknown): CallResult {
  if (!call.sent && !call.outcomeUnknown) return { error };
  const known: Failure = call.lastFailure ?? {
    ok: false,
    category: call.lastCategory ?? 'unknown',
    outcome: 'unknown',
    message: messageOf(error),
  };
  const isDoubtful = !call.replaySafe && (call.outcomeUnknown || call.lastFailure === undefined);
  // In doubt once and found out since: no copy of it stands.
  const settled = known.outcome === 'unknown' && !call.replaySafe ? 'rejected' : known.outcome;
  return fail(context, call, {
    verdict: { ...known, outcome: isDoubtful ? 'unknown' : settled },
    reason: isDoubtful ? 'outcome-unknown' : 'failed',
    cause: error,
    secrets: secretsOfCall(call),
  });
}

function endThrown(context: GatewayContext, call: CallState, error: unknown): CallResult {
  const cancellation = cancellationOf(error);
  return cancellation ? endCancelled(context, call, cancellation, false) : endBroken(context, call, error);
}

function endCancelled(
  context: GatewayContext,
  call: CallState,
  cancellation: Cancellation,
  inFlight: boolean,
  answer?: Answer,
): CallResult {
  // Others may wait for what it was to find out.
  call.permit?.answered(false);
  const elapsedMs = nowAt() - call.startedAt;
  const error = toCancelledError(context.exchange, call, cancellation, { inFlight, answer, elapsedMs });
  reportCancelled(context, call, error, inFlight);
  return { error };
}
