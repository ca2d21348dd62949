import { messageOf } from '../answers/transport-error.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { type Again, act, type Ended, fail, retry } from './act.ts';
import { renewed } from './client.ts';
import { type Cut, CutError, cutOf } from './cut.ts';
import { cutShort, secretsOfCall } from './failure.ts';
import { recordFeedback } from './feedback.ts';
import { ignoringFaults } from './guard.ts';
import type { Job } from './job.ts';
import { recordAttempt, recordCut } from './journal.ts';
import { judge } from './judge.ts';
import { tellSent } from './lifecycle.ts';
import { nowAt, type Parts } from './parts.ts';
import { leave, prepare } from './prepare.ts';
import { type Landed, send } from './send.ts';
import { traceAttempt } from './trace.ts';
import { meetTwin } from './twins.ts';
import { settleEarlier } from './unknown-orders.ts';
import { untilCut } from './waits.ts';

/** One attempt: admit, sign, send, classify, decide. */
export async function attempt(parts: Parts, job: Job): Promise<Ended | Again> {
  try {
    const cut = job.mustEnd();
    if (cut) throw new CutError(cut);
    const preparing = prepare(parts, job);
    const unfit = preparing instanceof Promise ? await preparing : preparing;
    if (unfit) return unfit;
    leave(job);
    if (parts.events.has('sent')) tellSent(parts, job);
    const sending = send(parts, job);
    job.left();
    const sent = await sending;
    job.lastSentAt = nowAt();
    if (sent.kind === 'cut') return endedBy(parts, job, sent.cut, true, sent.answer);
    const ended = concluded(parts, job, sent);
    // Awaited in here, since it may be cut while it waits or asks.
    return ended instanceof Promise ? await ended : ended;
  } catch (error) {
    return endedBadly(parts, job, error);
  }
}

/** Whether something has to be over before the first attempt. */
export function hasToWait(parts: Parts, job: Job): boolean {
  if (job.after.length > 0) return true;
  if (job.route.kind !== 'order') return false;
  return parts.unknownIds.size > 0 || parts.placings.twinOf(parts, job) !== undefined;
}

/** Waits for it. @returns how the call ends if it is not sent at all */
export async function waitFirst(parts: Parts, job: Job): Promise<Ended | undefined> {
  try {
    if (job.after.length > 0) await untilCut(job, allLeft(job.after));
    return (await meetTwin(parts, job)) ?? (await settleEarlier(parts, job));
  } catch (error) {
    return endedBadly(parts, job, error);
  }
}

function allLeft(jobs: readonly Job[]): Promise<unknown> {
  return Promise.all(jobs.map((job) => new Promise<void>((resolve) => job.whenLeft(resolve))));
}

/** What an answer, or the lack of one, leads to. */
function concluded(parts: Parts, job: Job, sent: Landed): Ended | Promise<Ended | Again> {
  const verdict = judge(parts, job, sent);
  if (!verdict.ok) job.lastFailure = verdict;
  ignoringFaults(() => recordFeedback(parts, job, sent, verdict));
  const isRenewed = !verdict.ok && renewed(parts, job, verdict);
  recordAttempt(parts, job, sent, verdict, isRenewed);
  if (!verdict.ok || job.trace || job.options.trace) traceAttempt(parts, job, sent, verdict);
  if (verdict.ok && sent.kind === 'answer') return { answer: sent.answer };
  if (verdict.ok) throw new Error('unreachable: only an answer can be good');
  if (isRenewed) return retry(parts, job, verdict, 0, false);
  return act(parts, job, { sent, verdict, secrets: secretsOfCall(job) });
}

/**
 * Code of the caller's threw. Before anything was sent the fault is all that there is to tell; afterwards it never takes
 * the place of what is known of the order.
 */
function brokenOff(parts: Parts, job: Job, error: unknown): Ended {
  if (!job.sent && !job.doubt) return { error };
  const known: Failure = job.lastFailure ?? {
    ok: false,
    category: job.lastCategory ?? 'unknown',
    outcome: 'unknown',
    message: messageOf(error),
  };
  const isDoubtful = !job.replaySafe && (job.doubt || job.lastFailure === undefined);
  // In doubt once and found out since: no copy of it stands.
  const settled = known.outcome === 'unknown' && !job.replaySafe ? 'rejected' : known.outcome;
  return fail(parts, job, {
    verdict: { ...known, outcome: isDoubtful ? 'unknown' : settled },
    reason: isDoubtful ? 'outcome-unknown' : 'failed',
    cause: error,
    secrets: secretsOfCall(job),
  });
}

function endedBadly(parts: Parts, job: Job, error: unknown): Ended {
  const cut = cutOf(error);
  return cut ? endedBy(parts, job, cut, false) : brokenOff(parts, job, error);
}

function endedBy(parts: Parts, job: Job, cut: Cut, inFlight: boolean, answer?: Answer): Ended {
  // Others may wait for what it was to find out.
  job.permit?.answered(false);
  const elapsedMs = nowAt() - job.startedAt;
  const error = cutShort(parts.exchange, job, cut, { inFlight, answer, elapsedMs });
  recordCut(parts, job, error, inFlight);
  return { error };
}
