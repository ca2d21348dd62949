// The request by which an exchange is asked for an order.
import { printExact, textOf } from './exact-json.ts';
import type { Exchange } from './exchange.ts';
import { valueAt } from './field.ts';
import { idAtStar, isOneOfSeveral } from './order-ids.ts';
import type { LookupRoute } from './order-rules.ts';
import type { RequestParams } from './request-params.ts';
import { fitsParams, fitsPath } from './routes.ts';
import type { SentOrder } from './sent-order.ts';

/** The request that asks for an order. */
export interface LookupRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly body: string | undefined;
  readonly contentType: string | undefined;
}

/** What is known of the order that is asked for. */
export interface Wanted {
  /** Undefined where it is asked for by the exchange's own id. */
  readonly clientOrderId: string | undefined;
  readonly ownId?: string | undefined;
  readonly sent: SentOrder;
  /** Values that the order itself does not hold. */
  readonly fill?: Readonly<Record<string, string>> | undefined;
}

/** The look-up by client order id whose book the route writes to; undefined where the exchange has none for it. */
export function lookUpFor(exchange: Exchange, path: string, params?: Params): LookupRoute | undefined {
  return lookUpsFor(exchange, path, params).find(({ by }) => by === undefined);
}

type Params = Pick<RequestParams, 'param'>;

/**
 * Every look-up whose book the route writes to; without `params`, whatever the request says. A path that is a route of its own,
 * such as `/orders/cancel-all` beside `/orders/*`, has no id in it.
 */
export function lookUpsFor(exchange: Exchange, path: string, params?: Params): readonly LookupRoute[] {
  return exchange.lookup.filter(
    ({ by, when, covers, params: wanted }) =>
      (by !== '*' || !exchange.routes.some((route) => route.path === path)) &&
      (when === undefined || path.startsWith(when)) &&
      (covers === undefined || covers.some((pattern) => fitsPath(pattern, path))) &&
      (wanted === undefined || params === undefined || fitsParams(wanted, params)),
  );
}

/** The questions of a look-up, in the order in which they are asked. */
export function turnsOf({ next = [], ...first }: LookupRoute): readonly [LookupRoute, ...LookupRoute[]] {
  return [first, ...next.map((turn) => ({ ...first, ...turn }))];
}

/** The exchange's own id by which a request names the order that it is about; undefined where the look-up asks by another. */
export function ownIdIn({ by, covers = [] }: LookupRoute, path: string, sent: SentOrder): string | undefined {
  if (by === undefined || isOneOfSeveral(sent, by)) return undefined;
  return by === '*' ? idAtStar(covers, path) : textOf(valueAt(sent.json, by) ?? sent.fields[by]);
}

/** Undefined where the order lacks a value that the look-up needs. */
export function lookUpRequest(route: LookupRoute, wanted: Wanted): LookupRequest | undefined {
  const values: Readonly<Record<string, unknown>> = {
    ...derivedFrom(route, wanted.sent),
    ...wanted.sent.fields,
    ...wanted.fill,
    ...(wanted.clientOrderId !== undefined && { clientOrderId: wanted.clientOrderId }),
    ...(wanted.ownId !== undefined && { ownId: wanted.ownId }),
  };
  const path = fill(route.path, values, encodeSegment);
  const query = pairs(route.query, values);
  const form = route.form && pairs(route.form, values);
  const json = route.body && filledIn(route.body, values);
  if (path === undefined || query === undefined || (route.form && form === undefined)) return undefined;
  if (route.body && json === undefined) return undefined;
  return {
    method: route.method,
    path,
    query,
    body: form ?? (json && printExact(json)),
    contentType: form !== undefined ? 'application/x-www-form-urlencoded' : json && 'application/json',
  };
}

/** What the order's parameters hold with more around it. */
function derivedFrom(
  { derived = {} }: LookupRoute,
  { fields }: SentOrder,
): Readonly<Record<string, unknown>> {
  const values = Object.entries(derived).map(([name, { from, pattern }]) => [
    name,
    pattern.exec(textOf(fields[from]) ?? '')?.[1],
  ]);
  return Object.fromEntries(values);
}

function pairs(
  template: Readonly<Record<string, string>> | undefined,
  values: Readonly<Record<string, unknown>>,
): string | undefined {
  const filled = Object.entries(template ?? {}).map(
    ([name, value]) => [name, fill(value, values, encodeURIComponent)] as const,
  );
  if (filled.some(([, value]) => value === undefined)) return undefined;
  return filled.map(([name, value]) => `${name}=${value}`).join('&');
}

function filledIn(
  template: Readonly<Record<string, string>>,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> | undefined {
  const filled = Object.entries(template).map(
    ([name, value]) => [name, fill(value, values, String)] as const,
  );
  const isWhole = (pair: readonly [string, string | undefined]): pair is readonly [string, string] =>
    pair[1] !== undefined;
  return filled.every(isWhole) ? Object.fromEntries(filled) : undefined;
}

/** Undefined for dots, which every client takes for a step to another path. */
function encodeSegment(text: string): string | undefined {
  return text === '.' || text === '..' ? undefined : encodeURIComponent(text);
}

/** Undefined as soon as one name has no value that can be written there. */
function fill(
  template: string,
  values: Readonly<Record<string, unknown>>,
  encode: (text: string) => string | undefined,
): string | undefined {
  let isWhole = true;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const text = textOf(values[name]);
    const written = text === undefined ? '' : (encode(text) ?? '');
    if (written === '') isWhole = false;
    return written;
  });
  return isWhole ? filled : undefined;
}
