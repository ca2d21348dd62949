import type { ExchangeError } from '../errors.ts';
import { type Bounds, decide, type Verdict } from '../policies/decide.ts';
import type { PolicyContext } from '../policies/policy.ts';
import { rateRefusalOf } from '../throttle/rate-refusal.ts';
import type { Answer } from '../transport/call.ts';
import type { Category, Failure } from '../types.ts';
import { type Ending, toError } from './failure.ts';
import type { Job } from './job.ts';
import { infoOf, tellGiveUp } from './journal.ts';
import { orderOf } from './order-of.ts';
import { nowAt, type Parts } from './parts.ts';
import { findOut } from './reconcile.ts';
import type { Landed } from './send.ts';
import { signerOf } from './signing.ts';
import { refreshClock } from './timekeeper.ts';
import { traceClock, traceDecision } from './trace.ts';
import { acceptedUntil } from './validity.ts';
import { pause, untilCut } from './waits.ts';

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

export type Known = Omit<Ending, 'reason' | 'elapsedMs'>;

/** Carries out what the policy decided. */
export async function act(parts: Parts, job: Job, failed: FailedAttempt): Promise<Ended | Again> {
  const { sent, verdict, secrets } = failed;
  job.failedWith(verdict.category);
  if (verdict.outcome === 'unknown') {
    job.doubt = true;
    job.doubtful = job.copy;
  }
  const known: Known = {
    verdict,
    secrets,
    ...(sent.kind === 'answer' ? { answer: sent.answer } : { cause: sent.fault.cause }),
  };
  if (isEvidence(parts, job, failed)) return reconcile(parts, job, known, verdict);
  const policy = parts.policyOf(verdict.category, verdict.code);
  const context = contextOf(parts, job, failed);
  const decision = paid(parts, job, decide(policy, context, boundsOf(parts, job)), verdict);
  if ('pauseMs' in decision) pauseCalls(parts, job, failed, decision.pauseMs);
  traceDecision(job, decision.action, decision.action === 'retry' ? decision.delayMs : 0);
  switch (decision.action) {
    case 'fail':
      if (known.answer && isWelcome(job, known.answer, context)) return { answer: known.answer };
      return fail(parts, job, {
        ...known,
        ...explained(decision.reason, verdict, job),
        ...(decision.fault !== undefined && { cause: decision.fault }),
      });
    case 'retry':
      if (decision.pause) pauseCalls(parts, job, failed, decision.delayMs);
      return retry(parts, job, verdict, decision.delayMs, decision.pause === true);
    case 'refresh-clock':
      // Whoever was signed before the last refresh only has to be signed again.
      traceClock(
        job,
        parts.clock.version !== job.clockVersion || (await untilCut(job, refreshClock(parts, job))),
      );
      return retry(parts, job, verdict, 0, false);
    case 'reconcile':
      return reconcile(parts, job, known, verdict.outcome === 'rejected' ? verdict : undefined);
  }
}

/** Gives up: tells the listeners, and makes the error. */
export function fail(
  parts: Parts,
  job: Job,
  ending: Omit<Ending, 'elapsedMs'>,
): { readonly error: ExchangeError } {
  const error = toError(parts.exchange, job, { ...ending, elapsedMs: nowAt() - job.startedAt });
  tellGiveUp(parts, job, error);
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
  if (outcome === 'partial') return job.options.partial === 'resolve';
  return answer.accepted === true && code === undefined && (outcome === 'rejected' || replaySafe);
}

/** What the call and the gateway still allow. */
export function boundsOf(parts: Parts, job: Job): Bounds {
  return {
    replayable: job.call.replayable,
    canReconcile: parts.reconcile !== undefined,
    signable: signerOf(parts, job) !== undefined,
    isClosing: parts.closed,
    maxPauseMs: parts.throttle.maxPauseMs,
  };
}

/** A retry is paid for out of the budget that all calls share. */
function paid(parts: Parts, job: Job, decision: Verdict, verdict: Failure): Verdict {
  if (decision.action !== 'retry' || !parts.budget || job.call.spendsBudget === false) return decision;
  if (parts.budget.spend(verdict.category)) return decision;
  return { action: 'fail', reason: 'budget', ...(decision.pause && { pauseMs: decision.delayMs }) };
}

/** Refusals of a repeat that an earlier copy explains: it took the money, the position, the place, or the order away. */
const explicable: ReadonlySet<Category> = new Set([
  'duplicate',
  'funds',
  'position',
  'order-limit',
  'invalid-order',
]);

/** Whether a refusal may come of a copy that was sent before and of which nobody knew what became of it. */
function isEvidence(parts: Parts, job: Job, { sent, verdict }: Failing): boolean {
  if (!job.doubtful && job.earlierUntilAt === Number.NEGATIVE_INFINITY && !job.isRepeat) return false;
  if (job.replaySafe || verdict.outcome !== 'rejected' || !parts.reconcile) return false;
  return isExplicable(parts, job, verdict, sent);
}

function isExplicable(parts: Parts, job: Job, { category }: Failure, sent: Landed): boolean {
  if (explicable.has(category)) return true;
  if (sent.kind === 'answer' && sent.answer.status === 409) return true;
  // What is cancelled already cannot be cancelled, nor changed.
  return category === 'order-not-found' && orderOf(parts, job).intent !== 'place';
}

