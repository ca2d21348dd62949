import type { AttemptTrace, Classification } from '../types.ts';
import type { Job } from './job.ts';
import type { Parts } from './parts.ts';
import type { Landed } from './send.ts';

/** Writes down what an attempt did; what is decided after it is added by `traceDecision`. */
export function traceAttempt(parts: Parts, job: Job, sent: Landed, verdict: Classification): void {
  const answered = sent.kind === 'answer';
  job.trace ??= [];
  job.trace.push({
    attempt: job.attempt,
    sentAfterMs: job.sentAt - job.startedAt,
    elapsedMs: job.lastSentAt - job.sentAt,
    phase: answered ? 'answered' : sent.fault.phase,
    status: answered ? sent.answer.status : undefined,
    code: verdict.ok ? undefined : verdict.code,
    category: verdict.ok ? undefined : verdict.category,
    outcome: verdict.ok ? undefined : verdict.outcome,
    clockOffsetMs: parts.clock.reading?.offsetMs,
    decision: 'return',
    waitMs: 0,
  });
}

/** What the last attempt led to. */
export function traceDecision(job: Job, decision: AttemptTrace['decision'], waitMs = 0): void {
  const last = job.trace?.pop();
  if (last) job.trace?.push({ ...last, decision, waitMs });
}

/** Whether the exchange's clock was read, where the last attempt led to that. */
export function traceClock(job: Job, isRead: boolean): void {
  const last = job.trace?.pop();
  if (last) job.trace?.push({ ...last, clock: isRead ? 'refreshed' : 'failed' });
}
