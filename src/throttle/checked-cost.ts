// What a call takes of a limit, where the caller, a function of the caller's or the limit's rows may say it.
import { silencePromise } from '../answers/silence-promise.ts';
import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import { type Cost, costOf } from '../catalog/limit-cost.ts';
import type { RequestParams } from '../catalog/request-params.ts';
import { matchesRoute } from '../catalog/routes.ts';
import { bad, badWord, checkNumber, wordsOf } from '../options/check-value.ts';

/** The call's own word, else the limit's. @throws {TypeError} for what is no number of units. */
export function checkedCost(
  limit: Limit,
  route: RouteInfo,
  params: RequestParams,
  weight: CallWeight | undefined,
): Cost {
  const own = typeof weight === 'object' ? ownUnits(weight, limit.name) : weight;
  if (own !== undefined && !limit.inFlight)
    return { units: own, isPerItem: false, most: Number.POSITIVE_INFINITY };
  const cost = costOf(limit, route, params);
  silencePromise(cost.units);
  checkNumber(`limits "${limit.name}" weight`, cost.units, { min: 0 });
  return cost;
}

function ownUnits(weight: Readonly<Record<string, number>>, name: string): number | undefined {
  if (!Object.hasOwn(weight, name)) return undefined;
  return checkNumber(`exchange.weight["${name}"]`, weight[name], { min: 0 });
}

/** @throws {TypeError} for a weight of a limit which there is not. */
export function checkNames(weight: Readonly<Record<string, number>>, limits: readonly Limit[]): void {
  for (const name of Object.keys(weight)) {
    if (limits.length === 0 || limits.some((limit) => limit.name === name)) continue;
    const names = limits.map((limit) => limit.name);
    throw badWord('exchange.weight', name, `names of limits: ${wordsOf(names)}`, undefined, names);
  }
}

/** Whether a limit counts a request. @throws {TypeError} where its function returns a promise. */
export function applies(limit: Limit, route: RouteInfo): boolean {
  const isOne: unknown = matchesRoute(limit.match, route);
  if (silencePromise(isOne)) throw bad(`limits "${limit.name}" match`, isOne, 'true or false, at once');
  return Boolean(isOne);
}
