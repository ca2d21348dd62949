import type { CallInfo } from '../events.ts';
import type { Classification, Failure } from '../types.ts';
import type { Job } from './job.ts';
import { nowAt, type Parts } from './parts.ts';
import type { Landed } from './send.ts';

/** Which call it was, for events. */
export function infoOf(job: Job): CallInfo {
  const { method, path } = job.call;
  return { call: job.id, method, path, clientOrderId: readId(job) };
}

/** A request that nobody can describe, such as one to a relative address, must not fail for being listened to. */
function readId(job: Job): string | undefined {
  try {
    return job.clientOrderId;
  } catch {
    return undefined;
  }
}

/** Books an attempt: counts, budget, breaker, and the event where somebody listens. */
export function recordAttempt(
  parts: Parts,
  job: Job,
  landed: Landed,
  verdict: Classification,
  isRenewed = false,
): void {
  const { counts, budget, breaker, events } = parts;
  counts.attempts += 1;
  if (verdict.ok) budget?.succeeded();
  else counts.categories.set(verdict.category, (counts.categories.get(verdict.category) ?? 0) + 1);
  const failure: Partial<Failure> = verdict.ok ? {} : verdict;
  const { category, code, outcome } = failure;
  if (failure.code !== undefined && !failure.entry) countUnlisted(parts, failure.code, failure.message);
  // A session that was over says nothing of the key.
  if (!isRenewed) breaker?.report({ category, code, signed: job.route.signed }, nowAt());
  if (!events.has('attempt')) return;
  const answered = landed.kind === 'answer';
  events.emit('attempt', {
    ...infoOf(job),
    attempt: job.attempt,
    sentAt: job.sentAt,
    phase: answered ? 'answered' : landed.fault.phase,
    ok: verdict.ok,
    status: answered ? landed.answer.status : undefined,
    code,
    category,
    outcome,
    elapsedMs: job.lastSentAt - job.sentAt,
  });
}

/** A code that no table lists is told once, with a text to paste into an issue. */
function countUnlisted({ counts, events, exchange }: Parts, code: string, message: string | undefined): void {
  const before = counts.unlisted.get(code) ?? 0;
  // An exchange gone mad must not fill the memory.
  if (before > 0 || counts.unlisted.size < 1000) counts.unlisted.set(code, before + 1);
  if (before > 0 || !events.has('unlisted')) return;
  const text = `${exchange.name} (${exchange.id}) answered code ${code}, which its catalog does not list. Text: ${message ?? 'none'}`;
  events.emit('unlisted', { exchange: exchange.id, code, text });
}
