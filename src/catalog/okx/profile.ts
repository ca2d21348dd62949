// The definition of OKX v5.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, plain } from './limits.ts';
import { lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const trade = '/api/v5/trade/';
const routes: readonly Route[] = [
  ...routeList('order', 'POST', trade, ['order', 'batch-orders']),
  ...routeList('order', 'POST', trade, ['amend-order', 'amend-batch-orders']).map((route) => ({
    ...route,
    amends: true,
  })),
  ...routeList('cancel', 'POST', trade, [
    'cancel-order',
    'cancel-batch-orders',
    'mass-cancel',
    'cancel-all-after',
  ]),
  // Of spreads and of quotes.
  ...routeList('cancel', 'POST', '/api/v5/sprd/', ['cancel-order', 'mass-cancel', 'cancel-all-after']),
  ...routeList('cancel', 'POST', '/api/v5/rfq/', [
    'cancel-rfq',
    'cancel-batch-rfqs',
    'cancel-all-rfqs',
    'cancel-quote',
    'cancel-batch-quotes',
    'cancel-all-quotes',
    'cancel-all-after',
  ]),
  ...routeList('read', 'POST', trade, ['order-precheck']),
  ...routeList('cancel', 'POST', trade, ['cancel-algos', 'cancel-advance-algos'], 'algo'),
  // Without an id of its own an algo order is a write like any other, as closing a position is.
  { method: 'POST', path: `${trade}order-algo`, params: { algoClOrdId: true }, kind: 'order', book: 'algo' },
];

export const spec: ExchangeSpec = {
  id: 'okx',
  name: 'OKX',
  docs: ['https://www.okx.com/docs-v5/en/'],
  // Keys of the sites of a region hold there alone.
  hosts: [
    'openapi.okx.com',
    'www.okx.com',
    'aws.okx.com',
    'us.okx.com',
    'eea.okx.com',
    'ws.okx.com:8443',
    'wspap.okx.com:8443',
  ],
  ...answers,
  socket,
  limits,
  routes,
  signedPaths: [
    '/api/v5/trade/**',
    '/api/v5/account/**',
    '/api/v5/asset/**',
    '/api/v5/users/**',
    '/api/v5/affiliate/**',
    '/api/v5/rfq/**',
    '/api/v5/sprd/order',
    '/api/v5/sprd/cancel-order',
    '/api/v5/sprd/amend-order',
    '/api/v5/sprd/mass-cancel',
    '/api/v5/sprd/cancel-all-after',
    '/api/v5/sprd/orders-pending',
    '/api/v5/sprd/orders-history',
    '/api/v5/sprd/orders-history-archive',
    '/api/v5/sprd/trades',
    '/api/v5/tradingBot/**',
    '/api/v5/copytrading/**',
    '/api/v5/finance/**',
    '/api/v5/fiat/**',
  ],
  clientOrderId: {
    fields: ['clOrdId'],
    byRoute: [
      { when: `${trade}order-algo`, field: 'algoClOrdId' },
      { when: `${trade}cancel-algos`, field: 'algoClOrdId' },
    ],
    market: ['instId', 'instIdCode'],
    // Case-sensitive; without the hyphens of a UUID.
    pattern: /^[A-Za-z0-9]{1,32}$/,
    // Unique among pending orders (51016, 51011): free again after a fill or a cancel.
    deduplicated: 'while-open',
  },
  lookup: lookups,
  // The answer has the request's order.
  batches: ['batch-orders', 'amend-batch-orders', 'cancel-batch-orders'].map((name) => ({
    method: 'POST',
    path: trade + name,
    list: '',
    id: 'clOrdId',
    most: 20,
  })),
  // A time that is off by more than half a minute is refused (50102).
  validity: { forMs: 30_000 },
  // The server drops what it takes up later (50037). It is none of a cancel's.
  expiry: { header: 'exptime', unit: 'instant-ms', routes: plain },
  refusals,
};
