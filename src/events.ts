import type { ExchangeError } from './errors.ts';
import type { BreakerState } from './policies/breaker.ts';
import type { ClockChange } from './policies/clock.ts';
import type { Verdict } from './policies/decide.ts';
import type { ForeignUse } from './policies/throttle.ts';
import type { Mismatch } from './redis/news.ts';
import type { SharedState } from './redis/standing.ts';
import type { Category, Outcome, Phase } from './types.ts';

/** Which call an event is about. */
export interface CallInfo {
  /** Counts from 1 in its gateway. */
  readonly call: number;
  readonly method: string;
  readonly path: string;
  readonly clientOrderId: string | undefined;
}

export interface AttemptEvent extends CallInfo {
  readonly attempt: number;
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
  /** One send ended. */
  attempt: AttemptEvent;
  /** A call goes again after `delayMs`. */
  retry: CallInfo & { readonly attempt: number; readonly category: Category; readonly delayMs: number };
  /** A call waited for its turn. */
  throttled: CallInfo & { readonly waitedMs: number };
  /** The whole gateway waits. */
  paused: CallInfo & { readonly pauseMs: number; readonly code: string | undefined };
  /** The exchange's clock was read, or could not be, or the system clock stepped. */
  clock: ClockChange;
  /** An unknown outcome was asked about. */
  reconcile: CallInfo & { readonly result: 'found' | 'absent' | 'unknown'; readonly asked: number };
  /** A call failed for good. */
  giveUp: CallInfo & { readonly error: ExchangeError };
  /** An exchange answered a code that its catalog does not list: once per code, with a text to paste into an issue. */
  unlisted: { readonly exchange: string; readonly code: string; readonly text: string };
  /** What would have been decided, in `mode: 'observe'`. */
  observed: CallInfo & {
    readonly category: Category;
    readonly code: string | undefined;
    readonly outcome: Outcome;
    readonly decision: Verdict;
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
export type Listener<Name extends EventName> = (event: GatewayEvents[Name]) => unknown;

type Listeners = { [Name in EventName]: Set<Listener<Name>> };

/** Listeners by name. One that throws, or rejects, harms nothing. */
export class Events {
  readonly #listeners: Listeners = {
    attempt: new Set(),
    retry: new Set(),
    throttled: new Set(),
    paused: new Set(),
    clock: new Set(),
    reconcile: new Set(),
    giveUp: new Set(),
    unlisted: new Set(),
    observed: new Set(),
    foreign: new Set(),
    redis: new Set(),
    mismatch: new Set(),
    breaker: new Set(),
  };

  /** @throws {TypeError} for a name that is none. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    const listeners = Object.hasOwn(this.#listeners, name) ? this.#listeners[name] : undefined;
    if (!listeners) throw new TypeError(`gateway.on: there is no event '${String(name).slice(0, 40)}'.`);
    if (typeof listener !== 'function') throw new TypeError('gateway.on takes a function as listener.');
    // Wrapped, so that the same function added twice is two listeners with two undos.
    const own: Listener<Name> = (event) => listener(event);
    listeners.add(own);
    return () => {
      listeners.delete(own);
    };
  }

  /** Whether building the event is worth while. */
  has(name: EventName): boolean {
    return this.#listeners[name].size > 0;
  }

  emit<Name extends EventName>(name: Name, event: GatewayEvents[Name]): void {
    for (const listener of this.#listeners[name]) {
      try {
        void Promise.resolve(listener(event)).catch(ignore);
      } catch {
        // A listener's fault is not the call's.
      }
    }
  }
}

function ignore(): void {}
