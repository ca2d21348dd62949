// What MEXC spot counts, and what each request costs.
import type { CostRow, Limit } from '../limit.ts';
import { weightsUnder } from '../weights-under.ts';

const second = 1000;

const { at, costing } = weightsUnder('/api/v3/');

/** "Weight(IP)" of each route; what is not named costs 1. */
const weights: readonly CostRow[] = [
  ...costing(2, 'GET', 'order'),
  ...costing(3, 'GET', 'openOrders'),
  ...costing(5, 'GET', 'trades'),
  ...costing(10, 'GET', 'allOrders', 'account', 'myTrades', 'exchangeInfo', 'capital/config/getall'),
  ...costing(10, 'GET', 'capital/deposit/address', 'capital/withdraw/address'),
  ...costing(10, 'POST', 'capital/convert'),
  ...costing(20, 'GET', 'tradeFee'),
  { match: at('ticker/24hr', { params: { symbol: true } }), units: 1 },
  { match: at('ticker/24hr'), units: 40 },
  { match: at('ticker/price', { params: { symbol: true } }), units: 1 },
  { match: at('ticker/price'), units: 2 },
];

/**
 * "LIMITS": 500 in 10 s by address, and 500 by account for orders. Whether each route has the 500 for itself (English) or all
 * share them (Chinese) is contradictory: shared is held to, which both admit. Assumed: windows slide, since no kind is named;
 * batches and requests about the account count by account. Support has spoken of 12 orders and 20 requests in a second, which no page says.
 */
export const limits: readonly Limit[] = [
  { name: 'weight', scope: 'ip', capacity: 500, windowMs: 10 * second, weight: weights },
  {
    name: 'orders',
    scope: 'account',
    capacity: 500,
    windowMs: 10 * second,
    match: { kind: 'order' },
    // No cancel counts.
    reserve: 0,
  },
  {
    name: 'batches',
    scope: 'account',
    capacity: 2,
    windowMs: second,
    match: at('batchOrders', { method: 'POST' }),
  },
  {
    name: 'account',
    scope: 'account',
    capacity: 2,
    windowMs: second,
    match: at('account', { method: 'GET' }),
  },
];
