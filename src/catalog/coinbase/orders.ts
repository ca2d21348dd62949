// How Coinbase is asked for an order that a cancel names, and how it shows one.
import type { LookupRoute } from '../order-rules.ts';

const own = '/api/v3/brokerage/orders/';

/** "Get Order", by the exchange's own id alone; a placing is its own look-up. The states are those of the reference. */
export const lookups: readonly LookupRoute[] = [
  {
    by: 'order_ids.0',
    covers: [`${own}batch_cancel`],
    method: 'GET',
    path: `${own}historical/{ownId}`,
    order: 'order',
    record: {
      id: 'client_order_id',
      ownId: 'order_id',
      state: {
        field: 'status',
        open: ['OPEN', 'PENDING', 'QUEUED'],
        filled: ['FILLED'],
        cancelled: ['CANCELLED', 'EXPIRED', 'FAILED'],
      },
    },
    answers: [
      {
        to: [`${own}batch_cancel`],
        body: {
          results: [
            { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: '$order.order_id' },
          ],
        },
      },
    ],
  },
];
