// Promises where none is awaited.
import { isPromise } from '../options/is-promise.ts';

/**
 * Handles the rejection of a promise that stands in the place of another value, as an `async` function of the caller's
 * returns it where no promise is awaited: a rejection without a handler ends the process.
 * @returns whether the value is a promise
 */
export function silencePromise(value: unknown): boolean {
  try {
    if (!isPromise(value)) return false;
    Promise.resolve(value).catch(ignore);
    return true;
  } catch {
    // What throws when it is read is no promise either.
    return false;
  }
}

function ignore(): void {}
