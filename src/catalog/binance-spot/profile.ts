// The definition of Binance spot.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, usage } from './limits.ts';
import { lookups } from './lookups.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const own = '/api/v3/';
const day = 24 * 60 * 60 * 1000;

const routes: readonly Route[] = [
  ...routeList('order', 'POST', own, [
    'order',
    'order/oco',
    'orderList/oco',
    'orderList/oto',
    'orderList/otoco',
    'orderList/opo',
    'orderList/opoco',
    'sor/order',
    // It cancels as well: under HTTP 409 one half was done.
    'order/cancelReplace',
  ]),
  // They are checked like orders, and placed nowhere.
  ...routeList('read', 'POST', own, ['order/test', 'sor/order/test']),
  // No new order: it counts on no limit of theirs.
  { method: 'PUT', path: `${own}order/amend/keepPriority`, kind: 'write', amends: true },
  ...routeList('cancel', 'DELETE', own, ['order', 'orderList']),
  ...cancelAllList('DELETE', own, ['openOrders']),
];

/** The routes of `/api/v3`. Those of `/sapi`, on the same hosts, have codes of their own and are another product. */
export const spec: ExchangeSpec = {
  id: 'binance-spot',
  name: 'Binance spot',
  docs: [
    'https://developers.binance.com/docs/binance-spot-api-docs/rest-api',
    'https://github.com/binance/binance-spot-api-docs',
  ],
  hosts: [
    'api.binance.com',
    'api-gcp.binance.com',
    'api1.binance.com',
    'api2.binance.com',
    'api3.binance.com',
    'api4.binance.com',
    'data-api.binance.vision',
    'testnet.binance.vision',
    'demo-api.binance.com',
    'ws-api.binance.com',
    'ws-api.testnet.binance.vision',
  ],
  ...answers,
  socket,
  limits,
  usage,
  // "from 2 minutes to 3 days"
  maxPauseMs: 3 * day,
  routes,
  signedPaths: [
    'order/**',
    'orderList/**',
    'sor/**',
    'openOrders',
    'allOrders',
    'openOrderList',
    'allOrderList',
    'account/**',
    'myTrades',
    'myPreventedMatches',
    'myAllocations',
    'myFilters',
    'rateLimit/order',
  ].map((name) => own + name),
  clientOrderId: {
    fields: ['newClientOrderId', 'origClientOrderId'],
    standing: ['origClientOrderId'],
    byRoute: [
      { when: `${own}orderList`, field: 'listClientOrderId' },
      { when: `${own}order/oco`, field: 'listClientOrderId' },
    ],
    market: ['symbol'],
    pattern: /^[a-zA-Z0-9_-]{1,36}$/,
    // -2010 "Duplicate order sent."; "accepted only when the previous one is filled", or gone.
    deduplicated: 'while-open',
  },
  lookup: lookups,
  // Checked on arrival and again before the matching engine.
  validity: { forMs: 5000, param: 'recvWindow' },
  expiry: { param: 'recvWindow', unit: 'ms', most: 60_000, routes: { kind: 'order' } },
  // "Order does not exist" of orders that had filled: 14 s after (ccxt/binance-trade-bot#297), 20 s and more (freqtrade#3649). A
  // second order with the id of a filled one is taken.
  settle: { settleMs: 30_000, asks: 3 },
  refusals,
};
