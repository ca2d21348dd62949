// How Binance USD-M futures are asked for an order, and how they show one.
import type { LookupRoute } from '../order-rules.ts';

const own = '/fapi/v1/';
/** Of a request, but for the values that an amend changes. */
const neutral = ['symbol', 'side', 'orderId', 'origClientOrderId', 'recvWindow', 'timestamp', 'signature'];

/**
 * "Query Order". It does not find what was cancelled or expired without a fill more than 3 days ago, nor anything older than 90
 * days. A batch is not covered: its orders have a look-up each.
 */
const order: LookupRoute = {
  method: 'GET',
  path: `${own}order`,
  query: { symbol: '{symbol}', origClientOrderId: '{clientOrderId}' },
  covers: [`${own}order`],
  record: {
    id: 'clientOrderId',
    ownId: 'orderId',
    same: {
      symbol: 'symbol',
      side: 'side',
      type: 'origType',
      quantity: 'origQty',
      price: 'price',
      positionSide: 'positionSide',
    },
    born: { field: 'time' },
    state: {
      field: 'status',
      open: ['NEW', 'PARTIALLY_FILLED'],
      filled: ['FILLED'],
      cancelled: ['CANCELED', 'EXPIRED', 'EXPIRED_IN_MATCH'],
      refused: ['REJECTED'],
    },
    amends: { quantity: 'origQty', price: 'price' },
    neutral,
  },
};

/**
 * "Query Algo Order": conditional orders, which have another book since 2025-12-09. Assumed: a conditional order that does not
 * exist is -2013, as a test against the exchange in another library has it.
 */
const algoOrder: LookupRoute = {
  method: 'GET',
  path: `${own}algoOrder`,
  query: { clientAlgoId: '{clientOrderId}' },
  covers: [`${own}algoOrder`],
  record: {
    id: 'clientAlgoId',
    ownId: 'algoId',
    same: { symbol: 'symbol', side: 'side', type: 'orderType', triggerPrice: 'triggerPrice' },
    born: { field: 'createTime' },
    state: {
      field: 'algoStatus',
      open: ['NEW', 'TRIGGERING'],
      filled: ['TRIGGERED', 'FINISHED'],
      cancelled: ['CANCELED', 'EXPIRED'],
      refused: ['REJECTED'],
    },
  },
};

export const lookups: readonly LookupRoute[] = [
  order,
  { ...order, by: 'orderId', query: { symbol: '{symbol}', orderId: '{orderId}' } },
  algoOrder,
  { ...algoOrder, by: 'algoId', query: { algoId: '{algoId}' } },
];
