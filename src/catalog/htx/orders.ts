// How orders of HTX spot are named, looked up and told apart.
import type { BatchRoute, ClientOrderId, LookupRoute, OrderRecord } from '../order-rules.ts';

const path = (name: string): string => `/v1/order/${name}`;

/** "Place a New Order": an id is unique for 24 hours, longer than a call lives. */
export const clientOrderId: ClientOrderId = {
  fields: ['client-order-id'],
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

/** Found for eight hours, and for two where it is over. */
export const lookups: readonly LookupRoute[] = [
  {
    covers: [path('orders/place'), path('orders/submitCancelClientOrder')],
    method: 'GET',
    path: path('orders/getClientOrder'),
    query: { clientOrderId: '{clientOrderId}' },
    order: 'data',
    record,
    keptMs: 2 * 3_600_000,
    // A cancel answers with its state, as a number.
    answers: [
      { to: [path('orders/place')], body: { status: 'ok', data: '$order.id' } },
      { to: [path('orders/submitCancelClientOrder')], body: { status: 'ok', data: '$order.state' } },
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
    answers: [{ to: [path('orders/*/submitcancel')], body: { status: 'ok', data: '$order.id' } }],
  },
];

const batch = (name: string, list: string, most: number): BatchRoute => ({
  method: 'POST',
  path: path(name),
  list,
  id: 'client-order-id',
  most,
});

export const batches: readonly BatchRoute[] = [
  batch('batch-orders', '', 10),
  batch('orders/batchcancel', 'client-order-ids', 50),
  batch('orders/batchcancel', 'order-ids', 50),
];
