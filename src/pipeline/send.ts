import { type TransportError, toTransportError } from '../answers/transport-error.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer } from '../transport/call.ts';
import type { CallState, Watcher } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { Cancellation } from './cut.ts';

export { pause, untilCancelled } from './waits.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

/** How a send ended: with an answer, without one, or because the call was ended from outside. */
export type SendEnd =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: TransportError }
  | { readonly kind: 'cancelled'; readonly cancellation: Cancellation; readonly answer: Answer | undefined };

/** A send that ended by itself. */
export type SendResult = Exclude<SendEnd, { readonly kind: 'cancelled' }>;

/** How a request ended by itself. */
export function toSendResult(request: Promise<Answer>): Promise<SendResult> {
  return request.then(
    (answer): SendResult => ({ kind: 'answer', answer }),
    (error: unknown): SendResult => ({ kind: 'fault', fault: toTransportError(error) }),
  );
}

/** Sends once, gives the units back, and ends early if the call is ended. */
export function send(context: GatewayContext, call: CallState): Promise<SendEnd> {
  return new Promise((resolve) => new Flight(context, call, resolve).start());
}

/**
 * One request on its way. It is told to stop when the call is ended, and nobody waits for a client that does not listen.
 * A write cannot be unsent, and its answer is worth having: it gets a moment, then its socket is let go.
 */
class Flight extends Abortable implements Watcher {
  readonly #context: GatewayContext;
  readonly #call: CallState;
  readonly #resolve: (sent: SendEnd) => void;
  #cancellation: Cancellation | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isLetGo = false;

  constructor(context: GatewayContext, call: CallState, resolve: (sent: SendEnd) => void) {
    super();
    this.#context = context;
    this.#call = call;
    this.#resolve = resolve;
  }

  start(): void {
    const call = this.#call;
    call.sent = true;
    call.inFlight = true;
    try {
      call.transport.send(call.signed, this).then(
        (answer) => this.#toSendResult({ kind: 'answer', answer }),
        (error: unknown) => this.#toSendResult({ kind: 'fault', fault: toTransportError(error) }),
      );
    } catch (error) {
      this.#toSendResult({ kind: 'fault', fault: toTransportError(error) });
      return;
    }
    call.watch(this, true);
  }

  onCancelled(cancellation: Cancellation): void {
    this.#cancellation = cancellation;
    if (this.#call.replaySafe) this.#abandon();
    else this.#grace = setTimeout(() => this.#abandon(), graceMs);
  }

  onAbandoned(): void {
    if (!this.#isLetGo) this.#abandon();
  }

  #toSendResult(result: SendResult): void {
    if (this.#isLetGo) {
      this.#context.stragglers.delete(this);
      // The error shows it, whenever it comes.
      if (result.kind === 'answer') this.#call.lateResponse = result.answer;
      return;
    }
    this.#end(result.kind === 'fault' && result.fault.phase === 'not-sent');
    const answer = result.kind === 'answer' ? result.answer : undefined;
    this.#resolve(
      this.#cancellation ? { kind: 'cancelled', cancellation: this.#cancellation, answer } : result,
    );
  }

  /** Nobody waits for it any more, whatever its client does with the abort. */
  #abandon(): void {
    this.#isLetGo = true;
    this.#context.stragglers.add(this);
    this.abort(this.#cancellation?.cause);
    this.#end(false);
    if (this.#cancellation)
      this.#resolve({ kind: 'cancelled', cancellation: this.#cancellation, answer: undefined });
  }

  #end(isUnsent: boolean): void {
    clearTimeout(this.#grace);
    this.#call.inFlight = false;
    this.#call.unwatch(this);
    // Only what never left gives its units back at once.
    this.#call.permit?.release(isUnsent ? 'unsent' : 'sent');
  }
}
