// Sends one request, and ends early when the call is cancelled.

import { toTransportError } from '../answers/transport-error.ts';
import type { Expiring, QueueLinks } from '../time/deadlines.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer } from '../transport/call.ts';
import { answerDueMs, attemptTimeoutOf, mayAsk, unansweredFor } from './answer-due.ts';
import type { Cancellation, InFlight } from './call-stage.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { OpenRequest, RequestEnd, SendEnd, SendResult } from './result.ts';

/** How long a write that was sent may still bring its answer after the caller gave up. */
const graceMs = 500;

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
class Flight extends Abortable implements InFlight, Expiring {
  readonly kind = 'in-flight';
  // Its place among the deadlines, where its answer has a time by which it is due.
  queue: QueueLinks['queue'];
  earlier: QueueLinks['earlier'];
  later: QueueLinks['later'];
  deadlineAt = Number.POSITIVE_INFINITY;
  #result: SendResult | undefined;
  readonly #context: GatewayContext;
  readonly #call: CallState;
  readonly #attempt: Attempt;
  #resolve: (end: SendEnd) => void;
  #cancellation: Cancellation | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;
  #isAbandoned = false;
  /** While the exchange is asked. */
  #asking: AbortController | undefined;

  constructor(context: GatewayContext, call: CallState, attempt: Attempt, resolve: (end: SendEnd) => void) {
    super();
    this.#context = context;
    this.#call = call;
    this.#attempt = attempt;
    this.#resolve = resolve;
  }

  start(): void {
    this.#call.enter(this);
    const dueMs = answerDueMs(this.#context, this.#call, this.#attempt.sentAt);
    if (dueMs !== undefined) {
      this.deadlineAt = this.#attempt.sentAt + dueMs;
      this.#context.deadlines.add(dueMs, this);
    }
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
    const cancellation = this.#cancellation;
    this.#letGo(cancellation?.cause);
    if (cancellation) this.#resolve({ kind: 'cancelled', cancellation, answer: undefined });
  }

  /** Its answer is due. */
  expire(): void {
    if (this.#cancellation) return;
    const timeoutMs = attemptTimeoutOf(this.#context, this.#call);
    if (timeoutMs !== undefined) {
      this.#letGo();
      this.#resolve({ kind: 'fault', fault: unansweredFor(timeoutMs) });
    } else if (mayAsk(this.#context, this.#call)) {
      this.#asking = new AbortController();
      this.#leave();
      this.#resolve({ kind: 'overdue', request: this.#openRequest(this.#asking) });
    }
  }

  #openRequest(asking: AbortController): OpenRequest {
    const resume = (): Promise<RequestEnd> =>
      new Promise((resolve) => {
        this.#asking = undefined;
        asking.abort();
        this.#resolve = (end) => {
          if (end.kind !== 'overdue') resolve(end);
        };
        this.#call.enter(this);
        if (this.#result) this.#end(this.#result);
      });
    return {
      isEnded: () => this.#result !== undefined,
      asking: asking.signal,
      resume,
      letGo: () => this.#letGo(),
    };
  }

  #letGo(cause?: unknown): void {
    if (this.#isAbandoned) return;
    this.#isAbandoned = true;
    this.#context.stragglers.add(this);
    this.abort(cause);
    this.#leave();
  }

  #end(result: SendResult): void {
    const answer = result.kind === 'answer' ? result.answer : undefined;
    if (this.#isAbandoned) {
      this.#context.stragglers.delete(this);
      // The error shows it, whenever it comes.
      this.#attempt.lateAnswer = answer;
      return;
    }
    this.#result = result;
    if (this.#asking) {
      this.#asking.abort();
      return;
    }
    this.#leave();
    const cancellation = this.#cancellation;
    this.#resolve(cancellation ? { kind: 'cancelled', cancellation, answer } : result);
  }

  #leave(): void {
    clearTimeout(this.#grace);
    this.#context.deadlines.delete(this);
    this.#call.leave(this);
  }
}
