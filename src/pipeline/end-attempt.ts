// How an attempt ends where its result is not simply handed on: with another attempt, or with an error for the caller.
import { messageOf } from '../answers/thrown-value.ts';
import type { Reason } from '../reason.ts';
import { nowAt } from '../time/now.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { type CallResult, type Cancellation, CancelledError, cancellationOf } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { Ending } from './result.ts';
import { reportCancelled, reportGiveUp, reportRetry } from './telemetry.ts';
import { toCancelledError, toError } from './to-error.ts';
import { pause } from './waits.ts';

/** The next attempt is to be made. */
export const again: unique symbol = Symbol('again');

/** What an attempt leads to. */
export type AttemptEnd = CallResult | typeof again;

/** The call fails for good. */
export function fail(context: GatewayContext, call: CallState, ending: Ending): { readonly error: unknown } {
  const error = toError(context.exchange, call, ending);
  reportGiveUp(context, call, error);
  return { error };
}

/**
 * The call goes again.
 * @param isShared a shared pause is waited for in the queue, with all other calls and in order; else it waits here
 * @throws {CancelledError} where the call is cancelled while it waits.
 */
export async function retry(
  context: GatewayContext,
  call: CallState,
  failure: Failure,
  delayMs = 0,
  isShared = false,
): Promise<typeof again> {
  const ending = endingOf(call);
  if (ending) throw new CancelledError(ending);
  reportRetry(context, call, failure.category, delayMs);
  if (isShared) return again;
  const charges = call.lastSent?.permit?.charges ?? [];
  // A pause that lets it go too late only ends its wait: admission then says so.
  await pause(call, delayMs, (wake) => context.throttle.watch(charges, call.lastAt, wake));
  return again;
}

/** What it ends with in place of leaving, or of leaving again. */
export function endingOf(call: CallState): Cancellation | undefined {
  return call.unsendable ?? (isCalledOff(call) ? { reason: 'annihilated', cause: undefined } : undefined);
}

/** Whether a further copy would go after its own cancel, which then found nothing to cancel: some refuse that. */
function isCalledOff({ calledOffBy: cancel, replaySafe, attempts }: CallState): boolean {
  if (cancel === undefined || replaySafe || attempts === 0) return false;
  return cancel.attempts > 0 || cancel.result === undefined;
}

/** Why the call may not go again, though nothing of it stands. Spends what the next attempt costs. */
export function whyNotAgain(context: GatewayContext, call: CallState, failure: Failure): Reason | undefined {
  return spentReason(context, call) ?? (paysForRetry(context, call, failure) ? undefined : 'budget');
}

/** Why no attempt is left to the call; spends nothing. */
export function spentReason(context: GatewayContext, call: CallState): Reason | undefined {
  if (!call.transport.replayable) return 'not-replayable';
  if (call.attempts >= context.maxAttempts) return 'attempts';
  return nowAt() >= call.validUntilAt ? 'expired' : undefined;
}

/** A retry is paid for out of the budget that all calls share. @returns false: there is nothing left */
export function paysForRetry({ budget }: GatewayContext, call: CallState, { category }: Failure): boolean {
  return !budget || call.transport.spendsBudget === false || budget.spend(category);
}

/** The call was cancelled. @param known whether its request was out, and the answer that came all the same */
export function endCancelled(
  context: GatewayContext,
  call: CallState,
  cancellation: Cancellation,
  known: { readonly inFlight: boolean; readonly answer?: Answer | undefined },
): CallResult {
  // Other calls may wait for what it was to find out.
  call.attempt?.permit?.answered(false);
  const error = toCancelledError(context.exchange, call, cancellation, known);
  reportCancelled(context, call, error, known.inFlight);
  return { error };
}

/**
 * Something was thrown: the call was cancelled while it waited, or code of the caller's is faulty. Before anything was sent
 * the fault is all that there is to tell; afterwards it never takes the place of what is known of the order.
 */
export function endThrown(context: GatewayContext, call: CallState, error: unknown): CallResult {
  const cancellation = cancellationOf(error);
  if (cancellation) return endCancelled(context, call, cancellation, { inFlight: false });
  if (call.attempts === 0 && !call.outcomeUnknown) return { error };
  const known: Failure = call.lastFailure ?? {
    ok: false,
    category: call.lastCategory ?? 'unknown',
    outcome: 'unknown',
    message: messageOf(error),
  };
  const isUnknown = !call.replaySafe && (call.outcomeUnknown || call.lastFailure === undefined);
  // In doubt once and found out since: no copy of it stands.
  const settled = known.outcome === 'unknown' && !call.replaySafe ? 'rejected' : known.outcome;
  const failure: Failure = { ...known, outcome: isUnknown ? 'unknown' : settled };
  return fail(context, call, { failure, reason: isUnknown ? 'outcome-unknown' : 'failed', cause: error });
}
