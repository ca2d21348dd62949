// JSON as exchanges write it: long numbers keep their digits.
import { isObject, parseTexts, printExact } from '../internal.ts';

/** A value of JSON. A `bigint` is written as a bare number with all its digits, as exchanges write 18-digit ids. */
export type Json =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

/** Reads JSON without rounding: an integer of 16 digits or more becomes a string. `undefined` for what is no JSON. */
export function parseExact(text: string): Json | undefined {
  return parseTexts(text) as Json | undefined;
}

/** Writes JSON, each `bigint` as a bare number. */
export const printJson: (value: Json) => string = printExact;

/** Whether it is an object with names. */
export function isRecord(value: Json | undefined): value is { readonly [name: string]: Json | undefined } {
  return isObject(value);
}

/** The scalar members of an object, as text. */
export function scalars(value: Json | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (!isRecord(value)) return found;
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined && item !== null && typeof item !== 'object') found.set(name, String(item));
  }
  return found;
}
