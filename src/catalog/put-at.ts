// Puts values into parsed JSON by their dotted paths.
import { isObject } from '../options/check-value.ts';

/** A copy of the value with a member put in; a `0` is the first place of a list. */
export function putAt(value: unknown, path: string, put: unknown): unknown {
  return putIn(value, path.split('.'), put);
}

function putIn(value: unknown, [step, ...steps]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (step === '0') {
    const [first, ...others] = Array.isArray(value) ? value : [];
    return [putIn(first, steps, put), ...others];
  }
  const own = isObject(value) ? value : {};
  return { ...own, [step]: putIn(own[step], steps, put) };
}

/** As `putAt`, of an object. */
export function putMember(value: object, path: string, put: unknown): object {
  return Object(putAt(value, path, put));
}
