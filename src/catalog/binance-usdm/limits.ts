// What Binance USD-M futures count, and what each request costs.
import type { CostRow, Limit } from '../limit.ts';
import type { LimitHeaders } from '../limit-signals.ts';
import { weightsUnder } from '../weights-under.ts';

const second = 1000;
const minute = 60 * second;

const { at, costing } = weightsUnder('/fapi/');

/** Less for one symbol than for all of them. */
function perSymbol(name: string, units: number, ofAll: number): readonly CostRow[] {
  return [
    { match: at(name, { method: 'GET', params: { symbol: true } }), units },
    { match: at(name, { method: 'GET' }), units: ofAll },
  ];
}

/**
 * "Request Weight" of each page; 1 for what is not named here. Orders and changes of orders cost nothing: they count as orders.
 */
const weights: readonly CostRow[] = [
  ...costing(0, 'POST', 'v1/order', 'v1/order/test', 'v1/algoOrder'),
  ...costing(0, 'PUT', 'v1/order'),
  ...costing(5, 'POST', 'v1/batchOrders'),
  ...costing(5, 'PUT', 'v1/batchOrders'),
  ...costing(10, 'POST', 'v1/countdownCancelAll'),
  {
    match: at('v1/depth'),
    units: 10,
    param: 'limit',
    steps: [
      [50, 2],
      [100, 5],
      [500, 10],
      [1000, 20],
    ],
  },
  { match: at('v1/rpiDepth'), units: 20 },
  ...['klines', 'continuousKlines', 'indexPriceKlines', 'markPriceKlines', 'premiumIndexKlines'].map(
    (name): CostRow => ({
      match: at(`v1/${name}`),
      // 500 candles where no number is asked for.
      units: 5,
      param: 'limit',
      steps: [
        [99, 1],
        [499, 2],
        [1000, 5],
        [1001, 10],
      ],
    }),
  ),
  ...costing(5, 'GET', 'v1/trades', 'v1/tradingSchedule'),
  ...costing(20, 'GET', 'v1/aggTrades', 'v1/historicalTrades', 'v1/commissionRate'),
  ...costing(2, 'GET', 'v1/constituents'),
  ...costing(0, 'GET', 'v1/fundingRate', 'v1/fundingInfo'),
  { match: { path: '/futures/data/**' }, units: 0 },
  ...perSymbol('v1/premiumIndex', 1, 10),
  ...perSymbol('v1/assetIndex', 1, 10),
  ...perSymbol('v1/ticker/24hr', 1, 40),
  ...['v1', 'v2'].flatMap((version) => perSymbol(`${version}/ticker/price`, 1, 2)),
  ...perSymbol('v1/ticker/bookTicker', 2, 5),
  ...perSymbol('v1/openOrders', 1, 40),
  ...perSymbol('v1/openAlgoOrders', 1, 40),
  ...perSymbol('v1/forceOrders', 20, 50),
  ...perSymbol('v1/apiTradingStatus', 1, 10),
  ...costing(5, 'GET', 'v1/allOrders', 'v1/allAlgoOrders', 'v1/userTrades', 'v1/adlQuantile'),
  ...costing(5, 'GET', 'v1/symbolConfig', 'v1/accountConfig'),
  ...['v2', 'v3'].flatMap((version) =>
    costing(5, 'GET', `${version}/positionRisk`, `${version}/account`, `${version}/balance`),
  ),
  ...costing(30, 'GET', 'v1/income', 'v1/feeBurn', 'v1/multiAssetsMargin', 'v1/positionSide/dual'),
  ...costing(1000, 'GET', 'v1/income/asyn', 'v1/order/asyn', 'v1/trade/asyn'),
  ...costing(10, 'GET', 'v1/income/asyn/id', 'v1/order/asyn/id', 'v1/trade/asyn/id'),
];

/** Orders and changes of orders. No cancel counts. */
const orders = { scope: 'account', window: 'fixed', match: { kind: 'order' }, reserve: 0 } as const;

/**
 * `rateLimits` of exchangeInfo, as the documents print them: what an account may do stands in the answer, for
 * `gateway.setLimits`. Assumed: windows begin where the clock's do, as on spot, where it is documented; and conditional orders and
 * test orders count as orders, though their pages do not say so. Connections share the limits, and are not counted here; commands
 * over WebSocket are.
 */
export const limits: readonly Limit[] = [
  { name: 'weight', scope: 'ip', capacity: 2400, windowMs: minute, window: 'fixed', weight: weights },
  {
    name: 'orders-10s',
    capacity: 300,
    windowMs: 10 * second,
    ...orders,
    // Whatever it holds.
    weight: [{ match: at('v1/batchOrders'), units: 5 }],
  },
  { name: 'orders-1m', capacity: 1200, windowMs: minute, ...orders },
  // "Share 500/5min/IP rate limit", the two of them, and no other route.
  {
    name: 'funding',
    scope: 'ip',
    capacity: 500,
    windowMs: 5 * minute,
    match: { method: 'GET', signed: false },
    weight: [...costing(1, 'GET', 'v1/fundingRate', 'v1/fundingInfo'), { units: 0 }],
  },
];

/** The first is not to be relied on where the documents say so; what it tells can only hold calls back. */
export const usage: readonly LimitHeaders[] = [
  { limit: 'weight', used: 'x-mbx-used-weight-1m' },
  { limit: 'orders-10s', used: 'x-mbx-order-count-10s' },
  { limit: 'orders-1m', used: 'x-mbx-order-count-1m' },
];
