// What a request is carried out in.
import type { Exchange, RefusalWords } from '../internal.ts';
import type { Dialect } from './dialect.ts';
import type { OrderBook } from './order-book.ts';
import type { OrderRef, PlaceRequest } from './reply.ts';

/** The exchange, and the dialect of its answers. */
export interface DialectContext {
  readonly exchange: Exchange;
  readonly dialect: Dialect;
}

/** Items of a batch that are refused by one code, whatever they are. */
export interface RefusedItems {
  readonly places: readonly number[];
  readonly code: string;
}

/** What a request is carried out in. */
export interface ExecutionContext extends DialectContext {
  readonly book: OrderBook;
  readonly deduplicate: Dialect['deduplicates'];
  /** The markets that there are. @default any */
  readonly symbols: ReadonlySet<string> | undefined;
  readonly price: number;
  /** Items of a batch that a fault refuses. */
  readonly refused?: RefusedItems | undefined;
  /** On the simulator's `now`. */
  readonly at: number;
  /** On the exchange's clock. */
  readonly serverAt: number;
}

/** The name of an order, without its market: an exchange that refuses a known id does so in every market. */
export function idOf({ clientOrderId, book }: PlaceRequest): OrderRef {
  return {
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(book === undefined ? {} : { book }),
  };
}

/** The text of a code: its own, else the catalog's, else the dialect's. */
export function textOf({ code, text }: RefusalWords, { exchange, dialect }: DialectContext): string {
  return text ?? exchange.codes.rest.get(code)?.text ?? dialect.texts?.[code] ?? '';
}
