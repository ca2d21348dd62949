// What one send, and then the call, came to.
import type { TransportError } from '../answers/transport-error.ts';
import type { Reason } from '../reason.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';
import type { Cancellation } from './call-stage.ts';

/** A request that ended by itself: with an answer, or without one. */
export type SendResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: TransportError };

/** A request that stays open while the exchange is asked what became of it. */
export interface OpenRequest {
  /** Whether it has ended meanwhile. */
  readonly isEnded: () => boolean;
  /** Aborts when there is nothing left to ask, since it has ended or is waited for again. */
  readonly asking: AbortSignal;
  /** Waits for its end again, as before. */
  readonly resume: () => Promise<RequestEnd>;
  /** Gives it up: no answer to it counts any more. */
  readonly letGo: () => void;
}

/** How a request ended: by itself, or since the call was cancelled. Then the answer may have come all the same. */
export type RequestEnd =
  | SendResult
  | { readonly kind: 'cancelled'; readonly cancellation: Cancellation; readonly answer: Answer | undefined };

/** How a send went on: its request ended, or it is open, and time to ask the exchange about it. */
export type SendEnd = RequestEnd | { readonly kind: 'overdue'; readonly request: OpenRequest };

/** What is known when a call fails. */
export interface Ending {
  readonly failure: Failure;
  readonly reason: Reason;
  readonly answer?: Answer | undefined;
  readonly cause?: unknown;
  /** @default the failure's */
  readonly retryAfterMs?: number | undefined;
  /** The failure's text says why we stopped. */
  readonly isExplained?: boolean;
}
