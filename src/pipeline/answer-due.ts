// By when the answer to an attempt is due, and what is done then.
import type { TransportError } from '../answers/transport-error.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { isOwnLookUp, lookUpOf } from './look-up.ts';

/** A few questions, each of which may wait for its turn and travels there and back. */
const questionsMs = 5000;
/** Times of about one length share a queue. */
const grainMs = 100;

/** For how long an attempt may take, by the caller's word. */
export function attemptTimeoutOf(context: GatewayContext, { options }: CallState): number | undefined {
  return options.attemptTimeoutMs ?? context.attemptTimeoutMs;
}

/**
 * After how many milliseconds something happens to a request that has no answer. Without a word of the caller's a write is
 * asked about while what is left of the deadline is enough for that, but for a third of the time that it had when it left it is
 * waited for; where less would be left, for half. An exchange that forgets orders is asked before it can have forgotten this one.
 * @returns undefined: its deadline is all that bounds it
 */
export function answerDueMs(context: GatewayContext, call: CallState, leavesAt: number): number | undefined {
  const timeoutMs = attemptTimeoutOf(context, call);
  if (timeoutMs !== undefined || !context.reconcile || call.replaySafe) return timeoutMs;
  const leftMs = call.deadlineAt - leavesAt;
  const enoughMs = leftMs - context.reconcile.settleMs - questionsMs;
  let dueMs = enoughMs < leftMs / 3 ? leftMs / 2 : enoughMs;
  for (const { keptMs = dueMs * 2 } of context.exchange.lookup) dueMs = Math.min(dueMs, keptMs / 2);
  return dueMs < 10 * grainMs ? dueMs : dueMs - (dueMs % grainMs);
}

/** Whether there is anything to ask about a write that is under way. */
export function mayAsk(context: GatewayContext, call: CallState): boolean {
  const { reconcile, closed } = context;
  if (!reconcile || closed || call.batch) return false;
  return !reconcile.lookUp || isOwnLookUp(context, call) || lookUpOf(context, call) !== undefined;
}

export function unansweredFor(timeoutMs: number): TransportError {
  const message = `no answer came within ${Math.round(timeoutMs)} ms`;
  return { phase: 'sent', category: 'timeout', message, cause: undefined };
}
