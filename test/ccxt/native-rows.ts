import * as all from '../../src/catalog/all.ts';
import type { CcxtClient } from '../../src/ccxt/index.ts';
import type { Exchange } from '../../src/index.ts';
import { client, lost, type Methods, type Reply } from './support.ts';

/** A ccxt exchange that is one of ours: how it answers about one limit order with the id `my1`. */
export interface NativeRow {
  readonly id: string;
  readonly type: 'spot' | 'swap';
  readonly native: Exchange | readonly Exchange[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** Members of the instance: keys of another kind, accounts. */
  readonly instance?: Readonly<Record<string, unknown>>;
  /** Beyond `clientOrderId`. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Paths of the order and of the look-ups, by method and path. */
  readonly order: string;
  readonly lookUp: readonly string[];
  /** How the order is shown; the fields of `born` are added. */
  readonly shown: (born: number) => unknown;
  readonly absent: Reply;
  readonly accepted: unknown;
  /** Whether the exchange lets an absence be believed. */
  readonly goesAgain: boolean;
  /** The same order once more is answered with the first. */
  readonly isItsOwnLookUp?: boolean;
  /** What a look-up needs and the order does not hold; it is asked without keys then. */
  readonly fill?: Readonly<Record<string, string>>;
  readonly throttled: Reply;
  readonly late?: Reply;
  readonly funds: Reply;
  /** ccxt's class for that. @default InsufficientFunds */
  readonly fundsClass?: string;
  /** Where the clock has to be read before an absence is believed. */
  readonly time?: { readonly path: string; readonly field: string };
}

const binance = [all.binanceSpot, all.binanceUsdm];
const binanceRow = {
  native: binance,
  goesAgain: true,
  absent: { status: 400, body: { code: -2013, msg: 'Order does not exist.' } },
  throttled: { status: 429, body: { code: -1003, msg: 'Too many requests.' } },
  late: {
    status: 400,
    body: { code: -1021, msg: 'Timestamp for this request is outside of the recvWindow.' },
  },
} as const;
const binanceOrder = {
  symbol: 'BTCUSDT',
  orderId: 28,
  clientOrderId: 'my1',
  price: '60000',
  origQty: '1',
  executedQty: '0',
  status: 'NEW',
  type: 'LIMIT',
  side: 'BUY',
};
const usdm = {
  ...binanceRow,
  type: 'swap',
  order: 'POST /fapi/v1/order',
  lookUp: ['GET /fapi/v1/order'],
  shown: (time: number) => ({ ...binanceOrder, time, updateTime: time }),
  accepted: { ...binanceOrder, updateTime: 1 },
  funds: { status: 400, body: { code: -2019, msg: 'Margin is insufficient.' } },
} as const;
const gateOrder = {
  id: '28',
  text: 't-my1',
  currency_pair: 'BTCUSDT',
  side: 'buy',
  amount: '1',
  price: '60000',
  status: 'open',
};
const bitget = (code: string, msg: string) => ({
  status: 400,
  body: { code, msg, requestTime: 1, data: null },
});

const coinbaseOrder = {
  success: true,
  order_id: '28',
  success_response: { order_id: '28', product_id: 'BTCUSDT', side: 'BUY', client_order_id: 'my1' },
};
const wallet = `0x${'a'.repeat(40)}`;

export const rows: readonly NativeRow[] = [
  {
    ...binanceRow,
    id: 'binance',
    type: 'spot',
    order: 'POST /api/v3/order',
    lookUp: ['GET /api/v3/order'],
    shown: (time) => ({ ...binanceOrder, time }),
    accepted: { ...binanceOrder, transactTime: 1 },
    funds: {
      status: 400,
      body: { code: -2010, msg: 'Account has insufficient balance for requested action.' },
    },
  },
  { ...usdm, id: 'binance' },
  { ...usdm, id: 'binanceusdm', native: all.binanceUsdm },
  {
    id: 'bybit',
    type: 'spot',
    native: all.bybit,
    options: { enableUnifiedAccount: true, enableUnifiedMargin: false, unifiedMarginStatus: 6 },
    order: 'POST /v5/order/create',
    lookUp: ['GET /v5/order/realtime', 'GET /v5/order/history'],
    shown: (born) => ({
      retCode: 0,
      retMsg: 'OK',
      result: {
        list: [
          {
            symbol: 'BTCUSDT',
            orderId: '28',
            orderLinkId: 'my1',
            side: 'Buy',
            qty: '1',
            orderStatus: 'New',
            createdTime: String(born),
          },
        ],
      },
    }),
    absent: { body: { retCode: 0, retMsg: 'OK', result: { list: [] } } },
    accepted: { retCode: 0, retMsg: 'OK', result: { orderId: '28', orderLinkId: 'my1' } },
    goesAgain: true,
    throttled: { body: { retCode: 10006, retMsg: 'Too many visits!' } },
    late: { body: { retCode: 10002, retMsg: 'invalid request, please check your server timestamp' } },
    funds: { body: { retCode: 110007, retMsg: 'ab not enough for new order', result: {} } },
  },
  {
    id: 'okx',
    type: 'spot',
    native: all.okx,
    order: 'POST /api/v5/trade/batch-orders',
    lookUp: ['GET /api/v5/trade/order'],
    shown: (born) => ({
      code: '0',
      msg: '',
      data: [
        {
          instId: 'BTCUSDT',
          ordId: '28',
          clOrdId: 'my1',
          tag: '',
          side: 'buy',
          sz: '1',
          state: 'live',
          cTime: String(born),
          uTime: String(born),
        },
      ],
    }),
    absent: { body: { code: '51603', msg: 'Order does not exist', data: [] } },
    accepted: {
      code: '0',
      msg: '',
      data: [{ clOrdId: 'my1', ordId: '28', tag: '', ts: '1', sCode: '0', sMsg: '' }],
    },
    goesAgain: true,
    throttled: { status: 429, body: { code: '50011', msg: 'Too Many Requests' } },
    late: { status: 401, body: { code: '50102', msg: 'Timestamp request expired', data: [] } },
    funds: {
      body: {
        code: '1',
        msg: 'All operations failed',
        data: [{ clOrdId: 'my1', ordId: '', sCode: '51008', sMsg: 'Order failed. Insufficient balance' }],
      },
    },
  },
  {
    id: 'kraken',
    type: 'spot',
    native: all.kraken,
    order: 'POST /0/private/AddOrder',
    lookUp: ['POST /0/private/OpenOrders', 'POST /0/private/ClosedOrders'],
    shown: (born) => ({
      error: [],
      result: {
        open: {
          'O-28': {
            cl_ord_id: 'my1',
            status: 'open',
            opentm: born / 1000,
            vol: '1',
            descr: { type: 'buy', price: '60000', order: 'buy 1 BTCUSDT @ limit 60000' },
          },
        },
      },
    }),
    absent: { body: { error: [], result: { open: {}, closed: {}, count: 0 } } },
    accepted: { error: [], result: { descr: { order: 'buy 1 BTCUSDT @ limit 60000' }, txid: ['O-28'] } },
    // A nonce bounds nothing.
    goesAgain: false,
    throttled: { body: { error: ['EAPI:Rate limit exceeded'] } },
    funds: { body: { error: ['EOrder:Insufficient funds'] } },
  },
  {
    id: 'bitget',
    type: 'spot',
    native: all.bitget,
    options: { uta: false },
    order: 'POST /api/v2/spot/trade/place-order',
    lookUp: ['GET /api/v2/spot/trade/orderInfo'],
    shown: (born) => ({
      code: '00000',
      msg: 'success',
      data: [
        {
          symbol: 'BTCUSDT',
          orderId: '28',
          clientOid: 'my1',
          side: 'buy',
          size: '1',
          status: 'live',
          cTime: String(born),
        },
      ],
    }),
    absent: { body: { code: '00000', msg: 'success', data: [] } },
    accepted: { code: '00000', msg: 'success', data: { orderId: '28', clientOid: 'my1' } },
    goesAgain: true,
    throttled: { status: 429, body: { code: '429', msg: 'Too Many Requests' } },
    late: bitget('40008', 'Request timestamp expired'),
    funds: bitget('43012', 'Insufficient balance'),
  },
  {
    id: 'mexc',
    type: 'spot',
    native: [all.mexcSpot, all.mexcContract],
    order: 'POST /api/v3/order',
    lookUp: ['GET /api/v3/order'],
    shown: (time) => ({ ...binanceOrder, orderId: '28', time }),
    absent: { status: 400, body: { code: -2013, msg: 'Order does not exist.' } },
    accepted: { ...binanceOrder, orderId: '28', transactTime: 1 },
    goesAgain: true,
    throttled: { status: 429, body: { code: 429, msg: 'Too Many Requests' } },
    late: {
      status: 400,
      body: { code: 700003, msg: 'Timestamp for this request is outside of the recvWindow.' },
    },
    funds: { status: 400, body: { code: 30004, msg: 'Insufficient position' } },
  },
  {
    id: 'mexc',
    type: 'swap',
    native: [all.mexcSpot, all.mexcContract],
    order: 'POST /api/v1/private/order/create',
    lookUp: ['GET /api/v1/private/order/external/BTCUSDT/my1'],
    shown: (createTime) => ({
      success: true,
      code: 0,
      data: { symbol: 'BTCUSDT', orderId: '28', externalOid: 'my1', side: 1, vol: 1, state: 2, createTime },
    }),
    absent: { body: { success: true, code: 0, data: null } },
    accepted: { success: true, code: 0, data: { orderId: '28', ts: 1 } },
    goesAgain: true,
    throttled: { body: { success: false, code: 510, message: 'Excessive frequency of requests' } },
    late: { body: { success: false, code: 513, message: 'Request time out of range' } },
    funds: { body: { success: false, code: 2005, message: 'Balance insufficient' } },
  },
  {
    id: 'deribit',
    type: 'swap',
    native: all.deribit,
    params: { label: 'my1' },
    order: 'GET /api/v2/private/buy',
    lookUp: ['GET /api/v2/private/get_order_state_by_label'],
    shown: (creation_timestamp) => ({
      jsonrpc: '2.0',
      result: [
        {
          order_id: '28',
          label: 'my1',
          instrument_name: 'BTC-PERPETUAL',
          amount: 1,
          price: 60000,
          order_state: 'open',
          creation_timestamp,
        },
      ],
    }),
    absent: { body: { jsonrpc: '2.0', result: [] } },
    accepted: { jsonrpc: '2.0', result: { order: { order_id: '28', label: 'my1' }, trades: [] } },
    // No window of a signature is documented for it.
    goesAgain: false,
    throttled: {
      status: 400,
      body: { jsonrpc: '2.0', error: { code: 10047, message: 'matching_engine_queue_full' } },
    },
    funds: { status: 400, body: { jsonrpc: '2.0', error: { code: 10009, message: 'not_enough_funds' } } },
  },
  {
    id: 'gate',
    type: 'spot',
    native: all.gate,
    options: { unifiedAccount: false },
    order: 'POST /api/v4/spot/orders',
    // As it was sent, with what ccxt puts before it.
    lookUp: ['GET /api/v4/spot/orders/t-my1'],
    shown: (create_time_ms) => ({ ...gateOrder, create_time_ms }),
    absent: { status: 404, body: { label: 'ORDER_NOT_FOUND', message: 'Order not found' } },
    accepted: { ...gateOrder, create_time_ms: 1 },
    goesAgain: true,
    throttled: {
      status: 429,
      body: { label: 'TOO_MANY_REQUESTS', message: 'Request Rate limit Exceeded (211)' },
    },
    late: {
      status: 403,
      body: { label: 'REQUEST_EXPIRED', message: 'gap between request Timestamp and server time' },
    },
    funds: { status: 400, body: { label: 'BALANCE_NOT_ENOUGH', message: 'Not enough balance' } },
    time: { path: 'GET /api/v4/spot/time', field: 'server_time' },
  },
  {
    id: 'kucoin',
    type: 'spot',
    native: all.kucoin,
    options: { hf: true, uta: false },
    order: 'POST /api/v1/hf/orders',
    lookUp: ['GET /api/v1/hf/orders/client-order/my1'],
    shown: (createdAt) => ({
      code: '200000',
      data: {
        id: '28',
        clientOid: 'my1',
        symbol: 'BTCUSDT',
        side: 'buy',
        type: 'limit',
        size: '1',
        price: '60000',
        active: true,
        createdAt,
      },
    }),
    absent: { body: { code: '200000', data: null } },
    accepted: { code: '200000', data: { orderId: '28', clientOid: 'my1' } },
    goesAgain: true,
    throttled: { status: 429, body: { code: '429000', msg: 'Too many requests' } },
    late: { status: 400, body: { code: '400002', msg: 'KC-API-TIMESTAMP Invalid' } },
    funds: { body: { code: '200004', msg: 'Balance insufficient!' } },
  },
  {
    id: 'coinbase',
    type: 'spot',
    native: all.coinbase,
    // Of the older kind, which ccxt signs with, too.
    instance: { secret: 'my-secret-of-many-letters' },
    params: { client_order_id: 'my1' },
    order: 'POST /api/v3/brokerage/orders',
    lookUp: [],
    shown: () => ({}),
    absent: lost,
    accepted: coinbaseOrder,
    goesAgain: true,
    isItsOwnLookUp: true,
    throttled: { status: 429, body: { error: 'RATE_LIMIT_EXCEEDED', message: 'rate limit exceeded' } },
    // In a member that ccxt does not look up in its tables.
    fundsClass: 'ExchangeError',
    funds: {
      body: {
        success: false,
        error_response: { error: 'INSUFFICIENT_FUND', message: 'Insufficient balance in source account' },
      },
    },
  },
  {
    id: 'htx',
    type: 'spot',
    native: all.htx,
    instance: { accounts: [{ id: '7', type: 'spot', info: { id: '7', type: 'spot' } }] },
    order: 'POST /v1/order/orders/place',
    lookUp: ['GET /v1/order/orders/getClientOrder'],
    shown: (born) => ({
      status: 'ok',
      data: {
        id: 28,
        'client-order-id': 'my1',
        symbol: 'BTCUSDT',
        type: 'buy-limit',
        amount: '1',
        price: '60000',
        state: 'submitted',
        'created-at': born,
      },
    }),
    absent: { body: { status: 'error', 'err-code': 'base-record-invalid', 'err-msg': 'record invalid' } },
    accepted: { status: 'ok', data: '28' },
    goesAgain: true,
    throttled: {
      status: 429,
      body: { status: 'error', 'err-code': 'rate-too-many-requests', 'err-msg': '' },
    },
    funds: {
      body: {
        status: 'error',
        'err-code': 'account-frozen-balance-insufficient-error',
        'err-msg': 'trade account balance is not enough',
      },
    },
    time: { path: 'GET /v1/common/timestamp', field: 'data' },
  },
  {
    id: 'hyperliquid',
    type: 'swap',
    native: all.hyperliquid,
    instance: { walletAddress: wallet, privateKey: `0x${'1'.repeat(64)}` },
    options: { approvedBuilderFee: true, refSet: true, enableUnifiedMargin: false },
    params: { clientOrderId: `0x${'2'.repeat(32)}` },
    order: 'POST /exchange',
    lookUp: ['POST /info'],
    fill: { user: wallet },
    shown: (timestamp) => ({
      status: 'order',
      order: {
        order: { coin: 'BTC', oid: 28, cloid: `0x${'2'.repeat(32)}`, origSz: '1', sz: '1', timestamp },
        status: 'open',
        statusTimestamp: timestamp,
      },
    }),
    absent: { body: { status: 'unknownOid' } },
    accepted: { status: 'ok', response: { type: 'order', data: { statuses: [{ resting: { oid: 28 } }] } } },
    // Until when an action is accepted, its sender says, and ccxt's users do with `expiresAfter`.
    goesAgain: false,
    throttled: { status: 429, body: 'null' },
    funds: {
      body: {
        status: 'ok',
        response: {
          type: 'order',
          data: { statuses: [{ error: 'Insufficient margin to place order. asset=0' }] },
        },
      },
    },
  },
];

/** An instance that knows one market. */
export function trader(
  { id, type, options = {}, instance = {} }: NativeRow,
  transport: typeof fetch,
): Trader {
  const made = client(id, transport, { options, ...instance }) as Trader;
  const isSpot = type === 'spot';
  const symbol = isSpot ? 'BTC/USDT' : 'BTC/USDT:USDT';
  const marketId = id === 'deribit' ? 'BTC-PERPETUAL' : 'BTCUSDT';
  const market = {
    id: marketId,
    symbol,
    base: 'BTC',
    quote: 'USDT',
    settle: isSpot ? undefined : 'USDT',
    baseId: id === 'hyperliquid' ? '0' : 'BTC',
    quoteId: 'USDT',
    type,
    spot: isSpot,
    swap: !isSpot,
    contract: !isSpot,
    linear: !isSpot,
    inverse: false,
    future: false,
    option: false,
    active: true,
    contractSize: 1,
    precision: { amount: 0.001, price: 0.01 },
    limits: { amount: { min: 0 }, price: {}, cost: {} },
    info: { orderTypes: ['LIMIT', 'MARKET'] },
  };
  const currencies = Object.fromEntries(
    ['BTC', 'USDT'].map((code) => [code, { id: code, code, precision: 1e-8 }]),
  );
  return Object.assign(made, {
    markets: { [symbol]: market },
    markets_by_id: { [marketId]: [market] },
    symbols: [symbol],
    currencies,
    currencies_by_id: currencies,
    loadMarkets: async () => ({ [symbol]: market }),
    place: (params: object) => made.createOrder(symbol, 'limit', 'buy', 1, 60_000, params),
  });
}

export type Trader = CcxtClient &
  Methods & {
    readonly place: (params: object) => Promise<{ readonly id: string }>;
    createOrder(
      symbol: string,
      type: string,
      side: string,
      amount: number,
      price: number,
      params: object,
    ): Promise<{ readonly id: string }>;
  };
