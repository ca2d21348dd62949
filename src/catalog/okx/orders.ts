// How OKX v5 is asked for an order, and how it shows one.

import type { OrderRecord } from '../order-record.ts';
import type { LookupAnswer, LookupRoute } from '../order-rules.ts';

/** "Order details" (docs-v5). An order that was refused never stood, and has no record. */
const record: OrderRecord = {
  id: 'clOrdId',
  ownId: 'ordId',
  same: { instId: 'instId', side: 'side', sz: 'sz' },
  born: { field: 'cTime' },
  state: {
    field: 'state',
    open: ['live', 'partially_filled'],
    filled: ['filled'],
    cancelled: ['canceled', 'mmp_canceled'],
  },
  amends: { newSz: 'sz', newPx: 'px' },
  neutral: ['instId', 'ordId', 'clOrdId', 'reqId', 'cxlOnFail'],
};

const path = (name: string): string => `/api/v5/trade/${name}`;
const good = { code: '0', msg: '' };
const item = { ordId: '$order.ordId', clOrdId: '$order.clOrdId', ts: '$order.uTime', sCode: '0', sMsg: '' };

const answers: readonly LookupAnswer[] = [
  {
    to: [path('order'), path('batch-orders')],
    body: { ...good, data: [{ ...item, tag: '$order.tag', ts: '$order.cTime' }] },
  },
  {
    to: ['amend-order', 'amend-batch-orders', 'cancel-order', 'cancel-batch-orders'].map(path),
    body: { ...good, data: [item] },
  },
];

/**
 * The latest order of that id alone. One that was cancelled without a fill is kept for two hours, others for longer; the
 * history is no help, for it takes no ids.
 */
function lookup(parameter: 'clOrdId' | 'ordId', by?: string): LookupRoute {
  return {
    ...(by !== undefined && { by }),
    covers: [
      'order',
      'amend-order',
      'cancel-order',
      'batch-orders',
      'amend-batch-orders',
      'cancel-batch-orders',
    ].map(path),
    method: 'GET',
    path: path('order'),
    query: { instId: '{instId}', [parameter]: by === undefined ? '{clientOrderId}' : `{${by}}` },
    order: 'data',
    record,
    answers,
  };
}

const algo = { algoId: '$order.algoId', algoClOrdId: '$order.algoClOrdId', sCode: '0', sMsg: '' };

/** "Algo order details": conditional orders have a book and ids of their own, whatever became of them. */
const algoOrder: LookupRoute = {
  covers: ['order-algo', 'cancel-algos'].map(path),
  method: 'GET',
  path: path('order-algo'),
  query: { algoClOrdId: '{clientOrderId}' },
  order: 'data',
  record: {
    id: 'algoClOrdId',
    ownId: 'algoId',
    same: { instId: 'instId', side: 'side', sz: 'sz' },
    born: { field: 'cTime' },
    state: {
      field: 'state',
      open: ['live', 'pause', 'partially_effective'],
      filled: ['effective', 'partially_failed'],
      cancelled: ['canceled'],
      refused: ['order_failed'],
    },
  },
  answers: [{ to: ['order-algo', 'cancel-algos'].map(path), body: { ...good, data: [algo] } }],
};

export const lookups: readonly LookupRoute[] = [
  lookup('clOrdId'),
  lookup('ordId', 'ordId'),
  algoOrder,
  { ...algoOrder, by: 'algoId', covers: [path('cancel-algos')], query: { algoId: '{algoId}' } },
];
