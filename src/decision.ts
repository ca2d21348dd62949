// What a policy is: a decision for each failure.
import type { Category, Outcome, Phase } from './types.ts';

/** All that a policy may look at. */
export interface PolicyContext {
  /** Id of the exchange. */
  readonly exchange: string;
  /** What kind of failure it was. */
  readonly category: Category;
  /** The exchange's code as a string, where the answer had one. */
  readonly code: string | undefined;
  /** What this copy of the request did. */
  readonly outcome: Outcome;
  /** HTTP status of the answer, if one came. */
  readonly status: number | undefined;
  /** How far the attempt got. */
  readonly phase: Phase;
  /** The attempt that failed, counted from 1. */
  readonly attempt: number;
  /** How many requests the call may send in all. */
  readonly maxAttempts: number;
  /** Failures of this category without another in between, this one included. */
  readonly inRow: number;
  /** Whether it can be sent again without a second effect. */
  readonly replaySafe: boolean;
  /** The wait that the exchange asked for. */
  readonly retryAfterMs: number | undefined;
  /** Until the call's deadline. */
  readonly remainingMs: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

/** What to do next. The gateway carries it out, and never sends a write again whose outcome is unknown. */
export type Decision =
  | {
      /** It goes again. */
      readonly action: 'retry';
      /** The wait before, in milliseconds. */
      readonly delayMs: number;
      /** Whether every call waits that counts on the limit that the failure is about, or this call alone. */
      readonly pause?: boolean;
    }
  | {
      /** The exchange's clock is read, and it goes again, signed anew. */
      readonly action: 'refresh-clock';
      /**
       * It goes again only if the time that it was signed with turns out to be off by more: for a refusal that a clock may
       * explain, and something else as well. Nothing is read for what was signed by a reading. @default it goes again
       */
      readonly offByMs?: number;
    }
  | {
      /** What became of it is asked; where there is nobody to ask, it fails. */
      readonly action: 'reconcile';
    }
  | {
      /** It rejects with an `ExchangeError`. */
      readonly action: 'fail';
    };

/** A pure function: same context, same decision. */
export type Policy = (context: PolicyContext) => Decision;

/**
 * Keys are categories, or codes as strings, listed or not. Where the codes are known, a key with small letters has to be one
 * of them or a category, so that a misspelt one is found; another takes `['new-code' as string]`.
 */
export type Policies<Code extends string = string> = {
  readonly [Key in Category | ListedCode<Code>]?: Policy;
} & {
  // In a type of their own: a union with the pattern would swallow the codes that fit it, and no editor would offer them.
  readonly [Key in Uppercase<string>]?: Policy;
};

/** Any text where the codes are not known, which leaves the categories beside it as they are. */
type ListedCode<Code extends string> = string extends Code ? string & {} : Code;
