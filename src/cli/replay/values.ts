// Reads values of a line whose type is not known.
import { isObject } from '../../internal.ts';
import { printable } from '../text/printable.ts';

/** What is in a line, whatever it is. */
export type Line = Readonly<Record<string, unknown>>;

/** Why a line tells of no request, as a clause. */
export class BadLine extends Error {}

/** A text that may be printed; numbers count as texts. */
export function textOf(value: unknown, most = 200): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? printable(value, most) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What a date can be at most, in milliseconds. */
const lastDateMs = 8.64e15;

/** Milliseconds of an instant: as a number, or as ISO 8601 writes it. @throws {BadLine} where it is neither */
export function instantOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const isDate = typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value);
  const at = isDate ? Date.parse(value) : Number(value);
  if ((typeof value === 'string' || typeof value === 'number') && Math.abs(at) <= lastDateMs) return at;
  throw new BadLine('its time is neither a number nor ISO 8601');
}

/** Headers with lower-case names, from an object or a list of pairs. */
export function headersOf(value: unknown): Readonly<Record<string, string>> {
  const pairs: unknown[] = Array.isArray(value) ? value : isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    pairs.flatMap((pair) =>
      Array.isArray(pair) && pair.length === 2 ? [[String(pair[0]).toLowerCase(), String(pair[1])]] : [],
    ),
  );
}
