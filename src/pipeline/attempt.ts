import { success, understand } from '../policies/classify.ts';
import { secretsOf } from '../policies/redact.ts';
import type { Ticket } from '../throttle/throttle.ts';
import { type Answer, type Signed, unread } from '../transport/call.ts';
import type { Classification, Failure, Sign } from '../types.ts';
import { type Again, act, type Ended, fail, retry } from './act.ts';
import { admit, turnedAway } from './admit.ts';
import { admitWhenReady, renewed } from './client.ts';
import { type Cut, CutError } from './cut.ts';
import { cutShort } from './failure.ts';
import { recordFeedback } from './feedback.ts';
import type { Job } from './job.ts';
import { recordAttempt } from './journal.ts';
import { tellSent } from './lifecycle.ts';
import { nowAt, type Parts } from './parts.ts';
import { type Landed, send, signed, unsigned, untilCut } from './send.ts';
import { refreshClock } from './timekeeper.ts';
import { traceAttempt } from './trace.ts';
import { settleEarlier } from './unknown-orders.ts';

/** One attempt: admit, sign, send, classify, decide. */
export async function attempt(parts: Parts, job: Job): Promise<Ended | Again> {
  try {
    if (job.cutBy) throw new CutError(job.cutBy);
    const turned = turnedAway(parts, job);
    if (turned) return fail(parts, job, turned);
    const admitted = job.call.ready ? admitWhenReady(parts, job) : admit(parts, job);
    const ticket = admitted instanceof Promise ? await admitted : admitted;
    if ('error' in ticket) return ticket;
    if ('verdict' in ticket) return fail(parts, job, ticket);
    job.clockVersion = parts.clock.version;
    const signer = signerOf(parts, job);
    const what = signer ? await sign(parts, job, ticket, signer) : unsigned(job);
    if (job.cutBy) throw callBack(parts, job.cutBy, ticket);
    job.attempt += 1;
    job.ticket = ticket;
    job.sentAt = nowAt();
    if (job.firstSentAt === 0) job.firstSentAt = job.sentAt;
    noteCopy(job, what);
    if (parts.events.has('sent')) tellSent(parts, job);
    const sending = send(job, what, parts.throttle);
    job.left();
    const sent = await sending;
    job.lastSentAt = nowAt();
    if (sent.kind === 'cut') return endedBy(parts, job, new CutError(sent.cut), true, sent.answer);
    const ended = concluded(parts, job, sent, what);
    // Awaited in here, since it may be cut while it waits or asks.
    return ended instanceof Promise ? await ended : ended;
  } catch (error) {
    // Whatever else is thrown here is the caller's own: a signer's fault, a weight that cannot fit.
    return error instanceof CutError ? endedBy(parts, job, error, false) : { error };
  }
}

/** What an answer, or the lack of one, leads to. */
function concluded(
  parts: Parts,
  job: Job,
  sent: Landed,
  what: Signed | undefined,
): Ended | Promise<Ended | Again> {
  const verdict = judge(parts, job, sent);
  recordFeedback(parts, job, sent, verdict);
  const isRenewed = !verdict.ok && renewed(parts, job, verdict);
  recordAttempt(parts, job, sent, verdict, isRenewed);
  if (!verdict.ok || job.trace || job.call.options.trace) traceAttempt(parts, job, sent, verdict);
  if (verdict.ok && sent.kind === 'answer') return { answer: sent.answer };
  if (verdict.ok) throw new Error('unreachable: only an answer can be good');
  if (isRenewed) return retry(parts, job, verdict, 0, false);
  const secrets = what ? secretsOf(what.headers, what.url.split('?')[1]) : [];
  return act(parts, job, { sent, verdict, secrets });
}

/** The last moment at which it can be called back for nothing. */
function callBack(parts: Parts, cut: Cut, ticket: Ticket): CutError {
  parts.throttle.refund(ticket);
  return new CutError(cut);
}