/** Whatever explains a refusal of a repeat, nobody may call it rejected: without anybody to ask its outcome is unknown. */
function explained(reason: Ending['reason'], verdict: Failure, job: Job): Pick<Ending, 'reason' | 'verdict'> {
  const isDuplicate = verdict.category === 'duplicate' && job.attempt > 1 && !job.replaySafe;
  const outdated = reason === 'deadline' && job.validUntilAt < job.deadlineAt;
  return {
    reason: outdated ? 'expired' : reason,
    verdict: isDuplicate ? { ...verdict, outcome: 'unknown' } : verdict,
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
  if (everybody) return again;
  const lastAt = Math.min(job.deadlineAt, job.validUntilAt);
  // A pause that lets it go too late only ends its wait: admission tells it so.
  await pause(job, delayMs, (wake) => parts.throttle.watch(job.permit?.charges ?? [], lastAt, wake));
  return again;
}

/** The exchange refused for rate reasons: who counts on the limit that it is about sends nothing until the time is over. */
function pauseCalls(
  { exchange, throttle, counts, events }: Parts,
  job: Job,
  { sent, verdict }: Failing,
  pauseMs = 0,
): void {
  const charges = job.permit?.charges ?? [];
  const refusal = rateRefusalOf(exchange, verdict, sent.kind === 'answer' ? sent.answer : {}, charges);
  job.permit?.refused(refusal.limits);
  const limits = throttle.pause({ ...refusal, charges, untilAt: nowAt() + pauseMs, slowStart: true });
  counts.pauses += 1;
  if (events.has('paused')) events.emit('paused', { ...infoOf(job), pauseMs, code: verdict.code, limits });
}

/**
 * Finds out what became of a write before anything else happens to it.
 * @param refusal what the last copy was refused with, where that may come of an earlier one
 */
export async function reconcile(
  parts: Parts,
  job: Job,
  known: Known,
  refusal?: Failure,
): Promise<Ended | Again> {
  job.doubt = true;
  const unknown: Omit<Ending, 'elapsedMs'> = {
    ...known,
    verdict: { ...known.verdict, outcome: 'unknown' },
    reason: 'outcome-unknown',
  };
  const error = toError(parts.exchange, job, { ...unknown, elapsedMs: nowAt() - job.startedAt });
  const found = await findOut(parts, job, error, refusal !== undefined);
  switch (found.result) {
    case 'done':
      return { answer: job.call.fromBody(found.response) };
    case 'refused':
      job.doubt = false;
      return fail(parts, job, { ...known, verdict: refusedLater(found.word), reason: 'failed' });
    case 'open':
      return resend(parts, job, known, unknown);
    case 'absent':
      // Nobody can have looked for an order that has no name.
      if (isNameless(parts, job)) return fail(parts, job, unknown);
      if (refusal) return refused(parts, job, known, refusal, unknown);
      return resend(parts, job, known, mayCancelYet(parts, job) ? unknown : undefined);
    case 'unknown':
      return fail(parts, job, { ...unknown, verdict: unasked(parts, job, unknown.verdict) });
  }
}

/** A further cancel does no harm and so waits for nothing; but of none that is on its way may be said that it had no effect. */
function mayCancelYet(parts: Parts, job: Job): boolean {
  if (parts.reconcile?.isOwnWord !== false || orderOf(parts, job).intent !== 'cancel') return false;
  return nowAt() < acceptedUntil(parts, job);
}

/** Why nobody could be asked is told with what left it in doubt. */
function unasked({ reconcile: asking }: Parts, { call }: Job, verdict: Failure): Failure {
  if (!asking?.lookUp || call.ownUnavailable === undefined) return verdict;
  const { message = verdict.entry?.text ?? 'no text' } = verdict;
  return { ...verdict, message: `${message}; ${call.ownUnavailable}` };
}

function refusedLater(word: string | undefined): Failure {
  const message = `the exchange took it and refused it later${word === undefined ? '' : ` (${word})`}`;
  return { ok: false, category: 'invalid-order', outcome: 'rejected', message };
}

/** No earlier copy stands, so that the refusal is what it says; unless it says that one does, or that it had its effect. */
function refused(
  parts: Parts,
  job: Job,
  known: Known,
  refusal: Failure,
  unknown: Omit<Ending, 'elapsedMs'>,
): Ended {
  const contradicts = refusal.category === 'duplicate' || orderOf(parts, job).intent === 'cancel';
  if (contradicts) return fail(parts, job, unknown);
  job.doubt = false;
  return fail(parts, job, { ...known, verdict: refusal, reason: 'failed' });
}

/** A look-up of ours, or of the caller's, needs a name that stands in what was sent. */
function isNameless(parts: Parts, job: Job): boolean {
  if (job.route.kind !== 'order' || job.route.amends) return false;
  const { sentId } = orderOf(parts, job);
  return (
    sentId === undefined && (parts.exchange.clientOrderId !== undefined || job.clientOrderId === undefined)
  );
}

/**
 * It was not carried out, so it goes again, if the call still may.
 * @param otherwise how it ends if it may not. @default that it had no effect
 */
function resend(
  parts: Parts,
  job: Job,
  known: Known,
  otherwise?: Omit<Ending, 'elapsedMs'>,
): Promise<Again> | Ended {
  const verdict: Failure = { ...known.verdict, outcome: 'rejected' };
  const why = whyNot(parts, job, verdict);
  if (why !== undefined && otherwise) return fail(parts, job, { ...otherwise, reason: why });
  // A cancel of which the order still stands may be carried out yet.
  job.doubt = otherwise !== undefined;
  job.isRepeat = true;
  if (why !== undefined) return fail(parts, job, { ...known, verdict, reason: why });
  return retry(parts, job, verdict, 0, false);
}

function whyNot(parts: Parts, job: Job, verdict: Failure): Ending['reason'] | undefined {
  if (!job.call.replayable) return 'not-replayable';
  if (job.attempt >= parts.maxAttempts) return 'attempts';
  if (nowAt() >= job.validUntilAt) return 'expired';
  const decision = paid(parts, job, { action: 'retry', delayMs: 0 }, verdict);
  return decision.action === 'fail' ? decision.reason : undefined;
}
