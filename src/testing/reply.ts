// What requests ask of the simulator's orders, and what it replies before the exchange's words are put to it.
import type { RefusalWords } from '../internal.ts';
import type { Refusal } from './refusal.ts';

/** An order as a request wants it placed. */
export interface PlaceRequest {
  /** The caller's id, where one is given. */
  readonly clientOrderId?: string;
  /** As the request has it. */
  readonly symbol: string;
  /** As the request has it. */
  readonly side: string;
  /** `undefined` for a market order. `NaN` for what cannot be read. */
  readonly price?: number;
  /** In units of what is traded; `NaN` for what cannot be read. */
  readonly quantity: number;
  /** The exchange refuses it after this instant of its own clock, in milliseconds since 1970. */
  readonly expiresAt?: number;
  /** The code of a member that the exchange would not take, found when it was read; alone or with its words. */
  readonly refusal?: string | RefusalWords;
  /** Which book it goes into. @default the one of plain orders */
  readonly book?: string;
  /** Its parameters as they were sent, for a dialect that puts them into words again. */
  readonly members?: Readonly<Record<string, string>>;
}

/** An order by one of its names. */
export interface OrderRef {
  /** The exchange's own id. */
  readonly orderId?: string;
  /** The caller's id. */
  readonly clientOrderId?: string;
  /** Where the request names the market: an order of another one is not found. */
  readonly symbol?: string;
  /** Which book is looked into. @default the one of plain orders */
  readonly book?: string;
}

/** What an amend wants changed; what is absent stays. `NaN` for what cannot be read. */
export interface AmendRequest {
  /** The order that it is about. */
  readonly ref: OrderRef;
  /** The new price, in quote units for one unit. */
  readonly price?: number;
  /** The new quantity, in units of what is traded. */
  readonly quantity?: number;
  /** The exchange refuses it after this instant of its own clock, in milliseconds since 1970. */
  readonly expiresAt?: number;
  /** Its parameters as they were sent: they take the place of the order's own. */
  readonly members?: Readonly<Record<string, string>>;
}

/** An order that was executed. */
export interface SimOrder {
  /** Digits. */
  readonly orderId: string;
  /** The caller's id, where one was given. */
  readonly clientOrderId?: string;
  /** As the request had it. */
  readonly symbol: string;
  /** As the request had it. */
  readonly side: string;
  /** Quote units for one unit; a market order has the simulator's `price`. */
  readonly price: number;
  /** In units of what is traded. */
  readonly quantity: number;
  /** How much of the quantity was traded. */
  readonly filledQuantity: number;
  /** Whether it was placed without a price; such an order is filled at once. */
  readonly isMarket: boolean;
  /** When it was executed, in milliseconds since 1970 on the simulator's `now`. */
  readonly at: number;
  /** The same instant on the exchange's clock, as its answers tell it. */
  readonly createdAt: number;
  /** When it last changed, on the exchange's clock. */
  readonly updatedAt: number;
  /** What became of it. */
  readonly status: 'open' | 'filled' | 'cancelled';
  /** Which book it stands in. @default the one of plain orders */
  readonly book?: string;
  /** Its parameters as they were sent, where the dialect keeps them. */
  readonly members?: Readonly<Record<string, string>>;
}

/** What became of one order of a request. */
export type ItemReply =
  | {
      /** It was done. */
      readonly ok: true;
      /** The order as it then is. */
      readonly order: SimOrder;
      /** It was known, and is answered once more. */
      readonly repeated: boolean;
    }
  | {
      /** It was refused. */
      readonly ok: false;
      /** Of the refusal, as the table writes it. */
      readonly code: string;
      /** Of the refusal. */
      readonly text: string;
      /** The order that it is about. */
      readonly ref: OrderRef;
      /** Undefined where it is none of the usual reasons. */
      readonly why?: Refusal | undefined;
    };

/** What every answer may tell. */
interface ReplyOf<Does extends string> {
  /** What was asked for. */
  readonly action: Does;
  /** The exchange's clock, in milliseconds since 1970. */
  readonly now: number;
}

/** The ticker of a market. */
interface TickerReply extends ReplyOf<'ticker'> {
  /** Quote units. */
  readonly price: number;
  /** As the request had it. */
  readonly symbol: string;
}

/** What the account has. */
interface BalanceReply extends ReplyOf<'balance'> {
  /** Quote units that are left. */
  readonly funds: number;
}

/** What became of each order that was named. */
interface ItemsReply extends ReplyOf<'order' | 'batch' | 'cancel' | 'amend'> {
  /** In the order of the request. */
  readonly items: readonly ItemReply[];
}

/** One order. */
interface LookupReply extends ReplyOf<'lookup'> {
  /** The order that was asked for. */
  readonly order: SimOrder;
}

/** Several orders. */
interface OrdersReply extends ReplyOf<'open' | 'cancel-all'> {
  /** Those that stand, or that were cancelled. */
  readonly orders: readonly SimOrder[];
}

/** What a dialect puts into words. */
export type Reply = ReplyOf<'time'> | TickerReply | BalanceReply | ItemsReply | LookupReply | OrdersReply;
