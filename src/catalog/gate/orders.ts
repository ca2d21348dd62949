// How orders of Gate are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { BatchRoute, ClientOrderId, Expiry, LookupRoute } from '../order-rules.ts';

export const spot = '/api/v4/spot/';
/** Books of futures, by what they are settled in. */
export const futures: readonly string[] = ['usdt', 'btc'].map((settle) => `/api/v4/futures/${settle}/`);

/** `text` of "Create an order". That a second order with one is refused is documented nowhere. */
export const clientOrderId: ClientOrderId = {
  fields: ['text'],
  begins: 't-',
  inPath: [spot, ...futures].map((prefix) => `${prefix}orders/*`),
  market: ['currency_pair', 'contract'],
  pattern: /^t-[\w.-]{1,28}$/,
  deduplicated: false,
};

const spotRecord: OrderRecord = {
  id: 'text',
  ownId: 'id',
  same: { currency_pair: 'currency_pair', side: 'side', amount: 'amount' },
  born: { field: 'create_time_ms' },
  state: { field: 'status', open: ['open'], filled: ['closed'], cancelled: ['cancelled'] },
  amends: { amount: 'amount', price: 'price' },
  neutral: ['currency_pair', 'account', 'amend_text', 'action_mode', 'text', 'order_id'],
};

/** The size is not compared: an order that closes a position is sent without one. */
const futuresRecord: OrderRecord = {
  id: 'text',
  ownId: 'id',
  same: { contract: 'contract' },
  born: { field: 'create_time', unit: 's' },
  // Whatever ended it.
  state: { field: 'status', open: ['open'], filled: ['finished'] },
  amends: { size: 'size', price: 'price' },
  neutral: ['contract', 'amend_text', 'text', 'order_id'],
};

interface ListedBook extends Pick<LookupRoute, 'query' | 'record'> {
  readonly keptMs: number;
  /** Where the list of a cancel has the id of an order that it names alone. */
  readonly cancelled: { readonly path: string; readonly by: string };
}

/** Orders answer as their look-up does; in a list of one each says beside it that it succeeded. */
function lookupsOf(prefix: string, { cancelled, ...rest }: ListedBook): readonly LookupRoute[] {
  const one = `${prefix}orders/*`;
  const list = `${prefix}batch_orders`;
  const several = [list, cancelled.path];
  const answers = [{ to: several, body: [{ '...': '$order', succeeded: true, label: '', message: '' }] }];
  const asked = { method: 'GET', answers, ...rest } as const;
  // That it is gone says as little of an own id: how long those are kept is not said for orders that nothing of was filled.
  const byOwn = (name: string) => ({ ...asked, path: `${prefix}orders/{${name}}` });
  return [
    { ...asked, covers: [`${prefix}orders`, one, list], path: `${prefix}orders/{clientOrderId}` },
    { ...byOwn('ownId'), by: '*', covers: [one] },
    { ...byOwn(cancelled.by), by: cancelled.by, covers: [cancelled.path] },
  ];
}

/** By its `text` an order is found while it is open, and for an hour or a minute after its end. */
export const lookups: readonly LookupRoute[] = [
  ...lookupsOf(spot, {
    query: { currency_pair: '{currency_pair}' },
    record: spotRecord,
    keptMs: 3_600_000,
    cancelled: { path: `${spot}cancel_batch_orders`, by: 'id' },
  }),
  ...futures.flatMap((prefix) =>
    lookupsOf(prefix, {
      record: futuresRecord,
      keptMs: 60_000,
      // A list of ids.
      cancelled: { path: `${prefix}batch_cancel_orders`, by: '0' },
    }),
  ),
];

const batch = (path: string, most: number): BatchRoute => ({
  method: 'POST',
  path,
  list: '',
  id: 'text',
  most,
});

/** The answer has the request's order. */
export const batches: readonly BatchRoute[] = [
  batch(`${spot}batch_orders`, 10),
  batch(`${spot}cancel_batch_orders`, 20),
  batch(`${spot}amend_batch_orders`, 5),
  ...futures.flatMap((prefix) => [
    batch(`${prefix}batch_orders`, 10),
    batch(`${prefix}batch_cancel_orders`, 20),
    batch(`${prefix}batch_amend_orders`, 10),
  ]),
];

/**
 * "If the time at which the request is received is greater than the expiration time, it will be rejected." The window for stamps
 * is as long as a call's usual deadline.
 */
export const expiry: Expiry = {
  header: 'x-gate-exptime',
  unit: 'instant-ms',
  routes: { kind: 'order' },
  always: true,
};
