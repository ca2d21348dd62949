// How Binance spot is asked for an order, and how it shows one.
import type { LookupRoute } from '../order-rules.ts';

const own = '/api/v3/';

/**
 * "Query order": memory first, then the database, so that it may lag behind. A refused order was never there (-2013). Not
 * covered: cancelReplace, of which half may be done, and an amend by client order id, which gives the order another one.
 */
const order: LookupRoute = {
  method: 'GET',
  path: `${own}order`,
  query: { symbol: '{symbol}', origClientOrderId: '{clientOrderId}' },
  covers: [`${own}order`, `${own}sor/order`],
  record: {
    // A cancelled order may have the cancel's id, and its own beside it.
    id: ['clientOrderId', 'origClientOrderId'],
    ownId: 'orderId',
    same: { symbol: 'symbol', side: 'side', type: 'type', quantity: 'origQty', price: 'price' },
    born: { field: 'time' },
    state: {
      field: 'status',
      open: ['NEW', 'PENDING_NEW', 'PARTIALLY_FILLED', 'PENDING_CANCEL'],
      filled: ['FILLED'],
      cancelled: ['CANCELED', 'EXPIRED', 'EXPIRED_IN_MATCH'],
      refused: ['REJECTED'],
    },
    // Assumed: the quantity that an amend asked for is the order's own from then on, as in its answer.
    amends: { newQty: 'origQty' },
    neutral: [
      'symbol',
      'orderId',
      'origClientOrderId',
      'newClientOrderId',
      'recvWindow',
      'timestamp',
      'signature',
    ],
  },
  answers: [
    {
      to: [`${own}order`, `${own}sor/order`],
      body: { '...': '$order', transactTime: '$order.time' },
    },
    {
      to: [`${own}order/amend/keepPriority`],
      body: {
        transactTime: '$order.updateTime',
        amendedOrder: { '...': '$order', qty: '$order.origQty' },
      },
    },
  ],
};

/** "Query Order list", from the database. Assumed: an order list that does not exist is -2013 as well. */
const orderList: LookupRoute = {
  method: 'GET',
  path: `${own}orderList`,
  query: { origClientOrderId: '{clientOrderId}' },
  covers: [`${own}orderList`, `${own}orderList/*`, `${own}order/oco`],
  record: {
    id: 'listClientOrderId',
    ownId: 'orderListId',
    same: { symbol: 'symbol' },
    // Assumed: an order list's time is that of its last change, since no other is printed. Then an earlier one under the same id
    // may look like this one.
    born: { field: 'transactionTime' },
    state: { field: 'listOrderStatus', open: ['EXECUTING'], filled: ['ALL_DONE'], refused: ['REJECT'] },
  },
};

export const lookups: readonly LookupRoute[] = [
  order,
  {
    ...order,
    by: 'orderId',
    query: { symbol: '{symbol}', orderId: '{orderId}' },
    covers: [`${own}order`, `${own}order/amend/keepPriority`],
  },
  orderList,
  { ...orderList, by: 'orderListId', query: { orderListId: '{orderListId}' }, covers: [`${own}orderList`] },
];
