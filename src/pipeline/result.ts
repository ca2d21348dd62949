// What one send, and then the call, came to.
import type { TransportError } from '../answers/transport-error.ts';
import type { Reason } from '../reason.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure } from '../types.ts';

/** A request that ended by itself: with an answer, or without one. */
export type SendResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'fault'; readonly fault: TransportError };

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
