// The clock that every duration and deadline is measured on.

const ownDate = globalThis.Date;
const ownTimer = globalThis.setTimeout;
const ownNow = performance.now;

/**
 * Milliseconds on a clock that never steps. Where a test replaced the timers and `Date` but not `performance`, timers fire
 * by the clock of `Date`, so it is that clock: on the other one no wait would ever be over.
 */
export function nowAt(): number {
  const isFaked =
    globalThis.setTimeout !== ownTimer && globalThis.Date !== ownDate && performance.now === ownNow;
  return isFaked ? Date.now() : performance.now();
}
