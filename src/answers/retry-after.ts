import type { HeadersLike } from '../types.ts';

/** One header's value as text, whatever holds the headers. Names are compared in lower case. */
export function readHeader(headers: HeadersLike | undefined, name: string): string | undefined {
  if (!headers) return undefined;
  // Axios's headers nearly always have it by this very name, and search much longer for it.
  const direct = (headers as Fields)[name];
  const value =
    direct ?? (typeof headers['get'] === 'function' ? headers['get'](name) : own(headers as Fields, name));
  if (value === null || value === undefined || value === false) return undefined;
  return Array.isArray(value) ? String(value[0]) : String(value);
}

type Fields = Readonly<Record<string, unknown>>;

function own(headers: Fields, name: string): unknown {
  // Without a list of the keys: it is asked for headers that are not there, at every failure.
  for (const key in headers) {
    if (key.length === name.length && key.toLowerCase() === name) return headers[key];
  }
  return undefined;
}

/**
 * The wait that `retry-after-ms` or `Retry-After` asks for, in milliseconds; undefined for none and for garbage.
 * Seconds may have a fraction (seen in the wild); a date is compared with the answer's own `Date` where it has one,
 * so that a skewed local clock does not shorten the wait.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(headers: HeadersLike | undefined, nowMs: number): number | undefined {
  const exact = readHeader(headers, 'retry-after-ms');
  if (exact !== undefined) return number(exact);
  const value = readHeader(headers, 'retry-after');
  if (value === undefined) return undefined;
  const seconds = number(value);
  if (seconds !== undefined) return Math.ceil(seconds * 1000);
  // `Date.parse` accepts "-5" and other shreds as dates; an HTTP date always names a day.
  const at = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  const base = Date.parse(readHeader(headers, 'date') ?? '');
  return Math.max(0, at - (Number.isNaN(base) ? nowMs : base));
}

function number(text: string): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined;
}
