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
import { type Limit, type RouteMatch, routeKinds } from '../types.ts';

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
