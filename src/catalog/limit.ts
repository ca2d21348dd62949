// What a rate limit is, and which requests it counts: what users fill in.
import type { RouteKind } from '../types.ts';

/** Which requests something applies to. All given parts must fit. */
export interface RouteMatch {
  /** Of the request, in capital letters. @default any */
  readonly method?: string;
  /** `*` stands for one segment, a trailing `**` for the rest. @default any */
  readonly path?: string;
  /** What the request does, as the profile knows. @default any */
  readonly kind?: RouteKind;
  /** Whether it has to be signed. @default both */
  readonly signed?: boolean;
  /** Requests, or commands over WebSocket. @default both */
  readonly transport?: 'rest' | 'ws';
  /**
   * Parameters by their dotted names, wherever they stand (query, form, JSON body, payload of a command): the value, one of
   * several values, `true` for any value that is not empty, `false` for none. @default any
   */
  readonly params?: Readonly<Record<string, string | readonly string[] | boolean>>;
}

/** What a limit's `match` and `weight` functions see. */
export interface RouteInfo {
  /** Upper case; `WS` for a command. */
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** What the route does. */
  readonly kind: RouteKind;
  /** Whether it must be signed. */
  readonly signed: boolean;
  /** The profile's pattern, or the path itself: what a limit per route counts by. */
  readonly name: string;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /** It cancels all orders that its parameters choose. @default false */
  readonly cancelsAll?: boolean;
  /** In which book its orders stand, with client order ids of their own. @default that of plain orders */
  readonly book?: string;
  /** How it travels. @default 'rest' */
  readonly transport?: 'rest' | 'ws';
  /**
   * A parameter of the request as text, by its dotted name; undefined where there is none or an empty one. The request is
   * read when the first one is asked for.
   */
  readonly param: (name: string) => string | undefined;
}

/** What a request costs, where `match` takes it. */
export interface CostRow {
  /** Which requests it is about. @default every request that the limit counts */
  readonly match?: RouteMatch;
  /** What one costs, and what it costs where `steps` say nothing. */
  readonly units: number;
  /**
   * The parameter that `steps` and `counts` look at: a number, or a list, which stands for how many it holds.
   * @default none is looked at
   */
  readonly param?: string;
  /**
   * Pairs of a number up to which a cost holds, and that cost, ascending: the first that is not below the parameter counts,
   * beyond the last the last.
   * @default `units` alone count
   */
  readonly steps?: readonly (readonly [upTo: number, units: number])[];
  /** `items`: times what the list in `param` holds, or the orders of the batch without one. @default as the limit counts */
  readonly counts?: 'calls' | 'items';
  /**
   * A request costs no more than this, however many items it holds. @default the capacity: a larger batch takes all of it, and
   * the exchange refuses what is too much
   */
  readonly most?: number;
}

/** How fast a leaky bucket drains. */
export interface Refill {
  /** Units that come back, little by little, in `everyMs`. */
  readonly units: number;
  /** In milliseconds. */
  readonly everyMs: number;
}

/** By what a limit keeps books apart: `route` for method and path, or names of parameters. */
export type LimitKey = 'all' | 'route' | readonly string[];

/**
 * At most `capacity` units per `windowMs`, in every window of the exchange's, fixed or sliding; or a bucket that holds
 * `capacity` units and drains by `refill`; or `capacity` calls `inFlight` at once. One of the three.
 */
export interface Limit {
  /** Unique among the limits of a gateway; rows, headers and weights of calls refer to the limit by it. */
  readonly name: string;
  /**
   * What the exchange counts by: `ip` by address, which gateways with one `sharedIp()` share, `account` by account. Over
   * Redis they are apart as well.
   */
  readonly scope: 'ip' | 'account';
  /** Units that a window or a bucket holds; the calls at once of `inFlight`. */
  readonly capacity: number;
  /** The length of a window, in milliseconds. @default it is a bucket, or counts calls in flight */
  readonly windowMs?: number;
  /**
   * It is a leaky bucket: it holds at most `capacity` units, which drain without a break. Over Redis it counts as a window
   * in which the whole bucket drains: the same rate in the long run, and never more than a bucket lets through.
   * @default it has windows
   */
  readonly refill?: Refill;
  /**
   * At most `capacity` calls between admission and answer: 1 has signed calls arrive in the order of their nonces. Counted in
   * this process alone, over Redis too; weights and headers mean nothing to it.
   * @default it has windows, or is a bucket
   */
  readonly inFlight?: true;
  /** It holds where a gateway has `limits: false` or a list of its own as well. @default false */
  readonly always?: boolean;
  /** Which requests it counts. @default every request */
  readonly match?: RouteMatch | ((route: RouteInfo) => boolean);
  /**
   * Units of one call, where the call itself names no weight: a number, a function, or rows of which the first that fits
   * counts (none: 1). @default 1
   */
  readonly weight?: number | readonly CostRow[] | ((route: RouteInfo) => number);
  /** `items`: each order of a batch counts for itself. @default 'calls' */
  readonly counts?: 'calls' | 'items';
  /** Units that only cancels may use. @default a fiftieth of the capacity, rounded down */
  readonly reserve?: number;
  /**
   * `fixed`: the exchange counts from one multiple of `windowMs` on its clock to the next. With its clock known the whole
   * capacity is used on both sides of a boundary; until then, and where nothing is documented, windows slide.
   * @default 'sliding'
   */
  readonly window?: 'sliding' | 'fixed';
  /**
   * What has this capacity for itself: `route` each method and path; a list each combination of the values of these
   * parameters, `route` among them, too. A request without such a parameter has a book of its own; a batch counts in the
   * book of each of its items. @default 'all'
   */
  readonly per?: LimitKey;
}

/**
 * Which limits something is about, by name; `true`: those of scope `account` that the call itself counts on, whatever they
 * are called.
 */
export type LimitRef = string | readonly string[] | true;

/** Units of every limit that a call counts on, or by the names of limits; those that are not named say for themselves. */
export type CallWeight = number | Readonly<Record<string, number>>;

/** What a limit may be changed to while a gateway runs. A number is the capacity. */
export type LimitChange =
  | number
  | {
      /** Units that a window or a bucket holds. @default as before */
      readonly capacity?: number;
      /** How fast a bucket drains. @default as before */
      readonly refill?: Refill;
    };

/** Changes of limits by their names. */
export type LimitChanges = Readonly<Record<string, LimitChange>>;

/** Where nothing is known of a request's parameters. */
export const noParam = (): undefined => undefined;
