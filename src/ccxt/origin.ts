import type { Envelope, Exchange } from '../internal.ts';
import { readerOf } from './reader.ts';
import { type CcxtExchange, familyOf } from './shape.ts';
import type { Known } from './verdict.ts';

/** Which exchange of ccxt's an answer's reader is for; it stays with the reader, whatever `extendExchange` changes. */
const origin: unique symbol = Symbol('exchange-interceptors.ccxt-id');

/** A reader that bears the id of the exchange that it reads. */
export function madeOf({ id }: CcxtExchange, known: Known): NonNullable<Envelope['read']> {
  return Object.assign(readerOf(known), { [origin]: id });
}

/**
 * An instance goes through a gateway to its own exchange: another one's codes, limits and costs mean other things.
 * @throws {TypeError} that names both.
 */
export function checkOrigin(instance: CcxtExchange, exchange: Exchange): void {
  const family = familyOf(instance);
  const { read } = exchange.rest;
  const from: unknown = read === undefined ? undefined : Reflect.get(read, origin);
  if (family.includes(exchange.id) || (typeof from === 'string' && family.includes(from))) return;
  throw new TypeError(
    `throttleCcxt: the instance is ccxt's ${instance.id}, and the gateway is one to ${exchange.id}: each exchange takes a gateway of its own, of \`exchangeFromCcxt(instance)\`.`,
  );
}
