// The parts of every capacity that processes may use on their own.
import type { Scope } from '../throttle/shared-limiter.ts';

/**
 * What a process may use of every capacity while Redis cannot be asked: a part of the whole, from `from` up to and
 * without `to`, in whole parts of `parts`. Redis hands slices out and never the same part twice, so that processes which
 * cannot talk to each other cannot add up to more than a capacity.
 */
export interface Slice {
  readonly from: number;
  readonly to: number;
}

/** One for each group of limits. */
export type Slices = Readonly<Record<Scope, Slice>>;

/** Divisible by every number of processes up to 16. */
export const parts = 720_720;
export const noSlice: Slice = { from: 0, to: 0 };

/** Successive multiples of it, without their whole part, visit every part of a circle equally often. */
const goldenRatio = 0.618_033_988_749_894_9;

/** The part of every capacity that a slice is, 0 to 1. */
export function widthOf({ from, to }: Slice): number {
  return Math.max(0, to - from) / parts;
}

/** The part of every capacity that slices give for certain. */
export function shareOf({ ip, account }: Slices): number {
  return Math.min(widthOf(ip), widthOf(account));
}

/** Whether every part of `inner` is one of `outer`. */
export function contains(outer: Slice, inner: Slice): boolean {
  return inner.from >= inner.to || (inner.from >= outer.from && inner.to <= outer.to);
}

/**
 * How long a slot lasts. Units change hands from slot to slot, so that a limit of fewer units than there are processes
 * serves them in turn.
 */
export function slotMsOf(windowMs: number): number {
  return windowMs * 1.25 + 2000;
}

/**
 * The units of a limit that a slice has in a slot. The units lie on a circle at equal distances and move on with each
 * slot; a slice has those that lie in it. Slices that share a border count it alike, so that no unit has two owners.
 */
export function unitsIn({ from, to }: Slice, capacity: number, slot: number): number {
  const units = Math.floor(capacity);
  const shift = (slot * goldenRatio) % 1;
  return Math.ceil((to / parts) * units - shift) - Math.ceil((from / parts) * units - shift);
}

/** What a slice has in every slot: all that may be used where the slot is unknown. */
export function leastUnitsOf(slice: Slice, capacity: number): number {
  return Math.floor(widthOf(slice) * Math.floor(capacity) + 1e-9);
}
