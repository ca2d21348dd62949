import { isExchangeError } from '../errors.ts';
import type { Failure } from '../types.ts';
import { fail } from './act.ts';
import { CutError } from './cut.ts';
import type { Job } from './job.ts';
import type { Parts } from './parts.ts';
import { untilCut } from './waits.ts';

/**
 * Waits until the call's client can send: a socket that connects again, a log-in. Nothing was sent, so that neither an
 * end from outside nor a failure here leaves a doubt.
 */
export async function clientReady(
  parts: Parts,
  job: Job,
  ready: Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  const failure = await waited(parts, job, ready);
  if (!failure) return undefined;
  const { error } = failure;
  const message = error instanceof Error ? error.message : String(error);
  if (!isExchangeError(error)) {
    const verdict: Failure = { ok: false, category: 'network', outcome: 'rejected', message };
    return fail(parts, job, { verdict, reason: 'failed', cause: error });
  }
  const { category, code, reason, retryAfterMs } = error;
  const verdict: Failure = {
    ok: false,
    category,
    outcome: 'rejected',
    message,
    ...(code !== undefined && { code }),
  };
  return fail(parts, job, { verdict, reason, cause: error, retryAfterMs });
}

/** @throws {CutError} that carries what kept the client from sending. */
async function waited(
  parts: Parts,
  job: Job,
  ready: Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  parts.unready += 1;
  try {
    return await untilCut(
      job,
      ready.then(
        () => undefined,
        (error: unknown) => ({ error }),
      ),
    );
  } catch (error) {
    const isLate =
      error instanceof CutError && (error.cut.reason === 'deadline' || error.cut.reason === 'expired');
    if (!isLate) throw error;
    throw new CutError({ ...error.cut, cause: job.call.obstacle?.() });
  } finally {
    parts.unready -= 1;
  }
}

/** Whether the session was renewed for a refusal that says no more than that it was over, so that the call goes again. */
export function renewed(parts: Parts, job: Job, verdict: Failure): boolean {
  if (verdict.outcome !== 'rejected' || verdict.code === undefined) return false;
  if (job.attempt >= parts.maxAttempts || !job.call.replayable) return false;
  return job.call.renew?.(verdict.code) ?? false;
}
