// The definition of Bybit v5.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, tiers, usage } from './limits.ts';
import { lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const orders = '/v5/order/';
const routes: readonly Route[] = [
  ...routeList('order', 'POST', orders, ['create', 'create-batch']),
  ...routeList('order', 'POST', orders, ['amend', 'amend-batch']).map((route) => ({
    ...route,
    amends: true,
  })),
  ...routeList('cancel', 'POST', orders, ['cancel', 'cancel-batch', 'disconnected-cancel-all']),
  ...cancelAllList('POST', orders, ['cancel-all']),
  // It calculates margin, and places nothing.
  ...routeList('read', 'POST', orders, ['pre-check']),
  // Spreads have order books, ids and histories of their own: no look-up covers them.
  ...routeList('order', 'POST', '/v5/spread/order/', ['create'], 'spread'),
  ...routeList('cancel', 'POST', '/v5/spread/order/', ['cancel'], 'spread'),
  ...cancelAllList('POST', '/v5/spread/order/', ['cancel-all'], 'spread'),
];

/** Sites of one country each have the same API. */
const sites = ['nl', 'tr', 'kz', 'ae', 'eu', 'id'].map((country) => `api.bybit.${country}`);

export const spec: ExchangeSpec = {
  id: 'bybit',
  name: 'Bybit',
  docs: ['https://bybit-exchange.github.io/docs/v5/intro', 'https://github.com/bybit-exchange/docs'],
  hosts: [
    'api.bybit.com',
    'api.bytick.com',
    'api-testnet.bybit.com',
    'api-demo.bybit.com',
    ...sites,
    'api.bybitgeorgia.ge',
    'api.manepa.jp',
    'stream.bybit.com',
    'stream-testnet.bybit.com',
  ],
  ...answers,
  socket,
  statuses: [
    // "403, access too frequent": the address, for ten minutes. A country that is not served has the same status.
    { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000, limit: 'ip' },
  ],
  // "Wait for at least 10 minutes. The ban will be lifted automatically."
  maxPauseMs: 600_000,
  limits,
  tiers,
  usage,
  routes,
  signedPaths: [
    '/v5/order/**',
    '/v5/execution/**',
    '/v5/position/**',
    '/v5/account/**',
    '/v5/asset/**',
    '/v5/user/**',
    '/v5/affiliate/**',
    '/v5/apilimit/**',
    '/v5/broker/**',
    '/v5/spread/order/**',
    '/v5/spread/execution/**',
    '/v5/spread/max-qty',
    '/v5/spot-margin-trade/**',
    '/v5/crypto-loan/**',
    '/v5/crypto-loan-common/**',
    '/v5/crypto-loan-fixed/**',
    '/v5/crypto-loan-flexible/**',
    '/v5/ins-loan/**',
    '/v5/earn/**',
    '/v5/rfq/**',
    '/v5/fiat/**',
    '/v5/fcombobot/**',
    '/v5/fgridbot/**',
    '/v5/fmartingalebot/**',
    '/v5/grid/**',
    '/v5/dca/**',
    '/v5/strategy/**',
  ],
  clientOrderId: {
    fields: ['orderLinkId'],
    market: ['symbol'],
    pattern: /^[A-Za-z0-9_-]{1,36}$/,
    // "Always unique" for spot, contracts and options (110072, 170141). For how long an id is remembered is not published.
    deduplicated: 'always',
  },
  lookup: lookups,
  // 20 orders, 10 of spot; the answer has the request's order.
  batches: ['create-batch', 'amend-batch', 'cancel-batch'].map((name) => ({
    method: 'POST',
    path: orders + name,
    list: 'request',
    most: 20,
  })),
  // server time - window <= time of the request < server time + 1000.
  validity: { forMs: 5000, header: 'x-bapi-recv-window' },
  // Never longer than where a request says nothing.
  expiry: { header: 'x-bapi-recv-window', unit: 'ms', most: 5000 },
  refusals,
};
