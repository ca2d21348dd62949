// How orders are sent over the sockets of the big exchanges.
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { binanceUsdm } from '../../../src/catalog/binance-usdm/index.ts';
import { bitget } from '../../../src/catalog/bitget/index.ts';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import { deribit } from '../../../src/catalog/deribit/index.ts';
import { gate } from '../../../src/catalog/gate/index.ts';
import { htx } from '../../../src/catalog/htx/index.ts';
import { hyperliquid } from '../../../src/catalog/hyperliquid/index.ts';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import { kucoin } from '../../../src/catalog/kucoin/index.ts';
import { okx } from '../../../src/catalog/okx/index.ts';
import type { Exchange, Sign } from '../../../src/index.ts';
import { startMs } from './socket-play.ts';

export interface SocketCase {
  readonly exchange: Exchange;
  readonly sign: (apiSecret?: string) => Sign;
  readonly place: (id: string, more?: object) => object;
  /** @param reply that to its placing */
  readonly cancel: (id: string, reply: unknown) => object;
  /** What is seen of a cancel whose reply is lost, as a pattern, and of its look-up where there is one. @default by the id of the order */
  readonly cancelled?: readonly string[];
  /** Which of its accounts. @default it has one */
  readonly what?: string;
  /** What is signed, or who signs it, differs each time: the exchange compares nothing. @default false */
  readonly isRandom?: boolean;
  /** What look-ups need and an order does not hold. @default nothing */
  readonly fill?: Readonly<Record<string, string>>;
  /** An order's id as it is sent. @default as it is */
  readonly id?: (id: string) => string;
  /** An id of the caller's, in a command. */
  readonly ownId: object;
  /** That id, in the reply. @default as in the command */
  readonly ownReply?: object;
  /** What goes out for the order `a` at the start, its signature worked out here. */
  readonly frames: readonly (object | string)[];
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
    absent: ['0 1 order.place a close-before', '35001 2 order.place a'],
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

const gateOrder = (text: string) => ({
  text,
  currency_pair: 'BTC_USDT',
  type: 'limit',
  side: 'buy',
  amount: '1',
  price: '10',
});
const sha512 = (text: string) => createHmac('sha512', secret).update(text).digest('hex');

const overGate: SocketCase = {
  exchange: gate,
  sign: (apiSecret = secret) => gate.signer({ apiKey, apiSecret }),
  place: (id, more = {}) => ({
    channel: 'spot.order_place',
    event: 'api',
    payload: { req_param: { ...gateOrder(`t-${id}`), ...more } },
  }),
  cancel: (id) => ({
    channel: 'spot.order_cancel',
    event: 'api',
    payload: { req_param: { order_id: `t-${id}`, currency_pair: 'BTC_USDT' } },
  }),
  id: (id) => `t-${id}`,
  ownId: { payload: { req_id: 'mine', req_param: gateOrder('t-a') } },
  ownReply: { request_id: 'mine' },
  frames: [
    {
      time: Number(seconds),
      channel: 'spot.login',
      event: 'api',
      payload: {
        req_id: ours,
        api_key: apiKey,
        signature: sha512(`api\nspot.login\n\n${seconds}`),
        timestamp: seconds,
      },
    },
    {
      time: Number(seconds),
      channel: 'spot.order_place',
      event: 'api',
      payload: { req_id: ours, req_param: gateOrder('t-a') },
    },
  ],
  // Its clock may be off by more than the test's.
  codes: { throttle: 'TOO_MANY_REQUESTS', unknown: 'SERVER_ERROR' },
  opening: ['1 spot.login'],
  names: { place: 'spot.order_place', cancel: 'spot.order_cancel' },
  lookUp: 'GET /api/v4/spot/orders/t-a',
  found: {
    header: { status: 200, channel: 'spot.order_place' },
    data: { result: { text: 't-a', status: 'open' } },
  },
  absent: ['0 1 spot.order_place t-a close-before', '62010 2 spot.order_place t-a'],
};

const bitgetLogin = (key = secret) => ({
  id: ours,
  op: 'login',
  args: [
    {
      apiKey,
      passphrase: 'fake-Phrase-1',
      timestamp: seconds,
      sign: createHmac('sha256', key).update(`${seconds}GET/user/verify`).digest('base64'),
    },
  ],
});
const signBitget = (apiSecret = secret) => bitget.signer({ apiKey, apiSecret, passphrase: 'fake-Phrase-1' });

const bitgetOrder = (id: string) => ({
  symbol: 'BTCUSDT',
  side: 'buy',
  orderType: 'limit',
  qty: '1',
  price: '10',
  clientOid: id,
});

const overBitget: SocketCase = {
  exchange: bitget,
  sign: signBitget,
  place: (id, more = {}) => ({
    op: 'trade',
    topic: 'place-order',
    category: 'spot',
    args: [{ ...bitgetOrder(id), ...more }],
  }),
  cancel: (id) => ({ op: 'trade', topic: 'cancel-order', args: [{ clientOid: id }] }),
  ownId: { id: 'mine' },
  frames: [
    bitgetLogin(),
    { id: ours, op: 'trade', topic: 'place-order', category: 'spot', args: [bitgetOrder('a')] },
  ],
  codes: { throttle: '30006', unknown: '45001' },
  opening: ['1 login'],
  names: { place: 'trade.place-order', cancel: 'trade.cancel-order' },
  lookUp: 'GET /api/v3/trade/order-info',
  found: { event: 'trade', code: '00000', args: [{ clientOid: 'a' }] },
  absent: ['0 1 trade.place-order a close-before'],
};

const classicOrder = (id: string) => ({
  marginMode: 'crossed',
  marginCoin: 'USDT',
  side: 'buy',
  orderType: 'limit',
  size: '1',
  price: '10',
  clientOid: id,
});
const classic = (channel: string, params: object, id?: unknown) => ({
  op: 'trade',
  args: [
    {
      ...(id === undefined ? {} : { id }),
      instType: 'USDT-FUTURES',
      instId: 'BTCUSDT',
      channel,
      params,
    },
  ],
});

const overClassicBitget: SocketCase = {
  ...overBitget,
  what: 'of the classic account',
  place: (id, more = {}) => classic('place-order', { ...classicOrder(id), ...more }),
  cancel: (id) => classic('cancel-order', { clientOid: id }),
  ownId: classic('place-order', classicOrder('a'), 'mine'),
  ownReply: { arg: [{ id: 'mine', params: { clientOid: 'a' } }] },
  frames: [bitgetLogin(), classic('place-order', classicOrder('a'), ours)],
  names: { place: 'trade.place-order.USDT-FUTURES', cancel: 'trade.cancel-order.USDT-FUTURES' },
  lookUp: 'GET /api/v2/mix/order/detail',
  found: { event: 'trade', code: '00000', arg: [{ params: { clientOid: 'a' } }] },
  absent: ['0 1 trade.place-order.USDT-FUTURES a close-before'],
};

const kucoinOrder = (id: string) => ({
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  size: '1',
  price: '10',
  clientOid: id,
});

const overKucoin: SocketCase = {
  exchange: kucoin,
  sign: (apiSecret = secret) => kucoin.signer({ apiKey, apiSecret, passphrase: 'fake-Phrase-1' }),
  place: (id, more = {}) => ({ op: 'spot.order', args: { ...kucoinOrder(id), ...more } }),
  cancel: (id) => ({ op: 'spot.cancel', args: { symbol: 'BTC-USDT', clientOid: id } }),
  ownId: { id: 'mine' },
  frames: [
    sha256(JSON.stringify({ timestamp: startMs, sessionId: 'session-of-simulateExchange' })).digest('base64'),
    { id: ours, op: 'spot.order', args: kucoinOrder('a') },
  ],
  codes: { throttle: '429000', unknown: '504000' },
  opening: ['1 welcome'],
  names: { place: 'spot.order', cancel: 'spot.cancel' },
  lookUp: 'GET /api/v1/hf/orders/client-order/a',
  found: { op: 'spot.order', code: '200000', data: { clientOid: 'a' } },
  absent: ['0 1 spot.order a close-before'],
};

const htxOrder = (id: string) => ({
  'account-id': '1000001',
  symbol: 'btcusdt',
  type: 'buy-limit',
  amount: '1',
  price: '10',
  'client-order-id': id,
});
const htxTime = new Date(startMs).toISOString().slice(0, 19);
const htxKeys = [
  `accessKey=${apiKey}`,
  'signatureMethod=HmacSHA256',
  'signatureVersion=2.1',
  `timestamp=${encodeURIComponent(htxTime)}`,
].join('&');

const overHtx: SocketCase = {
  exchange: htx,
  sign: (apiSecret = secret) => htx.signer({ apiKey, apiSecret }),
  place: (id, more = {}) => ({ ch: 'create-order', params: { ...htxOrder(id), ...more } }),
  cancel: (id) => ({ ch: 'cancel', params: { 'client-order-ids': [id] } }),
  ownId: { cid: 'mine' },
  frames: [
    {
      cid: ours,
      action: 'req',
      ch: 'auth',
      params: {
        authType: 'api',
        accessKey: apiKey,
        signatureMethod: 'HmacSHA256',
        signatureVersion: '2.1',
        timestamp: htxTime,
        signature: sha256(['GET', 'api.huobi.pro', '/ws/trade', htxKeys].join('\n')).digest('base64'),
      },
    },
    { cid: ours, ch: 'create-order', params: htxOrder('a') },
  ],
  codes: { throttle: 'rate-too-many-requests', unknown: 'base-system-error' },
  opening: ['1 auth'],
  names: { place: 'create-order', cancel: 'cancel' },
  lookUp: 'GET /v1/order/orders/getClientOrder',
  found: { status: 'ok', data: expect.any(String) },
  // A second one with its name would be refused for a day.
  absent: ['0 1 create-order a close-before', '2000 2 create-order a'],
};

const deribitOrder = (id: string) => ({
  instrument_name: 'BTC-PERPETUAL',
  amount: 1,
  type: 'limit',
  price: 10,
  label: id,
});

const overDeribit: SocketCase = {
  exchange: deribit,
  sign: (apiSecret = secret) => deribit.signer({ apiKey, apiSecret }),
  isRandom: true,
  place: (id, more = {}) => ({
    jsonrpc: '2.0',
    method: 'private/buy',
    params: { ...deribitOrder(id), ...more },
  }),
  cancel: (_, reply) => ({
    jsonrpc: '2.0',
    method: 'private/cancel',
    params: { order_id: Object(reply).result.order.order_id },
  }),
  cancelled: ['1 private/cancel reply-lost', 'GET /api/v2/private/get_order_state'],
  ownId: { id: 7 },
  frames: [
    {
      id: expect.any(Number),
      jsonrpc: '2.0',
      method: 'public/auth',
      params: {
        grant_type: 'client_signature',
        client_id: apiKey,
        timestamp: startMs,
        signature: ours,
        nonce: ours,
        data: '',
      },
    },
    { id: expect.any(Number), jsonrpc: '2.0', method: 'private/buy', params: deribitOrder('a') },
  ],
  codes: { throttle: '10028', unknown: '11094' },
  opening: ['1 public/auth'],
  names: { place: 'private/buy', cancel: 'private/cancel' },
  lookUp: 'GET /api/v2/private/get_order_state_by_label',
  found: { result: { order: { label: 'a', order_state: 'open' } } },
  absent: ['0 1 private/buy a close-before'],
};

const cloid = (id: string) => `0x${id.charCodeAt(0).toString(16).padStart(32, '0')}`;
const posted = (type: string, action: object, nonce: number) => ({
  method: 'post',
  request: { type, payload: { action, nonce, signature: { r: '0x1', s: '0x2', v: 27 } } },
});
const hyperliquidOrder = (id: string) => ({
  type: 'order',
  orders: [{ a: 0, b: true, p: '10', s: '1', r: false, t: { limit: { tif: 'Gtc' } }, c: cloid(id) }],
  grouping: 'na',
});

const overHyperliquid: SocketCase = {
  exchange: hyperliquid,
  sign: () => () => ({}),
  isRandom: true,
  place: (id) => posted('action', hyperliquidOrder(id), startMs + id.charCodeAt(0)),
  cancel: (id) =>
    posted('action', { type: 'cancelByCloid', cancels: [{ asset: 0, cloid: cloid(id) }] }, startMs + 9),
  id: cloid,
  fill: { user: '0x1' },
  ownId: { id: 7 },
  ownReply: { data: { id: 7 } },
  frames: [
    {
      id: expect.any(Number),
      ...posted('action', hyperliquidOrder('a'), startMs + 97),
    },
  ],
  codes: { throttle: 'Too many cumulative requests sent', unknown: '429 Too Many Requests: null' },
  opening: [],
  names: { place: 'post.action.order', cancel: 'post.action.cancelByCloid' },
  lookUp: 'POST /info',
  found: { channel: 'post', data: { response: { payload: { status: 'ok' } } } },
  // The same bytes again are no second order.
  absent: [`0 1 post.action.order ${cloid('a')} close-before`, `2000 2 post.action.order ${cloid('a')}`],
};

export const cases: readonly SocketCase[] = [
  overBitget,
  overClassicBitget,
  overKucoin,
  overHtx,
  overDeribit,
  overHyperliquid,
  overGate,
  binance(binanceSpot, '/api/v3/order'),
  binance(binanceUsdm, '/fapi/v1/order'),
  overBybit,
  overOkx,
  overKraken,
];
