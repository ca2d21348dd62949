// The simplest policies.
import type { Decision, Policy } from '../decision.ts';

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
