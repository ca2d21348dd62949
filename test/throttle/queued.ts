import type { QueuedCall } from '../../src/throttle/queued-call.ts';
import { levelOf } from '../../src/throttle/queued-call.ts';
import type { RateWindow } from '../../src/throttle/rate-window.ts';

/** Milliseconds since the fake clock was set up. */
export const now = (): number => performance.now();

let orders = 0;

/** A call for `weight` units of each window, that calls `go` when its turn comes. */
export function queuedCall(
  windows: readonly RateWindow[],
  go: () => void,
  { priority = 0, weight = 1 }: { readonly priority?: number; readonly weight?: number } = {},
): QueuedCall {
  orders += 1;
  return {
    priority,
    level: levelOf(priority),
    order: orders,
    charges: windows.map((window) => ({ window, weight, need: weight })),
    enter: () => undefined,
    go,
    gone: false,
  };
}
