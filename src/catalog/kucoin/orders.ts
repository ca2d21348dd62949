// How KuCoin is asked for an order, and how it shows one.

import type { OrderRecord } from '../order-record.ts';
import type { BatchRoute, LookupAnswer, LookupRoute } from '../order-rules.ts';

/** "Get Order By ClientOid". What is done was filled or cancelled: no one field tells which. */
const record: OrderRecord = {
  id: 'clientOid',
  ownId: 'id',
  same: { symbol: 'symbol', side: 'side', type: 'type', size: 'size', price: 'price' },
  born: { field: 'createdAt' },
  state: { field: 'active', open: ['true'], filled: ['false'], cancelled: ['false'] },
};

const answer = (to: readonly string[], data: object): LookupAnswer => ({
  to,
  body: { code: '200000', data },
});
const placed = { orderId: '$order.id', clientOid: '$order.clientOid' };
const cancelled = { clientOid: '$order.clientOid' };
/** A list of one is one order. */
const placedAlone = answer(
  ['/api/v1/hf/orders/multi', '/api/v1/hf/orders/multi/sync'],
  [{ ...placed, success: true }],
);

/** Paths in which cancels name their order. */
export const inPath: readonly string[] = [
  '/api/v1/hf/orders/client-order/*',
  '/api/v1/hf/orders/sync/client-order/*',
  '/api/v3/hf/margin/orders/client-order/*',
  '/api/v1/orders/client-order/*',
];

function lookupsOf(
  path: string,
  places: readonly string[],
  cancels: readonly string[],
  byOwnId: readonly string[],
  more: readonly LookupAnswer[] = [],
): readonly LookupRoute[] {
  const asked = { method: 'GET', query: { symbol: '{symbol}' }, order: 'data', record } as const;
  return [
    {
      ...asked,
      path: `${path}/client-order/{clientOrderId}`,
      covers: [...places, ...cancels, ...more.flatMap(({ to }) => to)],
      answers: [answer(places, placed), answer(cancels, cancelled), ...more],
    },
    {
      ...asked,
      by: '*',
      path: `${path}/{ownId}`,
      covers: byOwnId,
      answers: [answer(byOwnId, { orderId: '$order.id' })],
    },
  ];
}

const future: LookupRoute = {
  method: 'GET',
  path: '/api/v1/orders/byClientOid',
  query: { clientOid: '{clientOrderId}' },
  covers: ['/api/v1/orders'],
  order: 'data',
  record: { ...record, state: { field: 'status', open: ['open'], filled: ['done'], cancelled: ['done'] } },
  answers: [answer(['/api/v1/orders'], placed), answer(['/api/v1/orders/client-order/*'], cancelled)],
};

/** An order of futures has at least one of these; one of spot, at the same path of its own host, which is abandoned, has none. */
const ofFutures = ['leverage', 'marginMode', 'reduceOnly', 'closeOrder'];

/**
 * Assumed: `data` without an order in a good answer says that there is none, as 400100 and 100001 do with the texts that were seen.
 * With another text they leave it unknown.
 */
export const lookups: readonly LookupRoute[] = [
  ...lookupsOf(
    '/api/v1/hf/orders',
    ['/api/v1/hf/orders', '/api/v1/hf/orders/sync'],
    inPath.slice(0, 2),
    ['/api/v1/hf/orders/*', '/api/v1/hf/orders/sync/*'],
    [placedAlone],
  ),
  ...lookupsOf('/api/v3/hf/margin/orders', ['/api/v3/hf/margin/order'], inPath.slice(2, 3), [
    '/api/v3/hf/margin/orders/*',
  ]),
  ...ofFutures.map((name): LookupRoute => ({ ...future, params: { [name]: true } })),
  { ...future, covers: inPath.slice(3) },
  // "Get Order By OrderId"; an abandoned one of spot, at the same path of its own host, shows no such state.
  {
    ...future,
    by: '*',
    path: '/api/v1/orders/{ownId}',
    query: {},
    covers: ['/api/v1/orders/*'],
    answers: [answer(['/api/v1/orders/*'], { cancelledOrderIds: ['$order.id'] })],
  },
];

const multi = '/api/v1/orders/multi-cancel';

export const batches: readonly BatchRoute[] = [
  ...['', '/sync'].map((end) => ({
    method: 'POST',
    path: `/api/v1/hf/orders/multi${end}`,
    list: 'orderList',
    id: 'clientOid',
    most: 5,
  })),
  { method: 'POST', path: '/api/v1/orders/multi', list: '', id: 'clientOid', most: 20 },
  { method: 'DELETE', path: multi, list: 'orderIdsList', most: 10 },
  { method: 'DELETE', path: multi, list: 'clientOidsList', id: 'clientOid', most: 10 },
];
