import { classify } from '../policies/classify.ts';
import { secretsOf } from '../policies/redact.ts';
import type { Ticket } from '../policies/throttle.ts';
import type { Classification, Sign } from '../types.ts';
import { act, again, type Ended, fail } from './act.ts';
import { admit, turnedAway } from './admit.ts';
import { CutError } from './cut.ts';
import { cutShort } from './failure.ts';
import { type Answer, type Job, type Signed, unread } from './job.ts';
import { recordAttempt, recordUsage } from './journal.ts';
import { nowAt, type Parts } from './parts.ts';
import { type Landed, send, signed, unsigned, untilCut } from './send.ts';
import { refreshClock } from './timekeeper.ts';
import { traceAttempt } from './trace.ts';

/** One attempt: admit, sign, send, classify, decide. Throws only to be called again. */
export async function attempt(parts: Parts, job: Job): Promise<Ended> {
  try {
    if (job.cutBy) throw new CutError(job.cutBy);
    const turned = turnedAway(parts, job);
    if (turned) return fail(parts, job, turned);
    const admitted = admit(parts, job);
    const ticket = admitted instanceof Promise ? await admitted : admitted;
    if ('verdict' in ticket) return fail(parts, job, ticket);
    return await sendOnce(parts, job, ticket);
  } catch (error) {
    if (error === again) throw error;
    // Whatever else is thrown here is the caller's own: a signer's fault, a weight that cannot fit.
    return error instanceof CutError ? endedBy(parts, job, error, false) : { error };
  }
}

async function sendOnce(parts: Parts, job: Job, ticket: Ticket): Promise<Ended> {
  const what = await sign(parts, job, ticket);
  const clockVersion = parts.clock.version;
  job.attempt += 1;
  const sentAt = nowAt();
  const sent = await send(job, what, parts.throttle, ticket);
  job.lastSentAt = nowAt();
  if (sent.kind === 'cut') return endedBy(parts, job, new CutError(sent.cut), true, sent.answer);
  const verdict = judge(parts, sent);
  job.ticket = ticket;
  if (sent.kind === 'answer') recordUsage(parts, job, sent.answer.headers);
  recordAttempt(parts, job, sent, verdict, job.lastSentAt - sentAt);
  if (!verdict.ok || job.trace || job.call.options.trace) traceAttempt(parts, job, sent, verdict, sentAt);
  if (verdict.ok && sent.kind === 'answer') return { answer: sent.answer };
  if (verdict.ok) throw new Error('unreachable: only an answer can be good');
  const secrets = what ? secretsOf(what.headers, what.url.split('?')[1]) : [];
  return act(parts, job, { sent, verdict, secrets, clockVersion });
}

/** Signed after it was admitted, so that no signature goes stale in a queue. */
async function sign(parts: Parts, job: Job, ticket: Ticket): Promise<Signed | undefined> {
  try {
    const signer = (job.call.options.signed ?? job.route.signed) ? parts.sign : undefined;
    const what = signer ? await signNow(parts, job, signer) : unsigned(job);
    // The last moment at which it can be called back for nothing.
    if (job.cutBy) throw new CutError(job.cutBy);
    return what;
  } catch (error) {
    parts.throttle.refund(ticket);
    throw error;
  }
}

async function signNow(parts: Parts, job: Job, signer: Sign): Promise<Signed> {
  if (parts.clock.stale) await untilCut(job, refreshClock(parts, job));
  return signed(job, signer, { timestamp: parts.clock.timestamp(), attempt: job.attempt + 1 });
}

export function judge(parts: Parts, landed: Landed): Classification {
  if (landed.kind === 'fault') {
    const { phase, category, cause } = landed.fault;
    const message = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, category, outcome: phase === 'not-sent' ? 'rejected' : 'unknown', message };
  }
  const { status, headers, body } = landed.answer;
  if (body !== unread) return classify(parts.exchange, { status, headers, body });
  if (status >= 200 && status < 300) return { ok: true };
  return classify(parts.exchange, { status, headers, body: undefined });
}

function endedBy(parts: Parts, job: Job, { cut }: CutError, inFlight: boolean, answer?: Answer): Ended {
  if (job.letGo) {
    parts.lingering.add(job);
    job.onLanded = () => parts.lingering.delete(job);
  }
  const elapsedMs = nowAt() - job.startedAt;
  return { error: cutShort(parts.exchange, job, cut, { inFlight, answer, elapsedMs }) };
}
