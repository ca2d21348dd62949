import pRetry from 'p-retry';
import { newClientOrderId, readClientOrderId, withClientOrderId } from '../catalog/orders.ts';
import { again } from './act.ts';
import { attempt } from './attempt.ts';
import { type Answer, type Call, Job } from './job.ts';
import { observe } from './observe.ts';
import { nowAt, type Parts } from './parts.ts';
import { annihilate } from './queue.ts';

const isAgain = ({ error }: { readonly error: unknown }): boolean => error === again;

/**
 * Carries one call out. p-retry runs the attempts and knows no more than "again" and "done": waits, deadlines and
 * judgement are ours, so that it neither shortens a wait nor throws an answer away.
 */
export async function run(parts: Parts, call: Call): Promise<Answer> {
  const job = open(parts, call);
  const onAbort = (): void => job.cut({ reason: 'aborted', cause: call.signal?.reason });
  if (call.signal?.aborted) onAbort();
  else call.signal?.addEventListener('abort', onAbort);
  const validity = { deadlineAt: job.validUntilAt, expire: () => job.outdate() };
  const { validForMs } = call.options;
  if (validForMs !== undefined) parts.deadlines.add(validForMs, validity);
  try {
    if (parts.mode === 'observe') return await observe(parts, job);
    const retries = parts.maxAttempts - 1;
    const ended = await pRetry(() => attempt(parts, job), { retries, minTimeout: 0, shouldRetry: isAgain });
    if ('answer' in ended) return ended.answer;
    throw ended.error;
  } finally {
    call.signal?.removeEventListener('abort', onAbort);
    parts.jobs.delete(job);
    parts.deadlines.delete(job.deadlineMs, job);
    if (validForMs !== undefined) parts.deadlines.delete(validForMs, validity);
    call.options.trace?.(job.trace ?? []);
  }
}

function open(parts: Parts, call: Call): Job {
  parts.counts.calls += 1;
  const { exchange } = parts;
  const job = new Job(parts.counts.calls, call, parts.routeOf(call.method, call.path), {
    startedAt: nowAt(),
    deadlineMs: call.options.deadlineMs ?? parts.deadlineMs,
    readId: (body) => readClientOrderId(exchange, body),
  });
  if (call.options.clientOrderId === 'auto') nameOrder(parts, job);
  if (parts.closed) job.cut({ reason: 'closed', cause: undefined });
  // Only where calls wait can an order still be here that somebody cancels already.
  if (job.route.kind === 'cancel' && parts.throttle.queued > 0 && annihilate(parts, job)) {
    job.cut({ reason: 'annihilated', cause: undefined });
  }
  parts.jobs.add(job);
  parts.deadlines.add(job.deadlineMs, job);
  return job;
}

/** One id for all attempts; what the caller put in already stays. */
function nameOrder({ exchange }: Parts, job: Job): void {
  const { body } = job.request();
  const own = readClientOrderId(exchange, body);
  const id = own ?? newClientOrderId(exchange);
  job.name(id, own === undefined ? withClientOrderId(exchange, job.call.path, body, id) : undefined);
}
