// What KuCoin counts: pools of weights by what a route is about.
import type { Limit, LimitChanges, RouteInfo } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import { fitsPath } from '../routes.ts';
import { weights } from './weights.ts';

const second = 1000;

/** Path patterns of the routes of each pool; what is signed and none of them manages the account. */
const pools = {
  futures: [
    'v1/orders/**',
    'v3/orders',
    'v1/st-orders',
    'v1/stopOrders',
    'v1/recentDoneOrders',
    'v1/openOrderStatistics',
    'v1/recentFills',
    'v1/fills',
    'v1/position/**',
    'v1/positions',
    'v1/history-positions',
    'v1/margin/maxWithdrawMargin',
    'v1/margin/withdrawMargin',
    'v2/getMaxOpenSize',
    'v2/position/**',
    'v2/getCrossUserLeverage',
    'v2/changeCrossUserLeverage',
    'v2/batchGetCrossOrderLimit',
    'v1/account-overview',
    'v1/account-overview-all',
    'v1/transaction-history',
    'v1/funding-history',
  ],
  spot: [
    'v1/hf/**',
    'v3/hf/**',
    'v3/oco/**',
    'v1/stop-order/**',
    'v1/order/**',
    'v1/limit/**',
    'v3/margin/**',
    'v3/isolated/**',
    'v1/isolated/**',
    'v1/margin/account',
    'v1/margin/order/**',
    'v3/position/update-user-leverage',
    'v3/market/**',
    'v3/project/**',
    'v3/purchase/**',
    'v3/lend/**',
    'v3/redeem/**',
    'v1/base-fee',
    'v1/trade-fees',
    'v1/bullet-private',
  ],
  'copy-trading': ['v1/copy-trade/**'],
  earn: ['v1/earn/**'],
} as const;

const namesOf = Object.keys(pools) as readonly (keyof typeof pools)[];

function poolOf({ path }: RouteInfo): string {
  return namesOf.find((name) => pools[name].some((one) => fitsPath(`/api/${one}`, path))) ?? 'management';
}

function pool(name: string, capacity: number): Limit {
  return {
    name,
    scope: 'account',
    capacity,
    windowMs: 30 * second,
    weight: weights,
    match: (route) => route.signed && poolOf(route) === name,
  };
}

/**
 * "Rate Limit" (docs-new, VIP0): a pool is filled up 30 s after the first request that took of it, which no sliding window
 * exceeds. Paths that spot and futures share are those of futures, since those of spot are abandoned. The unified account, whose
 * pool is told in two ways (200 in 3 s, 2000 in 30 s), counts on `management` here, and sockets on nothing.
 */
export const limits: readonly Limit[] = [
  pool('spot', 4000),
  pool('futures', 2000),
  pool('management', 2000),
  pool('copy-trading', 2000),
  pool('earn', 2000),
  {
    name: 'public',
    scope: 'ip',
    capacity: 2000,
    windowMs: 30 * second,
    weight: weights,
    match: { signed: false, transport: 'rest' },
  },
];

/** Those of the other pools are alike on all levels. */
const levels: readonly (readonly [spot: number, futures: number])[] = [
  [4000, 2000],
  [6000, 2000],
  [8000, 4000],
  [10_000, 5000],
  [13_000, 6000],
  [16_000, 7000],
  [20_000, 8000],
  [23_000, 10_000],
  [26_000, 12_000],
  [30_000, 14_000],
  [33_000, 16_000],
  [36_000, 18_000],
  [40_000, 20_000],
];

/** `vip0` to `vip12`. */
export const tiers: Readonly<Record<string, LimitChanges>> = Object.fromEntries(
  levels.map(([spot, futures], level) => [`vip${level}`, { spot, futures, management: futures }]),
);

/** On every answer, of the pool of its route; the reset counts down. */
export const usage: readonly LimitHeaders[] = [
  {
    limit: '',
    left: 'gw-ratelimit-remaining',
    capacity: 'gw-ratelimit-limit',
    reset: { header: 'gw-ratelimit-reset', unit: 'ms' },
  },
];
