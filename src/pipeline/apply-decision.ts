// Carries out what the policy of a failure decides.

import { readRateRefusal } from '../answers/rate-refusal.ts';
import type { PolicyContext } from '../decision.ts';
import { type BoundedDecision, type Bounds, decide } from '../policies/decide.ts';
import { nowAt } from '../time/now.ts';
import type { Answer } from '../transport/call.ts';
import type { Category, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { signsOnce } from './copy-validity.ts';
import { type AttemptEnd, fail, paysForRetry, retry } from './end-attempt.ts';
import { recordHealth } from './read-result.ts';
import { type KnownFailure, reconcile } from './reconcile.ts';
import type { Ending, SendResult } from './result.ts';
import { signerOf } from './signing.ts';
import { signsBetter } from './sync-clock.ts';
import { reportPaused } from './telemetry.ts';
import { traceDecision } from './trace.ts';

/** How an attempt failed, and what that means. */
export interface FailedAttempt {
  readonly result: SendResult;
  readonly failure: Failure;
}

/**
 * Decides what follows a failed attempt, and does it: fails, goes again, reads the clock, or asks what became of the order.
 * @throws {CancelledError} where the call is cancelled meanwhile.
 */
export async function applyDecision(
  context: GatewayContext,
  call: CallState,
  failed: FailedAttempt,
): Promise<AttemptEnd> {
  const { result, failure } = failed;
  call.failedWith(failure.category);
  if (failure.outcome === 'unknown') {
    call.outcomeUnknown = true;
    call.unknownCopy = call.lastSent;
  }
  const known: KnownFailure =
    result.kind === 'answer' ? { failure, answer: result.answer } : { failure, cause: result.fault.cause };
  if (mayComeOfEarlierCopy(context, call, failed)) {
    recordHealth(context, call, failure);
    return reconcile(context, call, known, failure);
  }
  const policy = context.policyOf(failure.category, failure.code, failure.entry?.code);
  const policyContext = toPolicyContext(context, call, failed);
  const decided = decide(policy, policyContext, toBounds(context, call, result));
  const decision = payOrFail(context, call, decided, failure);
  if (decision.action !== 'refresh-clock') recordHealth(context, call, failure);
  if ('pauseMs' in decision) pauseCalls(context, call, failed, decision.pauseMs);
  const waitMs = decision.action === 'retry' ? decision.delayMs : 0;
  traceDecision(call, { decision: decision.action, waitMs });
  switch (decision.action) {
    case 'fail':
      if (known.answer && callerAccepts(call, known.answer, policyContext)) return { answer: known.answer };
      return fail(context, call, toEnding(call, known, decision));
    case 'retry':
      if (decision.pause) pauseCalls(context, call, failed, decision.delayMs);
      return retry(context, call, failure, decision.delayMs, decision.pause === true);
    case 'refresh-clock':
      if (await signsBetter(context, call, decision.offByMs)) return retry(context, call, failure);
      recordHealth(context, call, failure);
      return fail(context, call, { ...known, reason: 'failed' });
    case 'reconcile':
      return reconcile(context, call, known, failure.outcome === 'rejected' ? failure : undefined);
  }
}

/** What the policy is asked with. */
export function toPolicyContext(
  context: GatewayContext,
  call: CallState,
  { result, failure }: FailedAttempt,
): PolicyContext {
  return {
    exchange: context.exchange.id,
    category: failure.category,
    code: failure.code,
    outcome: failure.outcome,
    status: result.kind === 'answer' ? result.answer.status : undefined,
    phase: result.kind === 'answer' ? 'answered' : result.fault.phase,
    attempt: call.attempts,
    maxAttempts: context.maxAttempts,
    inRow: call.inRow,
    replaySafe: call.replaySafe || failure.outcome === 'rejected',
    retryAfterMs: failure.retryAfterMs,
    remainingMs: call.lastAt - nowAt(),
    random: context.random,
  };
}

/** What the call and the gateway still allow. */
export function toBounds(context: GatewayContext, call: CallState, result: SendResult): Bounds {
  return {
    replayable: call.transport.replayable,
    // A look-up says nothing of what else stands in a batch.
    canReconcile: context.reconcile !== undefined && !call.batch,
    signable: signerOf(context, call) !== undefined && !signsOnce(context, call),
    isFinal: result.kind === 'fault' && result.fault.isFinal === true,
    isClosing: context.closed,
    maxPauseMs: context.throttle.maxPauseMs,
  };
}

function payOrFail(
  context: GatewayContext,
  call: CallState,
  decision: BoundedDecision,
  failure: Failure,
): BoundedDecision {
  if (decision.action !== 'retry' || paysForRetry(context, call, failure)) return decision;
  return { action: 'fail', reason: 'budget', ...(decision.pause && { pauseMs: decision.delayMs }) };
}

/** The exchange refused for rate reasons: what counts on the limit that it is about sends nothing until the time is over. */
function pauseCalls(
  context: GatewayContext,
  call: CallState,
  { result, failure }: FailedAttempt,
  pauseMs = 0,
): void {
  const { exchange, throttle } = context;
  const permit = call.lastSent?.permit;
  const charges = permit?.charges ?? [];
  const refusal = readRateRefusal(
    exchange,
    failure,
    result.kind === 'answer' ? result.answer : {},
    charges,
    Date.now(),
  );
  permit?.refused(refusal.limits);
  const limits = throttle.pause({ ...refusal, charges, untilAt: nowAt() + pauseMs, slowStart: true });
  reportPaused(context, call, { pauseMs, code: failure.code, limits });
}

/**
 * A status that the caller's own `validateStatus` takes is theirs to read, where only the status speaks: a code of the
 * exchange's stays a failure, and so does a write whose outcome is unknown.
 */
function callerAccepts(call: CallState, answer: Answer, policyContext: PolicyContext): boolean {
  if (call.batch) return false;
  const { code, outcome, replaySafe } = policyContext;
  if (outcome === 'partial') return call.options.partial === 'resolve';
  return answer.accepted === true && code === undefined && (outcome === 'rejected' || replaySafe);
}

/** What may explain a refusal of a repeat must not be called rejected: where it cannot be asked about, it is unknown. */
function toEnding(
  call: CallState,
  known: KnownFailure,
  { reason, fault, pauseMs, retryAfterMs = pauseMs }: Extract<BoundedDecision, { readonly action: 'fail' }>,
): Ending {
  const { failure } = known;
  const isDuplicate = failure.category === 'duplicate' && call.attempts > 1 && !call.replaySafe;
  const isOutdated = reason === 'deadline' && call.validUntilAt < call.deadlineAt;
  return {
    ...known,
    failure: isDuplicate ? { ...failure, outcome: 'unknown' } : failure,
    reason: isOutdated ? 'expired' : reason,
    retryAfterMs: failure.retryAfterMs ?? (retryAfterMs && Math.ceil(retryAfterMs)),
    ...(fault !== undefined && { cause: fault }),
  };
}

/** Refusals of a repeat that an earlier copy explains: it took the money, the position, the place, or the order away. */
const explicable: ReadonlySet<Category> = new Set([
  'duplicate',
  'funds',
  'position',
  'order-limit',
  'invalid-order',
]);

/** Whether a refusal may come of a copy that was sent before and whose outcome was unknown. */
function mayComeOfEarlierCopy(context: GatewayContext, call: CallState, failed: FailedAttempt): boolean {
  const { result, failure } = failed;
  const hasEarlier = call.unknownCopy || call.earlierUntilAt !== Number.NEGATIVE_INFINITY || call.isRepeat;
  if (!hasEarlier || call.replaySafe || failure.outcome !== 'rejected' || !context.reconcile) return false;
  if (explicable.has(failure.category)) return true;
  if (result.kind === 'answer' && result.answer.status === 409) return true;
  // What is cancelled already cannot be cancelled, nor changed.
  return failure.category === 'order-not-found' && call.request.order.intent !== 'place';
}
