// The limits of Bybit v5.
import type { Limit, LimitChanges } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';

const second = 1000;

/** Every route, and every category of it, has an allowance of its own, which all keys of an account share. */
const perRoute = { scope: 'account', windowMs: second, per: ['route', 'category'] } as const;

/** What has its own line in the documents, without categories. */
function routeLimit(name: string, capacity: number, method: 'GET' | 'POST', path: string): Limit {
  return { name, scope: 'account', capacity, windowMs: second, per: 'route', match: { method, path } };
}

/** Orders of a batch count one by one: of more than the allowance the exchange takes the first ones alone. */
const perOrder: Limit['weight'] = [{ units: 1, counts: 'items' }];

const orders = '/v5/order/*';
const contracts = ['linear', 'inverse'];

/** Orders by category; inverse ones are as linear ones, and have books of their own. */
const orderLimits: readonly Limit[] = [
  {
    name: 'orders',
    ...perRoute,
    capacity: 10,
    weight: perOrder,
    match: { method: 'POST', path: orders, params: { category: contracts } },
  },
  {
    name: 'spot-orders',
    ...perRoute,
    capacity: 20,
    weight: perOrder,
    match: { method: 'POST', path: orders, params: { category: 'spot' } },
  },
  {
    name: 'spot-amends',
    ...perRoute,
    capacity: 10,
    match: { method: 'POST', path: '/v5/order/amend', params: { category: 'spot' } },
  },
  {
    // A batch of options is one request.
    name: 'option-orders',
    ...perRoute,
    capacity: 10,
    match: { method: 'POST', path: orders, params: { category: 'option' } },
  },
  {
    name: 'option-cancel-all',
    ...perRoute,
    capacity: 1,
    match: { method: 'POST', path: '/v5/order/cancel-all', params: { category: 'option' } },
  },
];

/**
 * "Rate Limit Rules" (docs/v5/rate-limit, 072c197 of 2026-07-24): rolling seconds. Batches count apart from the single
 * routes. Left out are reads of assets that are counted by the minute, and limits of connections.
 * Commands over the trade socket count on the books of the requests that they stand for.
 */
export const limits: readonly Limit[] = [
  {
    // Over all hosts; an address that breaks it is refused for at least ten minutes.
    name: 'ip',
    scope: 'ip',
    capacity: 600,
    windowMs: 5 * second,
    match: { transport: 'rest' },
  },
  {
    // "3000 requests per second per IP", of the trade socket (10403).
    name: 'socket',
    scope: 'ip',
    capacity: 3000,
    windowMs: second,
    match: { transport: 'ws' },
  },
  ...orderLimits,
  routeLimit('disconnect-protection', 5, 'POST', '/v5/order/disconnected-cancel-all'),
  {
    // Printed for nearly all reads; those with less follow.
    name: 'reads',
    ...perRoute,
    capacity: 50,
    match: { method: 'GET', kind: 'read', signed: true },
  },
  routeLimit('move-history', 10, 'GET', '/v5/position/move-history'),
  routeLimit('transaction-log', 25, 'GET', '/v5/account/transaction-log'),
  routeLimit('fee-rate', 5, 'GET', '/v5/account/fee-rate'),
  routeLimit('dcp-info', 5, 'GET', '/v5/account/query-dcp-info'),
  routeLimit('smp-group', 5, 'GET', '/v5/account/smp-group'),
  routeLimit('account-instruments', 10, 'GET', '/v5/account/instruments-info'),
  {
    name: 'positions',
    ...perRoute,
    capacity: 10,
    match: { method: 'POST', path: '/v5/position/*' },
  },
  ...['borrow', 'repay', 'no-convert-repay', 'quick-repayment', 'upgrade-to-uta'].map((name) =>
    routeLimit(name, 1, 'POST', `/v5/account/${name}`),
  ),
  ...['set-margin-mode', 'mmp-modify', 'mmp-reset', 'set-collateral-switch-batch'].map((name) =>
    routeLimit(name, 5, 'POST', `/v5/account/${name}`),
  ),
  ...['switch-mode', 'set-leverage', 'set-auto-repay-mode'].map((name) =>
    routeLimit(`margin-${name}`, 5, 'POST', `/v5/spot-margin-trade/${name}`),
  ),
  routeLimit('users', 10, 'GET', '/v5/user/*'),
  routeLimit('withdrawals', 5, 'POST', '/v5/asset/withdraw/create'),
  routeLimit('universal-transfers', 5, 'POST', '/v5/asset/transfer/universal-transfer'),
  {
    name: 'transfers',
    scope: 'account',
    capacity: 60,
    windowMs: 60 * second,
    match: { method: 'POST', path: '/v5/asset/transfer/inter-transfer' },
  },
  { name: 'spread-orders', ...perRoute, capacity: 20, match: { method: 'POST', path: '/v5/spread/order/*' } },
  routeLimit('spread-cancel-all', 5, 'POST', '/v5/spread/order/cancel-all'),
];

/** VIP levels 1 to 3, "Rate Limits for VIPs"; that of PROs differs by customer, and headers tell it. */
export const tiers: Readonly<Record<string, LimitChanges>> = {
  vip1: level(20, 25, 20),
  vip2: level(40, 30, 40),
  vip3: level(60, 40, 60),
};

function level(contract: number, spot: number, option: number): LimitChanges {
  return {
    orders: contract,
    'spot-orders': spot,
    'option-orders': option,
  };
}

/**
 * Of the route that was called, and of the account's own level. The header with the instant is not read here: where nothing
 * is wrong it is the present.
 */
export const usage: readonly LimitHeaders[] = [
  { limit: true, left: 'x-bapi-limit-status', capacity: 'x-bapi-limit' },
];
