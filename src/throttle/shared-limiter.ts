// The interface of limits that several processes share. What implements it knows nothing else of the throttle.
import type { Limit } from '../catalog/limit.ts';

/** Among whom a pause or a limit holds: every gateway behind one address, or those of one account. */
export type Scope = Limit['scope'];

/** What one call takes of one limit. A `Charge` is one. */
export interface SharedCharge {
  readonly window: {
    readonly key: string;
    readonly capacity: number;
    readonly windowMs: number;
    /** @default 'account' */
    readonly scope?: Scope;
  };
  readonly weight: number;
  /** Units that must be free: the weight, and what is reserved for those more urgent. @default the weight */
  readonly need?: number;
}

/**
 * Limits shared among processes: what our own windows admit, it has to grant as well.
 *
 * A pause is named by the key of the window that it holds, with the window's scope; `''` is everything of that scope.
 */
export interface SharedLimiter {
  /** The units, if they are here; else they are asked for, and for as many calls as `waiting` says. */
  take(charges: readonly SharedCharge[], waiting: number): boolean;
  /** The request was sent, and answered or lost: its units come back one window later. */
  release(charges: readonly SharedCharge[]): void;
  /** The request never left. */
  refund(charges: readonly SharedCharge[]): void;
  /** `untilAt` is bounded already: never further ahead than the longest pause that the gateway believes. */
  pauseUntil(key: string, untilAt: number, scope: Scope): void;
  /** Whether what was admitted then must not be sent any more: its units may have been granted to another process. */
  isStale(admittedAt: number): boolean;
  /** What keeps it from granting anything as it should, in words; undefined where nothing does. */
  readonly trouble: string | undefined;
  /** Every pause is lifted by hand, in all processes. */
  resume(): void;
  close(): Promise<void>;
}

/** What a shared limiter calls. */
export interface SharedLimiterListener {
  /** Units may be there: `take` again, the most urgent first. */
  readonly onRoom: () => void;
  /** Another process paused a window, or everything of a scope (`''`). */
  readonly onPause: (key: string, untilAt: number, scope: Scope) => void;
  /** Another process lifted the pauses of a scope by hand. */
  readonly onResume: (scope: Scope) => void;
}

/** Joins the processes that share the limits. */
export type Join = (listener: SharedLimiterListener) => SharedLimiter;
