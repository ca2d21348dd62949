import { success } from '../answers/answer-context.ts';
import { classifyAs } from '../answers/classify.ts';
import { type Answer, unread } from '../transport/call.ts';
import type { Classification, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './send.ts';

/** What the exchange's profile makes of it. */
export function classifyResult(context: GatewayContext, call: CallState, result: SendResult): Classification {
  return result.kind === 'fault' ? lost(result) : read(context, call, result.answer);
}

function lost({ fault }: Extract<SendResult, { kind: 'fault' }>): Failure {
  const { phase, category, message } = fault;
  return { ok: false, category, outcome: phase === 'not-sent' ? 'rejected' : 'unknown', message };
}

function read(context: GatewayContext, call: CallState, answer: Answer): Classification {
  if (answer.judged) return answer.judged;
  if (answer.redirectedTo !== undefined) return unfollowed(call, answer.status, answer.redirectedTo);
  // A 304, or a redirect that the caller wants to see: what it asked for, and no fault.
  if (call.replaySafe && isRedirect(answer.status)) return success;
  if (answer.body !== unread) return classifyAs(context.exchange, answer, call.route.kind, Date.now());
  const { status } = answer;
  if (status === undefined || (status >= 200 && status < 300)) return success;
  return classifyAs(context.exchange, { ...answer, body: undefined }, call.route.kind, Date.now());
}

/** Zero: a platform shows no more of it, as its caller wanted. */
function isRedirect(status: number | undefined): boolean {
  return status !== undefined && (status === 0 || (status >= 300 && status < 400));
}

/** An order would have become a GET there, and a signature would have gone to whoever is meant. */
function unfollowed(call: CallState, status: number | undefined, redirectedTo: string): Failure {
  return {
    ok: false,
    category: 'invalid-request',
    outcome: call.replaySafe ? 'rejected' : 'unknown',
    message: `HTTP ${status} points to ${redirectedTo}, and was not followed`,
  };
}
