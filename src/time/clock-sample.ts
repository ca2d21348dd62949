// One reading of the exchange's clock, and which of several to believe.

/** One reading of the exchange's clock. */
export interface ClockSample {
  /** Milliseconds since 1970 at the exchange. */
  readonly serverMs: number;
  /** Instants on our monotonic clock. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** How coarsely the exchange tells its time: 500 for a `Date` header, which counts seconds. @default 0 */
  readonly roughMs?: number;
}

/** No clock is further off than this: such a time is in another unit, or garbage, and orders would be stamped with it. */
const likelyMs = 86_400_000;

/** Whether a time can be that of a clock: not where it is more than a day off ours. */
export function isLikelyTime(serverMs: number): boolean {
  return Math.abs(serverMs - Date.now()) <= likelyMs;
}

/** The sample with the least round trip, which bounds the error best. */
export function bestSample(samples: readonly ClockSample[]): ClockSample | undefined {
  return samples.reduce<ClockSample | undefined>(
    (best, sample) => (best && roundTripMs(best) <= roundTripMs(sample) ? best : sample),
    undefined,
  );
}

/** How long a sample was under way, in milliseconds. */
export function roundTripMs({ sentAt, answeredAt }: ClockSample): number {
  return answeredAt - sentAt;
}
