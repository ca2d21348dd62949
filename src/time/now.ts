// The clock that every duration and deadline is measured on.

const ownDate = globalThis.Date;
const ownTimer = globalThis.setTimeout;
const ownClock = globalThis.performance;
const ownNow = ownClock.now;

/**
 * Milliseconds on a clock that never steps: the one that timers fire by, since on any other no wait would ever be over. That is
 * the steady clock, whatever a test made of it, unless the timers are replaced; then it is the clock that was replaced with them.
 */
export function nowAt(): number {
  if (globalThis.setTimeout === ownTimer) return ownNow.call(ownClock);
  return performance.now === ownNow && globalThis.Date !== ownDate ? Date.now() : performance.now();
}
