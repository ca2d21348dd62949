// Reads the client order id and the market of an order that is sent.
import { isObject } from '../options/check-value.ts';
import { textOf } from './exact-json.ts';
import type { Exchange } from './exchange.ts';
import { lastStep, valueAt } from './field.ts';
import type { ClientOrderId } from './order-rules.ts';
import { fitsPath } from './routes.ts';
import { type OrderRequest, readSentOrder, type SentOrder } from './sent-order.ts';

/**
 * The client order id that stands in what is sent: in the field that its route reads, by its digits.
 * @returns undefined where there is none, where it stands twice with two values, and where several orders are named.
 */
export function readClientOrderId(exchange: Exchange, request: OrderRequest): string | undefined {
  const sent = readSentOrder(request, exchange.paramsIn);
  return exchange.clientOrderId && idIn(exchange.clientOrderId, request, sent);
}

/** As `readClientOrderId`, for a request that was read already. */
export function idIn(rule: ClientOrderId, request: OrderRequest, sent: SentOrder): string | undefined {
  return sent.isSeveral ? undefined : (idInFields(rule, request, sent) ?? idInPath(rule, request.path));
}

function idInFields(rule: ClientOrderId, request: OrderRequest, sent: SentOrder): string | undefined {
  const { fields, standing = [], prefix = '' } = namingOf(rule, request.path);
  for (const field of [...standing, ...fields]) {
    const value = isOneOfSeveral(sent, field) ? undefined : (valueAt(sent.json, field) ?? sent.fields[field]);
    const text = textOf(value);
    if (text === undefined || text === '') continue;
    if (standsTwice(field, request.body)) return undefined;
    return text.slice(0, prefix.length).toLowerCase() === prefix.toLowerCase()
      ? text.slice(prefix.length)
      : undefined;
  }
  return undefined;
}

/** A list of ids names one order where it holds one. */
export function isOneOfSeveral({ json }: SentOrder, field: string): boolean {
  const list = field.endsWith('.0') ? valueAt(json, field.slice(0, -2)) : undefined;
  return Array.isArray(list) && list.length > 1;
}

function idInPath({ inPath = [], begins = '' }: ClientOrderId, path: string): string | undefined {
  const id = idAtStar(inPath, path);
  return id?.startsWith(begins) ? id : undefined;
}

/** What stands in a path in place of the `*` of the first pattern that fits. */
export function idAtStar(patterns: readonly string[], path: string): string | undefined {
  const pattern = patterns.find((one) => fitsPath(one, path));
  const id = pattern && path.split('/')[pattern.split('/').indexOf('*')];
  // What is encoded is no id that an exchange takes, nor is a place that no parameter fills.
  return id === undefined || id === '' || /[%{]/.test(id) ? undefined : id;
}

/**
 * The client order ids of a batch, with the place of each in its list; an order without one is left out.
 * @param items of the batch. @default every list of the body
 */
export function idsIn(
  rule: ClientOrderId | undefined,
  path: string,
  { json, fields }: SentOrder,
  items?: readonly unknown[],
): readonly {
  readonly index: number;
  readonly clientOrderId: string;
  readonly market: string | undefined;
}[] {
  const names = rule ? namingOf(rule, path).fields.map(lastStep) : [];
  const lists = items
    ? [items]
    : Array.isArray(json)
      ? [json]
      : isObject(json)
        ? Object.values(json).filter(Array.isArray)
        : [];
  return lists.flatMap((list) =>
    list.flatMap((item: unknown, index) => {
      const text = names
        .map((name) => textOf(valueAt(item, name)))
        .find((id) => id !== undefined && id !== '');
      if (text === undefined || !isObject(item)) return [];
      const sent = { isSeveral: false, json: item, fields: { ...fields, ...item } };
      return [{ index, clientOrderId: text, market: marketIn(rule, sent) }];
    }),
  );
}

/** Whether the exchange refuses every further order with an id that it has seen. */
export function isRefusedForGood(rule: ClientOrderId | undefined): boolean {
  return rule?.deduplicated === true || rule?.deduplicated === 'always';
}

/** What names the market that an order is for, as text; undefined where the request says none. */
export function marketIn(rule: ClientOrderId | undefined, sent: SentOrder): string | undefined {
  for (const field of rule?.market ?? usualMarkets) {
    const text = textOf(sent.fields[field]);
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

/** How exchanges call what is traded. */
const usualMarkets = [
  'symbol',
  'instId',
  'marketCode',
  'contractName',
  'currency_pair',
  'instrument_name',
  'product_id',
  'pair',
  'contract',
  'contract_code',
  'market',
  'coin',
  'asset',
];

/** Fields that hold the id, and what stands before it there. */
export interface Naming {
  readonly fields: readonly string[];
  readonly standing?: readonly string[];
  readonly prefix?: string;
}

/** The fields that the route of a path reads. */
export function namingOf(rule: ClientOrderId, path: string): Naming {
  const own = rule.byRoute?.find(({ when }) => path.startsWith(when));
  return own ? { fields: [own.field], ...(own.prefix !== undefined && { prefix: own.prefix }) } : rule;
}

/** Whether the last name of a field is there more than once: exchanges differ in which of the two they take. */
export function standsTwice(field: string, body: string | undefined): boolean {
  return body !== undefined && body.split(`"${lastStep(field)}"`).length > 2;
}
