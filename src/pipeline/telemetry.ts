import type { AttemptTrace, Classification } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './send.ts';

/** Writes down what an attempt did; what is decided after it is added by `traceDecision`. */
export function traceAttempt(
  context: GatewayContext,
  call: CallState,
  sent: SendResult,
  verdict: Classification,
): void {
  const answered = sent.kind === 'answer';
  call.trace ??= [];
  call.trace.push({
    attempt: call.attempt,
    sentAfterMs: call.sentAt - call.startedAt,
    elapsedMs: call.lastSentAt - call.sentAt,
    phase: answered ? 'answered' : sent.fault.phase,
    status: answered ? sent.answer.status : undefined,
    code: verdict.ok ? undefined : verdict.code,
    category: verdict.ok ? undefined : verdict.category,
    outcome: verdict.ok ? undefined : verdict.outcome,
    clockOffsetMs: context.clock.reading?.offsetMs,
    decision: 'return',
    waitMs: 0,
  });
}

/** What the last attempt led to. */
export function traceDecision(call: CallState, decision: AttemptTrace['decision'], waitMs = 0): void {
  const last = call.trace?.pop();
  if (last) call.trace?.push({ ...last, decision, waitMs });
}

/** Whether the exchange's clock was read, where the last attempt led to that. */
export function traceClock(call: CallState, isRead: boolean): void {
  const last = call.trace?.pop();
  if (last) call.trace?.push({ ...last, clock: isRead ? 'refreshed' : 'failed' });
}
