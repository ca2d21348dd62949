// Two placings under one client order id at the same time: the later one is the earlier one sent again by whoever is above.
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { type CallResult, reconcile } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { inFlightUntil } from './copy-validity.ts';
import { untilCancelled } from './waits.ts';

const placed: Failure = {
  ok: false,
  category: 'duplicate',
  outcome: 'unknown',
  message: 'another call placed an order with this client order id while this one waited for it',
};

/**
 * Waits for the end of an earlier placing under the same id. An order that it placed is this call's too; of one that ended
 * unknown `settleEarlier` finds out more, and after one that had no effect this one is sent.
 * @returns how the call ends without being sent; undefined where nothing was placed.
 */
export async function meetTwin(context: GatewayContext, call: CallState): Promise<CallResult | undefined> {
  // Whoever says that it may be repeated has looked.
  if (call.options.replaySafe === true) return undefined;
  for (
    let twin = context.placings.twinOf(context, call);
    twin;
    twin = context.placings.twinOf(context, call)
  ) {
    const ended = await untilCancelled(call, context.placings.whenEnded(twin));
    if (!ended || !('answer' in ended)) continue;
    const body = sharedBody(twin, call, ended.answer);
    if (body !== undefined) return { answer: call.transport.fromBody(body) };
    inherit(context, call, twin);
    const found = await reconcile(context, call, { verdict: placed }, placed);
    if (typeof found !== 'symbol') return found;
  }
  return undefined;
}

/** What is looked for is the other one's order. */
function inherit(context: GatewayContext, call: CallState, twin: CallState): void {
  call.firstSentAt = twin.firstSentAt;
  call.lastSentAt = Math.max(twin.sentAt, twin.lastSentAt);
  call.earlierUntilAt = inFlightUntil(context, twin);
}

/** Word for word the same request has the same answer; undefined where the two differ, or its digits are lost by now. */
function sharedBody(twin: CallState, call: CallState, { body }: Answer): unknown {
  const [one, other] = [twin.request(), call.request()];
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
      return (
        !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer) && Object.values(value).every(isWhole)
      );
    default:
      return false;
  }
}
