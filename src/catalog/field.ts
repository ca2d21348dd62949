// Reads fields of parsed JSON by their dotted paths.
import { isObject } from '../options/check-value.ts';

/** A value by its dotted path; a number in it is a place in a list. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const step of path.split('.')) {
    if (!isObject(here) && !Array.isArray(here)) return undefined;
    here = Object.hasOwn(here, step) ? Reflect.get(here, step) : undefined;
  }
  return here;
}

/** Whether a value is written as this text. An object or a list is not: JSON may hold one that has no text at all. */
export function isWrittenAs(value: unknown, text: string): boolean {
  return value !== undefined && typeof value !== 'object' && String(value) === text;
}

/** The name that a dotted path ends in. */
export function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
