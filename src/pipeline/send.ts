import { type TransportError, toTransportError } from '../answers/transport-error.ts';
import type { Throttle } from '../throttle/throttle.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer, Signed } from '../transport/call.ts';
import type { Sign, SignContext } from '../types.ts';
import { type Cut, CutError } from './cut.ts';
import type { Job, Watcher } from './job.ts';
import { nowAt } from './parts.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

/** How a send ended: with an answer, without one, or because the call was ended from outside. */
export type Sent =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: TransportError }
  | { readonly kind: 'cut'; readonly cut: Cut; readonly answer: Answer | undefined };

/** A send that ended by itself. */
export type Landed = Exclude<Sent, { readonly kind: 'cut' }>;

/** Rejects with a `CutError` as soon as the call is ended; the work itself goes on or not. */
export function untilCut<Value>(job: Job, work: Promise<Value>, onCut?: () => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    job.watch({
      onCut: (cut) => {
        onCut?.();
        reject(new CutError(cut));
      },
    });
    // At once, so that nobody is told to go and to leave.
    const ended =
      <Ending>(end: (ending: Ending) => void) =>
      (ending: Ending): void => {
        job.unwatch();
        end(ending);
      };
    work.then(ended(resolve), ended(reject));
  });
}

/** Waits, unless the call is ended meanwhile. Leaves no timer behind. */
export function pause(job: Job, delayMs: number): Promise<void> {
  if (delayMs <= 0 && !job.cutBy) return Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const untilAt = nowAt() + delayMs;
  const timed = new Promise<void>((resolve) => {
    // A timer may ring a fraction of a millisecond early, and early is what an exchange punishes.
    const look = (): void => {
      const left = untilAt - nowAt();
      if (left <= 0) resolve();
      else timer = setTimeout(look, Math.min(Math.ceil(left), 2 ** 31 - 1));
    };
    look();
  });
  return untilCut(job, timed, () => clearTimeout(timer));
}

/**
 * Signs the request as it will be sent.
 * @throws {TypeError} for a body that is no text: what `sign` cannot see, it may not vouch for.
 */
export async function signed(job: Job, sign: Sign, context: SignContext): Promise<Signed> {
  const unsignable = job.call.unsignable?.();
  if (unsignable !== undefined) throw new TypeError(unsignable);
  const request = job.request();
  const signature = await sign(request, context);
  const query = signature.query ?? request.query;
  const bare = request.url.href.split(/[?#]/, 1)[0] ?? request.url.href;
  return {
    url: query === '' ? bare : `${bare}?${query}`,
    headers: signature.headers ?? {},
    body: signature.body ?? (job.named && 'body' in job.named ? job.named.body : undefined),
  };
}

/** The request with its body changed by us, where nothing signs it. */
export function unsigned(job: Job): Signed | undefined {
  if (!job.named) return undefined;
  const { url, body } = job.request();
  return { url: url.href, headers: {}, body };
}

/** How a request ended by itself. */
export function land(request: Promise<Answer>): Promise<Landed> {
  return request.then(
    (answer): Landed => ({ kind: 'answer', answer }),
    (error: unknown): Landed => ({ kind: 'fault', fault: toTransportError(error) }),
  );
}

/** Sends once, gives the units back, and ends early if the call is ended. */
export function send(job: Job, what: Signed | undefined, throttle: Throttle): Promise<Sent> {
  return new Promise((resolve) => new Flight(job, throttle, resolve).start(what));
}

/** One request on its way. */
class Flight extends Abortable implements Watcher {
  readonly #job: Job;
  readonly #throttle: Throttle;
  readonly #resolve: (sent: Sent) => void;
  #landing: ((landed: Landed) => void) | undefined;

  constructor(job: Job, throttle: Throttle, resolve: (sent: Sent) => void) {
    super();
    this.#job = job;
    this.#throttle = throttle;
    this.#resolve = resolve;
  }

  start(what: Signed | undefined): void {
    const job = this.#job;
    job.sent = true;
    job.inFlight = true;
    try {
      job.call.send(what, this).then(
        (answer) => this.#settle({ kind: 'answer', answer }),
        (error: unknown) => this.#settle({ kind: 'fault', fault: toTransportError(error) }),
      );
    } catch (error) {
      this.#settle({ kind: 'fault', fault: toTransportError(error) });
      return;
    }
    job.watch(this);
  }

  onCut(cut: Cut): void {
    const landed = new Promise<Landed>((land) => {
      this.#landing = land;
    });
    void cutInFlight(this.#job, cut, landed, this).then(this.#resolve);
  }

  #settle(landed: Landed): void {
    this.#job.inFlight = false;
    // Only what never left gives its units back at once.
    if (landed.kind === 'fault' && landed.fault.phase === 'not-sent') this.#throttle.refund(this.#job.ticket);
    else this.#throttle.answered(this.#job.ticket);
    this.#job.unwatch();
    // Once cut, `cutInFlight` has the word, whatever still comes.
    if (this.#landing) this.#landing(landed);
    else this.#resolve(landed);
  }
}

/**
 * The call was ended in flight. A read is aborted. A write cannot be unsent, and its answer is worth having: it gets a
 * moment, and if it comes later still the error shows it.
 */
async function cutInFlight(job: Job, cut: Cut, landed: Promise<Landed>, request: Abortable): Promise<Sent> {
  if (job.replaySafe) {
    request.abort(cut.cause);
    return { kind: 'cut', cut, answer: undefined };
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moment = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), graceMs);
  });
  const sent = await Promise.race([landed, moment]);
  clearTimeout(timer);
  if (sent === undefined) linger(job, landed, request);
  return { kind: 'cut', cut, answer: sent?.kind === 'answer' ? sent.answer : undefined };
}

/** Keeps the request until the call's deadline for its late answer, then lets the socket go. */
function linger(job: Job, landed: Promise<Landed>, request: Abortable): void {
  const left = Math.max(0, job.deadlineAt - nowAt());
  const timer = setTimeout(() => request.abort(), left);
  if (typeof timer === 'object') timer.unref();
  job.letGo = () => {
    clearTimeout(timer);
    request.abort();
  };
  void landed.then((sent) => {
    clearTimeout(timer);
    if (sent.kind === 'answer') job.late = sent.answer;
    job.onLanded?.();
  });
}
