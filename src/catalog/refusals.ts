// What an exchange refuses, and by which of its codes, for those who play it: the types. A gateway reads none of it.
import type { RouteMatch } from './limit.ts';

/** Every reason for which a request is refused. */
export const refusalReasons = [
  'throttle',
  /** A client that goes on over a limit. */
  'ban',
  'timestamp',
  /** The request's own last instant has gone by. */
  'expired',
  'missing-timestamp',
  'api-key',
  'signature',
  /** A nonce that was used before, or is not above the last. */
  'replay',
  'funds',
  'duplicate',
  'order-not-found',
  /** A cancel or an amend of an order that there never was. */
  'unknown-order',
  /** A cancel or an amend of an order that is filled or cancelled. */
  'order-closed',
  'invalid-order',
  'invalid-client-order-id',
  'batch-size',
  /** More orders in one cancel than it takes. */
  'cancel-size',
  /** A market that the exchange does not have. */
  'symbol',
  /** A limit order without a price, or with one that is none. */
  'price',
  'missing-parameter',
  'wrong-parameter',
  /** One that the route does not read. */
  'surplus-parameter',
  /** A body whose content type is not one that the exchange reads. */
  'content-type',
  'no-route',
  'server',
] as const;

/** Why an exchange refuses a request. */
export type RefusalReason = (typeof refusalReasons)[number];

/** How it says so. */
export interface RefusalWords {
  /** Exactly as the table writes it. */
  readonly code: string;
  /** What it says. @default that of the code's row */
  readonly text?: string;
  /** HTTP status. @default that of all refusals */
  readonly status?: number;
}

/** What has to hold of a parameter. */
export interface ParamRule {
  /** Which requests; `params` look at the single order of a batch. */
  readonly match: RouteMatch;
  /** Its name; of several names one has to be there. */
  readonly param: string | readonly string[];
  /** Only its values are looked at. @default false */
  readonly optional?: boolean;
  /** The values that it may have. @default any text or number */
  readonly oneOf?: readonly string[];
  /** The code where it is not there. @default that of 'missing-parameter' */
  readonly missing?: string;
  /** The code where it is no text and no number, or none of `oneOf`. @default that of 'wrong-parameter' */
  readonly wrong?: string;
}

/** An exchange's codes by reasons, each alone or with its words. */
export type RefusalCodeTable = Readonly<Partial<Record<RefusalReason, string | RefusalWords>>>;

/** What an exchange refuses that its codes, limits and order rules do not say: `simulateExchange` plays it. */
export interface Refusals {
  /** A code for each reason. @default the first row of a category that fits */
  readonly codes?: RefusalCodeTable;
  /** Requests that it refuses by other codes; the first that fits counts. @default none */
  readonly byRoute?: readonly {
    /** Which requests. */
    readonly match: RouteMatch;
    /** Their codes. */
    readonly codes: RefusalCodeTable;
  }[];
  /**
   * Reasons that stand, of a single order too, where a batch has its items, under the first code that lets items say why.
   * @default none
   */
  readonly inItems?: readonly RefusalReason[];
  /** HTTP status of refusals. @default 200 where a code of success stands in good answers, else 400; 429 for a limit */
  readonly status?: number;
  /**
   * Where parameters of writes are read: what stands elsewhere was not sent. A body of another type is refused where
   * 'content-type' has a code. @default anywhere
   */
  readonly reads?: readonly ('query' | 'form' | 'json')[];
  /** In the order in which the exchange looks. @default none */
  readonly params?: readonly ParamRule[];
  /** The names that a route reads, where it refuses any other. @default nothing is too much */
  readonly knows?: readonly {
    /** Which requests. */
    readonly match: RouteMatch;
    /** All names that they read. */
    readonly params: readonly string[];
  }[];
  /** Path patterns of look-ups that answer well, with nothing, where there is no such order. @default none: they refuse */
  readonly emptyLookups?: readonly string[];
  /** How far ahead of its clock the time of a request may be, in milliseconds. @default as far as behind */
  readonly aheadMs?: number;
}
