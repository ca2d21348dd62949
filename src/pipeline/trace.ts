// The trace of one call, for the caller who asks for it and for its error.
import type { AttemptTrace } from '../attempt-trace.ts';
import { callListener } from '../events.ts';
import type { Classification, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './result.ts';

/** Writes down what an attempt did, where it failed or the caller asked; `traceDecision` adds what was decided. */
export function traceAttempt(
  { clock }: GatewayContext,
  call: CallState,
  result: SendResult,
  classification: Classification,
): void {
  if (classification.ok && !call.trace && !call.options.trace) return;
  const { category, code, outcome }: Partial<Failure> = classification.ok ? {} : classification;
  const sentAt = call.lastSent?.sentAt ?? 0;
  call.trace ??= [];
  call.trace.push({
    attempt: call.attempts,
    sentAfterMs: sentAt - call.startedAt,
    elapsedMs: call.lastSentAt - sentAt,
    phase: result.kind === 'answer' ? 'answered' : result.fault.phase,
    status: result.kind === 'answer' ? result.answer.status : undefined,
    code,
    category,
    outcome,
    clockOffsetMs: clock.reading?.offsetMs,
    decision: 'return',
    waitMs: 0,
  });
}

/** What the last attempt led to, and whether the exchange's clock was read where it led to that. */
export function traceDecision(
  { trace }: CallState,
  decided: Partial<Pick<AttemptTrace, 'decision' | 'waitMs' | 'clock'>>,
): void {
  const last = trace?.pop();
  if (last) trace?.push({ ...last, ...decided });
}

/** Hands it to the caller: once, at the end. */
export function handOutTrace({ options: { trace: listener }, trace }: CallState): void {
  if (listener) callListener(() => listener(trace ?? []));
}
