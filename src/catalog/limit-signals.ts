// What answers tell of limits, waits and statuses: the types of that part of a definition.
import type { Category, HeadersLike } from '../types.ts';
import type { LimitRef } from './limit.ts';

/** Reads how much of a limit is used from an answer's headers. */
export interface UsageHeader {
  /** Its name, in any case. */
  readonly header: string;
  /** The limit's name; empty: the narrowest that applies to the call. */
  readonly limit: string;
  /** Undefined for garbage. What it throws or returns beside finite numbers is ignored. */
  readonly parse: (value: string) => ToldUsage | undefined;
}

/** A header whose value begins with a number, or one that holds the number where the only group of `pattern` is. */
export type HeaderNumber =
  | string
  | {
      /** Its name, in any letter case. */
      readonly header: string;
      /** Its only group is the number. */
      readonly pattern: RegExp;
    };

/** Headers that tell how much of a limit is used. Names in any letter case. */
export interface LimitHeaders {
  /** `''`: the narrowest that applies to the call. Of a limit with several books the call's own are meant. */
  readonly limit: LimitRef;
  /** Units that are used. */
  readonly used?: HeaderNumber;
  /** Units that are left. */
  readonly left?: HeaderNumber;
  /** Units that this account may use: it goes before the documented capacity. */
  readonly capacity?: HeaderNumber;
  /** When the window is over: in so many seconds or milliseconds, or an instant since 1970. */
  readonly reset?: {
    /** Its name, in any letter case. */
    readonly header: string;
    /** `instant`: since 1970. */
    readonly unit: 's' | 'ms' | 'instant';
  };
  /** Units of the limit in one that the headers tell. @default 1 */
  readonly scale?: number;
}

/** What a header tells of a limit. */
export interface ToldUsage {
  /** Units that the window holds. */
  readonly used?: number;
  /** Units that are free. */
  readonly left?: number;
  /** Units that a window of this account may hold. */
  readonly capacity?: number;
  /** Until the window is over, in milliseconds. */
  readonly resetMs?: number;
}

/** A header that tells when a limit opens again, read from a refusal that has no `Retry-After`. */
export interface ResetHeader {
  /** Its name, in any case. */
  readonly header: string;
  /**
   * How a number is meant. Whatever is as long as an instant since 1970 is read as one, by its digits; `instant` takes
   * nothing else.
   */
  readonly unit: 's' | 'ms' | 'instant';
  /** A header that says what is left: where something is, the refusal was about another limit. */
  readonly left?: string;
  /** Takes the number out of a value that holds more. @default the whole value */
  readonly pick?: (value: string) => string | undefined;
}

/** What a status means in an answer without a code. */
export interface StatusRow {
  /** HTTP status. */
  readonly status: number;
  /** Whether the body has to be an HTML page. @default either */
  readonly html?: boolean;
  /**
   * What the exchange publishes as the text of this case: the message of the answer, or a body that is no JSON, begins with
   * it; an HTML page holds it. Letter case and runs of white space aside.
   */
  readonly text?: string;
  /** What kind of failure it means. */
  readonly category: Category;
  /** What it says of this copy of a write. */
  readonly outcome: 'rejected' | 'unknown';
  /** The wait that the documents name, in milliseconds, where the answer asks for none or a shorter one. */
  readonly waitMs?: number;
  /** The limits that it is about. @default everything */
  readonly limit?: LimitRef;
}

/** Where a refusal tells when to come again. */
export interface WaitSource {
  /** Path of a field of the body. @default the text of the refusal */
  readonly field?: string;
  /** Takes the number out of a text, as its only group. @default the whole field */
  readonly text?: RegExp;
  /** How a number is meant. Whatever is as long as an instant since 1970 is read as one, by its digits. */
  readonly unit: 's' | 'ms' | 'instant';
}

/** What `retryAfter` reads. */
export interface RetryAfterSource {
  /** The answer's headers. */
  readonly headers: HeadersLike | undefined;
  /** The answer's body: parsed where it is JSON. */
  readonly body: unknown;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}
