// Placings under a client order id whose outcome is unknown: whoever sends one again, here or above, doubles no order.
import { UnknownOutcomeError } from '../errors.ts';
import type { Failure } from '../types.ts';
import { type Ended, fail, reconcile } from './act.ts';
import type { Job } from './job.ts';
import { orderOf } from './order-of.ts';
import { nowAt, type Parts } from './parts.ts';
import { acceptedUntil } from './validity.ts';

/**
 * Asks first what became of an earlier placing with the same id.
 * @returns how the call ends without being sent; undefined where it may be sent.
 */
export async function settleEarlier(parts: Parts, job: Job): Promise<Ended | undefined> {
  // Whoever says that it may be repeated has looked.
  if (job.options.replaySafe === true) return undefined;
  const { intent, sentId = job.clientOrderId, market } = orderOf(parts, job);
  const earlier =
    intent === 'place' && sentId !== undefined ? parts.unknownIds.find(sentId, market) : undefined;
  if (!earlier) return undefined;
  if (!parts.reconcile && nowAt() >= earlier.believableAt) {
    parts.unknownIds.settle(earlier.clientOrderId);
    return undefined;
  }
  job.doubt = true;
  job.firstSentAt = earlier.firstSentAt;
  job.lastSentAt = earlier.lastSentAt;
  job.earlierUntilAt = earlier.believableAt;
  const verdict: Failure = {
    ok: false,
    category: 'unknown',
    outcome: 'unknown',
    message: 'an earlier order with this client order id was sent, and nobody knows what became of it',
  };
  if (!parts.reconcile) return fail(parts, job, { verdict, reason: 'outcome-unknown' });
  const ended = await reconcile(parts, job, { verdict });
  if (typeof ended === 'symbol') {
    parts.unknownIds.settle(earlier.clientOrderId);
    // A new order from now on; what a refusal of it may mean is remembered.
    job.firstSentAt = 0;
    job.earlierUntilAt = Number.NEGATIVE_INFINITY;
    return undefined;
  }
  return ended;
}

/** Remembers a placing that ended unknown, and forgets one that was settled. */
export function noteOutcome(parts: Parts, job: Job, ended: Ended | undefined): void {
  const error = ended && 'error' in ended ? ended.error : undefined;
  const isUnknown = error instanceof UnknownOutcomeError;
  if (!isUnknown && parts.unknownIds.size === 0) return;
  if (job.route.kind !== 'order' || job.route.amends) return;
  const { intent, sentId = job.clientOrderId, market } = orderOf(parts, job);
  if (intent !== 'place' || sentId === undefined) return;
  if (!isUnknown) {
    if (job.attempt > 0 || ended === undefined || 'answer' in ended) parts.unknownIds.settle(sentId);
    return;
  }
  // It was cut off in flight.
  if (job.attempt > 0) job.doubtful ??= job.copy;
  parts.unknownIds.remember({
    clientOrderId: sentId,
    market,
    firstSentAt: job.firstSentAt,
    lastSentAt: job.lastSentAt,
    believableAt: acceptedUntil(parts, job),
  });
}
