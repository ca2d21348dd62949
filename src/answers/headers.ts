// One header of an answer, whatever holds the headers.
import type { HeadersLike } from '../types.ts';

/** One header's value as text, whatever holds the headers; of several the first. Names are compared in lower case. */
export function readHeader(headers: HeadersLike | undefined, name: string): string | undefined {
  const value = rawHeader(headers, name);
  if (value === null || value === undefined || value === false) return undefined;
  return Array.isArray(value) ? String(value[0]) : String(value);
}

/** All values of a header, whether they come as a list or joined by commas; the comma of a date parts nothing. */
export function readHeaderValues(headers: HeadersLike | undefined, name: string): readonly string[] {
  const value = rawHeader(headers, name);
  if (value === null || value === undefined || value === false) return [];
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  return texts.flatMap((text) => partsOf(String(text)));
}

/** A list that is longer than any honest one is garbage from there on. */
const mostValues = 20;

function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (const part of text.split(',', mostValues)) {
    const last = parts.at(-1);
    if (last !== undefined && /^\s*[A-Z][a-z]{2,8}$/.test(last)) parts[parts.length - 1] = `${last},${part}`;
    else parts.push(part);
  }
  return parts;
}

type HeaderFields = Readonly<Record<string, unknown>>;

function rawHeader(headers: HeadersLike | undefined, name: string): unknown {
  if (!headers) return undefined;
  // Axios's headers nearly always have it by this very name, and search much longer for it.
  const direct = (headers as HeaderFields)[name];
  if (direct !== undefined && direct !== null) return direct;
  // What callers without types bring.
  if (Array.isArray(headers) || headers instanceof Map) return own(Object.fromEntries(headers), name);
  return typeof headers['get'] === 'function' ? headers['get'](name) : own(headers as HeaderFields, name);
}

function own(headers: HeaderFields, name: string): unknown {
  const wanted = name.toLowerCase();
  // Without a list of the keys: it is asked for headers that are not there, at every failure.
  for (const key in headers) {
    if (key.length === name.length && key.toLowerCase() === wanted) return headers[key];
  }
  return undefined;
}
