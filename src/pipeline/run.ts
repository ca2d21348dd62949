import pRetry from 'p-retry';
import { again } from './act.ts';
import { attempt } from './attempt.ts';
import { type Answer, type Call, Job } from './job.ts';
import { nowAt, type Parts } from './parts.ts';

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
  try {
    const retries = parts.maxAttempts - 1;
    const ended = await pRetry(() => attempt(parts, job), { retries, minTimeout: 0, shouldRetry: isAgain });
    if ('answer' in ended) return ended.answer;
    throw ended.error;
  } finally {
    call.signal?.removeEventListener('abort', onAbort);
    parts.jobs.delete(job);
    parts.deadlines.delete(job.deadlineMs, job);
  }
}

function open(parts: Parts, call: Call): Job {
  parts.counts.calls += 1;
  const route = parts.routeOf(call.method, call.path);
  const job = new Job(parts.counts.calls, call, route, nowAt(), call.options.deadlineMs ?? parts.deadlineMs);
  if (parts.closed) job.cut({ reason: 'closed', cause: undefined });
  parts.jobs.add(job);
  parts.deadlines.add(job.deadlineMs, job);
  return job;
}
