// On which terms a process goes on while Redis cannot be asked.
import type { Membership } from './membership.ts';
import type { Instant, RedisClock } from './redis-clock.ts';
import type { Slices } from './slice.ts';

/** What limits this process while Redis cannot be asked. */
export interface FallbackTerms {
  readonly slices: Slices;
  /** From when the slice of a limit with such a window may be used. */
  readonly ownFromAt: (windowMs: number) => number;
  /** The longest that a request is under way. */
  readonly flightMs: number;
  /** Redis's clock as last known; undefined where nothing can be said of it. */
  readonly clock: SlotClock | undefined;
}

export interface SlotClock {
  readonly read: (at: number) => number;
  readonly when: (redisAt: number) => number;
  /** By how much two processes may differ. */
  readonly errorMs: number;
}

/** @param flightMs the longest that permits of this process are under way */
export function fallbackTermsOf(
  membership: Membership,
  clock: RedisClock,
  flightMs: number,
  now: Instant,
): FallbackTerms {
  const longestMs = Math.max(membership.flightMs, flightMs);
  const errorMs = clock.errorMs(now);
  // While processes come back to another Redis, some would count slots by its clock and some by the old one's.
  const isReliable =
    membership.hasMet && membership.phase === 'alone' && errorMs !== Number.POSITIVE_INFINITY;
  return {
    slices: membership.slices,
    ownFromAt: (windowMs) => membership.timing.ownFromAt(windowMs, longestMs),
    flightMs: longestMs,
    clock: isReliable
      ? { read: (at) => clock.read(at), when: (redisAt) => clock.when(redisAt), errorMs }
      : undefined,
  };
}
