// What the limits admit: now, and when calls would start.
import { type CallOwner, pausesOpenAt } from './queued-call.ts';
import type { Charge, RateWindow } from './rate-window.ts';

/** What a limit admits now. */
export interface Headroom {
  readonly limit: string;
  readonly capacity: number;
  readonly windowMs: number;
  /** Units that could leave at once; calls that wait are not counted. */
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
  const books = charges.map((charge) => bookOf(charge, nowAt));
  const starts: number[] = [];
  let at = Math.max(nowAt, openAt);
  for (let call = 0; call < ahead + count; call += 1) {
    for (const book of books) at = Math.max(at, opensAt(book, at));
    for (const book of books) {
      book.free -= book.weight;
      book.returns.push({ at: at + book.windowMs, units: book.weight });
    }
    if (call >= ahead) starts.push(at);
  }
  return starts;
}

interface Book {
  free: number;
  next: number;
  readonly weight: number;
  readonly need: number;
  readonly windowMs: number;
  readonly returns: { at: number; units: number }[];
}

function bookOf({ window, weight, need }: Charge, nowAt: number): Book {
  const returns = window.returns(nowAt).map((one) => ({ ...one }));
  const free = window.free(nowAt);
  // What is in flight counts as answered now.
  const owed = window.capacity - free - returns.reduce((sum, { units }) => sum + units, 0);
  if (owed > 0) returns.push({ at: nowAt + window.windowMs, units: owed });
  return { free, next: 0, weight, need, windowMs: window.windowMs, returns };
}

function opensAt(book: Book, from: number): number {
  let at = from;
  for (let back = book.returns[book.next]; back; back = book.returns[book.next]) {
    if (back.at > at && book.free >= book.need) break;
    at = Math.max(at, back.at);
    book.free += back.units;
    book.next += 1;
  }
  return at;
}
