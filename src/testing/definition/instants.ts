// Finds out how a text tells an instant.

/** Milliseconds since 1970; `NaN` for what is no such text, undefined for none. */
export type ReadInstant = (text: string | undefined) => number | undefined;

const units = [1000, 1, 1 / 1000, 1 / 1_000_000];
/** An expiry is this far ahead at most. */
const mostAheadMs = 600_000;

/** How a text tells an instant, and how far that lies ahead of the instant at which it was written. */
export interface ToldInstant {
  readonly read: ReadInstant;
  /** More than 0: it is an expiry. */
  readonly aheadMs: number;
}

/**
 * How two texts tell two instants: as a number of some unit, or as a date.
 * @returns undefined where they tell something else.
 */
export function instantOf(
  text: string | undefined,
  laterText: string | undefined,
  ms: number,
  laterMs: number,
): ToldInstant | undefined {
  for (const read of [...units.map(digitsIn), dateIn]) {
    const aheadMs = Math.round((read(text) ?? Number.NaN) - ms);
    const offMs = (read(laterText) ?? Number.NaN) - laterMs - aheadMs;
    if (aheadMs >= 0 && aheadMs <= mostAheadMs && Math.abs(offMs) < 1) return { read, aheadMs };
  }
  return undefined;
}

/** Decimal digits alone, of seconds with a fraction too: no exchange reads anything else. */
function digitsIn(unitMs: number): ReadInstant {
  const digits = unitMs === 1000 ? /^\d{1,12}(?:\.\d{1,9})?$/ : /^\d{1,19}$/;
  return (text) => {
    if (text === undefined || text === '') return undefined;
    return digits.test(text) ? Number(text) * unitMs : Number.NaN;
  };
}

function dateIn(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/.test(text) ? Date.parse(text.replace(/Z?$/, 'Z')) : Number.NaN;
}
