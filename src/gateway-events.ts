// What a gateway tells its listeners: every event and its fields.
import type { ExchangeError } from './errors.ts';
import type { BreakerState } from './policies/breaker.ts';
import type { BoundedDecision } from './policies/decide.ts';
import type { Reason } from './reason.ts';
import type { Mismatch } from './redis/broadcasts.ts';
import type { SharedState } from './redis/membership.ts';
import type { ForeignUse } from './throttle/permit.ts';
import type { ClockChange } from './time/clock-change.ts';
import type { Category, Outcome, Phase, RouteKind } from './types.ts';

/** Which call an event is about. */
export interface CallInfo {
  /** Counts from 1 in its gateway. */
  readonly call: number;
  /** Upper case; `WS` for a command. */
  readonly method: string;
  /** Without query, and without segments that are as long as a listen key. */
  readonly path: string;
  /** The client order id that it names. */
  readonly clientOrderId: string | undefined;
  /** The number of the call whose order this one, a look-up of ours, asks about. */
  readonly lookUpFor: number | undefined;
}

/** A call that began. */
export interface CallEvent extends CallInfo {
  /** When it began, in milliseconds on the monotonic clock. */
  readonly startedAt: number;
  /** Scheme, host and path: no query, no user name, no fragment. Undefined over WebSocket, and for a relative address. */
  readonly url: string | undefined;
  /** The profile's pattern, or the path itself where the profile lists none. */
  readonly route: string;
  /** What its route does. */
  readonly kind: RouteKind;
  /** What it goes over. */
  readonly transport: 'rest' | 'ws';
}

/** A call that ended. */
export interface SettledEvent extends CallInfo {
  /** Whether an answer was handed on, a reconciled one included. */
  readonly ok: boolean;
  /** How many requests were sent. */
  readonly attempts: number;
  /** When it ended, in milliseconds on the monotonic clock. */
  readonly endedAt: number;
  /** Since the call began, waits included. */
  readonly elapsedMs: number;
  /** HTTP status of the last answer. */
  readonly status: number | undefined;
  /** The exchange's code as a string, where the last answer had one. */
  readonly code: string | undefined;
  /** What kind of failure it was; undefined: it succeeded. */
  readonly category: Category | undefined;
  /** What the call did; undefined: it succeeded. */
  readonly outcome: Outcome | undefined;
  /** Undefined after success, and for an error of the caller's own, such as a signer that throws. */
  readonly reason: Reason | undefined;
}

/** One request of a call, once it ended. */
export interface AttemptEvent extends CallInfo {
  /** Counts from 1. */
  readonly attempt: number;
  /** When it was sent, in milliseconds on the monotonic clock. */
  readonly sentAt: number;
  /** How far it got. */
  readonly phase: Phase;
  /** Whether it succeeded. */
  readonly ok: boolean;
  /** HTTP status, if an answer came. */
  readonly status: number | undefined;
  /** The exchange's code as a string, where the answer had one. */
  readonly code: string | undefined;
  /** What kind of failure it was; undefined: it succeeded. */
  readonly category: Category | undefined;
  /** What this copy of the request did; undefined: it succeeded. */
  readonly outcome: Outcome | undefined;
  /** The wait that the exchange asked for, in milliseconds; undefined: it asked for none. */
  readonly retryAfterMs?: number | undefined;
  /** From sending to answer. */
  readonly elapsedMs: number;
}

/** Every event of a gateway and what its listeners get. */
export interface GatewayEvents {
  /** A call begins: heard before the caller's function returns, in the caller's own context. */
  call: CallEvent;
  /** A request leaves. */
  sent: CallInfo & {
    /** Which send of its call it is, counted from 1. */
    readonly attempt: number;
    /** In milliseconds on the monotonic clock. */
    readonly sentAt: number;
  };
  /** One send ended by itself. A send that an abort, the deadline or `close` cut off is reported by `settled` only. */
  attempt: AttemptEvent;
  /** A call ended, well or not: the last event of its number. */
  settled: SettledEvent;
  /** A call goes again after `delayMs`. */
  retry: CallInfo & {
    /** The attempt that failed, counted from 1. */
    readonly attempt: number;
    /** What kind of failure it was. */
    readonly category: Category;
    /** How long the call waits, in milliseconds; then it waits for its turn. */
    readonly delayMs: number;
  };
  /** A call waited for its turn. */
  throttled: CallInfo & {
    /** For how long, in milliseconds. */
    readonly waitedMs: number;
  };
  /** Who counts on the same limit as the refused call waits, or everybody. */
  paused: CallInfo & {
    /** For how long, in milliseconds. */
    readonly pauseMs: number;
    /** The exchange's code, where the refusal had one. */
    readonly code: string | undefined;
    /** Keys of the limits that are paused, as `headroom` lists them; empty for everything. */
    readonly limits: readonly string[];
  };
  /** The exchange's clock was read, or could not be, or the system clock stepped. */
  clock: ClockChange;
  /** An unknown outcome was asked about. */
  reconcile: CallInfo & {
    /** What became of the write: it stands, it was never carried out, or nothing could tell. */
    readonly result: 'found' | 'absent' | 'unknown';
    /** How many times it was asked. */
    readonly asked: number;
  };
  /** A call of the user's failed for good, one that was cut off included. */
  giveUp: CallInfo & {
    /** What the call rejects with. */
    readonly error: ExchangeError;
  };
  /** An exchange answered a code that its catalog does not list: once per code, with a text to paste into an issue. */
  unlisted: {
    /** Id of the exchange. */
    readonly exchange: string;
    /** As the exchange wrote it. */
    readonly code: string;
    /** For an issue: the code, where it came from, and what is asked for. */
    readonly text: string;
  };
  /** What would have been decided, in `mode: 'observe'`. */
  observed: CallInfo & {
    /** What kind of failure it was. */
    readonly category: Category;
    /** The exchange's code, where the answer had one. */
    readonly code: string | undefined;
    /** What this copy of the request did. */
    readonly outcome: Outcome;
    /** What a gateway that acts would do. */
    readonly decision: BoundedDecision;
  };
  /** Somebody else uses a limit that we use: so many units of it in the last window. */
  foreign: ForeignUse;
  /** Limits are shared through Redis from now on, or this process goes on alone with its share of them. */
  redis: SharedState;
  /** Another process uses other settings for a limit: the stricter ones count. */
  mismatch: Mismatch;
  /** The breaker opened, tried, or closed. */
  breaker: {
    /** What it is now. */
    readonly state: BreakerState;
    /** In a sentence. */
    readonly why: string;
  };
}

/** The name of an event of a gateway. */
export type EventName = keyof GatewayEvents;

/** A function that hears an event. */
export interface Listener<Name extends EventName> {
  /** Is called with the event; what it returns or throws is ignored. */
  (event: GatewayEvents[Name]): unknown;
  /** While it says no, no event is made for this listener. @default always */
  readonly isWanted?: () => boolean;
}
