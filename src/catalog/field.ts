// Reads fields of parsed JSON by their dotted paths.

/** A value by its dotted path, in which a number is a place in a list; undefined where the way there ends. */
export function valueAt(value: unknown, path: string): unknown {
  if (!path.includes('.')) return memberOf(value, path);
  return path.split('.').reduce(memberOf, value);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  // A list has its elements and nothing else, and what a prototype holds is no part of an answer.
  if (!Object.hasOwn(value, name) || (Array.isArray(value) && name === 'length')) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/**
 * As `valueAt`, of an answer, whose parser may return whole numbers as bigints: then the same as a number, or the digits of one
 * too large for that.
 */
export function fieldAt(value: unknown, path: string): unknown {
  const found = valueAt(value, path);
  if (typeof found !== 'bigint') return found;
  const number = Number(found);
  return Number.isSafeInteger(number) ? number : String(found);
}

/** Whether a value is written as this text. An object or a list is not: JSON may hold one that has no text at all. */
export function isWrittenAs(value: unknown, text: string): boolean {
  return value !== undefined && typeof value !== 'object' && String(value) === text;
}

/** The name that a dotted path ends in. */
export function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
