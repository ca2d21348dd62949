// What a rate limit is: the interface that users fill in, and the table that checks it.
import { bad, checkNumber, type Place } from '../options/check-value.ts';
import {
  duration,
  flag,
  func,
  list,
  number,
  object,
  oneOf,
  only,
  record,
  required,
  union,
  withDefault,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { type RouteKind, routeKinds } from '../types.ts';

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
}

/** What a limit's `match` and `weight` functions see. */
export interface RouteInfo {
  readonly method: string;
  readonly path: string;
  readonly kind: RouteKind;
  readonly signed: boolean;
  /** The profile's pattern, or the path itself: what a limit per route counts by. */
  readonly name: string;
  /** It changes an order that stands, and places none. @default false */
  readonly amends?: boolean;
  /** @default 'rest' */
  readonly transport?: 'rest' | 'ws';
}

/** At most `capacity` units per `windowMs`, in every window of the exchange's, fixed or sliding. */
export interface Limit {
  /** Unique among the limits of a gateway; rows, headers and weights of calls refer to the limit by it. */
  readonly name: string;
  /**
   * What the exchange counts by: `ip` by address, which gateways with one `sharedIp()` share, `account` by account. Over
   * Redis they are apart as well.
   */
  readonly scope: 'ip' | 'account';
  /** Units that a window holds. */
  readonly capacity: number;
  /** The length of a window, in milliseconds. */
  readonly windowMs: number;
  /** Which requests it counts. @default every request */
  readonly match?: RouteMatch | ((route: RouteInfo) => boolean);
  /** Units of one call, where the call itself names no weight. @default 1 */
  readonly weight?: number | ((route: RouteInfo) => number);
  /** `items`: each order of a batch counts for itself, where the client can tell how many it holds. @default 'calls' */
  readonly counts?: 'calls' | 'items';
  /** Units that only cancels may use. @default a fiftieth of the capacity, rounded down */
  readonly reserve?: number;
  /**
   * `fixed`: the exchange counts from one multiple of `windowMs` on its clock to the next. With its clock known the whole
   * capacity is used on both sides of a boundary; until then, and where nothing is documented, windows slide.
   * @default 'sliding'
   */
  readonly window?: 'sliding' | 'fixed';
  /** `route`: each method and path has this capacity for itself. @default 'all' */
  readonly per?: 'all' | 'route';
}

/** Units of every limit that a call counts on, or by the names of limits; those that are not named say for themselves. */
export type CallWeight = number | Readonly<Record<string, number>>;

/** A path pattern that could never fit is a mistake. */
export const pathPattern: Kind = only(
  "a path that starts with '/', in which `*` is one whole segment and a trailing `**` the rest",
  (value) => typeof value === 'string' && /^(?:\/(?:\*|[^*/]*))*(?:\/\*\*)?$/.test(value) && value !== '',
);

export const methodName: Kind = only(
  "a method in capital letters, such as 'POST'",
  (value) => typeof value === 'string' && /^[A-Z]+$/.test(value),
);

export const routeMatchShape: Shape<RouteMatch> = {
  method: methodName,
  path: pathPattern,
  kind: oneOf(...routeKinds),
  signed: flag,
  transport: oneOf('rest', 'ws'),
};

/** Of one call: units, or units by the names of limits. */
export const callWeight: Kind = union(number({ min: 0 }), record(number({ min: 0 })));

export const limitShape: Shape<Limit> = {
  name: required(only('a name', (value) => typeof value === 'string' && value !== '')),
  scope: required(oneOf('ip', 'account')),
  capacity: required(number({ min: 1 })),
  windowMs: required(duration({ min: 1 })),
  match: union(object(routeMatchShape), func),
  weight: withDefault(union(number({ min: 0 }), func), 1),
  counts: withDefault(oneOf('calls', 'items'), 'calls'),
  reserve: number({ min: 0 }),
  window: withDefault(oneOf('sliding', 'fixed'), 'sliding'),
  per: withDefault(oneOf('all', 'route'), 'all'),
};

/** What no single option shows: what is over the capacity could never go. */
function checkSums(
  { capacity, reserve, weight }: Pick<Limit, 'capacity' | 'reserve' | 'weight'>,
  place: Place,
): void {
  if (reserve !== undefined)
    checkNumber(`${place.path}reserve`, reserve, { min: 0, max: capacity - 1 }, place);
  if (typeof weight === 'number')
    checkNumber(`${place.path}weight`, weight, { min: 0, max: capacity }, place);
}

function checkNames(limits: readonly unknown[], option: string, place: Place): void {
  const names = (limits as readonly Limit[]).map(({ name }) => name);
  const at = names.findIndex((name, index) => names.indexOf(name) !== index);
  if (at >= 0) throw bad(`${option}[${at}].name`, names[at], 'a name of its own', place);
}

export const limitList: Kind = list(object(limitShape, checkSums), checkNames, 'a list of limits');
