// Permits as processes share them, and the classes that they belong to.
import type { Scope } from '../throttle/shared-limiter.ts';

/** One limit's part in a call, as Redis sees it. */
export interface LimitCharge {
  readonly key: string;
  readonly scope: Scope;
  readonly capacity: number;
  readonly windowMs: number;
  readonly weight: number;
  /** Granted only as long as the limit holds no more than this: the rest is reserved for those more urgent. */
  readonly upTo: number;
}

/** Units of all linked limits that one request takes. Any will do for any call with the same charges. */
export interface PooledPermit {
  readonly token: string;
  readonly permitClass: PermitClass;
  /** When it was asked for. It was granted later. */
  readonly askedAt: number;
  readonly askedWallAt: number;
  /** From when it may be used: where units return soon, it is granted before they do. */
  readonly startsAt: number;
  /** Redis may have a lease for it. */
  known: boolean;
  /** When the lease was taken or renewed. */
  leasedAt: number;
}

/** Calls with the same charges, and the permits they have. */
export interface PermitClass {
  readonly id: string;
  /** With the capacities that calls last named. */
  charges: readonly LimitCharge[];
  /** Granted and not used yet, the first to start first. */
  ready: PooledPermit[];
  /** In use, the oldest first. */
  inUse: PooledPermit[];
  /** Calls that wait for a permit. */
  wanted: number;
  /** Asking earlier is of no use: Redis told of an instant for this class, which is its place in line. */
  askAt: number;
  /** The last time a permit was asked for or taken. */
  usedAt: number;
}

/** In milliseconds. */
export function longestWindowOf({ charges }: PermitClass): number {
  let longest = 0;
  for (const { windowMs } of charges) longest = Math.max(longest, windowMs);
  return longest;
}

/** In milliseconds. */
export function shortestWindowOf({ charges }: PermitClass): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const { windowMs } of charges) shortest = Math.min(shortest, windowMs);
  return shortest;
}
