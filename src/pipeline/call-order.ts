// What a request says of the orders that it places, changes or cancels.
import type { Batch } from '../catalog/batch.ts';
import type { RouteInfo } from '../catalog/limit.ts';
import type { SentOrder } from '../catalog/sent-order.ts';
import type { Intent } from '../policies/evidence.ts';

/** What a request says of its order. */
export interface CallOrder {
  readonly sent: SentOrder;
  /** The client order id that stands in what is sent: what the caller only says of it proves nothing. */
  readonly sentId: string | undefined;
  readonly market: string | undefined;
  /** Undefined for several orders, and for what is about no order. */
  readonly intent: Intent | undefined;
  /** Where the profile says where the items of a batch stand. */
  readonly batch: Batch | undefined;
}

/** An order that a request places. */
export interface PlacedOrder {
  /** The client order id, with the book in front of it where that is not the one of plain orders. */
  readonly clientOrderId: string;
  /** Undefined where the request names none. */
  readonly market: string | undefined;
  /** Its place in the batch, from 0. */
  readonly index: number;
}

/** Of a request that cannot be read. */
export const noOrder: CallOrder = {
  sent: { isSeveral: false, json: undefined, fields: {} },
  sentId: undefined,
  market: undefined,
  intent: undefined,
  batch: undefined,
};

/** Undefined for what is about no order. */
export function intentOf({ kind, amends }: RouteInfo): Intent | undefined {
  if (amends) return 'amend';
  return kind === 'order' ? 'place' : kind === 'cancel' ? 'cancel' : undefined;
}
