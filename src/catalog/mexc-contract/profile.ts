// The definition of MEXC contract.
import type { Envelope } from '../envelope.ts';
import type { ExchangeSpec, Route } from '../exchange.ts';
import type { Limit } from '../limit.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { table } from './codes.ts';
import { lookups } from './lookups.ts';
import { socket } from './socket.ts';

const rest: Envelope = {
  code: ['code'],
  message: ['message', 'msg'],
  // The page of the fee discounts prints 200 beside "success".
  ok: ['0', '200'],
  // The samples of the documents have `success: false` beside code 0: the code goes first.
  flags: ['success'],
  bare: false,
  // The details of an order have an `errorCode` too, with another numbering, 0 to 21; they come without `errorMsg`.
  items: [
    {
      at: 'data',
      code: ['errorCode'],
      message: ['errorMsg'],
      telling: /^\d{3}/,
      id: ['externalOid', 'orderId'],
    },
  ],
};

/** Pushes and acknowledgements; an error is a text without a code. */
const ws: Envelope = {
  code: [],
  message: ['data'],
  ok: [],
  flags: [],
  bare: true,
  failure: [{ field: 'channel', equals: 'rs.error' }],
};

const second = 1000;

/**
 * Printed on each route of the documents (contract_v1_en, read 2025-04-17). Nearly all say 20 in 2 s. Assumed: private
 * routes count per account and public ones per IP, for the page does not say. Left out: a copy of the 2026 page that has
 * 4 in 2 s for `order/create`, until the source is seen to say so.
 */
const limits: readonly Limit[] = [
  {
    name: 'public-route',
    scope: 'ip',
    capacity: 20,
    windowMs: 2 * second,
    per: 'route',
    match: { signed: false, transport: 'rest' },
  },
  {
    name: 'private-route',
    scope: 'account',
    capacity: 20,
    windowMs: 2 * second,
    per: 'route',
    match: { signed: true, transport: 'rest' },
  },
  {
    name: 'submit-batch',
    scope: 'account',
    capacity: 1,
    windowMs: 2 * second,
    match: { path: '/api/v1/private/order/submit_batch' },
  },
  {
    name: 'order-deals',
    scope: 'account',
    capacity: 5,
    windowMs: 2 * second,
    match: { path: '/api/v1/private/order/list/order_deals' },
  },
  {
    name: 'contract-detail',
    scope: 'ip',
    capacity: 1,
    windowMs: 5 * second,
    match: { path: '/api/v1/contract/detail' },
  },
];

const order = '/api/v1/private/';
const routes: readonly Route[] = [
  ...routeList('order', 'POST', order, ['order/submit', 'order/create', 'order/submit_batch']),
  ...amending(['order/chase_limit_order', 'order/change_limit_order']),
  ...routeList('cancel', 'POST', order, [
    'order/cancel',
    'order/cancel_with_external',
    'order/batch_cancel_with_external',
  ]),
  ...cancelAllList('POST', order, ['order/cancel_all']),
  ...routeList('order', 'POST', order, ['planorder/place', 'planorder/place/v2'], 'plan'),
  ...routeList('order', 'POST', order, ['stoporder/place'], 'stop'),
  ...routeList('cancel', 'POST', order, ['planorder/cancel'], 'plan'),
  ...cancelAllList('POST', order, ['planorder/cancel_all'], 'plan'),
  ...routeList('cancel', 'POST', order, ['stoporder/cancel'], 'stop'),
  ...cancelAllList('POST', order, ['stoporder/cancel_all'], 'stop'),
  ...routeList('cancel', 'POST', order, ['trackorder/cancel'], 'track'),
  // Reads that are sent by POST, and reads whose path holds an id: those share one limit whatever the id.
  ...routeList('read', '*', order, [
    'order/batch_query_with_external',
    'order/open_order_total_count',
    'order/external/*/*',
    'order/get/*',
    'order/deal_details/*',
    'order/list/open_orders/*',
    'account/asset/*',
    'account/asset/analysis/**',
  ]),
  ...routeList('read', 'GET', '/api/v1/contract/', [
    'depth/*',
    'depth_commits/*/*',
    'deals/*',
    'kline/*',
    'kline/index_price/*',
    'kline/fair_price/*',
    'index_price/*',
    'fair_price/*',
    'funding_rate/*',
  ]),
];

function amending(names: readonly string[]): readonly Route[] {
  return routeList('order', 'POST', order, names).map((route) => ({ ...route, amends: true }));
}

export const spec: ExchangeSpec = {
  id: 'mexc-contract',
  name: 'MEXC contract',
  docs: ['https://www.mexc.com/api-docs/futures', 'https://mexcdevelop.github.io/apidocs/contract_v1_en/'],
  hosts: ['contract.mexc.com', 'api.mexc.com'],
  table,
  rest,
  ws,
  socket,
  limits,
  time: { routes: [{ path: '/api/v1/contract/ping' }], from: ['data'] },
  routes,
  signedPaths: ['/api/v1/private/**'],
  clientOrderId: {
    fields: ['externalOid'],
    market: ['symbol'],
    // Up to 32 characters (2030). It is a segment of the look-up's path, hence none that would end it.
    pattern: /^[^\s/?#%]{1,32}$/,
    // A batch answers a known id with the order that has it; nothing is said of single orders.
    deduplicated: false,
  },
  lookup: lookups,
  // Answers have the order of the request.
  batches: [
    { path: `${order}order/submit_batch`, list: '', id: 'externalOid' },
    { path: `${order}order/cancel`, list: '' },
    { path: `${order}order/batch_cancel_with_external`, list: '', id: 'externalOid' },
  ],
  // `Recv-Window` has no documented unit; its bounds make it seconds.
  validity: { forMs: 10_000, header: 'recv-window', unit: 's' },
};
