import type { CallWeight } from '../catalog/limit.ts';
import { passesBreaker } from '../policies/breaker.ts';
import type { Permit } from '../throttle/permit.ts';
import type { Charge } from '../throttle/rate-window.ts';
import type { Failure } from '../types.ts';
import { CutError } from './cut.ts';
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

/** While the breaker is open. */
export function turnedAway(parts: Parts, job: Job): Turned | undefined {
  if (passesBreaker(job.route)) return undefined;
  const refusal = parts.breaker?.refuses(nowAt());
  if (!refusal) return undefined;
  const { why, category, waitMs } = refusal;
  const verdict: Failure = { ok: false, category, outcome: 'rejected', message: why };
  return { verdict, reason: 'breaker', retryAfterMs: Math.ceil(waitMs) };
}

/** The units of every limit: at once where there is room, else after a wait, if the wait fits the deadline. */
export function admit(parts: Parts, job: Job): Permit | Promise<Permit | Turned> {
  const charges = parts.throttle.chargesOf(job.route, weightOf(job), job.call.items);
  return parts.throttle.tryAcquire(charges) ?? wait(parts, job, charges);
}

/** What the caller says of it, over what its client knows. */
function weightOf({ options: { weight }, call: { units } }: Job): CallWeight | undefined {
  return units === undefined || typeof weight === 'number' ? weight : { ...units, ...weight };
}

async function wait(parts: Parts, job: Job, charges: readonly Charge[]): Promise<Permit | Turned> {
  const { throttle, events } = parts;
  const since = nowAt();
  const lastAt = Math.min(job.deadlineAt, job.validUntilAt);
  const opensAt = throttle.opensAt(charges);
  if (opensAt > lastAt) return tooLate(job, opensAt - since);
  const place = throttle.acquire(charges, job.options.priority ?? priorities[job.route.kind], lastAt);
  const ended = await untilCut(job, place.permit, place.leave).catch((error) => {
    throw explained(error, throttle.trouble);
  });
  // A pause came meanwhile.
  if ('opensAt' in ended) return tooLate(job, ended.opensAt - nowAt());
  if (events.has('throttled')) events.emit('throttled', { ...infoOf(job), waitedMs: nowAt() - since });
  return ended;
}

/** Who waited in vain is told what for, where it was more than limits and pauses. */
function explained(error: unknown, trouble: string | undefined): unknown {
  if (!(error instanceof CutError) || trouble === undefined) return error;
  const { cut } = error;
  const isLate = cut.reason === 'deadline' || cut.reason === 'expired';
  return isLate && cut.cause === undefined ? new CutError({ ...cut, cause: new Error(trouble) }) : error;
}

/** A wait that cannot fit is not waited for. */
function tooLate(job: Job, waitMs: number): Turned {
  const isOutdated = job.validUntilAt < job.deadlineAt;
  const retryAfterMs = Math.ceil(waitMs);
  const message = `limits and pauses admit it in ${retryAfterMs} ms, after its ${isOutdated ? 'validity' : 'deadline'}`;
  const verdict: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected', message };
  return { verdict, reason: isOutdated ? 'expired' : 'deadline', retryAfterMs };
}
