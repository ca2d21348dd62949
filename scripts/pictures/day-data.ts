// A measured day, as `docs/pictures/day.json` holds it. Instants are milliseconds since midnight.

export interface Day {
  readonly exchange: string;
  readonly seed: number;
  readonly limit: { readonly capacity: number; readonly windowMs: number };
  readonly ban: { readonly after: number; readonly forMs: number };
  readonly binMs: number;
  readonly dayMs: number;
  readonly skewMs: number;
  readonly bursts: readonly { readonly at: number; readonly orders: number }[];
  readonly trouble: Readonly<Record<'network' | 'clock' | 'throttled', Span>>;
  /** Of the orders that meet the trouble. */
  readonly share: Readonly<Record<'network' | 'throttled', number>>;
  readonly bots: readonly BotDay[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface BotDay {
  readonly name: string;
  /** Of each bin the most orders that the exchange saw in any window of the limit. */
  readonly busiest: readonly number[];
  /** Orders that the bot was asked for, per bin. */
  readonly asked: readonly number[];
  /** Those of them that never stood. */
  readonly notPlaced: readonly number[];
  readonly pauses: readonly { readonly at: number; readonly ms: number }[];
  readonly bans: readonly Span[];
  /** When an order was executed that had been executed before. */
  readonly doubledAt: readonly number[];
  /** When an order was asked for that was reported as failed, and stands. */
  readonly falselyFailedAt: readonly number[];
  readonly totals: {
    readonly orders: number;
    readonly requests: number;
    readonly overLimit: number;
    readonly duringBan: number;
    readonly once: number;
    readonly never: number;
    /** Reported as unknown. */
    readonly unknown: number;
  };
}
