import type { ExchangeError } from '../errors.ts';
import { type Bounds, decide, type Verdict } from '../policies/decide.ts';
import type { PolicyContext } from '../policies/policy.ts';
import { refusalOf } from '../throttle/refusal.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { findOut } from './ask.ts';
import { type Ending, toError } from './failure.ts';
import type { Job } from './job.ts';
import { infoOf } from './journal.ts';
import { nowAt, type Parts } from './parts.ts';
import { type Landed, pause, untilCut } from './send.ts';
import { refreshClock } from './timekeeper.ts';
import { traceDecision } from './trace.ts';

/** How a call ended. */
export type Ended = { readonly answer: Answer } | { readonly error: unknown };

/** The next attempt is to be made. */
export const again: unique symbol = Symbol('again');
export type Again = typeof again;

/** How an attempt ended, and what that means. */
export interface Failing {
  readonly sent: Landed;
  readonly verdict: Failure;
}

/** An attempt that failed, and what it was signed with. */
export interface FailedAttempt extends Failing {
  readonly secrets: readonly string[];
}

type Known = Omit<Ending, 'reason' | 'elapsedMs'>;

/** Carries out what the policy decided. */
export async function act(parts: Parts, job: Job, failed: FailedAttempt): Promise<Ended | Again> {
  const { sent, verdict, secrets } = failed;
  job.failedWith(verdict.category);
  if (verdict.outcome === 'unknown') job.doubt = true;
  const known: Known = {
    verdict,
    secrets,
    ...(sent.kind === 'answer' ? { answer: sent.answer } : { cause: sent.fault.cause }),
  };
  const policy = parts.policyOf(verdict.category, verdict.code);
  const context = contextOf(parts, job, failed);
  const decision = paid(parts, job, decide(policy, context, boundsOf(parts, job)), verdict);
  if ('pauseMs' in decision) pauseCalls(parts, job, failed, decision.pauseMs);
  traceDecision(job, decision.action, decision.action === 'retry' ? decision.delayMs : 0);
  switch (decision.action) {
    case 'fail':
      if (known.answer && isWelcome(job, known.answer, context)) return { answer: known.answer };
      return fail(parts, job, { ...known, ...explained(decision.reason, verdict, job) });
    case 'retry':
      if (decision.pause) pauseCalls(parts, job, failed, decision.delayMs);
      return retry(parts, job, verdict, decision.delayMs, decision.pause === true);
    case 'refresh-clock':
      // Whoever was signed before the last refresh only has to be signed again.
      if (parts.clock.version === job.clockVersion) await untilCut(job, refreshClock(parts, job));
      return retry(parts, job, verdict, 0, false);
    case 'reconcile':
      return reconcile(parts, job, known);
  }
}

/** Gives up: tells the listeners, and makes the error. */
export function fail(
  parts: Parts,
  job: Job,
  ending: Omit<Ending, 'elapsedMs'>,
): { readonly error: ExchangeError } {
  const error = toError(parts.exchange, job, { ...ending, elapsedMs: nowAt() - job.startedAt });
  if (parts.events.has('giveUp')) parts.events.emit('giveUp', { ...infoOf(job), error });
  return { error };
}

export function contextOf(parts: Parts, job: Job, { sent, verdict }: Failing): PolicyContext {
  return {
    exchange: parts.exchange.id,
    category: verdict.category,
    code: verdict.code,
    outcome: verdict.outcome,
    status: sent.kind === 'answer' ? sent.answer.status : undefined,
    phase: sent.kind === 'answer' ? 'answered' : sent.fault.phase,
    attempt: job.attempt,
    maxAttempts: parts.maxAttempts,
    inRow: job.inRow,
    replaySafe: job.replaySafe || verdict.outcome === 'rejected',
    retryAfterMs: verdict.retryAfterMs,
    remainingMs: Math.min(job.deadlineAt, job.validUntilAt) - nowAt(),
    random: parts.random,
  };
}

/**
 * A status that the caller's own `validateStatus` takes is theirs to read, where only the status speaks: a code of the
 * exchange's stays a failure, and so does a write that nobody can be sure of.
 */
function isWelcome(job: Job, answer: Answer, { code, outcome, replaySafe }: PolicyContext): boolean {
  if (outcome === 'partial') return job.call.options.partial === 'resolve';
  return answer.accepted === true && code === undefined && (outcome === 'rejected' || replaySafe);
}

