import { ExchangeError } from '../errors.ts';
import type { CallInfo } from '../events.ts';
import { needsKey } from '../policies/breaker.ts';
import { redact } from '../redact.ts';
import type { Category, Classification, Failure } from '../types.ts';
import { secretsOfCall } from './failure.ts';
import type { Job } from './job.ts';
import { nowAt, type Parts } from './parts.ts';
import type { Landed } from './send.ts';

/** Which call it was, for events. */
export function infoOf(job: Job): CallInfo {
  const { method, path, lookUpFor } = job.call;
  return { call: job.id, method, path, clientOrderId: readId(job), lookUpFor };
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
  const { budget, breaker, events } = parts;
  if (verdict.ok) budget?.succeeded();
  count(parts, job, verdict.ok ? undefined : verdict.category);
  const failure: Partial<Failure> = verdict.ok ? {} : verdict;
  const { category, code, outcome } = failure;
  if (failure.code !== undefined && !failure.entry) countUnlisted(parts, job, failure.code, failure.message);
  // A session that was over says nothing of the key.
  if (!isRenewed) breaker?.report({ category, code, signed: isSigned(job) }, nowAt());
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

function isSigned({ options, route: { kind, signed } }: Job): boolean {
  return needsKey({ kind, signed: options.signed ?? signed });
}

/** The user's calls alone: a look-up that finds nothing is no failure of theirs. */
function count({ counts }: Parts, job: Job, category: Category | undefined): void {
  if (job.call.isOwn) return;
  counts.attempts += 1;
  if (category !== undefined) counts.categories.set(category, (counts.categories.get(category) ?? 0) + 1);
}

/** Books a call that was ended from outside, with the request that was under way if one was. */
export function recordCut(parts: Parts, job: Job, error: unknown, inFlight: boolean): void {
  const failure = error instanceof ExchangeError ? error : undefined;
  if (inFlight) count(parts, job, failure?.category);
  if (failure) tellGiveUp(parts, job, failure);
}

/** The user's calls alone. */
export function tellGiveUp({ events }: Parts, job: Job, error: ExchangeError): void {
  if (!job.call.isOwn && events.has('giveUp')) events.emit('giveUp', { ...infoOf(job), error });
}

/** A code that no table lists is told once, with a text to paste into an issue. */
function countUnlisted(
  { counts, events, exchange }: Parts,
  job: Job,
  code: string,
  message: string | undefined,
): void {
  const before = counts.unlisted.get(code) ?? 0;
  // An exchange gone mad must not fill the memory.
  if (before > 0 || counts.unlisted.size < 1000) counts.unlisted.set(code, before + 1);
  if (before > 0 || !events.has('unlisted')) return;
  const text = `${exchange.name} (${exchange.id}) answered code ${code}, which its catalog does not list. Text: ${message ?? 'none'}`;
  events.emit('unlisted', { exchange: exchange.id, code, text: redact(text, secretsOfCall(job)) });
}
