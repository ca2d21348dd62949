import type { Exchange } from '../internal.ts';
import type { Dialect } from './dialect.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderRef, OrderRequest } from './reply.ts';

/** What a request is carried out in. */
export interface World {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
  readonly book: OrderBook;
  readonly deduplicate: Dialect['deduplicates'];
  /** The markets that there are. @default any */
  readonly symbols: ReadonlySet<string> | undefined;
  readonly price: number;
  /** On the simulator's `now`. */
  readonly at: number;
  /** On the exchange's clock. */
  readonly serverAt: number;
}

/** The name of an order, without its market: an exchange that refuses a known id does so in every market. */
export function idOf({ clientOrderId, book }: OrderRequest): OrderRef {
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(book === undefined ? {} : { book }),
  };
}
