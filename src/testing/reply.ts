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
  | { readonly ok: true; readonly order: SimOrder; readonly repeated: boolean }
  | {
      readonly ok: false;
      readonly code: string;
      readonly text: string;
      readonly ref: OrderRef;
      /** Undefined where it is none of the usual reasons. */
      readonly why?: Refusal | undefined;
    };

/** What a dialect puts into words. `now` is the exchange's clock in milliseconds since 1970. */
export type Reply =
  | { readonly action: 'time'; readonly now: number }
  | { readonly action: 'ticker'; readonly now: number; readonly price: number; readonly symbol: string }
  | { readonly action: 'balance'; readonly now: number; readonly funds: number }
  | {
      readonly action: 'order' | 'batch' | 'cancel' | 'amend';
      readonly now: number;
      readonly items: readonly ItemReply[];
    }
  | { readonly action: 'lookup'; readonly now: number; readonly order: SimOrder }
  | { readonly action: 'open' | 'cancel-all'; readonly now: number; readonly orders: readonly SimOrder[] };
