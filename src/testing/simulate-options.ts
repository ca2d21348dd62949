// What `simulateExchange` takes.
import type { Dialect, OwnDialect } from './dialect.ts';
import type { FaultTable } from './faults.ts';
import type { SimLimit, WindowKind } from './limit-counters.ts';
import type { Credentials } from './sim-request.ts';

/** Options of `simulateExchange`; every one may be left out. */
export interface SimulateOptions {
  /** What the exchange enforces; `false` for nothing. @default the exchange's documented limits */
  readonly limits?: readonly SimLimit[] | false;
  /** How it counts. @default 'sliding' */
  readonly window?: WindowKind;
  /** Whether a throttled answer says in a `Retry-After` header when the limit has room. @default false */
  readonly retryAfter?: boolean;
  /** After that many requests over a limit, nothing is answered for `forMs` but the ban. @default no bans */
  readonly ban?: {
    /** How many requests over a limit bring it. */
    readonly after: number;
    /** How long it lasts, in milliseconds. */
    readonly forMs: number;
  };
  /** Exchange's clock minus `now`, in milliseconds. @default 0 */
  readonly clockSkewMs?: number;
  /** How much faster than `now` the exchange's clock runs, in millionths. @default 0 */
  readonly clockDriftPpm?: number;
  /** How far a timestamp may be off, both ways, in milliseconds. @default what the exchange documents, else no check */
  readonly toleranceMs?: number;
  /** Faults by chance; of several tables the first that hits counts. @default none */
  readonly faults?: FaultTable | readonly FaultTable[];
  /** Quote units to spend. An order costs price times quantity. @default Infinity */
  readonly funds?: number;
  /** The markets that there are; orders for others are refused. @default any */
  readonly symbols?: readonly string[];
  /** Price of the ticker and of market orders, in quote units. @default 100 */
  readonly price?: number;
  /** With it key, timestamp and signature of signed routes must be there and right. @default not checked */
  readonly credentials?: Credentials;
  /** Whether a known client order id is refused. @default what the exchange documents */
  readonly deduplicate?: boolean;
  /** For how long look-ups and lists do not show a new order, in milliseconds. @default 0 */
  readonly lookupLagMs?: number;
  /** How long each answer takes, in milliseconds. @default 0 */
  readonly latencyMs?: number;
  /** Of all chance. @default 1 */
  readonly seed?: number;
  /** Milliseconds since 1970. @default Date.now, looked up at each call so that fake timers work */
  readonly now?: () => number;
  /** How the exchange speaks, for one of your own. @default that of the exchange's `id`, else what its definition says */
  readonly dialect?: OwnDialect;
}

/** Options with every default in place. */
export interface ResolvedOptions
  extends Required<
    Omit<
      SimulateOptions,
      'limits' | 'faults' | 'ban' | 'credentials' | 'deduplicate' | 'toleranceMs' | 'symbols' | 'dialect'
    >
  > {
  readonly dialect: Dialect;
  readonly limits: readonly SimLimit[];
  readonly faults: readonly FaultTable[];
  readonly symbols: ReadonlySet<string> | undefined;
  readonly deduplicate: Dialect['deduplicates'];
  readonly tolerance: Dialect['tolerance'];
  readonly ban: { readonly after: number; readonly forMs: number } | undefined;
  readonly credentials: Credentials | undefined;
}
