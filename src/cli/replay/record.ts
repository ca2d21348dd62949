import type { Category, Exchange, HeadersLike, Outcome, Phase } from '../../internal.ts';

/** How a recorded request ended. */
export type End =
  | {
      readonly kind: 'answer';
      readonly status: number | undefined;
      readonly headers: HeadersLike;
      readonly body: unknown;
    }
  /** A 2xx without a body: taken for good, as the library takes what it cannot read. */
  | { readonly kind: 'good' }
  | { readonly kind: 'fault'; readonly phase: Phase; readonly category: Category }
  /** A gateway's own event: it was judged when it happened. */
  | {
      readonly kind: 'judged';
      readonly status: number | undefined;
      readonly phase: Phase;
      readonly category: Category;
      readonly code: string | undefined;
      readonly outcome: Outcome;
    };

/** One request of the record. */
export interface Recorded {
  readonly exchange: Exchange;
  /** When it ended; undefined: the line does not say. */
  readonly at: number | undefined;
  readonly elapsedMs: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly end: End;
  readonly call: string | undefined;
  readonly attempt: number;
  readonly clientOrderId: string | undefined;
  readonly replaySafe: boolean;
  /** It tells what would have been decided: the attempt itself may stand on the line before. */
  readonly isObserved: boolean;
  /** Values that must not be printed. */
  readonly secrets: readonly string[];
}

/** What a line turned out to be: a request, another event of a gateway, or neither, and why. */
export type Read =
  | { readonly kind: 'request'; readonly recorded: Recorded }
  | { readonly kind: 'event' }
  | { readonly kind: 'bad'; readonly why: string };
