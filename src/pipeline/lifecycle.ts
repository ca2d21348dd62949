import { ExchangeError } from '../errors.ts';
import { noBase } from '../transport/call.ts';
import type { Ended } from './act.ts';
import type { Job } from './job.ts';
import { infoOf } from './journal.ts';
import { nowAt, type Parts } from './parts.ts';

/** A call begins. Only called where somebody listens. */
export function tellCall({ events }: Parts, job: Job): void {
  const { name: route, kind, transport = 'rest' } = job.route;
  const url = transport === 'ws' ? undefined : bareUrl(job);
  const { startedAt } = job;
  events.emit('call', { ...infoOf(job), startedAt, url, route, kind, transport });
}

/** A request leaves. */
export function tellSent({ events }: Parts, job: Job): void {
  events.emit('sent', { ...infoOf(job), attempt: job.attempt, sentAt: job.sentAt });
}

/** A call ended. Without an ending something was thrown on the way. */
export function tellSettled({ events }: Parts, job: Job, ended: Ended | undefined): void {
  const answer = ended && 'answer' in ended ? ended.answer : undefined;
  const error = ended && 'error' in ended ? ended.error : undefined;
  const failure = error instanceof ExchangeError ? error : undefined;
  const endedAt = nowAt();
  events.emit('settled', {
    ...infoOf(job),
    ok: answer !== undefined,
    attempts: job.attempt,
    endedAt,
    elapsedMs: endedAt - job.startedAt,
    status: answer ? answer.status : failure?.status,
    code: failure?.code,
    // A plain cancellation or a lost connection in observe mode says no more than what the last attempt met.
    category: answer ? undefined : (failure?.category ?? job.lastCategory),
    outcome: failure?.outcome,
    reason: answer ? undefined : (failure?.reason ?? job.cutBy?.reason),
  });
}

/** Queries hold signatures, and the part before the host a password. */
function bareUrl(job: Job): string | undefined {
  try {
    const { origin, pathname } = job.request().url;
    // Only the schemes of the web have an origin.
    return origin === 'null' || origin === noBase ? undefined : origin + pathname;
  } catch {
    return undefined;
  }
}
