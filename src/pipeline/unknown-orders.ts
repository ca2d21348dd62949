// Placings under a client order id whose outcome is unknown: whoever sends one again, here or above, doubles no order.
import { isExchangeError, UnknownOutcomeError } from '../errors.ts';
import type { UnknownOrder } from '../policies/unknown-ids.ts';
import type { Failure } from '../types.ts';
import { type CallResult, fail, reconcile } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { acceptedUntil } from './copy-validity.ts';
import { orderOf, placedBy } from './order.ts';

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
export async function settleEarlier(
  context: GatewayContext,
  call: CallState,
): Promise<CallResult | undefined> {
  // Whoever says that it may be repeated has looked.
  if (call.options.replaySafe === true) return undefined;
  for (const { clientOrderId, market } of placedBy(context, call)) {
    for (let at = context.unknownIds.find(clientOrderId, market); at; ) {
      const ended = await settleOne(context, call, at);
      if (ended) return ended;
      context.unknownIds.settle(clientOrderId, at.market);
      at = context.unknownIds.find(clientOrderId, market);
    }
  }
  return undefined;
}

async function settleOne(
  context: GatewayContext,
  call: CallState,
  earlier: UnknownOrder,
): Promise<CallResult | undefined> {
  if (!context.reconcile && nowAt() >= earlier.believableAt) return undefined;
  call.outcomeUnknown = true;
  call.firstSentAt = earlier.firstSentAt;
  call.lastSentAt = earlier.lastSentAt;
  call.earlierUntilAt = earlier.believableAt;
  const isAskable = context.reconcile && !orderOf(context, call).sent.isSeveral;
  if (!isAskable) return fail(context, call, { verdict, reason: 'outcome-unknown' });
  const ended = await reconcile(context, call, { verdict });
  if (typeof ended !== 'symbol') return ended;
  // A new order from now on; what a refusal of it may mean is remembered.
  call.firstSentAt = 0;
  call.earlierUntilAt = Number.NEGATIVE_INFINITY;
  return undefined;
}

/** Remembers placings that ended unknown, and forgets those that were settled. */
export function noteOutcome(context: GatewayContext, call: CallState, ended: CallResult | undefined): void {
  const error = ended && 'error' in ended ? ended.error : undefined;
  const items = isExchangeError(error) ? error.items : undefined;
  const isUnknown = error instanceof UnknownOutcomeError;
  if (!isUnknown && !items && context.unknownIds.size === 0) return;
  // Nothing was sent, so that nothing was settled.
  if (!isUnknown && call.attempt === 0 && !(ended && 'answer' in ended)) return;
  for (const { clientOrderId, market, index } of placedBy(context, call)) {
    const isOpen = items ? items.find((item) => item.index === index)?.outcome === 'unknown' : isUnknown;
    if (isOpen) remember(context, call, clientOrderId, market);
    else context.unknownIds.settle(clientOrderId, market);
  }
}

function remember(
  context: GatewayContext,
  call: CallState,
  clientOrderId: string,
  market: string | undefined,
): void {
  // It was cut off in flight.
  if (call.attempt > 0) call.unknownCopy ??= call.copy;
  context.unknownIds.remember({
    clientOrderId,
    market,
    firstSentAt: call.firstSentAt,
    lastSentAt: call.lastSentAt,
    believableAt: acceptedUntil(context, call),
  });
}
