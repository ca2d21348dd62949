// How MEXC spot is asked for an order, and how it shows one.
import type { LookupRoute } from '../order-rules.ts';

const path = '/api/v3/order';

/**
 * "Query Order". Not covered: a batch, whose orders have a look-up each. Of a placing neither the type nor its time in force is
 * compared: market orders come back as IMMEDIATE_OR_CANCEL. Assumed: an order that does not exist is -2013, which the table
 * lacks and clients list; anything else leaves the order unknown.
 */
const order: LookupRoute = {
  method: 'GET',
  path,
  query: { symbol: '{symbol}', origClientOrderId: '{clientOrderId}' },
  covers: [path],
  record: {
    // A cancelled order may have the cancel's id, and its own beside it.
    id: ['clientOrderId', 'origClientOrderId'],
    ownId: 'orderId',
    same: { symbol: 'symbol', side: 'side', quantity: 'origQty', price: 'price' },
    born: { field: 'time' },
    state: {
      field: 'status',
      open: ['NEW', 'PARTIALLY_FILLED'],
      filled: ['FILLED'],
      cancelled: ['CANCELED', 'PARTIALLY_CANCELED'],
    },
  },
  answers: [{ to: [path], body: { '...': '$order', transactTime: '$order.time' } }],
};

export const lookups: readonly LookupRoute[] = [
  order,
  { ...order, by: 'orderId', query: { symbol: '{symbol}', orderId: '{orderId}' } },
];
