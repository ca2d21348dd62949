// Reads look-ups by a definition alone.
import { type Exchange, type LookupRoute, marketIn, readSentOrder, turnsOf } from '../../internal.ts';
import type { Call, OrderRef } from '../dialect.ts';
import { matchPath } from '../to-call.ts';
import { textIn } from './params.ts';

/** The look-up that a request is: its path, and every value of its templates there. */
export function lookUpOf(exchange: Exchange, call: Call): LookupRoute | undefined {
  return exchange.lookup
    .flatMap(turnsOf)
    .find(
      (route) =>
        route.method === call.method &&
        matchPath(route.path, call.path) &&
        placeholders(exchange, route, call),
    );
}

/** The order that a look-up asks for, read back out of its templates. */
export function lookedUp(exchange: Exchange, call: Call): readonly OrderRef[] {
  const route = lookUpOf(exchange, call);
  const values = route && placeholders(exchange, route, call);
  const clientOrderId = values?.['clientOrderId'];
  const orderId = route?.by === undefined ? undefined : (values?.['ownId'] ?? values?.[route.by]);
  if (!values || (clientOrderId ?? orderId) === undefined) return [];
  const symbol = marketIn(exchange.clientOrderId, { isSeveral: false, json: undefined, fields: values });
  return [
    {
      ...(orderId === undefined ? {} : { orderId }),
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      ...(symbol === undefined ? {} : { symbol }),
    },
  ];
}

/** The values of `{name}` in what was sent; undefined where it is not what the templates would make. */
function placeholders(
  exchange: Exchange,
  route: LookupRoute,
  call: Call,
): Readonly<Record<string, string>> | undefined {
  const { fields } = readSentOrder(call, exchange.paramsIn);
  const values: Record<string, string> = Object.fromEntries(matchPath(route.path, call.path) ?? []);
  for (const [name, template] of Object.entries({ ...route.query, ...route.form, ...route.body })) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, placeholder = '']) => placeholder);
    const pattern = template
      .split(/\{\w+\}/)
      .map(escaped)
      .join('(.+)');
    const found = new RegExp(`^${pattern}$`, 'is').exec(textIn(fields[name]) ?? '');
    if (!found) return undefined;
    for (const [at, placeholder] of names.entries()) values[placeholder] = found[at + 1] ?? '';
  }
  return values;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
