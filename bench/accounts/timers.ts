// Counts timers that are set and have neither rung nor been cleared.

/** Counts from now on. */
export function countTimers(): { readonly end: () => number } {
  const own = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
  const set = new Set<unknown>();
  const counting = (callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => {
    const timer = own.setTimeout(() => {
      set.delete(timer);
      callback(...args);
    }, ms);
    set.add(timer);
    return timer;
  };
  globalThis.setTimeout = Object.assign(counting, own.setTimeout);
  globalThis.clearTimeout = (timer) => {
    set.delete(timer);
    own.clearTimeout(timer);
  };
  return {
    end: () => {
      Object.assign(globalThis, own);
      return set.size;
    },
  };
}
