// The faults that can be ordered: the types.
import type { RouteKind } from '../internal.ts';
import type { Action, Call, Dialect } from './dialect.ts';
import type { RefusedItems } from './execution-context.ts';

/** Every way in which a simulated exchange, or the way to it, can fail. */
export const faultKinds = [
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'cut-json',
  'garbage',
  'html',
  'html-502',
  'delay',
  'code',
  'throttle',
] as const;

/**
 * - `request-lost`: the connection dies before the exchange saw anything.
 * - `answer-lost`: carried out, then the connection dies.
 * - `error-before`, `error-after`: HTTP 500 with the exchange's own server error; not carried out, carried out.
 * - `truncated`: carried out, the answer breaks off before its `content-length` and the connection dies.
 * - `cut-json`: carried out, the answer is complete HTTP, its JSON is cut in half.
 * - `garbage`: carried out, HTTP 200 with what is no JSON.
 * - `html`: HTTP 403 from the edge; never reached the exchange.
 * - `html-502`: a proxy's HTTP 502 page; chance decides whether it was carried out.
 * - `delay`: carried out, the answer comes late.
 * - `code`: an error code under HTTP 200; not carried out.
 * - `throttle`: the exchange's rate-limit answer; not carried out.
 */
export type FaultKind = (typeof faultKinds)[number];

/** A fault with its details. */
export interface Fault {
  /** What happens. */
  readonly kind: FaultKind;
  /** For `code`: exactly as the table writes it. @default the exchange's code for an invalid order */
  readonly code?: string;
  /** For `delay`. @default 1000 */
  readonly delayMs?: number;
  /** For `throttle`: sent as `Retry-After`, in whole seconds, rounded up. @default no header */
  readonly retryAfterMs?: number;
  /**
   * For `code` and `throttle` of a batch whose items are answered one by one: the places of those that are refused, from 0; the
   * others are carried out. @default the whole request is refused
   */
  readonly items?: readonly number[];
  /** Whether the request is carried out first. @default what the kind says */
  readonly executed?: boolean;
  /**
   * The request waits that long, in milliseconds, behind an answer that was given already, and is then carried out if it is
   * still valid: signed not too long ago. Such a second entry stands in the log. @default it does not wait
   */
  readonly executedAfterMs?: number;
}

/** Which requests a fault is for. All given parts must fit. */
export interface FaultPattern {
  /** Upper case. */
  readonly method?: string;
  /** `*` stands for one segment, a trailing `**` for the rest. */
  readonly path?: string;
  /** What the route does. */
  readonly kind?: RouteKind;
  /** What the route does in the simulated exchange. */
  readonly action?: Action;
}

/** Which requests a fault is for: by their parts, or by a function. */
export type FaultMatch = FaultPattern | ((request: FaultTarget) => boolean);

/** How often and for what an ordered fault is played. */
export interface FailNextOptions {
  /** For how many requests. @default 1 */
  readonly times?: number;
  /** Which requests. @default every request but those for the time */
  readonly match?: FaultMatch;
}

/** What a `match` function sees. */
export interface FaultTarget {
  /** Upper case. */
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Empty when there is none. */
  readonly body: string;
  /** What the route does. */
  readonly kind: RouteKind;
  /** `undefined` for a route that the dialect does not know. */
  readonly action: Action | undefined;
  /** The client order id that the request names; of a batch the first. */
  readonly clientOrderId: string | undefined;
}

/** Faults by chance, the same for the same seed and the same requests, in whichever order they arrive. */
export interface FaultTable {
  /** Share of the requests that fail, from 0 to 1. */
  readonly rate: number;
  /** Drawn with equal chance. @default all but `code`, `delay`, `throttle` and `cut-json`: eight kinds */
  readonly kinds?: readonly (FaultKind | Fault)[];
  /** Of this table's chance. @default the simulator's `seed` */
  readonly seed?: number;
  /** Which requests. @default every request */
  readonly match?: FaultMatch;
}

/** What a `match` function gets of a request. */
export function faultTarget(call: Call, clientOrderId: string | undefined): FaultTarget {
  const { method, path, query, body, kind } = call;
  return { method, path, query, body, kind, action: call.route?.action, clientOrderId };
}

/** The items of a batch that a fault refuses, and by which code. */
export function refusedItems(fault: Fault | undefined, dialect: Dialect): RefusedItems | undefined {
  if (!fault?.items) return undefined;
  const { kind, items: places } = fault;
  const code = kind === 'throttle' ? undefined : fault.code;
  return { places, code: code ?? dialect.words[kind === 'throttle' ? 'throttle' : 'invalid-order'].code };
}

export function asFault(fault: FaultKind | Fault): Fault {
  return typeof fault === 'string' ? { kind: fault } : fault;
}
