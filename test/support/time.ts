// Settles promises under a frozen clock.
import { vi } from 'vitest';

/** How a promise ended under a frozen clock, and how much of that clock it took. */
export interface Settled {
  readonly value: unknown;
  readonly error: unknown;
  readonly tookMs: number;
}

/**
 * Turns the frozen clock on, millisecond by millisecond where little happens, until the promise settles. What runs
 * outside the clock, such as WebCrypto, gets its turn in between.
 */
export async function settle(promise: Promise<unknown>, stepMs = 1, limitMs = 120_000): Promise<Settled> {
  const start = performance.now();
  let settled: { value: unknown; error: unknown } | undefined;
  promise.then(
    (value) => {
      settled = { value, error: undefined };
    },
    (error: unknown) => {
      settled = { value: undefined, error };
    },
  );
  for (let turn = 0; turn < 200 && !settled; turn += 1) await vi.advanceTimersByTimeAsync(0);
  while (!settled) {
    if (performance.now() - start > limitMs) throw new Error(`not settled after ${limitMs} virtual ms`);
    await vi.advanceTimersByTimeAsync(stepMs);
    for (let turn = 0; turn < 20 && !settled; turn += 1) await vi.advanceTimersByTimeAsync(0);
  }
  return { ...settled, tookMs: performance.now() - start };
}
