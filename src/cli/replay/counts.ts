// What the policies would have done with a record, counted.
import type { Category, Exchange } from '../../internal.ts';

/** What became of the failed requests: every one stands in exactly one of these. */
export class Decided {
  /** Sent again after a wait. */
  retried = 0;
  /** Signed with a refreshed clock and sent again. */
  clockRefreshed = 0;
  /** Asked about; only with a look-up. */
  lookedUp = 0;
  /** Failed at once, since the same request would fail again. */
  failedAtOnce = 0;
  /** A write that may stand: failed, and not sent again. */
  outcomeUnknown = 0;
  /** The call had used its attempts, its deadline or the retry budget. */
  exhausted = 0;
  /** Refused for rate reasons at a time at which the library would still have made it wait. */
  spared = 0;
  /** Failed, but the breaker would not have let it go. */
  turnedAway = 0;
}

/** One exchange's part of a record, counted. */
export class ReplayCounts {
  requests = 0;
  good = 0;
  failed = 0;
  readonly categories: Map<Category, number> = new Map();
  readonly decided: Decided = new Decided();
  pauses = 0;
  /** Time that two pauses share counts once. */
  pausedMs = 0;
  /** Requests that would have waited after a refusal: for the end of its pause, or for those that wait already. */
  heldBack = 0;
  /** Requests beyond a documented limit: they would have waited for room. */
  overLimit = 0;
  readonly overLimits: Map<string, number> = new Map();
  breakerOpenings = 0;
  /** Writes that the open breaker would have refused. */
  keptHome = 0;
  /** Orders that the record sends again while it is not known what became of the first. */
  sentAgainUnknown = 0;
  readonly unlisted: Map<string, { times: number; readonly text: string | undefined }> = new Map();
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
