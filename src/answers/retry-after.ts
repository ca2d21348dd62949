// The wait that an answer asks for.
import type { ResetHeader } from '../catalog/limit-signals.ts';
import type { HeadersLike } from '../types.ts';
import { readHeader, readHeaderValues } from './headers.ts';
import { parseHttpDate } from './http-date.ts';

const dayMs = 86_400_000;
/** What is as long as this, in seconds or milliseconds, is an instant: no wait is longer than 11 days, and no exchange is older. */
const leastInstant = 1e9;
/** From how many on an instant is in milliseconds, microseconds, nanoseconds: each begins in 1973 and ends in 5138. */
const scales = [
  { from: 1e11, perMs: 1 },
  { from: 1e14, perMs: 1e3 },
  { from: 1e17, perMs: 1e6 },
] as const;
const mostInstant = 1e20;

/**
 * The wait that `retry-after-ms` or `Retry-After` asks for, in milliseconds; undefined for none and for garbage. Of several
 * the longest good one counts. Seconds may have a fraction (seen in the wild); a number that is an instant since 1970 is
 * read as one. Never negative, never infinite.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(headers: HeadersLike | undefined, nowMs: number): number | undefined {
  const exact = readHeaderValues(headers, 'retry-after-ms');
  if (exact.length > 0) return longest(exact.map((value) => numberWait(value, 'ms', headers, nowMs)));
  const values = readHeaderValues(headers, 'retry-after');
  return longest(
    values.map((value) => numberWait(value, 's', headers, nowMs) ?? dateWait(value, headers, nowMs)),
  );
}

/**
 * The wait until a limit opens again, by the headers that tell it; undefined where none does, or where it is open. Only
 * for a refusal: good answers have these headers too.
 */
export function parseReset(
  resets: readonly ResetHeader[],
  headers: HeadersLike | undefined,
  nowMs: number,
): number | undefined {
  const waits = resets.map(({ header, unit, left, pick }) => {
    const value = readHeader(headers, header);
    if (value === undefined || isLeft(left, headers)) return undefined;
    const text = pick ? picked(pick, value) : value;
    const wait = numberWait(text, unit, headers, nowMs) ?? dateWait(text, headers, nowMs);
    return wait === undefined || wait <= 0 ? undefined : wait;
  });
  return longest(waits);
}

/**
 * A wait that code of a profile's made of an answer, in milliseconds; undefined for what is none. A number that is an
 * instant since 1970 is read as one: that is what the answer held.
 */
export function parseOwnWait(
  wait: unknown,
  headers: HeadersLike | undefined,
  nowMs: number,
): number | undefined {
  if (typeof wait !== 'number' || !Number.isFinite(wait) || wait < 0) return undefined;
  return wait >= leastInstant ? instantWait(wait, headers, nowMs) : wait;
}

/** Something of that limit is left, so the refusal was about another one. */
function isLeft(header: string | undefined, headers: HeadersLike | undefined): boolean {
  const value = header === undefined ? undefined : readHeader(headers, header);
  return value !== undefined && Number(value) > 0;
}

/** A function of a profile must not change what becomes of the call. */
function picked(pick: (value: string) => string | undefined, value: string): string | undefined {
  try {
    return pick(value);
  } catch {
    return undefined;
  }
}

/** The longest of some waits; undefined where there is none. */
export function longest(waits: readonly (number | undefined)[]): number | undefined {
  return waits.reduce<number | undefined>(
    (most, wait) => (wait === undefined ? most : Math.max(wait, most ?? 0)),
    undefined,
  );
}

/** A wait in a header: a number of such units, or an instant. Undefined for what is neither. */
export function numberWait(
  text: unknown,
  unit: ResetHeader['unit'],
  headers: HeadersLike | undefined,
  nowMs: number,
): number | undefined {
  if (typeof text !== 'string' || !/^\s*\d{1,30}(\.\d{1,30})?\s*$/.test(text)) return undefined;
  const value = Number(text);
  if (value >= leastInstant) return instantWait(value, headers, nowMs);
  if (unit === 'instant') return undefined;
  return unit === 's' ? Math.ceil(value * 1000) : value;
}

/** Undefined for what is no instant after all: it is long past. */
function instantWait(value: number, headers: HeadersLike | undefined, nowMs: number): number | undefined {
  if (value >= mostInstant) return undefined;
  const scale = scales.findLast(({ from }) => value >= from);
  const wait = waitUntil(scale ? value / scale.perMs : value * 1000, headers, nowMs);
  return wait < -dayMs ? undefined : Math.max(0, Math.ceil(wait));
}

function dateWait(text: unknown, headers: HeadersLike | undefined, nowMs: number): number | undefined {
  const at = typeof text === 'string' ? parseHttpDate(text, nowMs) : undefined;
  return at === undefined ? undefined : Math.max(0, waitUntil(at, headers, nowMs));
}

/**
 * Measured on the clock of the answer, so that a skewed local clock does not shorten the wait. Where that clock and ours
 * are more than a day apart one of them is wrong, and it cannot be known which: the one by which the wait is short, and
 * not over, counts.
 */
function waitUntil(at: number, headers: HeadersLike | undefined, nowMs: number): number {
  const dateMs = parseHttpDate(readHeader(headers, 'date'), nowMs);
  if (dateMs === undefined) return at - nowMs;
  if (Math.abs(dateMs - nowMs) <= dayMs) return at - dateMs;
  const waits = [at - nowMs, at - dateMs];
  const open = waits.filter((wait) => wait >= 0);
  return open.length > 0 ? Math.min(...open) : Math.max(...waits);
}
