// How orders of Kraken spot are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { ClientOrderId, Expiry, LookupAnswer, LookupRoute } from '../order-rules.ts';

const own = '/0/private/';

/**
 * "Spot Client Order Identifiers": a UUID with or without dashes, or up to 18 characters of ASCII. What answers a second one
 * is not published. Not `userref`, which no rule keeps unique.
 */
export const clientOrderId: ClientOrderId = {
  // A list, over sockets and in a batch: of one, it names one order.
  fields: ['cl_ord_id', 'cl_ord_id.0', 'cl_ord_ids.0'],
  market: ['pair', 'symbol'],
  pattern: /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{32}|[!-~]{1,18})$/i,
  // "Kraken verifies cl_ord_id uniqueness across open orders for each client."
  deduplicated: 'while-open',
};

/**
 * "Get Open Orders", "Get Closed Orders". The pair is not compared: it is shown under one of its spellings, whichever was sent.
 * Amends are not told from it: the limit of a stop order stands in another field than that of a limit order.
 */
const record: OrderRecord = {
  id: 'cl_ord_id',
  ownId: '$key',
  same: { type: 'descr.type', side: 'descr.type', volume: 'vol', order_qty: 'vol', price: 'descr.price' },
  born: { field: 'opentm', unit: 's' },
  state: {
    field: 'status',
    open: ['open', 'pending'],
    filled: ['closed'],
    cancelled: ['canceled', 'expired'],
  },
};

const answers: readonly LookupAnswer[] = [
  {
    to: [`${own}AddOrder`],
    body: { error: [], result: { descr: { order: '$order.descr.order' }, txid: ['$order.$key'] } },
  },
  { to: [`${own}CancelOrder`, `${own}CancelOrderBatch`], body: { error: [], result: { count: 1 } } },
  ...['add_order', 'cancel_order'].map((method) => ({
    to: [`/${method}`],
    body: {
      method,
      success: true,
      result: { order_id: '$order.$key', cl_ord_id: '$order.cl_ord_id' },
    },
  })),
];

export const lookups: readonly LookupRoute[] = [
  // An order is in one of the two; of several closed ones with the id the youngest is meant.
  {
    method: 'POST',
    path: `${own}OpenOrders`,
    form: { cl_ord_id: '{clientOrderId}' },
    covers: [`${own}AddOrder`, `${own}CancelOrder`, `${own}CancelOrderBatch`],
    order: 'result.open.*',
    record,
    answers,
    next: [{ path: `${own}ClosedOrders`, order: 'result.closed.*' }],
  },
  {
    by: 'txid',
    method: 'POST',
    path: `${own}QueryOrders`,
    form: { txid: '{txid}' },
    covers: [`${own}CancelOrder`],
    order: 'result.*',
    record,
    answers,
  },
  // A list, over sockets: of one, it names one order.
  {
    by: 'order_id.0',
    method: 'POST',
    path: `${own}QueryOrders`,
    form: { txid: '{ownId}' },
    covers: [`${own}CancelOrder`],
    order: 'result.*',
    record,
    answers,
  },
];

/**
 * "RFC3339 timestamp after which the matching engine should reject the new order request": between half a second and a
 * minute from now. It stands in the body, hence under the signature. A second less than the minute, since the exchange tells its
 * time in whole seconds.
 */
export const expiry: Expiry = {
  param: 'deadline',
  unit: 'iso',
  most: 59_000,
  routes: { kind: 'order' },
};
