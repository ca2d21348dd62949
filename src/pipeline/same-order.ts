// Placings under one client order id: what was sent under it before has to be known before another one is sent.
import { isArrayBuffer } from '../answers/is-array-buffer.ts';
import { isExchangeError, UnknownOutcomeError } from '../errors.ts';
import type { UnknownOrder } from '../policies/unknown-ids.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import type { CallResult } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { inFlightUntil } from './copy-validity.ts';
import { again, endThrown, fail } from './end-attempt.ts';
import { reconcile } from './reconcile.ts';
import { untilCancelled } from './waits.ts';

const placedMeanwhile: Failure = {
  ok: false,
  category: 'duplicate',
  outcome: 'unknown',
  message: 'another call placed an order with this client order id while this one waited for it',
};

const sentEarlier: Failure = {
  ok: false,
  category: 'unknown',
  outcome: 'unknown',
  message: 'an earlier order with this client order id was sent, and nobody knows what became of it',
};

/** Whether something has to be over before the first attempt. */
export function hasToWait({ unknownIds, placings }: GatewayContext, call: CallState): boolean {
  if (call.after.length > 0) return true;
  if (call.route.kind !== 'order') return false;
  return unknownIds.size > 0 || placings.twinOf(call) !== undefined;
}

/** Waits for it. @returns how the call ends without being sent; undefined where it may be sent */
export async function waitForOthers(
  context: GatewayContext,
  call: CallState,
): Promise<CallResult | undefined> {
  try {
    if (call.after.length > 0) await untilCancelled(call, allLeft(call.after));
    // A caller who says that it may be repeated has looked.
    if (call.options.replaySafe === true) return undefined;
    return (await settleTwins(context, call)) ?? (await settleEarlier(context, call));
  } catch (error) {
    return endThrown(context, call, error);
  }
}

function allLeft(calls: readonly CallState[]): Promise<unknown> {
  return Promise.all(calls.map((call) => new Promise<void>((resolve) => call.whenLeft(resolve))));
}

/**
 * Waits for the end of each earlier placing that is under way under the same id. An order that it placed is this call's too;
 * of one that ended unknown `settleEarlier` finds out more, and after one that had no effect this one is sent.
 */
async function settleTwins(context: GatewayContext, call: CallState): Promise<CallResult | undefined> {
  const { placings } = context;
  for (let twin = placings.twinOf(call); twin; twin = placings.twinOf(call)) {
    const result = await untilCancelled(call, placings.whenEnded(twin));
    if (!result || !('answer' in result)) continue;
    const body = sharedBody(twin, call, result.answer);
    if (body !== undefined) return { answer: call.transport.fromBody(body) };
    // What is looked for is the other one's order.
    call.firstSentAt = twin.firstSentAt;
    call.lastSentAt = Math.max(twin.lastSent?.sentAt ?? 0, twin.lastSentAt);
    call.earlierUntilAt = inFlightUntil(context, twin);
    const found = await reconcile(context, call, { failure: placedMeanwhile }, placedMeanwhile);
    if (found !== again) return found;
  }
  return undefined;
}

/** Word for word the same request has the same answer; undefined where the two differ, or its digits are lost by now. */
function sharedBody(twin: CallState, call: CallState, { body }: Answer): unknown {
  const [one, other] = [twin.request.seen, call.request.seen];
  const isSame = one.method === other.method && one.url.href === other.url.href && one.body === other.body;
  return isSame && isWhole(body) ? body : undefined;
}

/** A text, or a JSON value without a number that a double may have rounded. */
function isWhole(value: unknown): boolean {
  if (value === null) return true;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return !Number.isInteger(value) || Number.isSafeInteger(value);
    case 'object':
      return !ArrayBuffer.isView(value) && !isArrayBuffer(value) && Object.values(value).every(isWhole);
    default:
      return false;
  }
}

/** Asks first what became of earlier placings with the same id; a batch cannot be asked about. */
async function settleEarlier(context: GatewayContext, call: CallState): Promise<CallResult | undefined> {
  const { unknownIds } = context;
  for (const { clientOrderId, market } of call.request.placed) {
    for (let at = unknownIds.find(clientOrderId, market); at; ) {
      const result = await settleOne(context, call, at);
      if (result) return result;
      unknownIds.settle(clientOrderId, at.market);
      at = unknownIds.find(clientOrderId, market);
    }
  }
  return undefined;
}

async function settleOne(
  context: GatewayContext,
  call: CallState,
  earlier: UnknownOrder,
): Promise<CallResult | undefined> {
  // Said by a bot that saw how the earlier one ended, not by one that sent both at a time.
  if (!context.reconcile && call.startedAt >= earlier.believableAt) return undefined;
  call.outcomeUnknown = true;
  call.firstSentAt = earlier.firstSentAt;
  call.lastSentAt = earlier.lastSentAt;
  call.earlierUntilAt = earlier.believableAt;
  const isAskable = context.reconcile && !call.request.order.sent.isSeveral;
  if (!isAskable) return fail(context, call, { failure: sentEarlier, reason: 'outcome-unknown' });
  const found = await reconcile(context, call, { failure: sentEarlier });
  if (found !== again) return found;
  // A new order from now on; what a refusal of it may mean is remembered.
  call.firstSentAt = 0;
  call.earlierUntilAt = Number.NEGATIVE_INFINITY;
  return undefined;
}

/** Remembers placings that ended unknown, and forgets those that were settled. */
export function noteOutcome(context: GatewayContext, call: CallState): void {
  const { unknownIds } = context;
  const { result } = call;
  const error = result && 'error' in result ? result.error : undefined;
  const items = isExchangeError(error) ? error.items : undefined;
  const isUnknown = error instanceof UnknownOutcomeError;
  if (!isUnknown && !items && unknownIds.size === 0) return;
  // Nothing was sent, so that nothing was settled.
  if (!isUnknown && call.attempts === 0 && !(result && 'answer' in result)) return;
  for (const { clientOrderId, market, index } of call.request.placed) {
    const isOpen = items ? items.find((item) => item.index === index)?.outcome === 'unknown' : isUnknown;
    if (isOpen) remember(context, call, clientOrderId, market);
    else unknownIds.settle(clientOrderId, market);
  }
}

function remember(
  context: GatewayContext,
  call: CallState,
  clientOrderId: string,
  market: string | undefined,
): void {
  const { firstSentAt, lastSentAt } = call;
  // The last copy counts too: a call that ends while it is in flight has only its earlier ones in doubt.
  const believableAt = inFlightUntil(context, call);
  context.unknownIds.remember({ clientOrderId, market, firstSentAt, lastSentAt, believableAt });
}
