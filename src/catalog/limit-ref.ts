// Which limits something speaks of.
import type { LimitRef } from './limit.ts';

/** A book that a call counts on. */
export interface CountedBook {
  readonly limit: string;
  readonly scope?: 'ip' | 'account';
  readonly countsUnits?: boolean;
}

/** The names of the limits, for a call that counts on `books`. */
export function limitNames(ref: LimitRef, books: readonly CountedBook[]): readonly string[] {
  if (ref !== true) return typeof ref === 'string' ? [ref] : ref;
  return books
    .filter(({ scope, countsUnits }) => scope === 'account' && countsUnits !== false)
    .map(({ limit }) => limit);
}
