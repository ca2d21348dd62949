// How ox-fun is asked for an order, and how it shows one.
import type { LookupRoute } from '../order-rules.ts';

/** "GET /v3/orders/status", read 2023-03-31; stop orders are listed there too. */
const lookup: LookupRoute = {
  method: 'GET',
  path: '/v3/orders/status',
  covers: [
    '/v3/orders/place',
    '/v3/orders/modify',
    '/v3/orders/cancel',
    '/v2/orders/place',
    '/v2/orders/modify',
    '/v2/orders/cancel',
    '/placeorder',
    '/placeorders',
    '/modifyorder',
    '/modifyorders',
    '/cancelorder',
    '/cancelorders',
  ],
  query: { clientOrderId: '{clientOrderId}' },
  order: 'data',
  record: {
    id: 'clientOrderId',
    same: { marketCode: 'marketCode', side: 'side', quantity: 'totalQuantity' },
    born: { field: 'createdAt' },
    state: {
      field: 'status',
      open: ['OPEN', 'PARTIAL_FILL', 'PARTIALLY_FILLED'],
      filled: ['FILLED'],
      cancelled: [
        'CANCELED',
        'CANCELED_BY_USER',
        'CANCELED_BY_MAKER_ONLY',
        'CANCELED_BY_FOK',
        'CANCELED_ALL_BY_IOC',
      ],
      refused: ['REJECTED'],
    },
    amends: { price: 'price', quantity: 'totalQuantity', stopPrice: 'stopPrice', side: 'side' },
    neutral: ['clientOrderId', 'orderId', 'marketCode', 'timestamp', 'recvWindow', 'responseType'],
  },
  answers: [
    {
      to: ['/v3/orders/place', '/v3/orders/modify', '/v3/orders/cancel'],
      body: { success: true, data: [{ '...': '$order', submitted: true }] },
    },
    { to: ['/placeorder'], body: { event: 'placeorder', submitted: true, data: '$order' } },
    { to: ['/modifyorder'], body: { event: 'modifyorder', submitted: true, data: '$order' } },
    { to: ['/cancelorder'], body: { event: 'cancelorder', submitted: true, data: '$order' } },
  ],
};

export const lookups: readonly LookupRoute[] = [
  lookup,
  { ...lookup, by: 'orderId', query: { orderId: '{orderId}' } },
];
