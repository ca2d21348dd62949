// The definition of Bitget.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, tiers, usage } from './limits.ts';
import { batches, clientOrderId, futures, lookups, spot, unified } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const margin = ['/api/v2/margin/crossed/', '/api/v2/margin/isolated/'];

/** Those with an id of their own, in books which no look-up covers. */
const planned = (prefix: string, names: readonly string[]): readonly Route[] =>
  routeList('order', 'POST', prefix, names, 'plan').map((route) => ({
    ...route,
    params: { clientOid: true },
  }));

/** They cancel an order and place another under an id of its own: what became of them is asked by hand. */
const amends = (prefix: string, names: readonly string[]): readonly Route[] =>
  routeList('order', 'POST', prefix, names).map((route) => ({ ...route, amends: true }));

const routes: readonly Route[] = [
  // An order for profit or loss: its `clientOid` is not kept, and it stands in another book.
  { method: 'POST', path: `${spot}place-order`, params: { tpslType: 'tpsl' }, kind: 'write' },
  { method: 'POST', path: `${spot}cancel-order`, params: { tpslType: 'tpsl' }, kind: 'cancel', book: 'tpsl' },
  ...routeList('order', 'POST', spot, ['place-order', 'batch-orders']),
  ...planned(spot, ['place-plan-order']),
  ...amends(spot, ['cancel-replace-order', 'batch-cancel-replace-order']),
  ...routeList('cancel', 'POST', spot, ['cancel-order', 'batch-cancel-order']),
  ...cancelAllList('POST', spot, ['cancel-symbol-order']),
  ...routeList('cancel', 'POST', spot, ['cancel-plan-order', 'batch-cancel-plan-order'], 'plan'),
  ...routeList('order', 'POST', futures, ['place-order', 'batch-place-order']),
  ...planned(futures, ['place-plan-order', 'place-tpsl-order']),
  ...amends(futures, ['modify-order']),
  ...routeList('cancel', 'POST', futures, ['cancel-order', 'batch-cancel-orders']),
  ...cancelAllList('POST', futures, ['cancel-all-orders']),
  ...routeList('cancel', 'POST', futures, ['cancel-plan-order'], 'plan'),
  ...routeList('order', 'POST', unified, ['place-order', 'place-batch']),
  ...planned(unified, ['place-strategy-order']),
  ...amends(unified, ['modify-order', 'batch-modify-order']),
  ...routeList('cancel', 'POST', unified, ['cancel-order', 'cancel-batch', 'countdown-cancel-all']),
  ...cancelAllList('POST', unified, ['cancel-symbol-order']),
  ...routeList('cancel', 'POST', unified, ['cancel-strategy-order'], 'plan'),
  ...margin.flatMap((prefix) => [
    ...routeList('order', 'POST', prefix, ['place-order', 'batch-place-order']),
    ...routeList('cancel', 'POST', prefix, ['cancel-order', 'batch-cancel-order']),
    ...routeList('read', 'POST', prefix, ['account/query-flash-repay-status']),
  ]),
  ...routeList('read', 'POST', '/api/v3/account/', ['max-open-available', 'sub-deposit-records']),
  // Public, beside private ones.
  ...['crossed/interest-rate-and-limit', 'crossed/tier-data'].map(
    (name): Route => ({ method: 'GET', path: `/api/v2/margin/${name}`, kind: 'read', signed: false }),
  ),
];

/** www.bitget.com/api-doc, copy of 2025-12-05. */
export const spec: ExchangeSpec = {
  id: 'bitget',
  name: 'Bitget',
  docs: ['https://www.bitget.com/api-doc/common/intro', 'https://www.bitget.com/api-doc/uta/intro'],
  hosts: ['api.bitget.com', 'ws.bitget.com', 'wspap.bitget.com'],
  ...answers,
  socket,
  limits,
  tiers,
  usage,
  // "It takes 5 minutes to recover."
  maxPauseMs: 300_000,
  routes,
  signedPaths: [
    '/api/v2/spot/trade/**',
    '/api/v2/spot/account/**',
    '/api/v2/spot/wallet/**',
    '/api/v2/mix/order/**',
    '/api/v2/mix/account/**',
    '/api/v2/mix/position/**',
    '/api/v2/margin/crossed/**',
    '/api/v2/margin/isolated/**',
    '/api/v2/account/**',
    '/api/v2/user/**',
    '/api/v2/convert/**',
    '/api/v2/copy/**',
    '/api/v2/broker/**',
    '/api/v2/earn/**',
    '/api/v2/tax/**',
    '/api/v2/p2p/**',
    '/api/v2/common/trade-rate',
    '/api/v2/common/all-trade-rate',
    '/api/v3/trade/**',
    '/api/v3/position/**',
    '/api/v3/account/**',
    '/api/v3/user/**',
    '/api/v3/ins-loan/**',
    '/api/v3/tax/**',
  ],
  clientOrderId,
  lookup: lookups,
  batches,
  // A time that is off by more than half a minute is refused (40008). `requestTime` and `receiveWindow` of an order bound it as
  // well, but only both together do.
  validity: { forMs: 30_000 },
  refusals,
};
