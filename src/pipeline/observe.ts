import { decide } from '../policies/decide.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer } from '../transport/call.ts';
import { boundsOf, contextOf } from './act.ts';
import { judge } from './attempt.ts';
import type { Job } from './job.ts';
import { infoOf, recordAttempt } from './journal.ts';
import { tellSent } from './lifecycle.ts';
import { nowAt, type Parts } from './parts.ts';
import { type Landed, land } from './send.ts';

/**
 * Shadow mode: sends once as the caller would have, unsigned and unthrottled, says what would have been decided, and
 * acts on nothing.
 */
export async function observe(parts: Parts, job: Job): Promise<Answer> {
  const request = new Abortable();
  job.watch({
    onCut: ({ reason, cause }) => {
      // The deadline is ours, and nobody asked us to keep it.
      if (reason === 'aborted') request.abort(cause);
    },
  });
  job.attempt = 1;
  job.sentAt = nowAt();
  if (parts.events.has('sent')) tellSent(parts, job);
  const sent: Landed = await land(job.call.send(undefined, request)).finally(() => job.unwatch());
  job.lastSentAt = nowAt();
  const verdict = judge(parts, job, sent);
  recordAttempt(parts, job, sent, verdict);
  if (!verdict.ok) {
    job.failedWith(verdict.category);
    const context = contextOf(parts, job, { sent, verdict });
    const decision = decide(parts.policyOf(verdict.category, verdict.code), context, boundsOf(parts, job));
    const { category, code, outcome } = verdict;
    parts.events.emit('observed', { ...infoOf(job), category, code, outcome, decision });
  }
  if (sent.kind === 'fault') throw sent.fault.cause;
  return sent.answer;
}
