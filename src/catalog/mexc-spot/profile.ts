// The definition of MEXC spot v3.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits } from './limits.ts';
import { lookups } from './orders.ts';
import { refusals } from './refusals.ts';

const own = '/api/v3/';
const day = 24 * 60 * 60 * 1000;

const routes: readonly Route[] = [
  ...routeList('order', 'POST', own, ['order', 'batchOrders']),
  // It is checked like an order, and placed nowhere.
  ...routeList('read', 'POST', own, ['order/test']),
  ...routeList('cancel', 'DELETE', own, ['order']),
  ...cancelAllList('DELETE', own, ['openOrders']),
];

/** Spot alone: contracts have other hosts, codes and envelopes, and are `mexc-contract`. */
export const spec: ExchangeSpec = {
  id: 'mexc-spot',
  name: 'MEXC spot',
  docs: ['https://www.mexc.com/api-docs/spot-v3/introduction', 'https://github.com/mexcdevelop/apidocs'],
  hosts: ['api.mexc.com', 'wbs-api.mexc.com'],
  ...answers,
  limits,
  // "from 2 minutes to 3 days"
  maxPauseMs: 3 * day,
  routes,
  signedPaths: [
    'order/**',
    'batchOrders',
    'openOrders',
    'allOrders',
    'account',
    'myTrades',
    'mxDeduct/**',
    'tradeFee',
    'kyc/**',
    'uid',
    'selfSymbols',
    'apiKeyInfo',
    'strategy/**',
    'sub-account/**',
    'broker/**',
    'capital/**',
    'margin/**',
    'rebate/**',
    'userDataStream',
  ].map((name) => own + name),
  clientOrderId: {
    fields: ['newClientOrderId', 'origClientOrderId'],
    standing: ['origClientOrderId'],
    market: ['symbol'],
    // Neither form nor length is published: clients keep to 32 of these.
    pattern: /^[A-Za-z0-9_-]{1,32}$/,
    // No page says that an id is unique, and no code that one was used: a copy may be a second order.
    deduplicated: false,
  },
  lookup: lookups,
  // Its answer is a list in the order of the request.
  batches: [
    { method: 'POST', path: `${own}batchOrders`, list: 'batchOrders', id: 'newClientOrderId', most: 20 },
  ],
  // time < server time + 1000 and server time - time <= window.
  validity: { forMs: 5000, param: 'recvWindow' },
  expiry: { param: 'recvWindow', unit: 'ms', most: 60_000, routes: { kind: 'order' } },
  // Orders that were just placed are often not found (ccxt/ccxt#21614, hummingbot#7025); for how long, nobody measured.
  settle: { settleMs: 10_000, asks: 3 },
  refusals,
};
