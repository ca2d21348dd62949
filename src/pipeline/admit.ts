import type { Ticket } from '../throttle/throttle.ts';
import type { Failure } from '../types.ts';
import type { Job } from './job.ts';
import { infoOf } from './journal.ts';
import { nowAt, type Parts } from './parts.ts';
import { untilCut } from './send.ts';

/** The larger goes first. */
const priorities = { cancel: 2, order: 1, write: 1, read: 0 } as const;

/** Why a call cannot even be sent. */
export interface Turned {
  readonly verdict: Failure;
  readonly reason: 'breaker' | 'deadline' | 'expired';
  readonly retryAfterMs: number;
}

/** While the breaker is open, what could change the account stays at home; cancels and look-ups still go. */
export function turnedAway(parts: Parts, job: Job): Turned | undefined {
  if (job.route.kind === 'read' || job.route.kind === 'cancel') return undefined;
  const refusal = parts.breaker?.refuses(nowAt());
  if (!refusal) return undefined;
  const { why, category, waitMs } = refusal;
  const verdict: Failure = { ok: false, category, outcome: 'rejected', message: why };
  return { verdict, reason: 'breaker', retryAfterMs: Math.ceil(waitMs) };
}

/** The units of every limit: at once where there is room, else after a wait, if the wait fits the deadline. */
export function admit(parts: Parts, job: Job): Ticket | Promise<Ticket | Turned> {
  const ticket = parts.throttle.chargesOf(job.route, job.call.options.weight);
  return parts.throttle.pass(ticket) ? ticket : wait(parts, job, ticket);
}

async function wait(parts: Parts, job: Job, ticket: Ticket): Promise<Ticket | Turned> {
  const { throttle, events } = parts;
  const since = nowAt();
  const waitMs = throttle.opensAt(ticket) - since;
  const outdated = job.validUntilAt < job.deadlineAt;
  if (since + waitMs > Math.min(job.deadlineAt, job.validUntilAt)) {
    const retryAfterMs = Math.ceil(waitMs);
    const message = `limits and pauses admit it in ${retryAfterMs} ms, after its ${outdated ? 'validity' : 'deadline'}`;
    const verdict: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected', message };
    return { verdict, reason: outdated ? 'expired' : 'deadline', retryAfterMs };
  }
  const place = throttle.queue(ticket, job.call.options.priority ?? priorities[job.route.kind]);
  await untilCut(job, place.ticket, place.leave);
  if (events.has('throttled')) events.emit('throttled', { ...infoOf(job), waitedMs: nowAt() - since });
  return ticket;
}
