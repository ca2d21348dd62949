// At which stage a call is, and what ending it from outside does there.
import type { QueueLinks } from '../time/deadlines.ts';
import type { Answer } from '../transport/call.ts';

/** How a call ended. */
export type CallResult = { readonly answer: Answer } | { readonly error: unknown };

/** Why a call was ended from outside. */
export interface Cancellation {
  readonly reason: 'aborted' | 'deadline' | 'expired' | 'annihilated' | 'panic' | 'closed';
  /** The caller's own reason. */
  readonly cause: unknown;
  /** The call came after the gateway was closed. */
  readonly isTooLate?: boolean;
}

/** Thrown where a call was waiting. Never reaches a user. */
export class CancelledError extends Error {
  readonly cancellation: Cancellation;

  constructor(cancellation: Cancellation) {
    super(cancellation.reason);
    this.cancellation = cancellation;
  }
}

/** Undefined for any other error: what the caller's code throws may be an object that throws when it is looked at. */
export function cancellationOf(error: unknown): Cancellation | undefined {
  try {
    return error instanceof CancelledError ? error.cancellation : undefined;
  } catch {
    return undefined;
  }
}

/** A wait, a question, or a request in flight. */
interface Cancellable {
  /** Called once at most; at once where the call is cancelled already when the stage begins. */
  onCancelled(cancellation: Cancellation): void;
}

/** Nothing that could have an effect is begun. */
export interface Waiting extends Cancellable {
  readonly kind: 'waiting';
}

/** The exchange is asked what became of the call. */
export interface Asking extends Cancellable {
  readonly kind: 'asking';
}

/** A request is out. */
export interface InFlight extends Cancellable {
  readonly kind: 'in-flight';
  /** The gateway is closed and waits no longer, not for a late answer either. */
  onAbandoned(): void;
}

/**
 * Where a call is. All transitions:
 *
 *     waiting   -> waiting     a wait begins: for its turn, its backoff, a signature, its client
 *     waiting   -> in-flight   a request leaves, or is waited for again
 *     waiting   -> asking      the exchange is asked what became of it
 *     in-flight -> waiting     the request was answered or lost, or is not waited for any longer
 *     asking    -> waiting     the question was answered, or is not waited for any longer
 *     waiting   -> settled     the call has its result
 *
 * Being cancelled is no stage, since it ends each in its own way: what waits ends at once and for nothing, a question is
 * broken off, and a write in flight may still bring its answer. Closing the gateway cancels what waits; a question and a
 * request that were begun may come to their end.
 */
export type CallStage =
  | Waiting
  | Asking
  | InFlight
  | { readonly kind: 'settled'; readonly result: CallResult | undefined };

/** Between two waits: the next step finds the cancellation. */
const idle: Waiting = { kind: 'waiting', onCancelled: () => undefined };

/** The state machine of one call. */
export class StagedCall implements QueueLinks {
  // Its place among the deadlines: declared, so that all calls have one shape.
  queue: QueueLinks['queue'];
  earlier: QueueLinks['earlier'];
  later: QueueLinks['later'];
  /** What it ends with in place of leaving, or of leaving again; what is out and questions about it come to their end. */
  unsendable: Cancellation | undefined;
  #stage: CallStage = idle;
  #cancellation: Cancellation | undefined;
  #isAbandoned = false;
  /** What ends it in its next wait, or where it waits already: it may begin nothing any more. */
  #foreclosure: Cancellation | undefined;

  get stage(): CallStage['kind'] {
    return this.#stage.kind;
  }

  get result(): CallResult | undefined {
    return this.#stage.kind === 'settled' ? this.#stage.result : undefined;
  }

  get cancellation(): Cancellation | undefined {
    return this.#cancellation;
  }

  /** Whether nothing may be begun for it any more. */
  get isEnding(): boolean {
    return (this.#cancellation ?? this.#foreclosure) !== undefined;
  }

  /**
   * Begins a wait, a question or a request. One at a time.
   * @throws {Error} for a transition that is none.
   */
  enter(stage: Waiting | Asking | InFlight): void {
    if (this.#stage !== idle) throw new Error(`unreachable: ${stage.kind} while ${this.#stage.kind}`);
    this.#stage = stage;
    if (this.#cancellation) stage.onCancelled(this.#cancellation);
    else this.endForeclosed();
    if (this.#isAbandoned && stage.kind === 'in-flight') stage.onAbandoned();
  }

  /** Ends it; does nothing where it ended before. */
  leave(stage: Waiting | Asking | InFlight): void {
    if (this.#stage === stage) this.#stage = idle;
  }

  /** For good: nothing is begun after it. */
  settle(result: CallResult | undefined): void {
    this.#stage = { kind: 'settled', result };
  }

  /** Ends the call at the next possible point. The first reason counts. */
  cancel(cancellation: Cancellation): void {
    if (this.#cancellation || this.#stage.kind === 'settled') return;
    const foreclosure = this.#stage.kind === 'waiting' ? this.#foreclosure : undefined;
    this.#cancellation = foreclosure ?? cancellation;
    this.#stage.onCancelled(this.#cancellation);
  }

  /** To be called before anything is begun. @throws {CancelledError} where nothing may be. */
  throwIfEnding(): void {
    if (this.#foreclosure) this.cancel(this.#foreclosure);
    if (this.#cancellation) throw new CancelledError(this.#cancellation);
  }

  /** The call's deadline. */
  expire(): void {
    this.cancel({ reason: 'deadline', cause: undefined });
  }

  /** It was worth sending until now; what is in flight is not called back. */
  outdate(): void {
    if (this.#stage.kind !== 'in-flight') this.cancel({ reason: 'expired', cause: undefined });
  }

  /**
   * Nothing is begun for it any more, and what is under way may finish. Costs next to nothing, so that all calls of a crowd
   * are foreclosed at once; `endForeclosed` ends each at its turn. The first reason counts.
   */
  foreclose(cancellation: Cancellation): void {
    this.#foreclosure ??= cancellation;
  }

  /** Ends it where it waits, if it is foreclosed. */
  endForeclosed(): void {
    if (this.#foreclosure && this.#stage.kind === 'waiting') this.cancel(this.#foreclosure);
  }

  /** The gateway was closed a while ago: what is still under way is not waited for any longer. */
  abandon(): void {
    this.#isAbandoned = true;
    this.cancel({ reason: 'closed', cause: undefined });
    if (this.#stage.kind === 'in-flight') this.#stage.onAbandoned();
  }
}
