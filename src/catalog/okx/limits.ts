// The limits of OKX v5.
import type { Limit, RouteMatch } from '../limit.ts';
import { limitsPerRoute, type RouteLimitBase } from '../limits-per-route.ts';

const second = 1000;

/** Routes of one prefix that have the same allowance each in two seconds. */
const each = (
  capacity: number,
  by: Omit<RouteLimitBase, 'base'>,
  method: 'GET' | 'POST',
  prefix: string,
  names: readonly string[],
): readonly Limit[] =>
  limitsPerRoute({ base: '/api/v5/', windowMs: 2 * second, ...by }, capacity, method, prefix, names);

const user = { scope: 'account' } as const;
/**
 * Options count by family, which a request does not name: their instruments have books of their own here, and may be
 * refused once.
 */
const userInstrument = { scope: 'account', per: ['instId', 'instIdCode'] } as const;
const address = { scope: 'ip' } as const;
const addressInstrument = { scope: 'ip', per: ['instId'] } as const;

/** Orders of a batch count one by one, in the book of the instrument of each. */
const perOrder = (limit: Limit): Limit => ({ ...limit, weight: [{ units: 1, counts: 'items' }] });

const trade: readonly Limit[] = [
  ...each(60, userInstrument, 'POST', 'trade/', ['order', 'amend-order', 'cancel-order']),
  ...each(300, userInstrument, 'POST', 'trade/', [
    'batch-orders',
    'amend-batch-orders',
    'cancel-batch-orders',
  ]).map(perOrder),
  ...each(20, userInstrument, 'POST', 'trade/', ['close-position', 'order-algo', 'amend-algos']),
  ...each(20, userInstrument, 'POST', 'trade/', ['cancel-algos']).map(perOrder),
  ...each(5, user, 'POST', 'trade/', ['mass-cancel', 'order-precheck']),
  ...each(1, { ...user, per: ['tag'], windowMs: second }, 'POST', 'trade/', ['cancel-all-after']),
  ...each(1, user, 'POST', 'trade/', ['easy-convert', 'one-click-repay', 'one-click-repay-v2']),
  ...each(60, userInstrument, 'GET', 'trade/', ['order']),
  ...each(60, user, 'GET', 'trade/', ['orders-pending', 'fills']),
  ...each(40, user, 'GET', 'trade/', ['orders-history']),
  ...each(20, user, 'GET', 'trade/', [
    'orders-history-archive',
    'order-algo',
    'orders-algo-pending',
    'orders-algo-history',
  ]),
  ...each(10, user, 'GET', 'trade/', ['fills-history']),
  ...each(1, { ...user, windowMs: second }, 'GET', 'trade/', ['account-rate-limit']),
];

const account: readonly Limit[] = [
  ...each(10, user, 'GET', 'account/', [
    'balance',
    'positions',
    'positions-history',
    'account-position-risk',
    'greeks',
    'risk-state',
  ]),
  ...each(5, user, 'GET', 'account/', ['config', 'trade-fee', 'collateral-assets']),
  ...each(20, user, 'GET', 'account/', [
    'leverage-info',
    'max-size',
    'max-avail-size',
    'max-loan',
    'max-withdrawal',
  ]),
  ...each(20, { ...user, per: ['instType'] }, 'GET', 'account/', ['instruments']),
  ...each(5, { ...user, windowMs: second }, 'GET', 'account/', ['bills']),
  ...each(20, user, 'POST', 'account/', ['set-leverage', 'position/margin-balance']),
  ...each(5, user, 'POST', 'account/', [
    'set-position-mode',
    'set-account-level',
    'set-greeks',
    'set-isolated-mode',
    'set-auto-loan',
    'activate-option',
  ]),
  ...each(2, { ...user, windowMs: 10 * second }, 'POST', 'account/', ['mmp-config']),
  ...each(2, { ...user, per: ['ccy'], windowMs: second }, 'POST', 'asset/', ['transfer']),
  ...each(6, { ...user, windowMs: second }, 'POST', 'asset/', ['withdrawal', 'cancel-withdrawal']),
  ...each(10, { ...user, windowMs: second }, 'GET', 'asset/', ['transfer-state']),
  ...each(6, { ...user, windowMs: second }, 'GET', 'asset/', [
    'currencies',
    'balances',
    'bills',
    'deposit-address',
    'deposit-history',
    'withdrawal-history',
  ]),
];

const open: readonly Limit[] = [
  ...each(10, address, 'GET', 'public/', ['time', 'position-tiers']),
  ...each(20, { ...address, per: ['instType'] }, 'GET', 'public/', ['instruments']),
  ...each(10, addressInstrument, 'GET', 'public/', ['funding-rate', 'mark-price']),
  ...each(20, addressInstrument, 'GET', 'public/', ['open-interest']),
  ...each(20, address, 'GET', 'public/', ['price-limit', 'underlying']),
  ...each(20, address, 'GET', 'market/', [
    'ticker',
    'tickers',
    'index-tickers',
    'index-candles',
    'mark-price-candles',
    'history-candles',
    'history-trades',
  ]),
  ...each(40, address, 'GET', 'market/', ['books', 'candles']),
  ...each(100, address, 'GET', 'market/', ['trades']),
  ...each(10, address, 'GET', 'market/', ['books-full', 'history-index-candles']),
  ...each(2, address, 'GET', 'market/', ['platform-24-volume']),
  ...each(1, address, 'GET', 'market/', ['exchange-rate']),
];

const routes: readonly Limit[] = [...trade, ...account, ...open];

/** What 50011 is about, whichever of them the refused call counted on; that of the whole account has a code of its own. */
export const routeLimits: readonly string[] = routes.map(({ name }) => name);

/** Algo orders are in no book of these, and do not take `expTime`. */
export const plain: RouteMatch = { kind: 'order', params: { algoClOrdId: false } };

/**
 * Printed at each route of the documents (docs-v5, copy of 2026-06-27). Of the kind of window nothing is published.
 * Assumed: windows slide, so that fixed ones are kept as well. Placing, amending and cancelling are apart, so are batches; a batch of one
 * order counts as a single order there, and as a batch here. Lead traders have 4 orders in 2 s: `gateway.setLimits`.
 */
export const limits: readonly Limit[] = [
  ...routes,
  {
    // New and amended orders of a sub-account over all instruments (50061). Spot, margin and market makers' ones are
    // exempt, and counted here all the same. Those with a better ratio of fills have more: `trade/account-rate-limit` tells.
    name: 'account-orders',
    scope: 'account',
    capacity: 1000,
    windowMs: 2 * second,
    counts: 'items',
    weight: [{ units: 1, counts: 'items' }],
    match: plain,
  },
];
