// The items of a batch: where a request has them, and the same request with only some of them.
import { isObject } from '../options/check-value.ts';
import { parseExact, textOf } from './exact-json.ts';
import type { Exchange } from './exchange.ts';
import { valueAt } from './field.ts';
import { keepElements } from './json-elements.ts';
import type { BatchRoute } from './order-rules.ts';
import { putPair, type RequestChange } from './put-parameter.ts';
import { fitsPath } from './routes.ts';
import type { OrderRequest, SentOrder } from './sent-order.ts';

/** A request that holds several items, or could. */
export interface Batch {
  readonly rule: BatchRoute;
  readonly items: readonly unknown[];
}

/** The batch that a request is; undefined where its route takes none, or its list is not there. */
export function readBatch(
  { batches }: Pick<Exchange, 'batches'>,
  method: string,
  path: string,
  sent: SentOrder,
): Batch | undefined {
  for (const rule of batches) {
    if ((rule.method !== undefined && rule.method !== method) || !fitsPath(rule.path, path)) continue;
    const items = listIn(sent, rule.list);
    if (items) return { rule, items };
  }
  return undefined;
}

function listIn({ json, fields }: SentOrder, path: string): readonly unknown[] | undefined {
  const place = path === '' ? json : (valueAt(json, path) ?? fields[path]);
  // In a query or a form a list is written as JSON.
  const list = typeof place === 'string' && place.startsWith('[') ? parseExact(place) : place;
  return Array.isArray(list) ? list : undefined;
}

/** The ids by which a batch's items are named, each at its place; an id alone is its own. */
export function idsOf({ rule, items }: Batch): readonly (string | undefined)[] {
  const names = [rule.id ?? []].flat();
  const idOf = (item: object): string | undefined =>
    names.map((name) => textOf(valueAt(item, name))).find((id) => id !== undefined && id !== '');
  return items.map((item) => (isObject(item) ? idOf(item) : textOf(item)));
}

/**
 * What of a request is different with only some of its items.
 * @param places of the items that stay, ascending
 * @returns undefined where they cannot be taken apart, or are too few
 */
export function keepItems(
  { list, least = 1 }: BatchRoute,
  { query = '', body }: OrderRequest,
  places: readonly number[],
): RequestChange | undefined {
  if (places.length < least) return undefined;
  const inJson =
    body !== undefined && parseExact(body) !== undefined ? keepElements(body, list, places) : undefined;
  if (inJson !== undefined) return { body: inJson };
  const inQuery = keepInPairs(query, list, places);
  if (inQuery !== undefined) return { query: inQuery };
  const inForm = keepInPairs(body ?? '', list, places);
  return inForm === undefined ? undefined : { body: inForm };
}

function keepInPairs(text: string, name: string, places: readonly number[]): string | undefined {
  const value = new URLSearchParams(text).get(name);
  if (value === null || parseExact(value) === undefined) return undefined;
  const kept = keepElements(value, '', places);
  return kept === undefined ? undefined : putPair(text, name, kept);
}
