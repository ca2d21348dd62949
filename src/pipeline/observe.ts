import type { CallOptions } from '../call-options.ts';
import { decide } from '../policies/decide.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { boundsOf, contextOf, type Ended } from './act.ts';
import { type Cut, CutError } from './cut.ts';
import { describedOptions } from './describe.ts';
import { cutShort } from './failure.ts';
import { ignoringFaults } from './guard.ts';
import { Job, type Watcher } from './job.ts';
import { infoOf, recordAttempt } from './journal.ts';
import { judge } from './judge.ts';
import { tellCall, tellSent, tellSettled } from './lifecycle.ts';
import { nowAt, type Parts } from './parts.ts';
import { type Landed, land } from './send.ts';

/**
 * Shadow mode: sends once as the caller would have, unsigned and unthrottled, says what would have been decided, and
 * acts on nothing. No deadline holds, nothing that is said of the call changes it; an abort of the caller's is its client's
 * business, and only the end of the gateway reaches it.
 */
export async function observe(parts: Parts, call: TransportCall): Promise<Answer> {
  const job = open(parts, call);
  const { events, deadlines, active } = parts;
  deadlines.add(job.deadlineMs, job);
  active.begin();
  let ended: Ended | undefined;
  try {
    if (events.has('call')) tellCall(parts, job);
    const answer = await sendOnce(parts, job);
    ended = { answer };
    return answer;
  } catch (error) {
    ended = { error: error instanceof CutError ? cutError(parts, job, error.cut) : error };
    throw ended.error;
  } finally {
    deadlines.delete(job.deadlineMs, job);
    const { trace } = job.options;
    if (trace) ignoringFaults(() => trace(job.trace ?? []));
    if (events.has('settled')) tellSettled(parts, job, ended);
    active.end();
  }
}

function open(parts: Parts, call: TransportCall): Job {
  parts.counts.numbered += 1;
  parts.counts.calls += 1;
  const job = new Job(parts.counts.numbered, call, parts.routeOf(call.method, call.path), {
    options: optionsOf(parts, call),
    startedAt: nowAt(),
    deadlineMs: Number.POSITIVE_INFINITY,
    readId: parts.readId,
  });
  if (parts.closed) job.cut({ reason: 'closed', cause: undefined, isTooLate: true });
  return job;
}

/** What the gateway's `describe` says must not end a call that is only watched. */
function optionsOf({ describe }: Parts, call: TransportCall): CallOptions {
  try {
    return describedOptions(describe, call);
  } catch {
    return call.options;
  }
}

async function sendOnce(parts: Parts, job: Job): Promise<Answer> {
  if (job.cutBy) throw new CutError(job.cutBy);
  const request = new Abortable();
  job.attempt = 1;
  job.sent = true;
  // Nothing calls back what is out already.
  job.inFlight = true;
  job.sentAt = nowAt();
  if (parts.events.has('sent')) tellSent(parts, job);
  const sent = await landed(job, request);
  job.lastSentAt = nowAt();
  ignoringFaults(() => report(parts, job, sent));
  if (sent.kind === 'fault') throw sent.fault.cause;
  return sent.answer;
}

/** A client that does not heed an abort ends it in its own time, as without us; the end of the gateway waits for nobody. */
function landed(job: Job, request: Abortable): Promise<Landed> {
  const sending = land(job.call.send(undefined, request));
  const onCut = ({ reason, cause }: Cut): void => request.abort(reason === 'aborted' ? cause : undefined);
  return new Promise((resolve, reject) => {
    const watcher: Watcher = {
      onCut: (cut) => {
        onCut(cut);
        if (cut.reason === 'closed') reject(new CutError(cut));
      },
      onAbandoned: () => reject(new CutError({ reason: 'closed', cause: undefined })),
    };
    job.watch(watcher, true);
    void sending.then((end) => {
      job.unwatch(watcher);
      resolve(end);
    });
  });
}

function report(parts: Parts, job: Job, sent: Landed): void {
  const verdict = judge(parts, job, sent);
  recordAttempt(parts, job, sent, verdict);
  if (verdict.ok) return;
  job.failedWith(verdict.category);
  const context = contextOf(parts, job, { sent, verdict });
  const decision = decide(parts.policyOf(verdict.category, verdict.code), context, boundsOf(parts, job));
  const { category, code, outcome } = verdict;
  parts.events.emit('observed', { ...infoOf(job), category, code, outcome, decision });
}

function cutError(parts: Parts, job: Job, cut: Cut): unknown {
  if (cut.reason === 'aborted') return job.call.canceled(cut.cause);
  const elapsedMs = nowAt() - job.startedAt;
  return cutShort(parts.exchange, job, cut, { inFlight: job.sent, answer: undefined, elapsedMs });
}
