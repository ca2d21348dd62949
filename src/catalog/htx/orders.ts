// How orders of HTX spot are named, looked up and told apart.

import type { OrderRecord } from '../order-record.ts';
import type { BatchRoute, ClientOrderId, LookupAnswer, LookupRoute } from '../order-rules.ts';

const path = (name: string): string => `/v1/order/${name}`;

/** "Place a New Order": an id is unique for 24 hours, longer than a call lives. */
export const clientOrderId: ClientOrderId = {
  // A list: of one, it names one order.
  fields: ['client-order-id', 'client-order-ids.0'],
  byRoute: [{ when: '/v2/algo-orders', field: 'clientOrderId' }],
  market: ['symbol'],
  pattern: /^[\w-]{1,64}$/,
  deduplicated: 'always',
};

/** What is being cancelled (`canceling`) is neither open nor over. */
const record: OrderRecord = {
  id: 'client-order-id',
  ownId: 'id',
  same: { symbol: 'symbol', type: 'type', amount: 'amount' },
  born: { field: 'created-at' },
  state: {
    field: 'state',
    open: ['created', 'submitted', 'partial-filled'],
    filled: ['filled'],
    cancelled: ['canceled', 'partial-canceled'],
  },
};

/** "Place a Batch of Orders", "Submit Cancel for Multiple Orders by IDs": what was done is named as the request does. */
const batchOf = (name: string, data: object): LookupAnswer => ({
  to: [path(name)],
  body: { status: 'ok', data },
});
const cancelledBy = (id: string): LookupAnswer =>
  batchOf('orders/batchcancel', { success: [id], failed: [] });

/** Found for eight hours, and for two where it is over. Over the socket a cancel is the last of these, of one order as well. */
export const lookups: readonly LookupRoute[] = [
  {
    covers: [
      path('orders/place'),
      path('batch-orders'),
      path('orders/submitCancelClientOrder'),
      path('orders/batchcancel'),
    ],
    method: 'GET',
    path: path('orders/getClientOrder'),
    query: { clientOrderId: '{clientOrderId}' },
    order: 'data',
    record,
    keptMs: 2 * 3_600_000,
    // A cancel answers with its state, as a number.
    answers: [
      { to: [path('orders/place')], body: { status: 'ok', data: '$text.id' } },
      { to: [path('orders/submitCancelClientOrder')], body: { status: 'ok', data: '$order.state' } },
      batchOf('batch-orders', [{ 'order-id': '$order.id', 'client-order-id': '$order.client-order-id' }]),
      cancelledBy('$order.client-order-id'),
    ],
  },
  // "Get the Order Detail of an Order".
  {
    by: '*',
    covers: [path('orders/*/submitcancel')],
    method: 'GET',
    path: path('orders/{ownId}'),
    order: 'data',
    record,
    keptMs: 2 * 3_600_000,
    answers: [{ to: [path('orders/*/submitcancel')], body: { status: 'ok', data: '$text.id' } }],
  },
  {
    by: 'order-ids.0',
    covers: [path('orders/batchcancel')],
    method: 'GET',
    path: path('orders/{ownId}'),
    order: 'data',
    record,
    keptMs: 2 * 3_600_000,
    answers: [cancelledBy('$text.id')],
  },
];

const batch = (name: string, list: string, most: number, id?: string): BatchRoute => ({
  method: 'POST',
  path: path(name),
  list,
  ...(id !== undefined && { id }),
  most,
});

export const batches: readonly BatchRoute[] = [
  batch('batch-orders', '', 10, 'client-order-id'),
  batch('orders/batchcancel', 'client-order-ids', 50, 'client-order-id'),
  batch('orders/batchcancel', 'order-ids', 50),
];
