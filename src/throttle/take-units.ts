// Takes the units of a call, all of them or none, and says when it could.
import { type Charge, unitCharges } from './charge.ts';
import { type CallOwner, pausesMayOpenAt, pausesOpenAt } from './queued-call.ts';

/**
 * Takes the units, if no pause holds the call and all of them fit. Whether others wait before it is not asked.
 * @param waiting calls that wait for units like these, this one included
 * @returns whether they are taken
 */
export function takeUnits(charges: readonly Charge[], owner: CallOwner, nowAt: number, waiting = 1): boolean {
  if (pausesOpenAt(charges, owner, nowAt) > nowAt) return false;
  for (const { window, need } of charges) if (!window.admits(need, nowAt)) return false;
  // Last: what is granted is taken. No answer is waited for; `dispatch` follows when it comes.
  if (owner.limiter && !owner.limiter.take(unitCharges(charges), waiting)) return false;
  for (const pause of owner.pauses) pause.admit(nowAt);
  for (const { window, weight } of charges) {
    window.pause?.admit(nowAt);
    window.take(weight);
  }
  return true;
}

/** The earliest instant at which the units could fit, not counting the calls that wait before. */
export function unitsOpenAt(charges: readonly Charge[], owner: CallOwner, nowAt: number): number {
  let at = pausesMayOpenAt(charges, owner, nowAt);
  for (const { window, need } of charges) {
    const opens = window.opensAt(need, nowAt);
    // Answers that are owed come at an unknown instant: that is no reason to give up.
    if (opens !== Number.POSITIVE_INFINITY) at = Math.max(at, opens);
  }
  return at;
}
