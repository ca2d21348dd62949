/** A value of JSON. A `bigint` is written as a bare number with all its digits, as exchanges write 18-digit ids. */
export type Json =
  | string
  | number
  | boolean
  | bigint
  | null
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const longInteger = /^-?\d{16,}$/;
const mark = '#integer:';

/** Reads JSON without rounding: an integer of 16 digits or more becomes a string. `undefined` for what is no JSON. */
export function parseExact(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(tokens, (token) => (longInteger.test(token) ? `"${token}"` : token)));
  } catch {
    return undefined;
  }
}

/** Reads JSON with every number as the text that stands there: `1.10` stays `1.10`. */
export function parseAsWritten(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(tokens, (token) => (token.startsWith('"') ? token : `"${token}"`)));
  } catch {
    return undefined;
  }
}

/** Writes JSON, each `bigint` as a bare number. */
export function printJson(value: Json): string {
  const text = JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? `${mark}${item}` : item,
  );
  return text.replace(/"#integer:(-?\d+)"/g, '$1');
}

/** Whether it is an object with names. */
export function isRecord(value: Json | undefined): value is { readonly [name: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
