// What Bitget counts by address: routes that anyone may read.
import type { Limit } from '../limit.ts';
import { limitsPerRoute } from '../limits-per-route.ts';

const second = 1000;
const address = { base: '/api/', scope: 'ip', windowMs: second } as const;

/** Printed at each route of the documents (copy of 2025-12-05). */
export const marketLimits: readonly Limit[] = [
  {
    // "Market information: 20 requests per second", each route for itself; those with less follow.
    name: 'public',
    scope: 'ip',
    capacity: 20,
    windowMs: second,
    per: 'route',
    match: { method: 'GET', signed: false },
  },
  ...limitsPerRoute(address, 10, 'GET', 'v2/spot/market/', ['fills', 'fills-history', 'vip-fee-rate']),
  ...limitsPerRoute(address, 1, 'GET', 'v2/spot/market/', [
    'fund-flow',
    'fund-net-flow',
    'support-symbols',
    'whale-net-flow',
  ]),
  ...limitsPerRoute(address, 3, 'GET', 'v2/spot/public/', ['coins']),
  ...limitsPerRoute(address, 10, 'GET', 'v2/mix/market/', [
    'fills-history',
    'oi-limit',
    'query-position-lever',
    'vip-fee-rate',
  ]),
  ...limitsPerRoute(address, 5, 'GET', 'v2/mix/market/', [
    'discount-rate',
    'exchange-rate',
    'union-interest-rate-history',
  ]),
  ...limitsPerRoute(address, 1, 'GET', 'v2/mix/market/', [
    'account-long-short',
    'isolated-borrow-rate',
    'long-short',
    'position-long-short',
    'taker-buy-sell',
  ]),
  ...limitsPerRoute(address, 10, 'GET', 'v2/margin/', [
    'currencies',
    'interest-rate-record',
    'crossed/interest-rate-and-limit',
    'crossed/tier-data',
  ]),
  ...limitsPerRoute(address, 10, 'GET', 'v3/market/', ['oi-limit']),
];
