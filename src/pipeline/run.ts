import pRetry from 'p-retry';
import { lookUpFor } from '../catalog/look-up.ts';
import { newClientOrderId, readClientOrderId, withClientOrderId } from '../catalog/order-ids.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { again, type Ended } from './act.ts';
import { attempt, hasToWait, waitFirst } from './attempt.ts';
import { describedOptions } from './describe.ts';
import { cutShort } from './failure.ts';
import { ignoringFaults } from './guard.ts';
import { Job } from './job.ts';
import { tellCall, tellSettled } from './lifecycle.ts';
import { observe } from './observe.ts';
import { nowAt, type Parts } from './parts.ts';
import { enlist, meetOrders } from './queue.ts';
import { noteOutcome } from './unknown-orders.ts';

const goAgain: Error = new Error('again');
const isAgain = ({ error }: { readonly error: unknown }): boolean => error === goAgain;

/**
 * Carries one call out. p-retry runs the attempts from the second on, since most calls need but one, and knows no more
 * than "again" and "done": waits, deadlines and judgement are ours, so that it neither shortens a wait nor throws an
 * answer away.
 */
export async function run(parts: Parts, call: TransportCall): Promise<Answer> {
  if (parts.mode === 'observe') return observe(parts, call);
  const job = open(parts, call);
  const release = hold(parts, job);
  const { events } = parts;
  parts.active.begin();
  let ended: Ended | undefined;
  try {
    if (events.has('call')) tellCall(parts, job);
    const unsent = hasToWait(parts, job) ? await waitFirst(parts, job) : undefined;
    const first = unsent ?? (await attempt(parts, job));
    const retries = Math.max(0, parts.maxAttempts - 2);
    ended =
      first === again
        ? await pRetry(() => repeat(parts, job), { retries, minTimeout: 0, shouldRetry: isAgain })
        : first;
    if ('answer' in ended && isDisowned(job)) ended = { error: disowned(parts, job, ended.answer) };
    if ('error' in ended) throw ended.error;
    return ended.answer;
  } finally {
    parts.deadlines.delete(job.deadlineMs, job);
    if (parts.placings.end(parts, job, ended)) {
      job.left();
      noteOutcome(parts, job, ended);
    }
    release?.();
    const { trace } = job.options;
    if (trace) ignoringFaults(() => trace(job.trace ?? []));
    if (events.has('settled')) tellSettled(parts, job, ended);
    parts.active.end();
  }
}

/** An attempt in p-retry's words: it throws to be made again. */
async function repeat(parts: Parts, job: Job): Promise<Ended> {
  const ended = await attempt(parts, job);
  if (ended === again) throw goAgain;
  return ended;
}

/**
 * Aborted at the very moment at which the answer to a write came: axios would drop it for a bare cancellation, which says
 * that nothing was sent.
 */
function isDisowned({ call, replaySafe }: Job): boolean {
  return call.signal?.aborted === true && call.config !== undefined && !replaySafe;
}

function disowned({ exchange }: Parts, job: Job, answer: Answer): unknown {
  const cut = { reason: 'aborted', cause: job.call.signal?.reason } as const;
  return cutShort(exchange, job, cut, { inFlight: true, answer, elapsedMs: nowAt() - job.startedAt });
}

/** What the caller may end the call by. Costs nothing where there is none of it. */
function hold({ deadlines, signals }: Parts, job: Job): (() => void) | undefined {
  const { signal } = job.call;
  const { validForMs } = job.options;
  if (!signal && validForMs === undefined) return undefined;
  if (signal?.aborted) job.cut({ reason: 'aborted', cause: signal.reason });
  else if (signal) signals.join(signal, job);
  const validity = { deadlineAt: job.validUntilAt, expire: () => job.outdate() };
  if (validForMs !== undefined) deadlines.add(validForMs, validity);
  return () => {
    if (signal) signals.leave(signal, job);
    if (validForMs !== undefined) deadlines.delete(validForMs, validity);
  };
}

function open(parts: Parts, call: TransportCall): Job {
  const { counts } = parts;
  const options = describedOptions(parts.describe, call);
  counts.numbered += 1;
  if (!call.isOwn) counts.calls += 1;
  const job = new Job(counts.numbered, call, parts.routeOf(call.method, call.path), {
    options,
    startedAt: nowAt(),
    deadlineMs: options.deadlineMs ?? parts.deadlineMs,
    readId: parts.readId,
  });
  if (options.clientOrderId === 'auto') nameOrder(parts, job);
  if (parts.closed) job.cut({ reason: 'closed', cause: undefined, isTooLate: true });
  enlist(parts, job, call);
  if (job.route.kind === 'cancel') {
    const met = meetOrders(parts, job);
    if (met === 'annihilated') job.cut({ reason: 'annihilated', cause: undefined });
    else job.after = met;
  }
  parts.deadlines.add(job.deadlineMs, job);
  return job;
}

/**
 * One id for all attempts; what the caller put in already stays.
 * @throws {TypeError} where no document says that a route takes such an id.
 */
function nameOrder({ exchange }: Parts, job: Job): void {
  const { body, query } = job.request();
  const request = { path: job.call.path, body, query };
  const own = readClientOrderId(exchange, request);
  const isPlacing = job.route.kind === 'order' && !job.route.amends;
  if (!isPlacing || (exchange.lookup.length > 0 && !lookUpFor(exchange, request.path))) {
    throw new TypeError(
      `\`exchange.clientOrderId: "auto"\` names new orders, and ${exchange.name} is not known to take an id at ${request.path}.`,
    );
  }
  if (own !== undefined && exchange.clientOrderId?.pattern.test(own)) {
    job.name(own, undefined);
    return;
  }
  const id = newClientOrderId(exchange);
  job.name(id, withClientOrderId(exchange, request, id));
}
