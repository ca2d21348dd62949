// How Bybit v5 is asked for an order, and how it shows one.

import type { OrderRecord } from '../order-record.ts';
import type { LookupAnswer, LookupRoute } from '../order-rules.ts';

/** "Get Open & Closed Orders" and "Order History" (docs/v5/order, 072c197). `Triggered` is a passing state. */
const record: OrderRecord = {
  id: 'orderLinkId',
  same: { symbol: 'symbol', side: 'side', qty: 'qty' },
  born: { field: 'createdTime' },
  state: {
    field: 'orderStatus',
    open: ['New', 'PartiallyFilled', 'Untriggered', 'Triggered'],
    filled: ['Filled'],
    cancelled: ['Cancelled', 'PartiallyFilledCanceled', 'Deactivated'],
    refused: ['Rejected'],
  },
  amends: {
    qty: 'qty',
    price: 'price',
    triggerPrice: 'triggerPrice',
    takeProfit: 'takeProfit',
    stopLoss: 'stopLoss',
  },
  neutral: ['category', 'symbol', 'orderId', 'orderLinkId'],
};

const ids = { orderId: '$order.orderId', orderLinkId: '$order.orderLinkId' };
const good = { retCode: 0, retMsg: 'OK' };

const answers: readonly LookupAnswer[] = [
  {
    to: ['/v5/order/create', '/v5/order/amend', '/v5/order/cancel'],
    body: { ...good, result: ids, retExtInfo: {} },
  },
  {
    to: ['/v5/order/create-batch', '/v5/order/amend-batch', '/v5/order/cancel-batch'],
    body: {
      ...good,
      result: { list: [{ symbol: '$order.symbol', ...ids }] },
      retExtInfo: { list: [{ code: 0, msg: 'OK' }] },
    },
  },
];

/**
 * First what is open or was closed a moment ago, then the history, which comes late and keeps cancelled and refused orders
 * for a day. A restart of the service forgets closed orders in the first alone. `symbol` is a must for linear contracts.
 */
function lookup(parameter: 'orderLinkId' | 'orderId', by?: string): LookupRoute {
  const value = by === undefined ? '{clientOrderId}' : `{${by}}`;
  return {
    ...(by !== undefined && { by }),
    covers: ['create', 'amend', 'cancel', 'create-batch', 'amend-batch', 'cancel-batch'].map(
      (name) => `/v5/order/${name}`,
    ),
    method: 'GET',
    path: '/v5/order/realtime',
    query: { category: '{category}', symbol: '{symbol}', [parameter]: value },
    order: 'result.list',
    record,
    answers,
    next: [{ path: '/v5/order/history' }],
  };
}

export const lookups: readonly LookupRoute[] = [lookup('orderLinkId'), lookup('orderId', 'orderId')];
