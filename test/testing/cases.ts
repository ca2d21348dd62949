import { chainUp } from '../../src/catalog/chainup/index.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { ktx } from '../../src/catalog/ktx/index.ts';
import { lbankContract } from '../../src/catalog/lbank-contract/index.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { oxFun } from '../../src/catalog/ox-fun/index.ts';
import type { SimRequest } from '../../src/testing/index.ts';
import type { Sign } from '../../src/types.ts';

export const keys = { apiKey: 'key-of-a-test', apiSecret: 'secret-of-a-test' };

/** What a test says to an exchange, in that exchange's words. */
export interface Case {
  readonly exchange: Exchange;
  readonly sign: Sign;
  readonly time: string;
  readonly ticker: string;
  readonly balance: string;
  readonly open: string;
  /** An order of 2 units for 10 each. */
  readonly order: (id: string, price?: number, quantity?: number) => SimRequest;
  readonly lookup: (id: string) => SimRequest;
  readonly cancel: (id: string) => SimRequest;
  readonly codes: Readonly<
    Record<'throttle' | 'timestamp' | 'signature' | 'funds' | 'notFound' | 'invalid' | 'server', string>
  >;
}

const get = (path: string, query = ''): SimRequest => ({ method: 'GET', path, query });
const send = (method: string, path: string, body: unknown): SimRequest => ({
  method,
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const ktxCase: Case = {
  exchange: ktx,
  sign: ktx.signer(keys),
  time: '/api/v1/time',
  ticker: '/api/v1/ticker',
  balance: '/papi/v1/trade/accounts',
  open: '/papi/v1/orders',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/papi/v1/order', {
      symbol: 'BTC_USDT',
      side: 'buy',
      type: 'limit',
      price: String(price),
      quantity: String(quantity),
      client_order_id: id,
    }),
  lookup: (id) => get('/papi/v1/order', `id=c:${id}`),
  cancel: (id) => send('POST', '/papi/v1/order/delete', { id: `C:${id}` }),
  codes: {
    throttle: '-11003',
    timestamp: '-11001',
    signature: '-12101',
    funds: '-21301',
    notFound: '-20001',
    invalid: '-21108',
    server: '-10000',
  },
};

export const mexcCase: Case = {
  exchange: mexcContract,
  sign: mexcContract.signer(keys),
  time: '/api/v1/contract/ping',
  ticker: '/api/v1/contract/ticker',
  balance: '/api/v1/private/account/assets',
  open: '/api/v1/private/order/list/open_orders',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/api/v1/private/order/submit', {
      symbol: 'BTC_USDT',
      side: 1,
      type: 1,
      openType: 1,
      price,
      vol: quantity,
      externalOid: id,
    }),
  lookup: (id) => get(`/api/v1/private/order/external/BTC_USDT/${id}`),
  cancel: (id) =>
    send('POST', '/api/v1/private/order/cancel_with_external', { symbol: 'BTC_USDT', externalOid: id }),
  codes: {
    throttle: '510',
    timestamp: '513',
    signature: '602',
    funds: '2005',
    notFound: '2040',
    invalid: '2011',
    server: '500',
  },
};

export const lbankCase: Case = {
  exchange: lbankContract,
  sign: lbankContract.signer(keys),
  time: '/cfd/openApi/v1/pub/getTime',
  ticker: '/cfd/openApi/v1/pub/marketData',
  balance: '/cfd/openApi/v1/prv/account',
  open: '/cfd/openApi/v1/prv/openOrders',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/cfd/openApi/v1/prv/placeOrder', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      price,
      volume: quantity,
      clientOrderId: id,
    }),
  lookup: (id) => get('/cfd/openApi/v1/prv/orderCache', `clientOrderId=${id}`),
  cancel: (id) => send('POST', '/cfd/openApi/v1/prv/cancelOrder', { clientOrderId: id }),
  codes: {
    throttle: '183',
    timestamp: '10004',
    signature: '10003',
    funds: '36',
    notFound: '24',
    invalid: '44',
    server: '-99',
  },
};

