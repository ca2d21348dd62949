// What happens after a failure: what the policy wants, within what no policy may change.

import type { Decision, Policy, PolicyContext } from '../decision.ts';
import type { Reason } from '../reason.ts';
import { askPolicy } from './ask-policy.ts';

/** What the call still allows, beside what the policy wants. */
export interface Bounds {
  readonly replayable: boolean;
  readonly canReconcile: boolean;
  /** Whether the gateway signs it: if not, it would carry the same timestamp and signature again. @default true */
  readonly signable?: boolean;
  /** Its client would refuse to send it again as it did. @default false */
  readonly isFinal?: boolean;
  /** The gateway is closed: nothing is begun any more. @default false */
  readonly isClosing?: boolean;
  /** A shared pause that is longer lets a probe go after so long. @default no pause is too long */
  readonly maxPauseMs?: number;
}

/** The policy's decision within what the call still allows. */
export type BoundedDecision =
  | Exclude<Decision, { action: 'fail' | 'reconcile' }>
  | (ForOthers & {
      /** What became of it is asked. */
      readonly action: 'reconcile';
    })
  | (ForOthers & {
      /** It rejects. */
      readonly action: 'fail';
      /** Why, as `error.reason` says. */
      readonly reason: Reason;
      /** After `deadline`: the wait that did not fit. */
      readonly retryAfterMs?: number;
      /** What a policy of the caller's threw, or what was wrong with its answer. */
      readonly fault?: unknown;
    });

/** The call itself may not go again, but the wait that the exchange asked for holds for all others. */
interface ForOthers {
  /** For how long every call waits that counts on the limit that the failure is about. */
  readonly pauseMs?: number;
}

/**
 * The policy's decision within the promises that no policy can break: a write of unknown outcome is asked about or
 * fails, a partial batch never goes again whole, attempts and deadline hold.
 */
export function decide(policy: Policy, context: PolicyContext, bounds: Bounds): BoundedDecision {
  const { wanted, fault } = askPolicy(policy, context);
  const decision = bounded(wanted, context, bounds);
  if (fault !== undefined && decision.action === 'fail') return { ...decision, fault };
  if (wanted.action !== 'retry' || !wanted.pause) return decision;
  const isHeld = decision.action === 'fail' || decision.action === 'reconcile';
  return isHeld ? { ...decision, pauseMs: wanted.delayMs } : decision;
}

function bounded(wanted: Decision, context: PolicyContext, bounds: Bounds): BoundedDecision {
  switch (wanted.action) {
    case 'fail':
      return { action: 'fail', reason: doubtful(context) ? 'outcome-unknown' : 'failed' };
    case 'reconcile':
      // The look-up of one order says nothing of the others in its batch.
      if (context.outcome === 'partial') return { action: 'fail', reason: 'failed' };
      if (bounds.isClosing) return { action: 'fail', reason: 'closed' };
      return bounds.canReconcile ? wanted : { action: 'fail', reason: 'outcome-unknown' };
    case 'refresh-clock':
    case 'retry':
      return again(wanted, context, bounds);
  }
}

function again(
  wanted: Extract<Decision, { action: 'retry' | 'refresh-clock' }>,
  context: PolicyContext,
  bounds: Bounds,
): BoundedDecision {
  if (blocked(context)) {
    if (bounds.isClosing) return { action: 'fail', reason: 'closed' };
    if (context.outcome === 'unknown' && bounds.canReconcile) return { action: 'reconcile' };
    return { action: 'fail', reason: context.outcome === 'partial' ? 'failed' : 'outcome-unknown' };
  }
  if (bounds.isFinal || (wanted.action === 'refresh-clock' && bounds.signable === false))
    return { action: 'fail', reason: 'failed' };
  if (bounds.isClosing) return { action: 'fail', reason: 'closed' };
  if (!bounds.replayable) return { action: 'fail', reason: 'not-replayable' };
  if (context.attempt >= context.maxAttempts) return { action: 'fail', reason: 'attempts' };
  const waitMs = wanted.action === 'retry' ? waitOf(wanted, bounds) : 0;
  if (waitMs < context.remainingMs) return wanted;
  return { action: 'fail', reason: 'deadline', ...(waitMs > 0 && { retryAfterMs: waitMs }) };
}

/** How long it waits at least. */
function waitOf(
  { delayMs, pause }: Extract<Decision, { action: 'retry' }>,
  { maxPauseMs = Number.POSITIVE_INFINITY }: Bounds,
): number {
  return pause ? Math.min(delayMs, maxPauseMs) : delayMs;
}

/** Sending it again could create a second effect. */
function blocked(context: PolicyContext): boolean {
  return context.outcome === 'partial' || doubtful(context);
}

/** A write that may have been executed. */
function doubtful({ outcome, replaySafe }: PolicyContext): boolean {
  return outcome === 'unknown' && !replaySafe;
}
