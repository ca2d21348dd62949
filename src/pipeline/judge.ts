import { success, understand } from '../answers/classify.ts';
import { type Answer, unread } from '../transport/call.ts';
import type { Classification, Failure } from '../types.ts';
import type { Job } from './job.ts';
import type { Parts } from './parts.ts';
import type { Landed } from './send.ts';

/** What the exchange's profile makes of it. */
export function judge(parts: Parts, job: Job, landed: Landed): Classification {
  return landed.kind === 'fault' ? lost(landed) : read(parts, job, landed.answer);
}

function lost({ fault }: Extract<Landed, { kind: 'fault' }>): Failure {
  const { phase, category, message } = fault;
  return { ok: false, category, outcome: phase === 'not-sent' ? 'rejected' : 'unknown', message };
}

function read(parts: Parts, job: Job, answer: Answer): Classification {
  if (answer.judged) return answer.judged;
  if (answer.redirectedTo !== undefined) return unfollowed(job, answer.status, answer.redirectedTo);
  // A 304, or a redirect that the caller wants to see: what it asked for, and no fault.
  if (job.replaySafe && isRedirect(answer.status)) return success;
  if (answer.body !== unread) return understand(parts.exchange, answer, job.route.kind);
  const { status } = answer;
  if (status === undefined || (status >= 200 && status < 300)) return success;
  return understand(parts.exchange, { ...answer, body: undefined }, job.route.kind);
}

/** Zero: a platform shows no more of it, as its caller wanted. */
function isRedirect(status: number | undefined): boolean {
  return status !== undefined && (status === 0 || (status >= 300 && status < 400));
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
