import { type TransportError, toTransportError } from '../answers/transport-error.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer } from '../transport/call.ts';
import type { Cut } from './cut.ts';
import type { Job, Watcher } from './job.ts';
import type { Parts } from './parts.ts';

export { pause, untilCut } from './waits.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

/** How a send ended: with an answer, without one, or because the call was ended from outside. */
export type Sent =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: TransportError }
  | { readonly kind: 'cut'; readonly cut: Cut; readonly answer: Answer | undefined };

/** A send that ended by itself. */
export type Landed = Exclude<Sent, { readonly kind: 'cut' }>;

/** How a request ended by itself. */
export function land(request: Promise<Answer>): Promise<Landed> {
  return request.then(
    (answer): Landed => ({ kind: 'answer', answer }),
    (error: unknown): Landed => ({ kind: 'fault', fault: toTransportError(error) }),
  );
}

/** Sends once, gives the units back, and ends early if the call is ended. */
export function send(parts: Parts, job: Job): Promise<Sent> {
  return new Promise((resolve) => new Flight(parts, job, resolve).start());
}

/**
 * One request on its way. It is told to stop when the call is ended, and nobody waits for a client that does not listen.
 * A write cannot be unsent, and its answer is worth having: it gets a moment, then its socket is let go.
 */
class Flight extends Abortable implements Watcher {
  readonly #parts: Parts;
  readonly #job: Job;
  readonly #resolve: (sent: Sent) => void;
  #cut: Cut | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isLetGo = false;

  constructor(parts: Parts, job: Job, resolve: (sent: Sent) => void) {
    super();
    this.#parts = parts;
    this.#job = job;
    this.#resolve = resolve;
  }

  start(): void {
    const job = this.#job;
    job.sent = true;
    job.inFlight = true;
    try {
      job.call.send(job.signed, this).then(
        (answer) => this.#land({ kind: 'answer', answer }),
        (error: unknown) => this.#land({ kind: 'fault', fault: toTransportError(error) }),
      );
    } catch (error) {
      this.#land({ kind: 'fault', fault: toTransportError(error) });
      return;
    }
    job.watch(this, true);
  }

  onCut(cut: Cut): void {
    this.#cut = cut;
    if (this.#job.replaySafe) this.#letGo();
    else this.#grace = setTimeout(() => this.#letGo(), graceMs);
  }

  onAbandoned(): void {
    if (!this.#isLetGo) this.#letGo();
  }

  #land(landed: Landed): void {
    if (this.#isLetGo) {
      this.#parts.stragglers.delete(this);
      // The error shows it, whenever it comes.
      if (landed.kind === 'answer') this.#job.late = landed.answer;
      return;
    }
    this.#end(landed.kind === 'fault' && landed.fault.phase === 'not-sent');
    const answer = landed.kind === 'answer' ? landed.answer : undefined;
    this.#resolve(this.#cut ? { kind: 'cut', cut: this.#cut, answer } : landed);
  }

  /** Nobody waits for it any more, whatever its client does with the abort. */
  #letGo(): void {
    this.#isLetGo = true;
    this.#parts.stragglers.add(this);
    this.abort(this.#cut?.cause);
    this.#end(false);
    if (this.#cut) this.#resolve({ kind: 'cut', cut: this.#cut, answer: undefined });
  }

  #end(isUnsent: boolean): void {
    clearTimeout(this.#grace);
    this.#job.inFlight = false;
    this.#job.unwatch(this);
    // Only what never left gives its units back at once.
    this.#job.permit?.release(isUnsent ? 'unsent' : 'sent');
  }
}
