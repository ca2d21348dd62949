// Puts a parameter into a request without touching its other text: numbers of 18 digits would not survive.
import { isObject } from '../options/check-value.ts';
import type { OutgoingRequest } from '../types.ts';
import { textOf } from './exact-json.ts';
import { lastStep, valueAt } from './field.ts';
import { standsTwice } from './order-ids.ts';
import { type OrderRequest, readSentOrder } from './sent-order.ts';

/** The part of a request that changes. */
export type RequestChange = { readonly body: string } | { readonly query: string };

/** The request with another body or query. */
export function changeRequest(request: OutgoingRequest, change: RequestChange): OutgoingRequest {
  if ('body' in change) return { ...request, body: change.body };
  const url = new URL(request.url);
  url.search = change.query;
  return { ...request, url, query: change.query };
}

/** Sets a pair of a query or a form. */
export function putPair(text: string, name: string, value: string): string {
  const others = text.split('&').filter((pair) => pair !== '' && pair.split('=', 1)[0] !== name);
  return [...others, `${name}=${encodeURIComponent(value)}`].join('&');
}

/**
 * What a request says of a parameter, where parameters may stand beside each other: query, form, or JSON.
 * @param path its name; in JSON the path to it
 */
export function parameterText(request: OrderRequest, path: string): string | undefined {
  const { json, fields } = readSentOrder(request);
  return textOf(valueAt(json, path) ?? fields[lastStep(path)]);
}

/**
 * Sets a parameter where the request has its parameters: in the query if it stands there already or there is no body, else in
 * the form or the JSON object.
 * @returns undefined where there is no place for it: in a list, or a body that is neither
 */
export function putParameter(
  request: OrderRequest,
  path: string,
  value: string | number,
): RequestChange | undefined {
  const { query = '', body = '' } = request;
  const name = lastStep(path);
  if (body === '' || new URLSearchParams(query).has(name))
    return { query: putPair(query, name, String(value)) };
  const { json, fields } = readSentOrder(request);
  if (json !== undefined) return isObject(json) ? putInJson(body, json, path, value) : undefined;
  return Object.keys(fields).length > 0 ? { body: putPair(body, name, String(value)) } : undefined;
}

function putInJson(
  body: string,
  json: Readonly<Record<string, unknown>>,
  path: string,
  value: string | number,
): RequestChange | undefined {
  const name = lastStep(path);
  const parent = path.slice(0, -name.length - 1);
  const inner = parent === '' ? undefined : valueAt(json, parent);
  const place = isObject(inner) ? inner : json;
  const member = `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  if (Object.hasOwn(place, name)) {
    if (standsTwice(name, body)) return undefined;
    const own = new RegExp(`"${name}"\\s*:\\s*("[^"\\\\]*"|[-+.\\deE]+|null)(?=\\s*[,}])`);
    return own.test(body) ? { body: body.replace(own, () => member) } : undefined;
  }
  // The object has to be the only one of its name.
  const opening = isObject(inner) ? new RegExp(`"${lastStep(parent)}"\\s*:\\s*\\{`, 'g') : /^\s*\{/g;
  if ([...body.matchAll(opening)].length !== 1) return undefined;
  const comma = Object.keys(place).length > 0 ? ',' : '';
  return { body: body.replace(opening, (found) => `${found}${member}${comma}`) };
}
