// Makes up a client order id, and puts it into what is sent.
import { isObject } from '../options/check-value.ts';
import type { Exchange } from './exchange.ts';
import { valueAt } from './field.ts';
import { namingOf, standsTwice } from './order-ids.ts';
import { putPair, type RequestChange } from './put-parameter.ts';
import { type OrderRequest, readSentOrder } from './sent-order.ts';

/**
 * Puts a client order id into what is sent, without touching its other text: numbers of 18 digits would not survive.
 * A member that is there and empty gets the id as its value.
 * @returns the body, or the query where the request has no body.
 * @throws {TypeError} where there is no place for it.
 */
export function withClientOrderId(exchange: Exchange, request: OrderRequest, id: string): RequestChange {
  const { body, query = '' } = request;
  const field = exchange.clientOrderId && namingOf(exchange.clientOrderId, request.path).fields[0];
  const sent = readSentOrder(request, exchange.paramsIn);
  if (field === undefined)
    throw new TypeError(
      `${auto} makes up an id, and ${exchange.name} is not known to take any. Nothing was sent.`,
    );
  if (sent.isSeveral)
    throw new TypeError(`${auto} names one order; a batch has to name its own. Nothing was sent.`);
  if (body === undefined && query !== '' && !field.includes('.')) return { query: putPair(query, field, id) };
  if (body !== undefined && sent.json === undefined && Object.keys(sent.fields).length > 0) {
    return { body: putPair(body, field, id) };
  }
  if (body === undefined || !isObject(sent.json))
    throw new TypeError(
      `${auto} puts the id beside the order's parameters, and this call has none: neither JSON, nor a form, nor a query. Nothing was sent.`,
    );
  return { body: inJson(body, pathIn(sent.json, exchange.paramsIn, field), sent.json, id) };
}

const auto = '`exchange.clientOrderId: "auto"`';

/** Where a body has its parameters in a member, a field is one of that member's. */
function pathIn(json: Readonly<Record<string, unknown>>, paramsIn = '', field = ''): string {
  return isObject(json[paramsIn]) ? `${paramsIn}.${field}` : field;
}

function inJson(body: string, field: string, json: object, id: string): string {
  const steps = field.split('.');
  const name = steps.pop() ?? field;
  const parent = steps.length === 0 ? json : valueAt(json, steps.join('.'));
  // Object or list has to be a member of the body itself, and the only one of its name.
  const list = steps.length > 1 ? '\\[\\s*' : '';
  const opening = steps.length === 0 ? /^\s*\{/ : new RegExp(`"${steps[0]}"\\s*:\\s*${list}\\{`, 'g');
  const places = [...body.matchAll(new RegExp(opening.source, 'g'))];
  const place = places[0];
  if (!place || places.length > 1 || !isObject(parent)) {
    throw new TypeError(`${auto} finds no place for \`${field}\` in the body. Nothing was sent.`);
  }
  if (Object.hasOwn(parent, name)) return inPlace(body, name, id);
  const end = place.index + place[0].length;
  const comma = Object.keys(parent).length > 0 ? ',' : '';
  return `${body.slice(0, end)}"${name}":"${id}"${comma}${body.slice(end)}`;
}

/** The member is there and names nothing: its empty value makes room. */
function inPlace(body: string, name: string, id: string): string {
  const empty = new RegExp(`("${name}"\\s*:\\s*)(?:null|""|0)(?=\\s*[,}])`, 'g');
  if ([...body.matchAll(empty)].length !== 1 || standsTwice(name, body)) {
    throw new TypeError(
      `${auto} finds \`${name}\` in the body already: leave it out, or give that id. Nothing was sent.`,
    );
  }
  return body.replace(empty, `$1"${id}"`);
}

/**
 * A new client order id that the exchange accepts: letters and digits, or a whole number below 2^63 where only those
 * pass. Time first, so that they sort; the rest is random, which tells apart those of several processes.
 * @param ms the time, in milliseconds since 1970: two calls with the same one may give the same id.
 * @throws {TypeError} for an exchange that takes neither form, or no ids at all.
 */
export function newClientOrderId(exchange: Exchange, ms: number): string {
  const random = crypto.getRandomValues(new Uint32Array(2));
  const digits = String(random[0] ?? 0)
    .padStart(10, '0')
    .slice(-5);
  const text = `x${ms.toString(36)}${[...random].map((part) => part.toString(36)).join('')}`.slice(0, 24);
  const { begins = '', pattern } = exchange.clientOrderId ?? {};
  const id = [text, `${ms}${digits}`]
    .map((own) => begins + own)
    .find((candidate) => pattern?.test(candidate));
  if (id === undefined)
    throw new TypeError(`${exchange.name} takes no client order id that could be made up: name one.`);
  return id;
}
