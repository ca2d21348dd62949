// What the policies would have done with a record, counted.
import type { Category, Exchange } from '../../internal.ts';

/** What became of the failed requests: every one stands in exactly one of these. */
export interface Decided {
  /** Sent again after a wait. */
  retried: number;
  /** Signed with a refreshed clock and sent again. */
  clockRefreshed: number;
  /** Asked about; only with a look-up. */
  lookedUp: number;
  /** Failed at once, since the same request would fail again. */
  failedAtOnce: number;
  /** A write that may stand: failed, and not sent again. */
  outcomeUnknown: number;
  /** The call had used its attempts, its deadline or the retry budget. */
  exhausted: number;
  /** Refused for rate reasons at a time at which the library would still have made it wait. */
  spared: number;
  /** Failed, but the breaker would not have let it go. */
  turnedAway: number;
}

/** One exchange's part of a record, counted. */
export interface ReplayCounts {
  requests: number;
  good: number;
  failed: number;
  readonly categories: Map<Category, number>;
  readonly decided: Decided;
  pauses: number;
  pausedMs: number;
  /** Requests sent during a pause: they would have waited for its end. */
  heldBack: number;
  /** Requests beyond a documented limit: they would have waited for room. */
  overLimit: number;
  readonly overLimits: Map<string, number>;
  breakerOpenings: number;
  /** Writes that the open breaker would have refused. */
  keptHome: number;
  /** Orders that the record sends again while it is not known what became of the first. */
  sentAgainUnknown: number;
  readonly unlisted: Map<string, { times: number; readonly text: string | undefined }>;
}

export function newCounts(): ReplayCounts {
  return {
    requests: 0,
    good: 0,
    failed: 0,
    categories: new Map(),
    decided: {
      retried: 0,
      clockRefreshed: 0,
      lookedUp: 0,
      failedAtOnce: 0,
      outcomeUnknown: 0,
      exhausted: 0,
      spared: 0,
      turnedAway: 0,
    },
    pauses: 0,
    pausedMs: 0,
    heldBack: 0,
    overLimit: 0,
    overLimits: new Map(),
    breakerOpenings: 0,
    keptHome: 0,
    sentAgainUnknown: 0,
    unlisted: new Map(),
  };
}

/** A moment worth a look. */
export interface Moment {
  readonly at: number;
  readonly line: number;
  readonly exchange: string;
  readonly kind:
    | 'paused'
    | 'unknown-outcome'
    | 'sent-again'
    | 'breaker'
    | 'over-limit'
    | 'unlisted'
    | 'exhausted';
  readonly text: string;
}

/** One exchange's part of a record, as `--json` prints it. */
export interface ExchangeReport extends Omit<ReplayCounts, 'categories' | 'overLimits' | 'unlisted'> {
  readonly exchange: string;
  readonly categories: Readonly<Record<string, number>>;
  readonly overLimits: Readonly<Record<string, number>>;
  readonly unlisted: readonly { readonly code: string; readonly times: number; readonly text?: string }[];
}

export function toReport(exchange: Exchange, counts: ReplayCounts): ExchangeReport {
  const { categories, overLimits, unlisted, ...rest } = counts;
  return {
    exchange: exchange.id,
    ...rest,
    categories: Object.fromEntries(categories),
    overLimits: Object.fromEntries(overLimits),
    unlisted: [...unlisted].map(([code, { times, text }]) => ({
      code,
      times,
      ...(text !== undefined && { text }),
    })),
  };
}

export function bump<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
