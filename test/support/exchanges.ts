import {
  chainUp,
  type Exchange,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
  type SigningExchange,
} from '../../src/index.ts';

export const credentials = { apiKey: 'key-5f0e9a1c', apiSecret: 'secret-77b1d2e4' };

type Keys = typeof credentials;

/** How a bot places an order on each exchange, and the code by which it is throttled. */
export interface Dialect {
  readonly exchange: Exchange & Pick<SigningExchange<Keys>, 'signer'>;
  readonly path: string;
  readonly order: (id: string) => object;
  readonly throttle: string;
  /** Undefined where the exchange checks no clock. */
  readonly clock: string | undefined;
  readonly read: string;
}

export const dialects: readonly Dialect[] = [
  {
    exchange: ktx,
    path: '/papi/v1/order',
    order: (id) => ({
      symbol: 'BTC_USDT',
      side: 'buy',
      type: 'limit',
      price: '1',
      quantity: '1',
      client_order_id: id,
    }),
    throttle: '-11003',
    clock: '-11001',
    read: '/papi/v1/trade/accounts',
  },
  {
    exchange: mexcContract,
    path: '/api/v1/private/order/submit',
    order: (id) => ({ symbol: 'BTC_USDT', price: 1, vol: 1, side: 1, type: 1, openType: 1, externalOid: id }),
    throttle: '510',
    clock: '513',
    read: '/api/v1/private/account/assets',
  },
  {
    exchange: lbankContract,
    path: '/cfd/openApi/v1/prv/placeOrder',
    order: (id) => ({ symbol: 'BTCUSDT', side: 'BUY', price: '1', volume: '1', clientOrderId: id }),
    throttle: '183',
    clock: undefined,
    read: '/cfd/openApi/v1/prv/account',
  },
  {
    exchange: oxFun,
    path: '/v3/orders/place',
    order: (id) => ({
      orders: [
        {
          clientOrderId: id,
          marketCode: 'BTC-USD',
          side: 'BUY',
          quantity: '1',
          price: '1',
          orderType: 'LIMIT',
        },
      ],
    }),
    throttle: '20007',
    clock: '20024',
    read: '/v3/balances',
  },
  {
    exchange: chainUp,
    path: '/sapi/v1/order',
    order: (id) => ({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      price: 1,
      volume: 1,
      newClientOrderId: id,
    }),
    throttle: '-1003',
    clock: '-1021',
    read: '/sapi/v1/account',
  },
];
