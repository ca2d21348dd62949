// Reads the values of a line of JSON, which may be anything.
import { textOf as exactText, isObject, parseExact, printExact } from '../internal.ts';
import { printable } from './wording.ts';

/** What is in a line, whatever it is. */
export type Line = Readonly<Record<string, unknown>>;

/** Why a line cannot be read, as a clause. */
export class BadLine extends Error {}

/** Deeper than any request or answer of an exchange. */
const deepest = 100;

/**
 * Long whole numbers keep their digits: they are what `parseExact` makes of them.
 * @param text undefined for a line that is too long
 * @throws {BadLine}
 */
export function parseLine(text: string | undefined): Line {
  if (text === undefined) throw new BadLine('it is too long for one request');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadLine(error instanceof RangeError ? 'it is nested too deep' : brokenOff(text, error));
  }
  if (!isObject(value)) throw new BadLine('it is no JSON object');
  if (text.length > 2 * deepest && isDeep(value, deepest)) throw new BadLine('it is nested too deep');
  if (!/\d{16}/.test(text)) return value;
  const exact = parseExact(text);
  return isObject(exact) ? exact : value;
}

/** The clause for what is no JSON, with the name of the field in which it ends to be. */
function brokenOff(text: string, error: unknown): string {
  const [, place = text.length] = /position (\d+)/.exec(String(error)) ?? [];
  const [field] = [...text.slice(0, Number(place) + 1).matchAll(/"([^"\\]*)"\s*:/g)].slice(-1);
  return field ? `it is not JSON, from "${printable(field[1] ?? '', 40)}" on` : 'it is not JSON';
}

/** Gives up at the bound: what goes on for every level would fall over the very value that it is to find. */
function isDeep(value: object, left: number): boolean {
  if (left === 0) return true;
  return Object.values(value).some(
    (part: unknown) => typeof part === 'object' && part !== null && isDeep(part, left - 1),
  );
}

/** A text that may be printed; numbers count as texts. */
export function textOf(value: unknown, most = 200): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = exactText(value);
  return text === undefined || text === '' ? undefined : printable(text, most);
}

/** A number of any length. */
export function numberOf(value: unknown): number | undefined {
  const text = exactText(value);
  const number = typeof value === 'string' && value !== text ? Number(text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** An HTTP status. @throws {BadLine} for what is none */
export function statusOf(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && value >= 100 && value <= 999) return value;
  throw new BadLine('its status is no HTTP status');
}

/** A body as it was sent: text as it is, anything else as JSON. */
export function bodyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return exactText(value) ?? printExact(value);
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
