// Ties an exchange that was made of a ccxt instance to that instance.
import type { Envelope, Exchange } from '../internal.ts';
import { readerOf } from './answer-reader.ts';
import type { ReaderContext } from './judge.ts';
import { partOf } from './native-exchanges.ts';
import { type CcxtExchange, familyOf } from './shape.ts';

/** Stands on the reader of answers, which `extendExchange` keeps whatever else it changes. */
const origin: unique symbol = Symbol('exchange-interceptors.ccxt-origin');

interface CcxtOrigin {
  /** ccxt's id. */
  readonly id: string;
  /** No definition of ours looks at its calls. */
  readonly isTheirs: boolean;
}

/** A reader of answers that tells where its exchange comes from. */
export function originReader(context: ReaderContext): NonNullable<Envelope['read']> {
  const from: CcxtOrigin = { id: context.instance.id, isTheirs: context.own.length === 0 };
  return Object.assign(readerOf(context), { [origin]: from });
}

/** Undefined for an exchange that was made without ccxt. */
function originOf({ rest: { read } }: Exchange): CcxtOrigin | undefined {
  return (read as { readonly [origin]?: CcxtOrigin } | undefined)?.[origin];
}

/** Whether a definition of ours looks at the calls, by the paths that are sent: ccxt's tables lack what stands before them. */
export function looksAtSentPaths(exchange: Exchange): boolean {
  return originOf(exchange)?.isTheirs !== true;
}

/**
 * An instance goes through a gateway to its own exchange: another one's codes, limits and costs mean other things.
 * @throws {TypeError} that names both.
 */
export function checkOrigin(instance: CcxtExchange, exchange: Exchange): void {
  const family = familyOf(instance);
  const from = originOf(exchange);
  if (family.includes(exchange.id) || partOf(family, exchange) || (from && family.includes(from.id))) return;
  throw new TypeError(
    `throttleCcxt: the instance is ccxt's ${instance.id}, and the gateway is one to ${exchange.id}: each exchange takes a gateway of its own, of \`exchangeFromCcxt(instance)\`.`,
  );
}
