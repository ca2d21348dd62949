// What each request of KuCoin costs.
import type { CostRow } from '../limit.ts';

/** Requests of one weight, parted by blanks. */
function costing(units: number, method: string, names: string): readonly CostRow[] {
  return names.split(/\s+/).map((name) => ({ match: { method, path: `/api/${name}` }, units }));
}

/**
 * `x-api-rate-limit-weight` of the official SDK (kucoin-universal-sdk, spec/rest/api, 78c90c7). Where spot and futures share a path, that
 * of futures stands: the one of spot is abandoned. Most of what manages the account costs 20, which is assumed of the rest.
 */
export const weights: readonly CostRow[] = [
  ...costing(0, 'GET', `v1/my-ip`),
  ...costing(
    1,
    'POST',
    `v1/hf/orders v1/hf/orders/sync v1/hf/orders/test v1/hf/orders/multi v1/hf/orders/multi/sync
    v1/hf/orders/alter v1/stop-order`,
  ),
  ...costing(1, 'DELETE', `v1/copy-trade/futures/orders v1/copy-trade/futures/orders/client-order`),
  ...costing(
    2,
    'GET',
    `v1/transaction-history v1/orders v2/position/getMarginMode v2/getMaxOpenSize v1/position
    v1/positions v1/history-positions v2/getCrossUserLeverage v2/batchGetCrossOrderLimit
    v1/hf/accounts/ledgers v3/hf/margin/account/ledgers v1/hf/orders/active/symbols
    v1/hf/orders/active v1/hf/orders/active/page v1/hf/orders/done v1/hf/fills
    v1/hf/orders/dead-cancel-all/query v3/oco/orders v1/accounts/ledgers v1/ticker v1/index/query
    v1/market/orderbook/level1 v1/market/callauctionData`,
  ),
  ...costing(
    2,
    'POST',
    `v1/orders v1/orders/test v1/st-orders v2/position/changeMarginMode v2/position/batchChangeMarginMode
    v2/changeCrossUserLeverage v3/hf/margin/order v3/hf/margin/order/test
    v1/hf/orders/dead-cancel-all v3/oco/order v1/copy-trade/futures/orders
    v1/copy-trade/futures/orders/test v1/copy-trade/futures/st-orders
    v1/copy-trade/futures/position/risk-limit-level/change`,
  ),
  ...costing(2, 'DELETE', `v1/hf/orders`),
  ...costing(
    3,
    'GET',
    `v1/trade-statistics v1/base-fee v1/trade-fees v3/market/orderbook/level2
    v1/stop-order/queryOrderByClientOid v1/limit/orders v1/brokerrebase/download`,
  ),
  ...costing(3, 'DELETE', `v1/stop-order/cancel v3/oco/orders`),
  ...costing(
    4,
    'POST',
    `v1/position/margin/deposit-margin v1/position/margin/auto-deposit-status
    v3/accounts/universal-transfer v1/copy-trade/futures/position/margin/deposit-margin
    v1/copy-trade/futures/position/margin/auto-deposit-status`,
  ),
  ...costing(
    4,
    'GET',
    `v3/hf/margin/order/active/symbols v3/hf/margin/orders/active v1/copy-trade/futures/get-max-open-size
    v2/symbols`,
  ),
  ...costing(
    5,
    'GET',
    `v1/account-overview v1/funding-history v1/orders/byClientOid v1/recentDoneOrders v1/fills
    v3/hf/margin/fills v1/accounts v3/deposit-addresses v1/deposits v2/deposit-addresses
    v1/deposit-addresses v1/hist-deposits v1/otc-loan/loan v1/earn/redeem-preview
    v1/earn/saving/products v1/earn/staking/products v1/earn/kcs-staking/products
    v1/earn/eth-staking/products v1/earn/hold-assets v1/contract/funding-rates v1/allTickers
    v1/trade/history v1/interest/query v3/project/marketInterestRate`,
  ),
  ...costing(
    5,
    'POST',
    `v1/position/risk-limit-level/change v1/margin/order v1/margin/order/test v3/withdrawals
    v1/withdrawals v1/earn/orders`,
  ),
  ...costing(5, 'DELETE', `v3/hf/margin/orders v1/stop-order/cancelOrderByClientOid v1/earn/orders`),
  ...costing(6, 'GET', `v1/account-overview-all v1/stopOrders`),
  ...costing(8, 'POST', `v3/position/update-user-leverage`),
  ...costing(8, 'GET', `v1/stop-order`),
  ...costing(
    10,
    'POST',
    `v1/bullet-private v1/margin/withdrawMargin v3/lend/purchase/update v3/margin/repay
    v2/accounts/inner-transfer v1/copy-trade/futures/position/margin/withdraw-margin
    v1/bullet-public`,
  ),
  ...costing(10, 'DELETE', `v3/orders`),
  ...costing(
    10,
    'GET',
    `v1/openOrderStatistics v1/margin/maxWithdrawMargin v3/project/list v3/purchase/orders
    v3/redeem/orders v3/hf/margin/orders/done
    v1/copy-trade/futures/position/margin/max-withdraw-margin v3/mark-price/all-symbols
    v1/otc-loan/discount-rate-configs`,
  ),
  ...costing(15, 'DELETE', `v1/stopOrders`),
  ...costing(
    15,
    'GET',
    `v3/margin/accounts v3/isolated/accounts v3/margin/borrow v3/margin/repay v1/market/allTickers
    v1/market/stats`,
  ),
  ...costing(
    15,
    'POST',
    `v3/purchase v3/redeem v3/margin/borrow v2/sub/user/created v3/sub/user/margin/enable
    v3/sub/user/futures/enable`,
  ),
  ...costing(20, 'POST', `v1/orders/multi`),
  ...costing(20, 'DELETE', `v1/orders/multi-cancel`),
  ...costing(20, 'GET', `v3/margin/interest v3/margin/currencies v1/limit/fills v3/announcements`),
  ...costing(25, 'GET', `v1/margin/config`),
  ...costing(30, 'GET', `v1/hf/accounts/opened v2/affiliate/inviter/statistics`),
  ...costing(30, 'DELETE', `v1/hf/orders/cancelAll v1/sub/api-key`),
  ...costing(30, 'POST', `v1/sub/api-key/update v2/accounts/sub-transfer`),
  ...costing(40, 'GET', `v1/margin/account`),
  ...costing(50, 'GET', `v1/isolated/accounts`),
  ...costing(800, 'DELETE', `v1/orders`),
  ...costing(
    1,
    'DELETE',
    `v1/orders/* v1/orders/client-order/* v1/hf/orders/* v1/hf/orders/sync/* v1/hf/orders/client-order/*
    v1/hf/orders/sync/client-order/*`,
  ),
  ...costing(2, 'DELETE', `v3/hf/margin/orders/* v3/hf/margin/orders/client-order/* v1/hf/orders/cancel/*`),
  ...costing(
    2,
    'GET',
    `v1/hf/orders/* v1/hf/orders/client-order/* v3/oco/order/* v3/oco/client-order/*
    v3/oco/order/details/* v1/funding-rate/*/current v1/mark-price/*/current`,
  ),
  ...costing(3, 'DELETE', `v1/stop-order/* v3/oco/order/* v3/oco/client-order/* v1/order/client-order/*`),
  ...costing(3, 'GET', `v1/stop-order/* v1/order/client-order/*`),
  ...costing(4, 'GET', `v2/symbols/*`),
  ...costing(
    5,
    'GET',
    `v1/orders/* v3/hf/margin/orders/* v3/hf/margin/orders/client-order/* v1/accounts/*
    v1/contracts/risk-limit/*`,
  ),
  ...costing(15, 'GET', `v1/sub-accounts/*`),
  ...costing(50, 'GET', `v1/isolated/account/*`),
  { match: { signed: false }, units: 3 },
  { match: { path: '/api/v1/hf/**' }, units: 2 },
  { units: 20 },
];