export const oxFunCase: Case = {
  exchange: oxFun,
  sign: oxFun.signer(keys),
  time: '/v2/ping',
  ticker: '/v3/tickers',
  balance: '/v3/balances',
  open: '/v3/orders/working',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/v3/orders/place', {
      responseType: 'FULL',
      orders: [
        {
          clientOrderId: id,
          marketCode: 'BTC-USD-SWAP-LIN',
          side: 'BUY',
          orderType: 'LIMIT',
          price: String(price),
          quantity: String(quantity),
        },
      ],
    }),
  lookup: (id) => get('/v3/orders/status', `clientOrderId=${id}`),
  cancel: (id) =>
    send('DELETE', '/v3/orders/cancel', { orders: [{ marketCode: 'BTC-USD-SWAP-LIN', clientOrderId: id }] }),
  codes: {
    throttle: '20007',
    timestamp: '20024',
    signature: '20000',
    funds: '710006',
    notFound: '40035',
    invalid: '20006',
    server: '000101',
  },
};

const chainUpCodes = {
  throttle: '-1003',
  timestamp: '-1021',
  signature: '-1022',
  funds: '-2017',
  notFound: '-2013',
  invalid: '-1136',
  server: '-1001',
};

export const chainUpCase: Case = {
  exchange: chainUp,
  sign: chainUp.signer(keys),
  time: '/sapi/v1/time',
  ticker: '/sapi/v1/ticker',
  balance: '/sapi/v1/account',
  open: '/sapi/v1/openOrders',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/sapi/v1/order', {
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      price,
      volume: quantity,
      newClientOrderId: id,
    }),
  lookup: (id) => get('/sapi/v1/order', `newClientOrderId=${id}&symbol=BTCUSDT`),
  cancel: (id) => send('POST', '/sapi/v1/cancel', { symbol: 'BTCUSDT', newClientOrderId: id }),
  codes: chainUpCodes,
};

/** The same exchange's futures routes, where codes are strings. */
const chainUpFuturesCase: Case = {
  ...chainUpCase,
  time: '/fapi/v1/time',
  ticker: '/fapi/v1/ticker',
  balance: '/fapi/v1/account',
  open: '/fapi/v1/openOrders',
  order: (id, price = 10, quantity = 2) =>
    send('POST', '/fapi/v1/order', {
      contractName: 'E-BTC-USDT',
      side: 'BUY',
      type: 'LIMIT',
      open: 'OPEN',
      price,
      volume: quantity,
      clientOrderId: id,
    }),
  lookup: (id) => get('/fapi/v1/order', `clientOrderId=${id}&contractName=E-BTC-USDT`),
  cancel: (id) => send('POST', '/fapi/v1/cancel', { contractName: 'E-BTC-USDT', clientOrderId: id }),
};

export const cases: readonly (readonly [string, Case])[] = [
  ['ktx', ktxCase],
  ['mexc-contract', mexcCase],
  ['lbank-contract', lbankCase],
  ['ox-fun', oxFunCase],
  ['chainup spot', chainUpCase],
  ['chainup futures', chainUpFuturesCase],
];

/** The request with what the exchange's signer adds. */
export async function signed(
  sign: Sign,
  request: SimRequest,
  timestamp: number,
  host = '127.0.0.1',
): Promise<SimRequest> {
  const { method, path, query = '', headers = {}, body } = request;
  const url = new URL(`http://${host}${path}${query && `?${query}`}`);
  const added = await sign({ method, url, path, query, headers, body }, { timestamp, attempt: 1 });
  return {
    method,
    path,
    query: added.query ?? query,
    headers: { host: url.host, ...headers, ...added.headers },
    ...((added.body ?? body) === undefined ? {} : { body: added.body ?? body ?? '' }),
  };
}

/** Sends it with nothing but fetch. */
export function over(url: string, request: SimRequest): Promise<Response> {
  const { method, path, query, headers, body } = request;
  const { host: _, ...sent } = headers ?? {};
  return fetch(`${url}${path}${query ? `?${query}` : ''}`, {
    method,
    headers: sent,
    ...(body ? { body } : {}),
  });
}
