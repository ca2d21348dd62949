// Ties an exchange that was made of a ccxt instance to that instance.
import type { Envelope, Exchange } from '../internal.ts';
import { readerOf } from './answer-reader.ts';
import type { ReaderContext } from './judge.ts';
import { partOf } from './native-exchanges.ts';
import { type CcxtExchange, familyOf } from './shape.ts';

/** Names ccxt's id on the reader of its answers, which `extendExchange` keeps whatever else it changes. */
const origin: unique symbol = Symbol('exchange-interceptors.ccxt-id');

/** A reader of answers that has the id of its exchange. */
export function originReader({ id }: CcxtExchange, context: ReaderContext): NonNullable<Envelope['read']> {
  return Object.assign(readerOf(context), { [origin]: id });
}

/**
 * An instance goes through a gateway to its own exchange: another one's codes, limits and costs mean other things.
 * @throws {TypeError} that names both.
 */
export function checkOrigin(instance: CcxtExchange, exchange: Exchange): void {
  const family = familyOf(instance);
  const { read } = exchange.rest;
  const from: unknown = read === undefined ? undefined : Reflect.get(read, origin);
  if (
    family.includes(exchange.id) ||
    partOf(family, exchange) ||
    (typeof from === 'string' && family.includes(from))
  )
    return;
  throw new TypeError(
    `throttleCcxt: the instance is ccxt's ${instance.id}, and the gateway is one to ${exchange.id}: each exchange takes a gateway of its own, of \`exchangeFromCcxt(instance)\`.`,
  );
}
