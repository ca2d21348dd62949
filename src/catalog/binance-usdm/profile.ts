// The definition of Binance USD-M futures.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, usage } from './limits.ts';
import { lookups } from './lookups.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const own = '/fapi/v1/';
const day = 24 * 60 * 60 * 1000;

const routes: readonly Route[] = [
  ...routeList('order', 'POST', own, ['order', 'batchOrders']),
  ...routeList('order', 'POST', own, ['algoOrder'], 'algo'),
  // It is checked like an order, and placed nowhere.
  ...routeList('read', 'POST', own, ['order/test']),
  ...routeList('order', 'PUT', own, ['order', 'batchOrders']).map(
    (route): Route => ({ ...route, amends: true }),
  ),
  ...routeList('cancel', 'DELETE', own, ['order', 'batchOrders']),
  ...cancelAllList('DELETE', own, ['allOpenOrders']),
  ...routeList('cancel', 'DELETE', own, ['algoOrder'], 'algo'),
  ...cancelAllList('DELETE', own, ['algoOpenOrders'], 'algo'),
  ...routeList('cancel', 'POST', own, ['countdownCancelAll']),
  ...['POST', 'PUT', 'DELETE'].flatMap((method) => routeList('write', method, own, ['listenKey'])),
  // Without the signature, with the key alone.
  ...routeList('read', 'GET', own, ['historicalTrades']),
];

/** COIN-M (`/dapi`) and portfolio margin (`/papi`) have other hosts, limits and, in part, codes. */
export const spec: ExchangeSpec = {
  id: 'binance-usdm',
  name: 'Binance USD-M futures',
  docs: [
    'https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info',
    'https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code',
  ],
  hosts: ['fapi.binance.com', 'demo-fapi.binance.com', 'testnet.binancefuture.com', 'ws-fapi.binance.com'],
  ...answers,
  socket,
  limits,
  usage,
  // "from 2 minutes to 3 days"
  maxPauseMs: 3 * day,
  routes,
  signedPaths: [
    'v1/order/**',
    'v1/batchOrders',
    'v1/algoOrder',
    'v1/algoOpenOrders',
    'v1/openAlgoOrders',
    'v1/allAlgoOrders',
    'v1/allOpenOrders',
    'v1/countdownCancelAll',
    'v1/openOrder',
    'v1/openOrders',
    'v1/allOrders',
    'v1/orderAmendment',
    'v1/userTrades',
    'v1/trade/**',
    'v1/forceOrders',
    'v1/income/**',
    'v1/leverage',
    'v1/leverageBracket',
    'v1/marginType',
    'v1/positionMargin/**',
    'v1/positionSide/dual',
    'v1/multiAssetsMargin',
    'v1/feeBurn',
    'v1/commissionRate',
    'v1/apiTradingStatus',
    'v1/adlQuantile',
    'v1/symbolConfig',
    'v1/accountConfig',
    'v1/rateLimit/order',
    'v1/listenKey',
    'v1/historicalTrades',
    'v2/account',
    'v2/balance',
    'v2/positionRisk',
    'v3/account',
    'v3/balance',
    'v3/positionRisk',
  ].map((name) => `/fapi/${name}`),
  clientOrderId: {
    fields: ['newClientOrderId', 'origClientOrderId'],
    standing: ['origClientOrderId'],
    byRoute: [{ when: `${own}algoOrder`, field: 'clientAlgoId' }],
    market: ['symbol'],
    pattern: /^[.A-Z:/a-z0-9_-]{1,36}$/,
    // Unique among open orders: -4116, earlier -4015 or -2010.
    deduplicated: 'while-open',
  },
  lookup: lookups,
  // Its answer is a list in the order of the request.
  batches: [
    { method: 'POST', path: `${own}batchOrders`, list: 'batchOrders', id: 'newClientOrderId', most: 5 },
    { method: 'PUT', path: `${own}batchOrders`, list: 'batchOrders', id: 'origClientOrderId', most: 5 },
    {
      method: 'DELETE',
      path: `${own}batchOrders`,
      list: 'origClientOrderIdList',
      id: 'origClientOrderId',
      most: 10,
    },
    { method: 'DELETE', path: `${own}batchOrders`, list: 'orderIdList', most: 10 },
  ],
  // Checked on arrival (-1021) and again by the engine (-5028).
  validity: { forMs: 5000, param: 'recvWindow' },
  expiry: { param: 'recvWindow', unit: 'ms', most: 60_000, routes: { kind: 'order' } },
  // "Order does not exist" of orders that had filled: 14 s after (ccxt/binance-trade-bot#297), 20 s and more (freqtrade#3649). A
  // second order with the id of a filled one is taken.
  settle: { settleMs: 30_000, asks: 3 },
  refusals,
};
