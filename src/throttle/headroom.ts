import { type CallOwner, pausesOpenAt } from './queued-call.ts';
import type { RateWindow } from './rate-window.ts';

/** What a limit admits now. */
export interface Headroom {
  readonly limit: string;
  readonly capacity: number;
  readonly windowMs: number;
  /** Units that could leave at once; those who wait are not counted. */
  readonly free: number;
}

/** What every window has left for this owner; nothing while a pause holds its calls. */
export function headroomOf(
  windows: Iterable<RateWindow>,
  owner: CallOwner,
  nowAt: number,
): readonly Headroom[] {
  return [...windows].map((window) => {
    const isPaused = pausesOpenAt([{ window, weight: 0, need: 0 }], owner, nowAt) > nowAt;
    const { key: limit, capacity, windowMs } = window;
    return { limit, capacity, windowMs, free: isPaused ? 0 : Math.max(0, window.free(nowAt)) };
  });
}
