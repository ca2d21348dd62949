// What one request costs of a limit, and on which of its books.
import type { CostRow, Limit, RouteInfo } from './limit.ts';
import { sizeOf } from './limit-size.ts';
import type { RequestParams } from './request-params.ts';
import { matchesRoute } from './routes.ts';

type Costing = Omit<Limit, 'name' | 'scope'>;

/** Units of a request. */
export interface Cost {
  readonly units: number;
  /** Whether each order of a batch costs so much. */
  readonly isPerItem: boolean;
  /** All of them together cost no more. */
  readonly most: number;
}

/** Whether what a request takes of a limit depends on more than its method and path. */
export function readsRequest({ match, weight, counts, per = 'all' }: Limit): boolean {
  if (typeof match === 'function' || typeof weight === 'function' || counts === 'items') return true;
  if (match?.params || (typeof per === 'object' && per.some((part) => part !== 'route'))) return true;
  const rows = typeof weight === 'object' ? weight : [];
  return rows.some((row) => row.match?.params || row.param !== undefined || row.counts === 'items');
}

/** What a request costs by the rows of a limit: the first that fits counts; 1 where none does. */
function costByRows(limit: Costing, rows: readonly CostRow[], route: RouteInfo, params: RequestParams): Cost {
  const { capacity } = sizeOf(limit);
  const row = rows.find(({ match }) => matchesRoute(match, route));
  if (!row) return { units: 1, isPerItem: limit.counts === 'items', most: capacity };
  const { param, steps, counts = limit.counts } = row;
  const most = Math.min(row.most ?? capacity, capacity);
  const amount = param === undefined ? undefined : params.amount(param);
  // A parameter that holds a list is what is counted; else the orders of the request are.
  if (counts === 'items' && param !== undefined && !steps)
    return { units: row.units * (amount ?? 1), isPerItem: false, most };
  const step = amount === undefined ? undefined : (steps?.find(([upTo]) => amount <= upTo) ?? steps?.at(-1));
  return { units: step?.[1] ?? row.units, isPerItem: counts === 'items', most };
}

/** What a request takes of a limit, whatever its `weight` is; what a function returns is not checked. */
export function costOf(limit: Omit<Limit, 'name' | 'scope'>, route: RouteInfo, params: RequestParams): Cost {
  const { weight = 1, inFlight, counts } = limit;
  if (inFlight) return { units: 1, isPerItem: false, most: 1 };
  if (typeof weight === 'object') return costByRows(limit, weight, route, params);
  const units = typeof weight === 'function' ? weight(route) : weight;
  return { units, isPerItem: counts === 'items', most: Number.POSITIVE_INFINITY };
}

/** What a request takes of each book of a limit, by the books' keys. It is read only where that depends on it. */
export function booksOf(
  limit: Pick<Limit, 'name' | 'per'>,
  route: RouteInfo,
  params: RequestParams,
  { units, isPerItem, most }: Cost,
): Iterable<readonly [key: string, units: number]> {
  const total = (items: number): number => Math.min(isPerItem ? units * items : units, most);
  const isKeyed = typeof limit.per === 'object' && limit.per.some((part) => part !== 'route');
  const items = isKeyed || isPerItem ? params.items : 1;
  if (!isKeyed || items === 1) return [[bookKey(limit, route, params), total(items)]];
  const books = new Map<string, number>();
  for (let item = 0; item < items; item += 1) {
    const key = bookKey(limit, route, params, item);
    books.set(key, (books.get(key) ?? 0) + 1);
  }
  return [...books].map(([key, count]) => [key, total(count)]);
}

/**
 * The book of a limit that a request counts on, by its key: unique among the limits of a gateway.
 * @param item its place in a batch
 */
function bookKey(
  { name, per = 'all' }: Pick<Limit, 'name' | 'per'>,
  route: RouteInfo,
  params: RequestParams,
  item?: number,
): string {
  if (per === 'all') return name;
  let key = name;
  for (const part of per === 'route' ? ['route'] : per) {
    key += part === 'route' ? ` ${route.method} ${route.name}` : ` ${keyPart(params.param(part, item))}`;
  }
  return key;
}

/** What may stand in a key as it is. */
const odd = /[^\w.:/@,+-]/g;

/**
 * A value in a key: `*` for none, strange characters by their numbers. Of a long one the beginning has to do: two that are
 * alike so far share a book, which only holds them back more.
 */
function keyPart(value: string | undefined): string {
  if (value === undefined) return '*';
  return value.replace(odd, (one) => `%${one.charCodeAt(0).toString(16)}`).slice(0, 64);
}
