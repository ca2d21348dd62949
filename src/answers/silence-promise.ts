/**
 * Looks after a promise in the place of something else, as an `async` function of the caller's returns it where nobody
 * waits: one that rejects unseen ends the process.
 * @returns whether it was one
 */
export function silencePromise(value: unknown): boolean {
  try {
    if (typeof value !== 'object' || value === null || typeof Reflect.get(value, 'then') !== 'function')
      return false;
    Promise.resolve(value).catch(ignore);
    return true;
  } catch {
    // What throws when it is read is no promise either.
    return false;
  }
}

function ignore(): void {}
