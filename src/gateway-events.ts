// What a gateway tells its listeners: every event and its fields.
import type { ExchangeError } from './errors.ts';
import type { BreakerState } from './policies/breaker.ts';
import type { BoundedDecision } from './policies/decide.ts';
import type { Reason } from './reason.ts';
import type { Mismatch } from './redis/broadcasts.ts';
import type { SharedState } from './redis/membership.ts';
import type { ForeignUse } from './throttle/permit.ts';
import type { ClockChange } from './time/clock.ts';
import type { Category, Outcome, Phase, RouteKind } from './types.ts';

/** Which call an event is about. */
export interface CallInfo {
  /** Counts from 1 in its gateway. */
  readonly call: number;
  readonly method: string;
  readonly path: string;
  readonly clientOrderId: string | undefined;
  /** The number of the call whose order this one, a look-up of ours, asks about. */
  readonly lookUpFor: number | undefined;
}

export interface CallEvent extends CallInfo {
  readonly startedAt: number;
  /** Scheme, host and path: no query, no user name, no fragment. Undefined over WebSocket, and for a relative address. */
  readonly url: string | undefined;
  /** The profile's pattern, or the path itself where the profile lists none. */
  readonly route: string;
  readonly kind: RouteKind;
  readonly transport: 'rest' | 'ws';
}

export interface SettledEvent extends CallInfo {
  /** Whether an answer was handed on, a reconciled one included. */
  readonly ok: boolean;
  readonly attempts: number;
  readonly endedAt: number;
  /** Since the call began, waits included. */
  readonly elapsedMs: number;
  /** HTTP status of the last answer. */
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly category: Category | undefined;
  readonly outcome: Outcome | undefined;
  /** Undefined after success, and for an error of the caller's own, such as a signer that throws. */
  readonly reason: Reason | undefined;
}

export interface AttemptEvent extends CallInfo {
  readonly attempt: number;
  readonly sentAt: number;
  readonly phase: Phase;
  readonly ok: boolean;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly category: Category | undefined;
  readonly outcome: Outcome | undefined;
  /** From sending to answer. */
  readonly elapsedMs: number;
}

/** Every event of a gateway and what its listeners get. */
export interface GatewayEvents {
  /** A call begins: heard before the caller's function returns, in the caller's own context. */
  call: CallEvent;
  /** A request leaves. */
  sent: CallInfo & { readonly attempt: number; readonly sentAt: number };
  /** One send ended by itself. A send that an abort, the deadline or `close` cut off is reported by `settled` only. */
  attempt: AttemptEvent;
  /** A call ended, well or not: the last event of its number. */
  settled: SettledEvent;
  /** A call goes again after `delayMs`. */
  retry: CallInfo & { readonly attempt: number; readonly category: Category; readonly delayMs: number };
  /** A call waited for its turn. */
  throttled: CallInfo & { readonly waitedMs: number };
  /** Who counts on the same limit as the refused call waits, or everybody. */
  paused: CallInfo & {
    readonly pauseMs: number;
    readonly code: string | undefined;
    /** Keys of the limits that are paused, as `headroom` lists them; empty for everything. */
    readonly limits: readonly string[];
  };
  /** The exchange's clock was read, or could not be, or the system clock stepped. */
  clock: ClockChange;
  /** An unknown outcome was asked about. */
  reconcile: CallInfo & { readonly result: 'found' | 'absent' | 'unknown'; readonly asked: number };
  /** A call of the user's failed for good, one that was cut off included. */
  giveUp: CallInfo & { readonly error: ExchangeError };
  /** An exchange answered a code that its catalog does not list: once per code, with a text to paste into an issue. */
  unlisted: { readonly exchange: string; readonly code: string; readonly text: string };
  /** What would have been decided, in `mode: 'observe'`. */
  observed: CallInfo & {
    readonly category: Category;
    readonly code: string | undefined;
    readonly outcome: Outcome;
    readonly decision: BoundedDecision;
  };
  /** Somebody else uses a limit that we use: so many units of it in the last window. */
  foreign: ForeignUse;
  /** Limits are shared through Redis from now on, or this process goes on alone with its share of them. */
  redis: SharedState;
  /** Another process uses other settings for a limit: the stricter ones count. */
  mismatch: Mismatch;
  breaker: { readonly state: BreakerState; readonly why: string };
}

export type EventName = keyof GatewayEvents;

/** A function that hears an event. */
export interface Listener<Name extends EventName> {
  (event: GatewayEvents[Name]): unknown;
  /** While it says no, no event is made for this listener. @default always */
  readonly isWanted?: () => boolean;
}
