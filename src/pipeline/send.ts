// Sends one request, and ends early when the call is cancelled.

import { toTransportError } from '../answers/transport-error.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer } from '../transport/call.ts';
import type { Cancellation, InFlight } from './call-stage.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './result.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

/** How a send ended: by itself, or since the call was cancelled. Then the answer may have come all the same. */
export type SendEnd =
  | SendResult
  | { readonly kind: 'cancelled'; readonly cancellation: Cancellation; readonly answer: Answer | undefined };

/** Never rejects. */
export function toSendResult(answering: Promise<Answer>): Promise<SendResult> {
  return answering.then(
    (answer): SendResult => ({ kind: 'answer', answer }),
    (error: unknown): SendResult => ({ kind: 'fault', fault: toTransportError(error) }),
  );
}

/** Sends the attempt. Never rejects. */
export function send(context: GatewayContext, call: CallState, attempt: Attempt): Promise<SendEnd> {
  return new Promise((resolve) => new Flight(context, call, attempt, resolve).start());
}

/** Whether it provably never reached the exchange. */
export function isUnsent(result: SendEnd): boolean {
  return result.kind === 'fault' && result.fault.phase === 'not-sent';
}

/**
 * One request on its way. When the call is cancelled its client is aborted, and is not waited for if that has no effect. A
 * write cannot be unsent, and its answer is worth having: it gets a moment, then its socket is let go.
 */
class Flight extends Abortable implements InFlight {
  readonly kind = 'in-flight';
  readonly #context: GatewayContext;
  readonly #call: CallState;
  readonly #attempt: Attempt;
  readonly #resolve: (end: SendEnd) => void;
  #cancellation: Cancellation | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isAbandoned = false;

  constructor(context: GatewayContext, call: CallState, attempt: Attempt, resolve: (end: SendEnd) => void) {
    super();
    this.#context = context;
    this.#call = call;
    this.#attempt = attempt;
    this.#resolve = resolve;
  }

  start(): void {
    this.#call.enter(this);
    try {
      this.#context.events
        .within(this.#call.id, () => this.#call.transport.send(this.#attempt.signed, this))
        .then(
          (answer) => this.#end({ kind: 'answer', answer }),
          (error: unknown) => this.#end({ kind: 'fault', fault: toTransportError(error) }),
        );
    } catch (error) {
      this.#end({ kind: 'fault', fault: toTransportError(error) });
    }
  }

  onCancelled(cancellation: Cancellation): void {
    this.#cancellation = cancellation;
    if (this.#call.replaySafe) this.onAbandoned();
    else this.#grace = setTimeout(() => this.onAbandoned(), graceMs);
  }

  /** It is not waited for any longer, whatever its client does with the abort. */
  onAbandoned(): void {
    if (this.#isAbandoned) return;
    this.#isAbandoned = true;
    this.#context.stragglers.add(this);
    this.abort(this.#cancellation?.cause);
    this.#leave();
    if (this.#cancellation)
      this.#resolve({ kind: 'cancelled', cancellation: this.#cancellation, answer: undefined });
  }

  #end(result: SendResult): void {
    const answer = result.kind === 'answer' ? result.answer : undefined;
    if (this.#isAbandoned) {
      this.#context.stragglers.delete(this);
      // The error shows it, whenever it comes.
      this.#attempt.lateAnswer = answer;
      return;
    }
    this.#leave();
    const cancellation = this.#cancellation;
    this.#resolve(cancellation ? { kind: 'cancelled', cancellation, answer } : result);
  }

  #leave(): void {
    clearTimeout(this.#grace);
    this.#call.leave(this);
  }
}
