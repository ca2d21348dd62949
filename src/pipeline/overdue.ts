// An order whose answer is overdue: the exchange is asked what became of it, while the answer may still come.
import { nowAt } from '../time/now.ts';
import type { Failure } from '../types.ts';
import { unansweredFor } from './answer-due.ts';
import { cancellationOf } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { type AttemptEnd, spentReason } from './end-attempt.ts';
import { recordAttempt, recordHealth } from './read-result.ts';
import { type Conclusion, carryOut, conclude, type KnownFailure } from './reconcile.ts';
import type { OpenRequest, RequestEnd, SendResult } from './result.ts';
import { secretsOfCall } from './to-error.ts';
import { traceAttempt, traceDecision } from './trace.ts';

/** How an overdue attempt went on: its request ended, or what was found out counts in its place. */
export type OverdueEnd = RequestEnd | { readonly kind: 'concluded'; readonly next: AttemptEnd };

/**
 * Asks about it. What proves nothing leaves the request as it was, open until the call's deadline, so that nobody who waits for
 * a slow answer is told less than without the question; and an answer that comes meanwhile ends the question, for it says more.
 * @throws {CancelledError} where the call is cancelled after something was found out.
 */
export async function settleOverdue(
  context: GatewayContext,
  call: CallState,
  request: OpenRequest,
): Promise<OverdueEnd> {
  const { outcomeUnknown, unknownCopy, lastSent } = call;
  const fault = unansweredFor(nowAt() - (lastSent?.sentAt ?? 0));
  const failure: Failure = {
    ok: false,
    category: fault.category,
    outcome: 'unknown',
    message: fault.message,
  };
  const known: KnownFailure = { failure };
  call.overdue = request;
  call.outcomeUnknown = true;
  call.unknownCopy = lastSent;
  // Others may wait for the answer in order to know whether a pause is over, the question among them.
  lastSent?.permit?.answered(false);
  const conclusion = await concludeOpen(context, call, known);
  call.overdue = undefined;
  if (conclusion && !request.isEnded()) {
    request.letGo();
    book(context, call, { kind: 'fault', fault }, failure);
    return { kind: 'concluded', next: await carryOut(context, call, known, conclusion) };
  }
  call.outcomeUnknown = outcomeUnknown;
  call.unknownCopy = unknownCopy;
  const end = await request.resume();
  call.lastSentAt = nowAt();
  return end;
}

/** Undefined where nothing is certain yet, or the call ends: the request itself knows best how. */
async function concludeOpen(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
): Promise<Conclusion | undefined> {
  try {
    const conclusion = await conclude(context, call, known);
    if (conclusion.next === 'unknown') return undefined;
    const isInDoubt = conclusion.next === 'again' && conclusion.otherwise !== undefined;
    return isInDoubt && spentReason(context, call) !== undefined ? undefined : conclusion;
  } catch (error) {
    if (cancellationOf(error)) return undefined;
    throw error;
  }
}

/** The attempt counts as one that timed out. */
function book(context: GatewayContext, call: CallState, result: SendResult, failure: Failure): void {
  call.failedWith(failure.category);
  call.lastFailure = failure;
  call.failedSecrets = secretsOfCall(call);
  recordAttempt(context, call, result, failure);
  recordHealth(context, call, failure);
  traceAttempt(context, call, result, failure);
  traceDecision(call, { decision: 'reconcile' });
}
