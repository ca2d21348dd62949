// The definition of Kraken spot.
import type { ExchangeSpec, Route } from '../exchange.ts';
import { cancelAllList, routeList } from '../route-list.ts';
import { answers } from './answers.ts';
import { limits, tiers } from './limits.ts';
import { clientOrderId, expiry, lookups } from './orders.ts';
import { refusals } from './refusals.ts';
import { socket } from './socket.ts';

const own = '/0/private/';

/** All private routes are POST: what only reads has to say so. */
const routes: readonly Route[] = [
  // "Validates inputs only. Do not submit order": good without a txid, and no order exists.
  ...['AddOrder', 'AddOrderBatch', 'EditOrder'].map(
    (name): Route => ({
      method: 'POST',
      path: own + name,
      params: { validate: ['true', '1'] },
      kind: 'read',
    }),
  ),
  ...routeList('order', 'POST', own, ['AddOrder', 'AddOrderBatch']),
  // The second cancels the order and places another, with a txid of its own and without its client order id.
  ...routeList('order', 'POST', own, ['AmendOrder', 'EditOrder']).map((route) => ({
    ...route,
    amends: true,
  })),
  ...routeList('cancel', 'POST', own, ['CancelOrder', 'CancelOrderBatch', 'CancelAllOrdersAfter']),
  ...cancelAllList('POST', own, ['CancelAll']),
  // "new": a further address is made.
  { method: 'POST', path: `${own}DepositAddresses`, params: { new: ['true', '1'] }, kind: 'write' },
  ...routeList('read', 'POST', own, [
    'Balance',
    'BalanceEx',
    'CreditLines',
    'TradeBalance',
    'TradeVolume',
    'OpenOrders',
    'ClosedOrders',
    'QueryOrders',
    'OrderAmends',
    'TradesHistory',
    'QueryTrades',
    'OpenPositions',
    'Ledgers',
    'QueryLedgers',
    'ExportStatus',
    'RetrieveExport',
    'GetApiKeyInfo',
    'GetWebSocketsToken',
    'DepositMethods',
    'DepositAddresses',
    'DepositStatus',
    'WithdrawMethods',
    'WithdrawAddresses',
    'WithdrawInfo',
    'WithdrawStatus',
    'Earn/Strategies',
    'Earn/Allocations',
    'Earn/AllocateStatus',
    'Earn/DeallocateStatus',
  ]),
];

/** Copies of docs.kraken.com, read as of 2026-04. */
export const spec: ExchangeSpec = {
  id: 'kraken',
  name: 'Kraken spot',
  docs: ['https://docs.kraken.com/api/', 'https://docs.kraken.com/api/docs/guides/spot-errors'],
  hosts: ['api.kraken.com', 'ws.kraken.com', 'ws-auth.kraken.com'],
  ...answers,
  socket,
  limits,
  tiers,
  // No header tells of a counter; over sockets the `executions` channel does, where it is asked to.
  usage: [],
  // "Too many requests with an invalid key" close the account to the API for about a quarter of an hour.
  maxPauseMs: 15 * 60_000,
  routes,
  signedPaths: [`${own}**`],
  clientOrderId,
  lookup: lookups,
  // One pair for all. A form spells its items `orders[0][volume]`: such a batch is not taken apart.
  batches: [
    { path: `${own}AddOrderBatch`, list: 'orders', least: 2, most: 15 },
    // A list over sockets alone.
    { path: `${own}CancelOrder`, list: 'cl_ord_id', id: 'cl_ord_id' },
    ...['order_id', 'order_userref'].map((list) => ({ path: `${own}CancelOrder`, list })),
    // The first over REST, the second over sockets.
    ...['cl_ord_ids', 'cl_ord_id'].map((list) => ({
      path: `${own}CancelOrderBatch`,
      list,
      id: 'cl_ord_id',
      most: 50,
    })),
    { path: `${own}CancelOrderBatch`, list: 'orders', most: 50 },
  ],
  expiry,
  refusals,
};
