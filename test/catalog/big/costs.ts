// What a request costs of each limit of an exchange.
import type { Exchange } from '../../../src/catalog/exchange.ts';
import { type Cost, costOf } from '../../../src/catalog/limit-cost.ts';
import { requestParams } from '../../../src/catalog/request-params.ts';
import { matchesRoute, routeReader } from '../../../src/catalog/routes.ts';
import { readSentOrder } from '../../../src/catalog/sent-order.ts';

const totalOf = ({ units, isPerItem, most }: Cost, items: number): number =>
  Math.min(isPerItem ? units * items : units, most);

/** Units by the names of the limits that count it; what costs nothing is left out. */
export function costsOf(
  exchange: Exchange,
  method: string,
  path: string,
  params: Readonly<Record<string, string | object>>,
): Readonly<Record<string, number>> {
  const pairs = Object.entries(params);
  const flat = pairs.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  // What is no text stands in a body.
  const sent =
    flat.length === pairs.length
      ? { query: String(new URLSearchParams(flat)) }
      : { body: JSON.stringify(params) };
  const read = requestParams(readSentOrder({ path, ...sent }, exchange.paramsIn));
  const route = { ...routeReader(exchange)(method, path, read), param: (name: string) => read.param(name) };
  const costs = exchange.limits
    .filter(({ match }) => matchesRoute(match, route))
    .map((limit) => [limit.name, totalOf(costOf(limit, route, read), read.items)] as const);
  return Object.fromEntries(costs.filter(([, units]) => units > 0));
}
