// What Binance spot counts, and what each request costs.
import type { CostRow, Limit } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import { weightsUnder } from '../weights-under.ts';

const second = 1000;
const minute = 60 * second;

const { at, costing } = weightsUnder('/api/v3/');

const one = { params: { symbol: true } } as const;
const some = { params: { symbols: true } } as const;

/**
 * "Weight" of each route of rest-api.md. Since 2026-04-02 an order, a cancel and a list cost nothing where they succeed, and this
 * much where they are refused: what was used in the end stands in the header of the answer.
 */
const weights: readonly CostRow[] = [
  ...costing(1, 'POST', 'order', 'order/cancelReplace', 'order/oco', 'orderList/*', 'sor/order'),
  ...costing(1, 'DELETE', 'order', 'openOrders', 'orderList'),
  ...costing(4, 'PUT', 'order/amend/keepPriority'),
  ...['order/test', 'sor/order/test'].flatMap((name): CostRow[] => [
    { match: at(name, { params: { computeCommissionRates: 'true' } }), units: 20 },
    { match: at(name), units: 1 },
  ]),
  ...costing(4, 'GET', 'order', 'orderList', 'order/amendments', 'aggTrades'),
  {
    match: at('depth'),
    units: 5,
    param: 'limit',
    steps: [
      [100, 5],
      [500, 25],
      [1000, 50],
      [5000, 250],
    ],
  },
  { match: at('openOrders', one), units: 6 },
  { match: at('openOrders'), units: 80 },
  { match: at('openOrderList'), units: 6 },
  { match: at('myTrades', { params: { orderId: true } }), units: 5 },
  { match: at('myPreventedMatches', { params: { preventedMatchId: true } }), units: 2 },
  ...costing(20, 'GET', 'allOrders', 'allOrderList', 'myTrades', 'myAllocations', 'myPreventedMatches'),
  ...costing(20, 'GET', 'account', 'account/commission', 'exchangeInfo'),
  ...costing(40, 'GET', 'rateLimit/order', 'myFilters'),
  ...costing(25, 'GET', 'trades', 'historicalTrades', 'historicalBlockTrades'),
  ...costing(2, 'GET', 'klines', 'uiKlines', 'avgPrice', 'referencePrice', 'referencePrice/calculation'),
  { match: at('executionRules', one), units: 2 },
  { match: at('executionRules', some), units: 2, param: 'symbols', counts: 'items', most: 40 },
  { match: at('executionRules'), units: 40 },
  { match: at('ticker/24hr', one), units: 2 },
  {
    match: at('ticker/24hr'),
    units: 80,
    param: 'symbols',
    steps: [
      [20, 2],
      [100, 40],
      [101, 80],
    ],
  },
  ...['ticker', 'ticker/tradingDay'].map(
    (name): CostRow => ({ match: at(name), units: 4, param: 'symbols', counts: 'items', most: 200 }),
  ),
  ...['ticker/price', 'ticker/bookTicker'].flatMap((name): CostRow[] => [
    { match: at(name, one), units: 2 },
    { match: at(name), units: 4 },
  ]),
];

/** "Unfilled Order Count": what each adds. A fill gives one back, which the header tells. */
const orders: Omit<Limit, 'name' | 'capacity' | 'windowMs'> = {
  scope: 'account',
  window: 'fixed',
  match: { kind: 'order' },
  // No cancel counts.
  reserve: 0,
  weight: [
    ...costing(3, 'POST', 'orderList/otoco', 'orderList/opoco'),
    ...costing(2, 'POST', 'orderList/*', 'order/oco'),
  ],
};

/**
 * `rateLimits` of exchangeInfo, as rest-api.md prints them; minutes and days begin where the clock's do. Assumed: the order
 * counts are those of the samples, the smallest in print (the FAQ has 100 in 10 s); what an account may do stands in the answer of
 * exchangeInfo, for `gateway.setLimits`. Connections share them, and are not counted here; commands are.
 */
export const limits: readonly Limit[] = [
  { name: 'weight', scope: 'ip', capacity: 6000, windowMs: minute, window: 'fixed', weight: weights },
  { name: 'raw-requests', scope: 'ip', capacity: 300_000, windowMs: 5 * minute, window: 'fixed' },
  { name: 'orders-10s', capacity: 50, windowMs: 10 * second, ...orders },
  { name: 'orders-1d', capacity: 160_000, windowMs: 24 * 60 * minute, ...orders },
];

/** On every answer, and on good answers to orders for certain. */
export const usage: readonly LimitHeaders[] = [
  { limit: 'weight', used: 'x-mbx-used-weight-1m' },
  { limit: 'orders-10s', used: 'x-mbx-order-count-10s' },
  { limit: 'orders-1d', used: 'x-mbx-order-count-1d' },
];
