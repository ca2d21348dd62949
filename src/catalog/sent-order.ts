// What a request says of the order that it places, amends or cancels: whichever way its parameters travel.
import { isObject } from '../options/check-value.ts';
import { parseExact } from './exact-json.ts';

/** As much of a request as says which order it is about. */
export interface OrderRequest {
  /** Path that it was sent to: exchanges keep their products' orders apart by it. */
  readonly path: string;
  /** Without the question mark. */
  readonly query?: string | undefined;
  /** The text of a body: JSON, or a form. */
  readonly body?: string | undefined;
}

/** The parameters of one request. Long whole numbers are the texts that `parseExact` makes of them. */
export interface SentOrder {
  /** It names several orders: what becomes of one says nothing of the others. */
  readonly isSeveral: boolean;
  /** The whole body, where it is JSON. */
  readonly json: unknown;
  /**
   * By name: of the query, of the form or the JSON object, and of the one object in a list. The innermost counts; what query
   * and form give two values is left out, for exchanges differ in which of them they take.
   */
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads a request's parameters. A body that is neither JSON nor a form says nothing.
 * @param paramsIn member of a JSON body whose own members are parameters too
 */
export function readSentOrder({ query, body }: OrderRequest, paramsIn?: string): SentOrder {
  const json = body === undefined ? undefined : parseExact(body);
  const pairs = pairsOf(query, json === undefined ? body : undefined);
  const top = json === undefined ? listsIn(pairs) : membersOf(json, paramsIn);
  const lists = Array.isArray(json) ? [json] : Object.values(top).filter(Array.isArray);
  const entries = lists.map((list) => list.filter(isObject));
  return {
    isSeveral: entries.some((list) => list.length > 1) || (Array.isArray(json) && json.length > 1),
    json,
    fields: Object.assign(
      Object.create(null),
      pairs,
      top,
      // A list of one id: its place is its name.
      Array.isArray(json) && json.length === 1 && !isObject(json[0]) ? { 0: json[0] } : {},
      ...entries.filter((list) => list.length === 1).flat(),
    ),
  };
}

/** The members of a JSON object, with those of the one that holds its parameters. */
function membersOf(json: unknown, paramsIn = ''): Readonly<Record<string, unknown>> {
  const own = isObject(json) ? json : {};
  const inner = Object.hasOwn(own, paramsIn) ? own[paramsIn] : undefined;
  return isObject(inner) ? { ...own, ...inner } : own;
}

/** The pairs of a query and of a form. Only pairs make a form: a text without any has no parameters. */
function pairsOf(query = '', body = ''): Readonly<Record<string, string>> {
  const form = /^[^\s{}[\]<>"]+=/.test(body) ? new URLSearchParams(body) : [];
  const values = new Map<string, string>();
  const twice: string[] = [];
  for (const [name, value] of [...new URLSearchParams(query), ...form]) {
    if ((values.get(name) ?? value) !== value) twice.push(name);
    values.set(name, value);
  }
  for (const name of twice) values.delete(name);
  return Object.fromEntries(values);
}

/** Lists of objects in a query or a form: as JSON, or spelled out, in the order of their numbers: `orders[0][price]=1`. */
function listsIn(form: Readonly<Record<string, string>>): Readonly<Record<string, readonly object[]>> {
  const parts = Object.entries(form).flatMap(([key, value]) => {
    const [, list, place, member] = /^([A-Za-z_]\w*)\[(\d{1,4})\]\[(\w+)\]$/.exec(key) ?? [];
    return list === undefined || member === undefined ? [] : [{ list, at: Number(place), member, value }];
  });
  const itemsOf = (own: typeof parts): readonly object[] =>
    [...new Set(own.map(({ at }) => at))]
      .sort((one, other) => one - other)
      .map((place) =>
        Object.fromEntries(own.flatMap(({ at, member, value }) => (at === place ? [[member, value]] : []))),
      );
  const names = [...new Set(parts.map(({ list }) => list))];
  const inJson = Object.entries(form).flatMap(([name, value]) => {
    const list = value.startsWith('[{') ? parseExact(value) : undefined;
    return Array.isArray(list) ? [[name, list]] : [];
  });
  return Object.fromEntries([
    ...inJson,
    ...names.map((name) => [name, itemsOf(parts.filter(({ list }) => list === name))]),
  ]);
}
