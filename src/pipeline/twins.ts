// Two placings under one client order id at the same time: the later one is the earlier one sent again by whoever is above.
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import { type Ended, reconcile } from './act.ts';
import type { Job } from './job.ts';
import type { Parts } from './parts.ts';
import { inFlightUntil } from './validity.ts';
import { untilCut } from './waits.ts';

const placed: Failure = {
  ok: false,
  category: 'duplicate',
  outcome: 'unknown',
  message: 'another call placed an order with this client order id while this one waited for it',
};

/**
 * Waits for the end of an earlier placing under the same id. An order that it placed is this call's too; of one that ended
 * unknown `settleEarlier` finds out more, and after one that had no effect this one is sent.
 * @returns how the call ends without being sent; undefined where nothing was placed.
 */
export async function meetTwin(parts: Parts, job: Job): Promise<Ended | undefined> {
  // Whoever says that it may be repeated has looked.
  if (job.options.replaySafe === true) return undefined;
  for (let twin = parts.placings.twinOf(parts, job); twin; twin = parts.placings.twinOf(parts, job)) {
    const ended = await untilCut(job, parts.placings.whenEnded(twin));
    if (!ended || !('answer' in ended)) continue;
    const body = sharedBody(twin, job, ended.answer);
    if (body !== undefined) return { answer: job.call.fromBody(body) };
    inherit(parts, job, twin);
    const found = await reconcile(parts, job, { verdict: placed }, placed);
    if (typeof found !== 'symbol') return found;
  }
  return undefined;
}

/** What is looked for is the other one's order. */
function inherit(parts: Parts, job: Job, twin: Job): void {
  job.firstSentAt = twin.firstSentAt;
  job.lastSentAt = Math.max(twin.sentAt, twin.lastSentAt);
  job.earlierUntilAt = inFlightUntil(parts, twin);
}

/** Word for word the same request has the same answer; undefined where the two differ, or its digits are lost by now. */
function sharedBody(twin: Job, job: Job, { body }: Answer): unknown {
  const [one, other] = [twin.request(), job.request()];
  const isSame = one.method === other.method && one.url.href === other.url.href && one.body === other.body;
  return isSame && isWhole(body) ? body : undefined;
}

/** A text, or a JSON value without a number that a double may have rounded. */
function isWhole(value: unknown): boolean {
  if (value === null) return true;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return !Number.isInteger(value) || Number.isSafeInteger(value);
    case 'object':
      return (
        !ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer) && Object.values(value).every(isWhole)
      );
    default:
      return false;
  }
}
