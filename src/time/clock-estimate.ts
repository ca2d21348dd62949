// What readings of the exchange's clock prove of it from then on: offset, drift, and how far off both can be.
import type { OffsetBound } from './clock-sample.ts';

/** Instants are monotonic. The offset is the exchange's time minus that clock; the drift is what it gains per millisecond. */
export interface ClockEstimate {
  readonly at: number;
  readonly offsetMs: number;
  readonly errorMs: number;
  readonly drift: number;
  readonly driftError: number;
  /** How long it can be relied on before it deserves another look, if it ever was wrong. */
  readonly checkMs: number;
}

/** Clocks run apart by up to some 50 millionths until they are seen to do worse. */
const assumedDrift = 5e-5;
/** What runs apart faster is no drift but a step. */
const mostDrift = 0.1;
/** A drift varies by a part of itself. */
const driftWander = 0.02;
/** Readings that are closer to one another tell nothing of a drift. */
const shortestSpanMs = 1000;
/** A reading is relied on until its error may have grown by this: a quarter of the narrowest window for stamps in use, 1 s. */
const growthMs = 250;
/** The second look at a clock that was wrong: one of 50 ms per second is still within that growth. */
const firstCheckMs = 5000;

/** The first reading, or the first after a step. */
export function firstEstimate(bound: OffsetBound): ClockEstimate {
  return { ...centreOf(bound, assumedDrift), drift: 0, driftError: assumedDrift, checkMs: firstCheckMs };
}

/**
 * The estimate after another reading. What agrees with the last one narrows the drift; what does not is either a drift that
 * was not known or a step, and until a third reading tells which, the error covers both.
 */
export function nextEstimate(last: ClockEstimate, bound: OffsetBound): ClockEstimate {
  const centre = centreOf(bound, Math.abs(last.drift) + last.driftError);
  const spanMs = centre.at - last.at;
  if (spanMs < shortestSpanMs) return { ...last, ...centre, checkMs: firstCheckMs };
  const slope = (centre.offsetMs - last.offsetMs) / spanMs;
  const slopeError = (centre.errorMs + last.errorMs) / spanMs;
  const low = Math.max(last.drift - last.driftError, slope - slopeError);
  const high = Math.min(last.drift + last.driftError, slope + slopeError);
  if (low <= high) {
    const drift = (low + high) / 2;
    const driftError = Math.max((high - low) / 2, assumedDrift + Math.abs(drift) * driftWander);
    const measuredMs = growthMs / Math.max(driftError, slopeError);
    const checkMs = Math.min(growthMs / driftError, Math.max(2 * last.checkMs, measuredMs));
    return { ...centre, drift, driftError, checkMs };
  }
  if (Math.abs(slope) > mostDrift) return firstEstimate(bound);
  const driftError = Math.abs(slope - last.drift) + slopeError;
  // The offset moved faster during the trip than was thought.
  const { errorMs } = centreOf(bound, Math.abs(slope) + driftError);
  return {
    ...centre,
    errorMs,
    drift: slope,
    driftError,
    checkMs: Math.min(firstCheckMs, growthMs / driftError),
  };
}

/** The offset at an instant. */
export function offsetAt({ at, offsetMs, drift }: ClockEstimate, instant: number): number {
  return offsetMs + (instant - at) * drift;
}

/** How far off `offsetAt` can be. */
export function errorAt({ at, errorMs, driftError }: ClockEstimate, instant: number): number {
  return errorMs + Math.abs(instant - at) * driftError;
}

/** The exchange's clock was read up to half a round trip from the middle, and the offset moved meanwhile. */
function centreOf(
  { at, tripMs, lowMs, highMs }: OffsetBound,
  drift: number,
): Pick<ClockEstimate, 'at' | 'offsetMs' | 'errorMs'> {
  return {
    at,
    offsetMs: (lowMs + highMs) / 2,
    errorMs: (highMs - lowMs) / 2 + (tripMs / 2) * drift,
  };
}
