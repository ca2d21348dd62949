// Placings under a client order id whose outcome is unknown: whoever sends one again, here or above, doubles no order.
import { isExchangeError, UnknownOutcomeError } from '../errors.ts';
import type { UnknownOrder } from '../policies/unknown-ids.ts';
import type { Failure } from '../types.ts';
import { type Ended, fail, reconcile } from './act.ts';
import type { Job } from './job.ts';
import { orderOf, placedBy } from './order-of.ts';
import { nowAt, type Parts } from './parts.ts';
import { acceptedUntil } from './validity.ts';

const verdict: Failure = {
  ok: false,
  category: 'unknown',
  outcome: 'unknown',
  message: 'an earlier order with this client order id was sent, and nobody knows what became of it',
};

/**
 * Asks first what became of earlier placings with the same id; of a batch nobody can ask.
 * @returns how the call ends without being sent; undefined where it may be sent.
 */
export async function settleEarlier(parts: Parts, job: Job): Promise<Ended | undefined> {
  // Whoever says that it may be repeated has looked.
  if (job.options.replaySafe === true) return undefined;
  for (const { clientOrderId, market } of placedBy(parts, job)) {
    for (let at = parts.unknownIds.find(clientOrderId, market); at; ) {
      const ended = await settleOne(parts, job, at);
      if (ended) return ended;
      parts.unknownIds.settle(clientOrderId, at.market);
      at = parts.unknownIds.find(clientOrderId, market);
    }
  }
  return undefined;
}

async function settleOne(parts: Parts, job: Job, earlier: UnknownOrder): Promise<Ended | undefined> {
  if (!parts.reconcile && nowAt() >= earlier.believableAt) return undefined;
  job.doubt = true;
  job.firstSentAt = earlier.firstSentAt;
  job.lastSentAt = earlier.lastSentAt;
  job.earlierUntilAt = earlier.believableAt;
  const isAskable = parts.reconcile && !orderOf(parts, job).sent.isSeveral;
  if (!isAskable) return fail(parts, job, { verdict, reason: 'outcome-unknown' });
  const ended = await reconcile(parts, job, { verdict });
  if (typeof ended !== 'symbol') return ended;
  // A new order from now on; what a refusal of it may mean is remembered.
  job.firstSentAt = 0;
  job.earlierUntilAt = Number.NEGATIVE_INFINITY;
  return undefined;
}

/** Remembers placings that ended unknown, and forgets those that were settled. */
export function noteOutcome(parts: Parts, job: Job, ended: Ended | undefined): void {
  const error = ended && 'error' in ended ? ended.error : undefined;
  const items = isExchangeError(error) ? error.items : undefined;
  const isUnknown = error instanceof UnknownOutcomeError;
  if (!isUnknown && !items && parts.unknownIds.size === 0) return;
  // Nothing was sent, so that nothing was settled.
  if (!isUnknown && job.attempt === 0 && !(ended && 'answer' in ended)) return;
  for (const { clientOrderId, market, index } of placedBy(parts, job)) {
    const isOpen = items ? items.find((item) => item.index === index)?.outcome === 'unknown' : isUnknown;
    if (isOpen) remember(parts, job, clientOrderId, market);
    else parts.unknownIds.settle(clientOrderId, market);
  }
}

function remember(parts: Parts, job: Job, clientOrderId: string, market: string | undefined): void {
  // It was cut off in flight.
  if (job.attempt > 0) job.doubtful ??= job.copy;
  parts.unknownIds.remember({
    clientOrderId,
    market,
    firstSentAt: job.firstSentAt,
    lastSentAt: job.lastSentAt,
    believableAt: acceptedUntil(parts, job),
  });
}
