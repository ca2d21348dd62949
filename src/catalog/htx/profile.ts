// The definition of HTX spot.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { suspectClock } from '../suspect-clock.ts';
import { answers } from './answers.ts';
import { limits, usage } from './limits.ts';
import { batches, clientOrderId, lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const orders = '/v1/order/';
const routes: readonly Route[] = [
  ...routeList('order', 'POST', orders, ['orders/place', 'batch-orders', 'auto/place']),
  ...routeList('cancel', 'POST', orders, [
    'orders/submitCancelClientOrder',
    'orders/batchcancel',
    'orders/*/submitcancel',
  ]),
  ...cancelAllList('POST', orders, ['orders/batchCancelOpenOrders']),
  ...routeList('read', 'GET', orders, ['orders/getClientOrder', 'orders/*', 'orders/*/matchresults']),
  // Conditional orders have ids and states of their own: no look-up covers them.
  ...routeList('order', 'POST', '/v2/', ['algo-orders'], 'algo'),
  ...routeList('cancel', 'POST', '/v2/algo-orders/', ['cancellation', 'cancel-all-after'], 'algo'),
];

/** huobiapi.github.io/docs/spot/v1, mirrors in several languages. */
export const spec: ExchangeSpec = {
  id: 'htx',
  name: 'HTX spot',
  docs: ['https://www.htx.com/en-us/opend/', 'https://huobiapi.github.io/docs/spot/v1/en/'],
  hosts: ['api.huobi.pro', 'api.htx.com', 'api-aws.huobi.pro'],
  ...answers,
  socket,
  limits,
  usage,
  routes,
  signedPaths: [
    '/v1/order/**',
    '/v1/account/**',
    '/v2/account/**',
    '/v1/subuser/**',
    '/v2/sub-user/**',
    '/v2/user/**',
    '/v1/margin/**',
    '/v1/cross-margin/**',
    '/v2/algo-orders/**',
    '/v1/dw/**',
    '/v1/query/**',
    '/v1/futures/**',
    '/v2/point/**',
    '/v2/reference/transact-fee-rate',
  ],
  clientOrderId,
  lookup: lookups,
  batches,
  refusals,
  // "The timestamp is valid for 5 minutes."
  validity: { forMs: 300_000 },
  // One code for a wrong key, a wrong signature, another address, missing rights, and a clock that is off: worth one look at the clock.
  policies: {
    'api-signature-not-valid': suspectClock(60_000),
  },
};
