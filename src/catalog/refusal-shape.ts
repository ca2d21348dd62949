// The tables that check what a definition says of refusals.
import { bad, type Place } from '../options/check-value.ts';
import {
  duration,
  flag,
  list,
  number,
  object,
  oneOf,
  record,
  required,
  text,
  union,
} from '../options/kinds.ts';
import type { Kind, Shape } from '../options/shape.ts';
import { either } from '../options/suggest.ts';
import { pathPattern, routeMatchShape } from './limit-shape.ts';
import { type ParamRule, type Refusals, type RefusalWords, refusalReasons } from './refusals.ts';

const status = number({ min: 200, max: 599, integer: true });
const words: Kind = union(text, object<RefusalWords>({ code: required(text), text, status }));
const names = list(text, undefined, 'a list of names');

const paramRuleShape: Shape<ParamRule> = {
  match: required(object(routeMatchShape)),
  param: required(union(text, names)),
  optional: flag,
  oneOf: list(text, undefined, 'a list of values'),
  missing: text,
  wrong: text,
};

export const refusalsShape: Shape<Refusals> = {
  codes: record(words),
  byRoute: list(object({ match: required(object(routeMatchShape)), codes: required(record(words)) })),
  inItems: list(oneOf(...refusalReasons)),
  status,
  reads: list(oneOf('query', 'form', 'json')),
  params: list(object(paramRuleShape)),
  knows: list(object({ match: required(object(routeMatchShape)), params: required(names) })),
  emptyLookups: list(pathPattern),
  aheadMs: duration(),
};

/** A reason that there is not would never be read. */
export function checkRefusals({ codes = {}, byRoute = [] }: Refusals, place: Place): void {
  const reasons: readonly string[] = refusalReasons;
  const tables = [
    ['codes', codes],
    ...byRoute.map((row, at) => [`byRoute[${at}].codes`, row.codes]),
  ] as const;
  for (const [name = '', table = {}] of tables) {
    const unknown = Object.keys(table).find((reason) => !reasons.includes(reason));
    if (unknown !== undefined)
      throw bad(`${place.path}${String(name)}`, unknown, `reasons: ${either(reasons)}`, place);
  }
}
