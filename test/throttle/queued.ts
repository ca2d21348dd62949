import type { LimitBook } from '../../src/throttle/limit-book.ts';
import { Pause } from '../../src/throttle/pause.ts';
import { agesAt, type CallOwner, levelOf, type QueuedCall } from '../../src/throttle/queued-call.ts';

/** Milliseconds since the fake clock was set up. */
export const now = (): number => performance.now();

let orders = 0;

/** Whoever owns the calls of a test, with a pause of all of them. */
export function newOwner(pause: Pause = new Pause(), id = 1): CallOwner {
  return { id, pauses: [pause], limiter: undefined, queued: 0 };
}

export interface Wants {
  readonly priority?: number;
  readonly weight?: number;
  readonly owner?: CallOwner;
  readonly lastAt?: number;
  readonly refuse?: (opensAt: number) => void;
}

/** A call that waits for `weight` units of each window, and calls `go` when its turn comes. */
export function queuedCall(windows: readonly LimitBook[], go: () => void, wants: Wants = {}): QueuedCall {
  const { priority = 0, weight = 1, owner = newOwner(), lastAt = Number.POSITIVE_INFINITY } = wants;
  orders += 1;
  return {
    owner,
    priority,
    level: levelOf(priority),
    order: orders,
    charges: windows.map((window) => ({ window, weight, need: weight })),
    lastAt,
    agesAt: agesAt(priority, now(), lastAt),
    isEnding: false,
    go,
    refuse: (opensAt) => wants.refuse?.(opensAt),
    gone: false,
  };
}
