// What the policies would have done with a record, as `--json` prints it.

/** What became of the failed requests: every one stands in exactly one of these. */
export class Decided {
  retried = 0;
  clockRefreshed = 0;
  lookedUp = 0;
  failedAtOnce = 0;
  /** Writes that may stand: failed, and not sent again. */
  outcomeUnknown = 0;
  /** The call had used its attempts, its deadline or the retry budget. */
  exhausted = 0;
  /** Refused for rate reasons at a time at which the library would still have made it wait. */
  spared = 0;
  /** The breaker would not have let it go. */
  turnedAway = 0;
}

/** One exchange's part of a record. */
export class ExchangeReport {
  readonly exchange: string;
  requests = 0;
  good = 0;
  failed = 0;
  readonly decided: Decided = new Decided();
  pauses = 0;
  /** Time that two pauses share counts once. */
  pausedMs = 0;
  /** Requests that would have waited after a refusal: for the end of its pause, or for those that wait already. */
  heldBack = 0;
  /** Requests that would have waited for room in a documented limit. */
  overLimit = 0;
  breakerOpenings = 0;
  /** Writes that the open breaker would have refused. */
  keptHome = 0;
  /** Orders that the record sends again while it is not known what became of the first. */
  sentAgainUnknown = 0;
  readonly categories: Record<string, number> = {};
  /** By key of the limit. */
  readonly overLimits: Record<string, number> = {};
  readonly unlisted: { readonly code: string; times: number; readonly text?: string }[] = [];

  constructor(exchange: string) {
    this.exchange = exchange;
  }
}

/** A moment worth a look. */
export interface Moment {
  readonly at: number;
  readonly line: number;
  readonly exchange: string;
  /** What it is about, such as `paused`. */
  readonly kind: string;
  readonly text: string;
}

/** Tells a moment; `line` where it is about one. */
export type Tell = (kind: string, text: string, line?: number) => void;

/** What a record came to. */
export class Summary {
  /** How many lines it holds, of each sort. */
  readonly lines: {
    total: number;
    requests: number;
    otherEvents: number;
    bad: number;
    readonly firstBad: { readonly line: number; readonly why: string }[];
    untimed: number;
    outOfOrder: number;
  } = { total: 0, requests: 0, otherEvents: 0, bad: 0, firstBad: [], untimed: 0, outOfOrder: 0 };
  fromAt: number | undefined;
  untilAt: number | undefined;
  readonly exchanges: ExchangeReport[] = [];
  readonly moments: { total: number; first: Moment[] } = { total: 0, first: [] };
}
