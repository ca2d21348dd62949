// Checks what users say of limits: one line for each option.
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
  text,
  union,
  withDefault,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { routeKinds } from '../types.ts';
import type { CostRow, Limit, Refill, RouteMatch } from './limit.ts';

/** A path pattern that could never fit is a mistake. */
export const pathPattern: Kind = only(
  "a path that starts with '/', in which `*` is one whole segment and a trailing `**` the rest",
  (value) => typeof value === 'string' && /^(?:\/(?:\*|[^*/]*))*(?:\/\*\*)?$/.test(value) && value !== '',
);

export const methodName: Kind = only(
  "a method in capital letters, such as 'POST'",
  (value) => typeof value === 'string' && /^[A-Z]+$/.test(value),
);

const names: Kind = list(text, checkNotEmpty, 'a list of names');

export const routeMatchShape: Shape<RouteMatch> = {
  method: methodName,
  path: pathPattern,
  kind: oneOf(...routeKinds),
  signed: flag,
  transport: oneOf('rest', 'ws'),
  params: record(union(text, flag, list(text, checkNotEmpty, 'a list of values'))),
};

/** Of one call: units, or units by the names of limits. */
export const callWeight: Kind = union(number({ min: 0 }), record(number({ min: 0 })));

/** The names of limits that a row, a status or a header speaks of. */
export const limitRef: Kind = union(
  text,
  names,
  only('true', (value) => value === true),
);

const step: Kind = only(
  'two numbers, the one up to which it holds and the units',
  (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((one) => typeof one === 'number' && one >= 0) &&
    Number.isFinite(value[1]),
);

export const costRowShape: Shape<CostRow> = {
  match: object(routeMatchShape),
  units: required(number({ min: 0, finite: true })),
  param: text,
  steps: list(step, checkSteps, 'a list of steps'),
  counts: oneOf('calls', 'items'),
  most: number({ min: 0 }),
};

export const refillShape: Shape<Refill> = {
  units: required(
    only('a number above 0', (value) => typeof value === 'number' && value > 0 && value < Infinity),
  ),
  everyMs: required(duration({ min: 1 })),
};

export const limitShape: Shape<Limit> = {
  name: required(only('a name', (value) => typeof value === 'string' && value !== '')),
  scope: required(oneOf('ip', 'account')),
  capacity: required(number({ min: 1 })),
  windowMs: duration({ min: 1 }),
  refill: object(refillShape),
  inFlight: only('true, or nothing', (value) => value === true),
  always: flag,
  match: union(object(routeMatchShape), func),
  weight: withDefault(
    union(number({ min: 0 }), func, list(object(costRowShape, checkCost), undefined, 'a list of rows')),
    1,
  ),
  counts: withDefault(oneOf('calls', 'items'), 'calls'),
  reserve: number({ min: 0 }),
  window: withDefault(oneOf('sliding', 'fixed'), 'sliding'),
  per: withDefault(union(oneOf('all', 'route'), names), 'all'),
};

/** Steps without a parameter, and a parameter that nothing looks at, would never count. */
function checkCost({ param, steps, counts }: CostRow, place: Place): void {
  if (steps && param === undefined)
    throw bad(`${place.path}param`, param, 'the parameter that `steps` look at', place);
  if (param !== undefined && !steps && counts !== 'items')
    throw bad(`${place.path}param`, param, "nothing without `steps` or `counts: 'items'`", place);
}

function checkSteps(steps: readonly unknown[], option: string, place: Place): void {
  checkNotEmpty(steps, option, place);
  const bounds = (steps as NonNullable<CostRow['steps']>).map(([upTo]) => upTo);
  const at = bounds.findIndex((bound, index) => index > 0 && bound <= (bounds[index - 1] ?? 0));
  if (at >= 0) throw bad(`${option}[${at}]`, bounds[at], 'a number above that of the step before', place);
}

function checkNotEmpty(values: readonly unknown[], option: string, place: Place): void {
  if (values.length === 0) throw bad(option, values, 'at least one', place);
}

type Counting = Omit<Limit, 'name' | 'scope'>;

/** How a limit counts, which no single option shows: it is a window, a bucket or a number of calls. */
export function checkCounting(limit: Counting, place: Place): void {
  const { windowMs, refill, inFlight } = limit;
  const given = [windowMs, refill, inFlight].filter((one) => one !== undefined).length;
  const refuse = (name: keyof Counting, takes: string): never => {
    throw bad(place.path + name, limit[name], takes, place);
  };
  if (given !== 1)
    refuse('windowMs', 'a number of milliseconds, at least 1, or `refill` or `inFlight` in its place');
  if (inFlight && !Number.isInteger(limit.capacity)) refuse('capacity', 'a whole number of calls');
  for (const name of ['capacity', 'windowMs'] as const)
    if (limit[name] === Number.POSITIVE_INFINITY) refuse(name, 'a finite number');
  const idle = inFlight ? counted : refill ? windowed : [];
  for (const name of idle)
    if (limit[name] !== undefined) refuse(name, `nothing beside \`${refill ? 'refill' : 'inFlight'}\``);
}

/** What means something for a window only, and what for units only. */
const windowed = ['window'] as const;
const counted = ['weight', 'counts', 'reserve', 'window'] as const;

/** What is over the capacity could never go. */
function checkLimit(limit: Counting, place: Place): void {
  checkCounting(limit, place);
  const { capacity = Number.POSITIVE_INFINITY, reserve, weight } = limit;
  const option = (name: string): string => place.path + name;
  if (reserve !== undefined) checkNumber(option('reserve'), reserve, { min: 0, max: capacity - 1 }, place);
  if (typeof weight === 'number') checkNumber(option('weight'), weight, { min: 0, max: capacity }, place);
  for (const [at, row] of (typeof weight === 'object' ? weight : []).entries()) {
    const dearest = Math.max(row.units, ...(row.steps ?? []).map(([, units]) => units));
    checkNumber(option(`weight[${at}].units`), dearest, { min: 0, max: capacity }, place);
  }
}

/** Of two of one name nobody would know which is meant. */
export function checkOwnNames(named: readonly unknown[], option: string, place: Place): void {
  const all = (named as readonly { readonly name: string }[]).map(({ name }) => name);
  const at = all.findIndex((name, index) => all.indexOf(name) !== index);
  if (at >= 0) throw bad(`${option}[${at}].name`, all[at], 'a name of its own', place);
}

export const limitList: Kind = list(object(limitShape, checkLimit), checkOwnNames, 'a list of limits');
