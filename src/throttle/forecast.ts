// What the limits admit: now, and when calls would start.

import type { Charge } from './charge.ts';
import type { LimitBook } from './limit-book.ts';
import { type CallOwner, pausesOpenAt } from './queued-call.ts';

/** What a limit admits now. */
export interface Headroom {
  /** The name of the limit. */
  readonly limit: string;
  /** Units in one window. */
  readonly capacity: number;
  /** Length of the window, in milliseconds. */
  readonly windowMs: number;
  /** Units that could leave at once; calls that wait are not counted. */
  readonly free: number;
}

/** What every window has left for this owner; nothing while a pause holds its calls. */
export function headroomOf(
  windows: Iterable<LimitBook>,
  owner: CallOwner,
  nowAt: number,
): readonly Headroom[] {
  return [...windows].map((window) => {
    const isPaused = pausesOpenAt([{ window, weight: 0, need: 0 }], owner, nowAt) > nowAt;
    const { key: limit, capacity, windowMs } = window;
    return { limit, capacity, windowMs, free: isPaused ? 0 : Math.max(0, window.free(nowAt)) };
  });
}

export interface ForecastRequest {
  readonly nowAt: number;
  /** When the pause is over. */
  readonly openAt: number;
  /** Calls of the same charges that go first. */
  readonly ahead: number;
  readonly count: number;
}

/**
 * The earliest instants at which calls can start, one after the other: if each were answered at once and none more urgent
 * came.
 */
export function forecast(
  charges: readonly Charge[],
  { nowAt, openAt, ahead, count }: ForecastRequest,
): readonly number[] {
  const books = charges.map(({ window, weight, need }) => ({
    weight,
    need,
    book: window.forecast(nowAt),
  }));
  const starts: number[] = [];
  let at = Math.max(nowAt, openAt);
  for (let call = 0; call < ahead + count; call += 1) {
    for (const { book, need } of books) at = Math.max(at, book.opensAt(need, at));
    for (const { book, weight } of books) book.take(weight, at);
    if (call >= ahead) starts.push(at);
  }
  return starts;
}
