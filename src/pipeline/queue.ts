import { Job } from './job.ts';
import type { Parts } from './parts.ts';

/** Calls under way: every one has a deadline. */
export function activeJobs({ deadlines }: Parts): Job[] {
  return [...deadlines.items()].filter((item) => item instanceof Job);
}

/** Calls that have not been sent and may still be called back. Look-ups of ours stay: somebody's order hangs on them. */
function waiting(parts: Parts): Job[] {
  return activeJobs(parts).filter((job) => !job.inFlight && !job.cutBy && job.call.isOwn !== true);
}

/** Drops everything that waits, except cancels and what an order's fate hangs on. @returns how many */
export function panic(parts: Parts): number {
  const dropped = waiting(parts).filter((job) => job.route.kind !== 'cancel' && !job.doubt);
  for (const job of dropped) job.cut({ reason: 'panic', cause: undefined });
  return dropped.length;
}

/**
 * A cancel whose order still waits here, never sent, takes it out of the queue.
 * @returns whether there was one: then the cancel need not be sent either.
 */
export function annihilate(parts: Parts, cancel: Job): boolean {
  const id = cancel.clientOrderId;
  if (id === undefined) return false;
  const order = waiting(parts).find(
    ({ route, sent, clientOrderId }) => route.kind === 'order' && !sent && clientOrderId === id,
  );
  order?.cut({ reason: 'annihilated', cause: undefined });
  return order !== undefined;
}
