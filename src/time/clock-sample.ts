// One reading of the exchange's clock, what it proves, and which of several to believe.

/** One reading of the exchange's clock. */
export interface ClockSample {
  /** Milliseconds since 1970 at the exchange. */
  readonly serverMs: number;
  /** When it was asked, on our monotonic clock. */
  readonly sentAt: number;
  /** When the answer came, on our monotonic clock. */
  readonly answeredAt: number;
  /** How coarsely the exchange tells its time: 500 for a `Date` header, which counts seconds. @default 0 */
  readonly roughMs?: number;
  /** The `Date` header beside it, in milliseconds since 1970. */
  readonly dateMs?: number | undefined;
}

/** What a sample proves of the offset: the exchange's time minus our monotonic clock. */
export interface OffsetBound {
  /** The middle of its way. */
  readonly at: number;
  readonly tripMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

/** The exchange read its clock somewhere between sending and answer. */
export function boundOf({ serverMs, sentAt, answeredAt, roughMs = 0 }: ClockSample): OffsetBound {
  return {
    at: (sentAt + answeredAt) / 2,
    tripMs: answeredAt - sentAt,
    lowMs: serverMs - roughMs - answeredAt,
    highMs: serverMs + roughMs - sentAt,
  };
}

/** Whether both can be true, if the offset moves by no more than `slackMs` from one to the other. */
export function agree(a: OffsetBound, b: OffsetBound, slackMs: number): boolean {
  return a.lowMs - slackMs <= b.highMs && b.lowMs - slackMs <= a.highMs;
}

/** No clock is further off than this: such a time is in another unit, or garbage, and orders would be stamped with it. */
const likelyMs = 86_400_000;

/** Whether a time can be that of a clock: not where it is more than a day off ours. */
export function isLikelyTime(serverMs: number): boolean {
  return Math.abs(serverMs - Date.now()) <= likelyMs;
}

/** Samples of one refresh are at most so far apart in what clocks do meanwhile. */
const sampleSlackMs = 50;

/** The sample with the least round trip of those that most of the others agree with: a wild one is not believed. */
export function agreedSample(samples: readonly ClockSample[]): ClockSample | undefined {
  const votes = samples.map((one) => {
    const bound = boundOf(one);
    return samples.filter((other) => agree(bound, boundOf(other), sampleSlackMs)).length;
  });
  const most = Math.max(...votes);
  return bestSample(samples.filter((_, at) => votes[at] === most));
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
