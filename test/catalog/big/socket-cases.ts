// How orders are sent over the sockets of the big exchanges.
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { binanceUsdm } from '../../../src/catalog/binance-usdm/index.ts';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import type { Exchange, Sign } from '../../../src/index.ts';
import { startMs } from './socket-play.ts';

export interface SocketCase {
  readonly exchange: Exchange;
  readonly sign: (apiSecret?: string) => Sign;
  readonly place: (id: string, more?: object) => object;
  readonly cancel: (id: string) => object;
  /** An id of the caller's. */
  readonly ownId: object;
  /** What goes out for the order `a` at the start, its signature worked out here. */
  readonly frames: readonly object[];
  /** Codes of the socket: of a limit, of a clock that is off, and of a write whose outcome is unknown. */
  readonly codes: { readonly throttle: string; readonly clock?: string; readonly unknown: string };
  /** What comes before the first order of a connection. */
  readonly opening: readonly string[];
  readonly names: { readonly place: string; readonly cancel: string };
  /** The request that asks for an order. */
  readonly lookUp: string;
  /** The reply that is made of the order that was found. */
  readonly found: object;
  /** The copies of the order `a` of which the first never arrives. */
  readonly absent: readonly string[];
}

const apiKey = 'fake-key';
const secret = 'fake-secret';
const sha256 = (text: string) => createHmac('sha256', secret).update(text);
const ours: unknown = expect.any(String);

const binanceOrder = (id: string) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '10',
  newClientOrderId: id,
});

function binance(exchange: typeof binanceSpot | typeof binanceUsdm, path: string): SocketCase {
  const params = { ...binanceOrder('a'), apiKey, timestamp: startMs };
  const payload = Object.entries(params)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return {
    exchange,
    sign: (apiSecret = secret) => exchange.signer({ apiKey, apiSecret }),
    place: (id, more = {}) => ({ method: 'order.place', params: { ...binanceOrder(id), ...more } }),
    cancel: (id) => ({ method: 'order.cancel', params: { symbol: 'BTCUSDT', origClientOrderId: id } }),
    ownId: { id: 'mine' },
    frames: [
      { id: ours, method: 'order.place', params: { ...params, signature: sha256(payload).digest('hex') } },
    ],
    codes: { throttle: '-1003', clock: '-1021', unknown: '-1007' },
    opening: [],
    names: { place: 'order.place', cancel: 'order.cancel' },
    lookUp: `GET ${path}`,
    found: { status: 200, result: { clientOrderId: 'a', status: 'NEW' } },
    absent: ['0 1 order.place a close-before', '7001 2 order.place a'],
  };
}

const bybitOrder = (id: string) => ({
  category: 'linear',
  symbol: 'BTCUSDT',
  side: 'Buy',
  orderType: 'Limit',
  qty: '1',
  price: '10',
  orderLinkId: id,
});

const overBybit: SocketCase = {
  exchange: bybit,
  sign: (apiSecret = secret) => bybit.signer({ apiKey, apiSecret }),
  place: (id, more = {}) => ({ op: 'order.create', args: [{ ...bybitOrder(id), ...more }] }),
  cancel: (id) => ({
    op: 'order.cancel',
    args: [{ category: 'linear', symbol: 'BTCUSDT', orderLinkId: id }],
  }),
  ownId: { reqId: 'mine' },
  frames: [
    {
      reqId: ours,
      op: 'auth',
      args: [apiKey, startMs + 5000, sha256(`GET/realtime${startMs + 5000}`).digest('hex')],
    },
    {
      reqId: ours,
      op: 'order.create',
      header: { 'X-BAPI-TIMESTAMP': String(startMs) },
      args: [bybitOrder('a')],
    },
  ],
  codes: { throttle: '10429', clock: '10002', unknown: '10016' },
  opening: ['1 auth'],
  names: { place: 'order.create', cancel: 'order.cancel' },
  lookUp: 'GET /v5/order/realtime',
  found: { op: 'order.create', retCode: 0, data: { orderLinkId: 'a' } },
  // A second one with its name would be refused for good.
  absent: ['0 1 order.create a close-before', '2000 2 order.create a'],
};

const okxOrder = (id: string) => ({
  instId: 'BTC-USDT',
  tdMode: 'cash',
  side: 'buy',
  ordType: 'limit',
  sz: '1',
  px: '10',
  clOrdId: id,
});
const seconds = String(Math.trunc(startMs / 1000));

const overOkx: SocketCase = {
  exchange: okx,
  sign: (apiSecret = secret) => okx.signer({ apiKey, apiSecret, passphrase: 'fake-Phrase-1' }),
  place: (id, more = {}) => ({ op: 'order', args: [{ ...okxOrder(id), ...more }] }),
  cancel: (id) => ({ op: 'cancel-order', args: [{ instId: 'BTC-USDT', clOrdId: id }] }),
  ownId: { id: 'mine' },
  frames: [
    {
      id: ours,
      op: 'login',
      args: [
        {
          apiKey,
          passphrase: 'fake-Phrase-1',
          timestamp: seconds,
          sign: sha256(`${seconds}GET/users/self/verify`).digest('base64'),
        },
      ],
    },
    { id: ours, op: 'order', args: [okxOrder('a')] },
  ],
  codes: { throttle: '50011', unknown: '50004' },
  opening: ['1 login'],
  names: { place: 'order', cancel: 'cancel-order' },
  lookUp: 'GET /api/v5/trade/order',
  found: { op: 'order', code: '0', data: [{ clOrdId: 'a', sCode: '0' }] },
  // It has no time in it: what stands in a buffer may come whenever it likes.
  absent: ['0 1 order a close-before'],
};

const krakenOrder = (id: string) => ({
  symbol: 'BTC/USD',
  side: 'buy',
  order_type: 'limit',
  order_qty: 1,
  limit_price: 10,
  cl_ord_id: id,
});

const overKraken: SocketCase = {
  exchange: kraken,
  sign: () => kraken.signer({ apiKey, apiSecret: 'ZmFrZS1zZWNyZXQ=' }),
  place: (id, more = {}) => ({ method: 'add_order', params: { ...krakenOrder(id), ...more } }),
  cancel: (id) => ({ method: 'cancel_order', params: { cl_ord_id: [id] } }),
  ownId: { req_id: 7 },
  frames: [
    {
      req_id: expect.any(Number),
      method: 'add_order',
      params: { ...krakenOrder('a'), token: 'token-of-simulateExchange' },
    },
  ],
  codes: { throttle: 'EOrder:Rate limit exceeded', unknown: 'EService:Timeout' },
  opening: ['POST /0/private/GetWebSocketsToken'],
  names: { place: 'add_order', cancel: 'cancel_order' },
  lookUp: 'POST /0/private/OpenOrders',
  found: { method: 'add_order', success: true, result: { cl_ord_id: 'a' } },
  absent: ['0 1 add_order a close-before'],
};

export const cases: readonly SocketCase[] = [
  binance(binanceSpot, '/api/v3/order'),
  binance(binanceUsdm, '/fapi/v1/order'),
  overBybit,
  overOkx,
  overKraken,
];