function signerOf(parts: Parts, job: Job): Sign | undefined {
  return job.call.sign ?? ((job.call.options.signed ?? job.route.signed) ? parts.sign : undefined);
}

/** Signed after it was admitted, so that no signature goes stale in a queue. */
async function sign(parts: Parts, job: Job, ticket: Ticket, signer: Sign): Promise<Signed> {
  try {
    return await signNow(parts, job, signer);
  } catch (error) {
    parts.throttle.refund(ticket);
    throw error;
  }
}

async function signNow(parts: Parts, job: Job, signer: Sign): Promise<Signed> {
  if (parts.clock.stale) await untilCut(job, refreshClock(parts, job));
  // Not read when the signature is there: the clock may be read anew while it is made.
  job.clockVersion = parts.clock.version;
  const timestamp = parts.clock.timestamp();
  job.signedAt = nowAt();
  job.stampMs = timestamp;
  return signed(job, signer, { timestamp, attempt: job.attempt + 1 });
}

/** Whether something has to be over before the first attempt. */
export function hasToWait(parts: Parts, job: Job): boolean {
  return job.after.length > 0 || (parts.unknownIds.size > 0 && job.route.kind === 'order');
}

/** Waits for it. @returns how the call ends if it is not sent at all */
export async function waitFirst(parts: Parts, job: Job): Promise<Ended | undefined> {
  try {
    if (job.after.length > 0) await untilCut(job, allLeft(job.after));
    return await settleEarlier(parts, job);
  } catch (error) {
    return error instanceof CutError ? endedBy(parts, job, error, false) : { error };
  }
}

function allLeft(jobs: readonly Job[]): Promise<unknown> {
  return Promise.all(jobs.map((job) => new Promise<void>((resolve) => job.whenLeft(resolve))));
}

/** What nobody of ours signed was signed before it came here: now is the latest that it can be dated. */
function noteCopy(job: Job, what: Signed | undefined): void {
  job.signed = what;
  if (what && job.signedAt >= job.lastSentAt) return;
  job.signedAt = job.sentAt;
  job.stampMs = Date.now();
}

export function judge(parts: Parts, job: Job, landed: Landed): Classification {
  if (landed.kind === 'fault') {
    const { phase, category, message } = landed.fault;
    return { ok: false, category, outcome: phase === 'not-sent' ? 'rejected' : 'unknown', message };
  }
  const { answer } = landed;
  if (answer.judged) return answer.judged;
  if (answer.redirectedTo !== undefined) return unfollowed(job, answer.status, answer.redirectedTo);
  // A 304, or a redirect that the caller wants to see: what it asked for, and no fault.
  if (job.replaySafe && isRedirect(answer.status)) return success;
  if (answer.body !== unread) return understand(parts.exchange, answer, job.route.kind);
  const { status } = answer;
  if (status === undefined || (status >= 200 && status < 300)) return success;
  return understand(parts.exchange, { ...answer, body: undefined }, job.route.kind);
}

function isRedirect(status: number | undefined): boolean {
  return status !== undefined && status >= 300 && status < 400;
}

/** An order would have become a GET there, and a signature would have gone to whoever is meant. */
function unfollowed(job: Job, status: number | undefined, redirectedTo: string): Failure {
  return {
    ok: false,
    category: 'invalid-request',
    outcome: job.replaySafe ? 'rejected' : 'unknown',
    message: `HTTP ${status} points to ${redirectedTo}, and was not followed`,
  };
}

function endedBy(parts: Parts, job: Job, { cut }: CutError, inFlight: boolean, answer?: Answer): Ended {
  // A gateway that was closed keeps no socket for a late answer.
  if (parts.closed) job.letGo?.();
  else if (job.letGo) {
    parts.lingering.add(job);
    job.onLanded = () => parts.lingering.delete(job);
  }
  const elapsedMs = nowAt() - job.startedAt;
  return { error: cutShort(parts.exchange, job, cut, { inFlight, answer, elapsedMs }) };
}
