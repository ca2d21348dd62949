/**
 * Runs code of the caller's that only listens: what it throws, or what a promise of it rejects with, is its own affair.
 * Code that answers stands elsewhere: bounded by `untilCut`, its answer checked where it is used.
 */
export function ignoringFaults(listener: () => unknown): void {
  try {
    void Promise.resolve(listener()).catch(ignore);
  } catch {
    // Its own affair.
  }
}

function ignore(): void {}
