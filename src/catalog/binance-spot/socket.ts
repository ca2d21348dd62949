// Commands of Binance spot over WebSocket.
import { type BinanceMethod, binanceSocket, counted, methods } from '../binance-socket.ts';
import type { SocketProtocol } from '../socket.ts';

const own = '/api/v3/';

/** "Trading requests" and "Account requests". */
const account: readonly BinanceMethod[] = [
  ['order.place', 'order', 'POST', `${own}order`],
  ['order.test', 'read', 'POST', `${own}order/test`],
  ['order.cancel', 'cancel', 'DELETE', `${own}order`],
  ['order.cancelReplace', 'order', 'POST', `${own}order/cancelReplace`],
  ['order.amend.keepPriority', 'write', 'PUT', `${own}order/amend/keepPriority`],
  ['openOrders.cancelAll', 'cancel', 'DELETE', `${own}openOrders`],
  ['orderList.place', 'order', 'POST', `${own}order/oco`],
  ...['oco', 'oto', 'otoco', 'opo', 'opoco'].map(
    (type): BinanceMethod => [`orderList.place.${type}`, 'order', 'POST', `${own}orderList/${type}`],
  ),
  ['orderList.cancel', 'cancel', 'DELETE', `${own}orderList`],
  ['sor.order.place', 'order', 'POST', `${own}sor/order`],
  ['sor.order.test', 'read', 'POST', `${own}sor/order/test`],
  ['order.status', 'read', 'GET', `${own}order`],
  ['order.amendments', 'read', 'GET', `${own}order/amendments`],
  ['openOrders.status', 'read', 'GET', `${own}openOrders`],
  ['allOrders', 'read', 'GET', `${own}allOrders`],
  ['orderList.status', 'read', 'GET', `${own}orderList`],
  ['openOrderLists.status', 'read', 'GET', `${own}openOrderList`],
  ['allOrderLists', 'read', 'GET', `${own}allOrderList`],
  ['account.status', 'read', 'GET', `${own}account`],
  ['account.commission', 'read', 'GET', `${own}account/commission`],
  ['account.rateLimits.orders', 'read', 'GET', `${own}rateLimit/order`],
  ...['myTrades', 'myPreventedMatches', 'myAllocations', 'myFilters'].map(
    (name): BinanceMethod => [name, 'read', 'GET', own + name],
  ),
];

/** "General requests" and "Market data requests". */
const market: readonly BinanceMethod[] = [
  ...['time', 'exchangeInfo', 'executionRules', 'depth', 'klines', 'uiKlines', 'avgPrice', 'ticker'].map(
    (name): BinanceMethod => [name, 'read', 'GET', own + name],
  ),
  ...(
    [
      ['trades.recent', 'trades'],
      ['trades.historical', 'historicalTrades'],
      ['trades.aggregate', 'aggTrades'],
      ['blockTrades.historical', 'historicalBlockTrades'],
      ['ticker.24hr', 'ticker/24hr'],
      ['ticker.tradingDay', 'ticker/tradingDay'],
      ['ticker.price', 'ticker/price'],
      ['ticker.book', 'ticker/bookTicker'],
      ['referencePrice', 'referencePrice'],
      ['referencePrice.calculation', 'referencePrice/calculation'],
    ] as const
  ).map(([name, path]): BinanceMethod => [name, 'read', 'GET', own + path]),
];

/** A user data stream takes a session, or a signature of its own, which has another lifetime: it is not subscribed to again. */
export const socket: SocketProtocol = binanceSocket(
  [
    ...methods(account),
    ...methods(market, { signed: false }),
    { name: 'userDataStream.subscribe.signature', kind: 'read', payload: 'params' },
    { name: 'userDataStream.subscribe', kind: 'read', subscribes: true },
    {
      name: 'userDataStream.unsubscribe',
      kind: 'read',
      payload: 'params',
      signed: false,
      undoes: 'userDataStream.subscribe',
      channel: [],
    },
  ],
  [
    counted('weight', 'REQUEST_WEIGHT', 'MINUTE', 1),
    counted('orders-10s', 'ORDERS', 'SECOND', 10),
    counted('orders-1d', 'ORDERS', 'DAY', 1),
  ],
);
