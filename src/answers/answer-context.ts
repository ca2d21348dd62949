// What a classification is made of: one answer, and the call that it answers.
import type { Exchange } from '../catalog/exchange.ts';
import type { Classification, RawAnswer, RouteKind } from '../types.ts';

export interface AnswerContext {
  readonly exchange: Exchange;
  readonly answer: RawAnswer;
  /** Undefined where nothing is known of the call. */
  readonly kind: RouteKind | undefined;
  /** The present, in milliseconds since 1970. */
  readonly nowMs: number;
}

export const success: Classification = Object.freeze({ ok: true });
