// How mexc-contract is asked for an order, and how it shows one.
import type { LookupRoute } from '../order-rules.ts';

const own = '/api/v1/private/order/';

/** "Query the order based on the external number", read 2025-04-17. Trigger and stop orders have books of their own. */
const lookup: LookupRoute = {
  method: 'GET',
  path: '/api/v1/private/order/external/{symbol}/{clientOrderId}',
  covers: [
    'submit',
    'create',
    'submit_batch',
    'change_limit_order',
    'cancel_with_external',
    'batch_cancel_with_external',
  ].map((name) => own + name),
  order: 'data',
  record: {
    id: 'externalOid',
    same: { symbol: 'symbol', side: 'side', vol: 'vol' },
    born: { field: 'createTime' },
    state: { field: 'state', open: ['1', '2'], filled: ['3'], cancelled: ['4'], refused: ['5'] },
    amends: { price: 'price', vol: 'vol' },
    neutral: ['symbol', 'externalOid', 'orderId'],
  },
  answers: [
    // The old route answers with the bare id, the new one with an object.
    { to: [`${own}submit`], body: { success: true, code: 0, data: '$order.orderId' } },
    {
      to: [`${own}create`],
      body: { success: true, code: 0, data: { orderId: '$order.orderId', ts: '$order.createTime' } },
    },
    {
      to: [`${own}cancel`],
      body: {
        success: true,
        code: 0,
        data: [{ orderId: '$order.orderId', errorCode: 0, errorMsg: 'success' }],
      },
    },
    {
      to: [`${own}cancel_with_external`, `${own}change_limit_order`],
      body: { success: true, code: 0, data: null },
    },
  ],
};

export const lookups: readonly LookupRoute[] = [
  lookup,
  // "Query the order based on the order number".
  {
    ...lookup,
    by: 'orderId',
    path: `${own}get/{orderId}`,
    covers: [`${own}change_limit_order`],
  },
  { ...lookup, by: '0', path: `${own}get/{0}`, covers: [`${own}cancel`] },
];
