// Commands of Binance USD-M futures over WebSocket.
import { type BinanceMethod, binanceSocket, counted, methods } from '../binance-socket.ts';
import type { SocketProtocol } from '../socket.ts';

const own = '/fapi/v1/';

/** "Trade" and "Account", WebSocket API. Batches and lists have no method. */
const account: readonly BinanceMethod[] = [
  ['order.place', 'order', 'POST', `${own}order`],
  ['order.modify', 'order', 'PUT', `${own}order`],
  ['order.cancel', 'cancel', 'DELETE', `${own}order`],
  ['order.status', 'read', 'GET', `${own}order`],
  ['algoOrder.place', 'order', 'POST', `${own}algoOrder`],
  ['algoOrder.cancel', 'cancel', 'DELETE', `${own}algoOrder`],
  ['account.position', 'read', 'GET', '/fapi/v2/positionRisk'],
  ['v2/account.position', 'read', 'GET', '/fapi/v3/positionRisk'],
  ['account.balance', 'read', 'GET', '/fapi/v2/balance'],
  ['v2/account.balance', 'read', 'GET', '/fapi/v3/balance'],
  ['account.status', 'read', 'GET', '/fapi/v2/account'],
  ['v2/account.status', 'read', 'GET', '/fapi/v3/account'],
];

const market: readonly BinanceMethod[] = [
  ['depth', 'read', 'GET', `${own}depth`],
  ['ticker.price', 'read', 'GET', `${own}ticker/price`],
  ['ticker.book', 'read', 'GET', `${own}ticker/bookTicker`],
];

/** With the key alone, which the caller puts in: `{ apiKey }`. */
const streams: readonly BinanceMethod[] = [
  ['userDataStream.start', 'write', 'POST', `${own}listenKey`],
  ['userDataStream.ping', 'write', 'PUT', `${own}listenKey`],
  ['userDataStream.stop', 'write', 'DELETE', `${own}listenKey`],
];

export const socket: SocketProtocol = binanceSocket(
  [...methods(account), ...methods([...market, ...streams], { signed: false })],
  [
    counted('weight', 'REQUEST_WEIGHT', 'MINUTE', 1),
    counted('orders-10s', 'ORDERS', 'SECOND', 10),
    counted('orders-1m', 'ORDERS', 'MINUTE', 1),
  ],
);
