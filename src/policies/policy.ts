// What a policy is, and the simplest of them.
import type { Category, Outcome, Phase } from '../types.ts';

/** All that a policy may look at. */
export interface PolicyContext {
  readonly exchange: string;
  readonly category: Category;
  readonly code: string | undefined;
  readonly outcome: Outcome;
  /** HTTP status of the answer, if one came. */
  readonly status: number | undefined;
  /** How far the attempt got. */
  readonly phase: Phase;
  /** The attempt that failed, counted from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Failures of this category without another in between, this one included. */
  readonly inRow: number;
  /** Whether it can be sent again without a second effect. */
  readonly replaySafe: boolean;
  /** The wait that the exchange asked for. */
  readonly retryAfterMs: number | undefined;
  /** Until the call's deadline. */
  readonly remainingMs: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

/** What to do next. The gateway carries it out, and never sends a write again whose outcome is unknown. */
export type Decision =
  | {
      readonly action: 'retry';
      readonly delayMs: number;
      /** Whether every call waits that counts on the limit that the failure is about, or this call alone. */
      readonly pause?: boolean;
    }
  | { readonly action: 'refresh-clock' }
  | { readonly action: 'reconcile' }
  | { readonly action: 'fail' };

/** A pure function: same context, same decision. */
export type Policy = (context: PolicyContext) => Decision;

const fail: Decision = Object.freeze({ action: 'fail' });
const ask: Decision = Object.freeze({ action: 'reconcile' });
const refresh: Decision = Object.freeze({ action: 'refresh-clock' });

/** Never tries again: for what the same request can only fail at again. */
export function failFast(): Policy {
  return () => fail;
}

/** Asks what became of the request before anything else happens. Without a `reconcile` the call fails, outcome unknown. */
export function reconcile(): Policy {
  return () => ask;
}

/** Refreshes the clock, signs again and goes again at once; fails on the second such answer in a row. */
export function refreshClock(): Policy {
  return ({ inRow }) => (inRow > 1 ? fail : refresh);
}

/** A copy of something that was sent before proves that the first copy arrived. */
export function duplicate(): Policy {
  return ({ attempt }) => (attempt > 1 ? ask : fail);
}

/** Sends replay-safe calls again as `again` says, and asks about the others. */
export function whenReplaySafe(again: Policy): Policy {
  return (context) => (context.replaySafe ? again(context) : ask);
}

/** Asks about a write that may have been executed, and follows `otherwise` for the rest. */
export function whenCertain(otherwise: Policy): Policy {
  return (context) => (context.outcome === 'unknown' && !context.replaySafe ? ask : otherwise(context));
}

/** For codes that no table lists: a read fails, a write's outcome is unknown. */
export function unlisted(): Policy {
  return ({ replaySafe }) => (replaySafe ? fail : ask);
}
