// The parameters of one request, whichever way they travel: what limits and routes look at.
import { isObject } from '../options/check-value.ts';
import { parseExact, textOf } from './exact-json.ts';
import { valueAt } from './field.ts';
import type { SentOrder } from './sent-order.ts';

/** The parameters of one request. It is read when the first is asked for. */
export interface RequestParams {
  /**
   * A parameter as text, by its dotted name.
   * @param item the place of an order in a batch: its own value goes before the request's
   * @returns undefined where there is none, or an empty one
   */
  readonly param: (name: string, item?: number) => string | undefined;
  /** What a parameter holds: the length of a list, the number that it is; undefined for neither. */
  readonly amount: (name: string) => number | undefined;
  /** Orders that the request holds, at least 1. */
  readonly items: number;
}

/** Where nothing is known of a request. */
export const noParams: RequestParams = { param: () => undefined, amount: () => undefined, items: 1 };

/**
 * Reads the parameters of a request that was parsed.
 * @param items the orders of a batch, or their ids. @default the longest list of its body
 */
export function requestParams(
  sent: SentOrder,
  items: readonly unknown[] = longestList(sent.json, 0),
): RequestParams {
  return {
    param: (name, item) => {
      const own = item === undefined ? undefined : valueAt(items[item], name);
      return textIn(own) ?? textIn(valueAt(sent.json, name) ?? sent.fields[name]);
    },
    amount: (name) => amountOf(valueAt(sent.json, name) ?? sent.fields[name]),
    items: Math.max(1, items.length),
  };
}

/** As `requestParams`, of a request that is parsed when it is asked. */
export function lazyParams(read: () => SentOrder): RequestParams {
  let known: RequestParams | undefined;
  const params = (): RequestParams => {
    known ??= requestParams(read());
    return known;
  };
  return {
    param: (name, item) => params().param(name, item),
    amount: (name) => params().amount(name),
    get items() {
      return params().items;
    },
  };
}

function textIn(value: unknown): string | undefined {
  const text = typeof value === 'boolean' ? String(value) : textOf(value);
  return text === '' ? undefined : text;
}

/** A list in a query or a form is written as JSON. */
function amountOf(value: unknown): number | undefined {
  const list = typeof value === 'string' && value.startsWith('[') ? parseExact(value) : value;
  if (Array.isArray(list)) return list.length;
  const text = textIn(value);
  const number = Number(text);
  return text === undefined || !Number.isFinite(number) ? undefined : number;
}

/** Deeper than this no exchange puts the orders of a batch. */
const mostDepth = 3;

/** The orders of a batch, or their ids: the longest list in a body, the body itself where it is one. */
function longestList(value: unknown, depth: number): readonly unknown[] {
  if (Array.isArray(value)) {
    const [only] = value;
    const inner = value.length === 1 && isObject(only) ? longestList(only, depth + 1) : [];
    return inner.length > 1 ? inner : value;
  }
  if (!isObject(value) || depth > mostDepth) return [];
  let longest: readonly unknown[] = [];
  for (const member of Object.values(value)) {
    const list = longestList(member, depth + 1);
    if (list.length > longest.length) longest = list;
  }
  return longest;
}
