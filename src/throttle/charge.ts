// What one call takes of the limits that it counts on.
import type { LimitBook } from './limit-book.ts';

/** What one call takes of one limit. */
export interface Charge {
  readonly window: LimitBook;
  readonly weight: number;
  /** Units that must be free for it: its weight, and what is reserved for those more urgent. */
  readonly need: number;
}

/** What processes share: calls in flight are counted in each for itself. */
export function unitCharges(charges: readonly Charge[]): readonly Charge[] {
  const isUnits = ({ window }: Charge): boolean => window.countsUnits;
  return charges.every(isUnits) ? charges : charges.filter(isUnits);
}
