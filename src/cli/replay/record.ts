// One request of a record, as its line tells of it.
import type { Charge, Classification, Exchange, HeadersLike, RouteInfo, RouteKind } from '../../internal.ts';

/** How a recorded request ended. */
export interface RecordedEnd {
  readonly status: number | undefined;
  readonly headers: HeadersLike;
  /** What the client rejected with, where no answer came. */
  readonly fault?: unknown;
  readonly classify: (kind: RouteKind) => Classification;
}

/** What a line says. */
export interface RecordedRequest {
  readonly exchange: Exchange;
  /** When it ended; undefined: the line does not say. */
  readonly at: number | undefined;
  readonly elapsedMs: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** Undefined where it is long, too. */
  readonly body: string | undefined;
  readonly end: RecordedEnd;
  readonly call: string | undefined;
  /** It says that it is the first attempt of its call. */
  readonly isFirst: boolean;
  readonly clientOrderId: string | undefined;
  readonly replaySafe: boolean;
  /** It tells what would have been decided: the attempt itself may stand on the line before. */
  readonly isObserved: boolean;
  /** Values that must not be printed. */
  readonly secrets: readonly string[];
}

/** A request at its place in the record. Instants and durations are whole milliseconds. */
export interface ReplayedRequest extends RecordedRequest {
  readonly line: number;
  readonly sentAt: number;
  readonly route: RouteInfo;
  /** The limits that it counts on. */
  readonly charges: readonly Charge[];
  readonly classification: Classification;
  /** A call to the gateway was answered with it, or went without it. */
  isTaken: boolean;
}

/** What a line turned out to be: a request, another event of a gateway, or neither, and why. */
export type LineReading =
  | { readonly kind: 'request'; readonly recorded: RecordedRequest }
  | { readonly kind: 'event' }
  | { readonly kind: 'bad'; readonly why: string };
