import { type Fault, toFault } from '../policies/fault.ts';
import type { Throttle, Ticket } from '../policies/throttle.ts';
import type { Sign, SignContext } from '../types.ts';
import { type Cut, CutError } from './cut.ts';
import type { Answer, Job, Signed } from './job.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

/** How a send ended: with an answer, without one, or because the call was ended from outside. */
export type Sent =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: Fault }
  | { readonly kind: 'cut'; readonly cut: Cut; readonly answer: Answer | undefined };

/** A send that ended by itself. */
export type Landed = Exclude<Sent, { readonly kind: 'cut' }>;

/** Rejects with a `CutError` as soon as the call is ended; the work itself goes on or not. */
export function untilCut<Value>(job: Job, work: Promise<Value>, onCut?: () => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    const unwatch = job.watch((cut) => {
      onCut?.();
      reject(new CutError(cut));
    });
    work.then(resolve, reject).finally(unwatch);
  });
}

/** Waits, unless the call is ended meanwhile. Leaves no timer behind. */
export function pause(job: Job, delayMs: number): Promise<void> {
  if (delayMs <= 0 && !job.cutBy) return Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.ceil(delayMs));
  });
  return untilCut(job, timed, () => clearTimeout(timer));
}

/** Signs the request as it will be sent. Undefined where nothing signs it. */
export async function signed(job: Job, sign: Sign, context: SignContext): Promise<Signed> {
  const request = job.call.describe();
  const signature = await sign(request, context);
  const query = signature.query ?? request.query;
  const bare = request.url.href.split(/[?#]/, 1)[0] ?? request.url.href;
  return {
    url: query === '' ? bare : `${bare}?${query}`,
    headers: signature.headers ?? {},
    body: signature.body,
  };
}

/** Sends once, gives the units back, and ends early if the call is ended. */
export function send(job: Job, what: Signed | undefined, throttle: Throttle, ticket: Ticket): Promise<Sent> {
  const controller = new AbortController();
  job.sent = true;
  const flight = job.call.send(what, controller.signal).then(
    (answer): Landed => {
      throttle.answered(ticket);
      return { kind: 'answer', answer };
    },
    (error: unknown): Landed => {
      const fault = toFault(error);
      if (fault.phase === 'sent') throttle.answered(ticket);
      else throttle.refund(ticket);
      return { kind: 'fault', fault };
    },
  );
  return new Promise((resolve) => {
    const unwatch = job.watch((cut) => land(job, cut, flight, controller).then(resolve));
    void flight.then((sent) => {
      unwatch();
      // Once cut, `land` has the word, whatever still comes.
      if (!job.cutBy) resolve(sent);
    });
  });
}

/**
 * The call was ended in flight. A read is aborted. A write cannot be unsent, and its answer is worth having: it gets a
 * moment, and if it comes later still the error shows it.
 */
async function land(job: Job, cut: Cut, flight: Promise<Landed>, controller: AbortController): Promise<Sent> {
  if (job.replaySafe) {
    controller.abort(cut.cause);
    return { kind: 'cut', cut, answer: undefined };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), graceMs);
  });
  const sent = await Promise.race([flight, moment]);
  clearTimeout(timer);
  if (sent === undefined) linger(job, flight, controller);
  return { kind: 'cut', cut, answer: sent?.kind === 'answer' ? sent.answer : undefined };
}

/** Keeps the request until the call's deadline for its late answer, then lets the socket go. */
function linger(job: Job, flight: Promise<Landed>, controller: AbortController): void {
  const left = Math.max(0, job.deadlineAt - performance.now());
  const timer = setTimeout(() => controller.abort(), left);
  if (typeof timer === 'object') timer.unref();
  job.letGo = () => controller.abort();
  void flight.then((sent) => {
    clearTimeout(timer);
    if (sent.kind === 'answer') job.late = sent.answer;
    job.onLanded?.();
  });
}
