// What follows a refusal that a clock may explain, and something else as well.
import type { Policy } from '../decision.ts';

/** Reads the clock, and goes again only if it was off by more: an exchange without a code for clocks. */
export function suspectClock(offByMs: number): Policy {
  return ({ inRow }) => (inRow > 1 ? { action: 'fail' } : { action: 'refresh-clock', offByMs });
}
