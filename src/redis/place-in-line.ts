// When a class of calls asks Redis again for what it was not granted.
import { type PermitClass, shortestWindowOf } from './pooled-permit.ts';
import type { PermitAsk } from './sync-message.ts';

/** A message for every unit that returns would be dear, and a two-hundredth of a window is not missed. */
const partOfWindow = 1 / 200;
const longestGapMs = 10;

/** A class keeps the instant that Redis once told it, whatever is sent meanwhile: others were told of other units. */
export function askAgainAt(permitClass: PermitClass, waitMs: number, nowAt: number): number {
  if (permitClass.askAt > nowAt) return permitClass.askAt;
  const gapMs = Math.min(longestGapMs, shortestWindowOf(permitClass) * partOfWindow);
  return nowAt + Math.max(1, gapMs, waitMs);
}

/** How an ask of this class that is sent now stands in the line. */
export function placeInLine({ askAt }: PermitClass, nowAt: number): PermitAsk['place'] {
  if (askAt === 0) return 'none';
  return askAt > nowAt ? 'later' : 'due';
}
