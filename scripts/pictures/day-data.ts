/** A measured day, as `docs/pictures/day.json` holds it. Instants are milliseconds since midnight. */
export interface Day {
  readonly exchange: string;
  readonly seed: number;
  readonly limit: { readonly capacity: number; readonly windowMs: number };
  readonly ban: { readonly after: number; readonly forMs: number };
  readonly binMs: number;
  readonly dayMs: number;
  readonly skewMs: number;
  readonly bursts: readonly { readonly at: number; readonly orders: number }[];
  readonly trouble: Readonly<Record<'network' | 'clock' | 'crowd', Span>>;
  /** Of the orders that meet the trouble. */
  readonly share: Readonly<Record<'network' | 'crowd', number>>;
  readonly lives: readonly Life[];
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one bot's day was. */
export interface Life {
  readonly name: string;
  /** Of each bin the most orders that the exchange saw in any window of the limit. */
  readonly busiest: readonly number[];
  /** Orders that the bot was told to place, per bin. */
  readonly asked: readonly number[];
  /** Those of them that never stood. */
  readonly notPlaced: readonly number[];
  readonly pauses: readonly { readonly at: number; readonly ms: number }[];
  readonly bans: readonly Span[];
  /** When an order was executed that stood already. */
  readonly doubledAt: readonly number[];
  /** When an order was asked for that was told as failed, and stands. */
  readonly falselyFailedAt: readonly number[];
  readonly totals: {
    readonly orders: number;
    readonly requests: number;
    readonly overLimit: number;
    readonly duringBan: number;
    readonly once: number;
    readonly never: number;
    /** Told as unknown. */
    readonly unknown: number;
  };
}
