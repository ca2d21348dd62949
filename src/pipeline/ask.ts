import type { ExchangeError } from '../errors.ts';
import { type Finding, nextAsking, type Question } from '../policies/reconcile.ts';
import type { Job } from './job.ts';
import { infoOf } from './journal.ts';
import { lookUp } from './look-up.ts';
import { nowAt, type Parts } from './parts.ts';
import { pause, untilCut } from './send.ts';

export type Found =
  | { readonly result: 'found'; readonly response: unknown }
  | { readonly result: 'absent' | 'unknown' };

/** Asks what became of a write until the answer can be believed or the deadline is near. */
export async function findOut(parts: Parts, job: Job, error: ExchangeError): Promise<Found> {
  const { reconcile, events } = parts;
  if (!reconcile) return { result: 'unknown' };
  const question: Question = {
    request: job.request(),
    clientOrderId: job.clientOrderId,
    lookUp: () => lookUp(parts, job),
    error,
    attempt: job.attempt,
  };
  const heard = { negatives: 0, failures: 0, asked: 0 };
  for (;;) {
    const askedAt = nowAt();
    const finding = await untilCut(
      job,
      put(() => reconcile.ask(question)),
    );
    heard.asked += 1;
    heard.negatives += finding?.found === false ? 1 : 0;
    heard.failures = finding === undefined ? heard.failures + 1 : 0;
    const step = nextAsking(reconcile, {
      ...heard,
      finding,
      lastSentAt: job.lastSentAt,
      askedAt,
      nowAt: nowAt(),
    });
    if ('waitMs' in step && nowAt() + step.waitMs < job.deadlineAt) {
      await pause(job, step.waitMs);
      continue;
    }
    const found: Found = foundBy(step);
    const { asked } = heard;
    if (events.has('reconcile')) events.emit('reconcile', { ...infoOf(job), result: found.result, asked });
    return found;
  }
}

function foundBy(step: ReturnType<typeof nextAsking>): Found {
  if ('waitMs' in step) return { result: 'unknown' };
  return step.done === 'found' ? { result: 'found', response: step.response } : { result: 'absent' };
}

/** A look-up that throws cannot say. */
async function put(ask: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