/** What the call and the gateway still allow. */
export function boundsOf(parts: Parts, job: Job): Bounds {
  return {
    replayable: job.call.replayable,
    canReconcile: parts.reconcile !== undefined,
    maxPauseMs: parts.throttle.maxPauseMs,
  };
}

/** A retry is paid for out of the budget that all calls share. */
function paid(parts: Parts, job: Job, decision: Verdict, verdict: Failure): Verdict {
  if (decision.action !== 'retry' || !parts.budget || job.call.spendsBudget === false) return decision;
  if (parts.budget.spend(verdict.category)) return decision;
  return { action: 'fail', reason: 'budget', ...(decision.pause && { pauseMs: decision.delayMs }) };
}

/** A copy refused as a duplicate on a repeat says that the earlier one arrived: nobody may call that rejected. */
function explained(reason: Ending['reason'], verdict: Failure, job: Job): Pick<Ending, 'reason' | 'verdict'> {
  const evidence = verdict.category === 'duplicate' && job.attempt > 1 && !job.replaySafe;
  const outdated = reason === 'deadline' && job.validUntilAt < job.deadlineAt;
  return {
    reason: outdated ? 'expired' : reason,
    verdict: evidence ? { ...verdict, outcome: 'unknown' } : verdict,
  };
}

export async function retry(
  parts: Parts,
  job: Job,
  failure: Failure,
  delayMs: number,
  everybody: boolean,
): Promise<Again> {
  const { events } = parts;
  const { category } = failure;
  if (events.has('retry')) events.emit('retry', { ...infoOf(job), attempt: job.attempt, category, delayMs });
  // A shared pause is waited for at the gate, with everybody else and in order.
  if (!everybody) await pause(job, delayMs);
  return again;
}

/** The exchange refused for rate reasons: who counts on the limit that it is about sends nothing until the time is over. */
function pauseCalls(
  { exchange, throttle, counts, events }: Parts,
  job: Job,
  { sent, verdict }: Failing,
  pauseMs = 0,
): void {
  const { ticket } = job;
  const refusal = refusalOf(exchange, verdict, sent.kind === 'answer' ? sent.answer : {}, ticket);
  throttle.refused(ticket, refusal.limits);
  const limits = throttle.pause({ ...refusal, ticket, untilAt: nowAt() + pauseMs, slowStart: true });
  counts.pauses += 1;
  if (events.has('paused')) events.emit('paused', { ...infoOf(job), pauseMs, code: verdict.code, limits });
}

/** Finds out what became of a write before anything else happens to it. */
async function reconcile(parts: Parts, job: Job, known: Known): Promise<Ended | Again> {
  job.doubt = true;
  const unknown: Failure = { ...known.verdict, outcome: 'unknown' };
  const elapsedMs = nowAt() - job.startedAt;
  const error = toError(parts.exchange, job, {
    ...known,
    verdict: unknown,
    reason: 'outcome-unknown',
    elapsedMs,
  });
  const finding = await findOut(parts, job, error);
  switch (finding.result) {
    case 'found':
      return { answer: job.call.fromBody(finding.response) };
    case 'unknown':
      return fail(parts, job, { ...known, verdict: unknown, reason: 'outcome-unknown' });
    case 'absent':
      // Nobody can have looked for an order that has no name.
      if (isNameless(parts, job))
        return fail(parts, job, { ...known, verdict: unknown, reason: 'outcome-unknown' });
      return resend(parts, job, known);
  }
}

function isNameless({ exchange }: Parts, job: Job): boolean {
  return (
    job.route.kind === 'order' && !exchange.clientOrderId?.deduplicated && job.clientOrderId === undefined
  );
}

/** It certainly does not stand, so it goes again, if the call still may. */
function resend(parts: Parts, job: Job, known: Known): Promise<Again> | Ended {
  job.doubt = false;
  const verdict: Failure = { ...known.verdict, outcome: 'rejected' };
  if (!job.call.replayable) return fail(parts, job, { ...known, verdict, reason: 'not-replayable' });
  if (job.attempt >= parts.maxAttempts) return fail(parts, job, { ...known, verdict, reason: 'attempts' });
  if (nowAt() >= job.validUntilAt) return fail(parts, job, { ...known, verdict, reason: 'expired' });
  const decision = paid(parts, job, { action: 'retry', delayMs: 0 }, verdict);
  if (decision.action === 'fail') return fail(parts, job, { ...known, verdict, reason: decision.reason });
  return retry(parts, job, verdict, 0, false);
}
