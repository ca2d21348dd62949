// The vocabulary of answers and requests. Every duration ends in `Ms`; every instant in `At`, on a monotonic clock in
// milliseconds unless it says otherwise.

/** Every kind of failure. */
export const categories = [
  'rate-limit',
  'order-limit',
  'timestamp',
  'signature',
  'auth',
  'permission',
  'account',
  'funds',
  'position',
  'order-not-found',
  'duplicate',
  'invalid-request',
  'invalid-order',
  'market-unavailable',
  'unsupported',
  'server',
  'timeout',
  'network',
  'unknown',
] as const;

/** What kind of failure it was. Policies are chosen by it. */
export type Category = (typeof categories)[number];

/**
 * What the failed request did, as far as it can be known.
 * `rejected`: this copy certainly had no effect. `unknown`: it may have been executed.
 * `partial`: a batch of which some items stand and some do not.
 */
export type Outcome = 'rejected' | 'unknown' | 'partial';

/** What every row of a table of codes has. */
interface EntryBase<Code extends string> {
  /** Exactly as the table writes it: `05001` and `5001` are two codes. */
  readonly code: Code;
  /** The table's own text. */
  readonly text: string;
  /** The symbolic name, where the table gives one. */
  readonly name?: string;
  /** What is doubtful about the row. */
  readonly note?: string;
  /**
   * The names of the limits that a refusal is about; `true`: those of the account that the call counts on; absent: everything
   * waits.
   */
  readonly limit?: string | readonly string[] | true;
  /** The wait that the documents name, in milliseconds. */
  readonly waitMs?: number;
  /** Where the row comes from. */
  readonly source: string;
}

/** A row for success. It never reaches a policy. */
export interface SuccessEntry<Code extends string = string> extends EntryBase<Code> {
  /** It says that all is well. */
  readonly category: 'success';
  /** It was done. */
  readonly outcome: 'ok';
}

/** A row for a failure. */
export interface FailureEntry<Code extends string = string> extends EntryBase<Code> {
  /** What kind of failure the code means. */
  readonly category: Category;
  /** What it says of this copy of a write: no effect for certain, or perhaps executed. */
  readonly outcome: 'rejected' | 'unknown';
  /** What it means beside texts that the exchange publishes, the longest text first. */
  readonly when?: readonly FailureEntry[];
}

/** One row of an exchange's table of codes. */
export type Entry<Code extends string = string> = SuccessEntry<Code> | FailureEntry<Code>;

/** One entry of a batch answer. */
export interface ItemResult {
  /** Its place in the request where ids tell it, else in the answer; from 0. */
  readonly index: number;
  /** Whether it worked. */
  readonly ok: boolean;
  /** By which the request names it, where the answer says so. */
  readonly id?: string;
  /** The exchange's code as a string. */
  readonly code?: string;
  /** What kind of failure it was; absent: it worked. */
  readonly category?: Category;
  /** What became of it; absent: it worked. */
  readonly outcome?: 'rejected' | 'unknown';
  /** The exchange's own text. */
  readonly message?: string;
}

/** What `classify` says of an answer that is no failure. */
export interface Success {
  /** It is none. */
  readonly ok: true;
  /** The entries of a batch, one by one. */
  readonly items?: readonly ItemResult[];
}

/** What `classify` says of a failure. */
export interface Failure {
  /** It is one. */
  readonly ok: false;
  /** The exchange's code as a string; absent when the status or a lost connection speaks. */
  readonly code?: string;
  /** What kind of failure it was. */
  readonly category: Category;
  /** What the request did, as far as the answer tells. */
  readonly outcome: Outcome;
  /** The exchange's own text. */
  readonly message?: string;
  /** The wait that the exchange asked for. Never shortened. */
  readonly retryAfterMs?: number;
  /** The catalog's row, when the code is listed. */
  readonly entry?: Entry;
  /** The entries of a batch, one by one. */
  readonly items?: readonly ItemResult[];
}

/** What an answer means. */
export type Classification = Success | Failure;

/** Header access for both worlds: a plain object, or anything with `get`. */
export type HeadersLike =
  | Readonly<Record<string, unknown>>
  | {
      /** The value of a header; null or undefined where it is not there. */
      get(name: string): unknown;
    };

/** What `classify` looks at. `body` is text or an already parsed value. */
export interface RawAnswer {
  /** HTTP status. @default 200 */
  readonly status?: number | undefined;
  /** For waits and usage. @default none */
  readonly headers?: HeadersLike | undefined;
  /** Text, or an already parsed value. */
  readonly body: unknown;
  /** What it came over. @default 'rest' */
  readonly transport?: 'rest' | 'ws' | undefined;
  /** Of the request, for exchanges whose codes differ by host or route. */
  readonly url?: string | undefined;
  /** Of the request, upper case. @default 'GET' */
  readonly method?: string | undefined;
}

/** How far an attempt got. */
export type Phase = 'not-sent' | 'sent' | 'answered';

/** Every kind of route. */
export const routeKinds = ['read', 'order', 'cancel', 'write'] as const;

/** What a route does, which decides priority and what may be sent again. */
export type RouteKind = (typeof routeKinds)[number];

/** A request as it will be sent. `sign` gets it, `ask` gets it unsigned. */
export interface OutgoingRequest {
  /** Upper case. */
  readonly method: string;
  /** The whole address, query included. */
  readonly url: URL;
  /** Without query. */
  readonly path: string;
  /** Without the question mark, as it will be sent. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text as it will be sent; undefined when there is none or it is not text. */
  readonly body: string | undefined;
}

/** What `sign` adds. `query` and `body` replace the request's own. */
export interface Signature {
  /** Added to the request's own; the same names are replaced. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Without the question mark; replaces the request's own. */
  readonly query?: string;
  /** Replaces the request's own. */
  readonly body?: string;
}

/** What `sign` is given beside the request. */
export interface SignContext {
  /** Milliseconds since 1970 on the exchange's clock. */
  readonly timestamp: number;
  /** Counts from 1. */
  readonly attempt: number;
}

/** Called once per attempt, after the limits admitted it. Shapes what leaves, so it must not send anything itself. */
export type Sign = (request: OutgoingRequest, context: SignContext) => Signature | Promise<Signature>;
