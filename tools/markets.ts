// What a bot has to know of one exchange to trade there.
import {
  chainUp,
  type Exchange,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
  type SigningExchange,
} from 'exchange-interceptors';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface Market {
  readonly exchange: Exchange & Pick<SigningExchange<Credentials>, 'signer'>;
  /** Where an order is posted. */
  readonly path: string;
  /** A limit order to buy, with a client order id of digits. */
  readonly order: (id: string, quantity: number, price: number) => object;
  /** A signed route that only reads. */
  readonly read: string;
}

export const markets: readonly Market[] = [
  {
    exchange: ktx,
    path: '/papi/v1/order',
    order: (id, quantity, price) => ({
      symbol: 'BTC_USDT',
      side: 'buy',
      type: 'limit',
      price: String(price),
      quantity: String(quantity),
      client_order_id: id,
    }),
    read: '/papi/v1/trade/accounts',
  },
  {
    exchange: mexcContract,
    path: '/api/v1/private/order/submit',
    order: (id, vol, price) => ({
      symbol: 'BTC_USDT',
      price,
      vol,
      side: 1,
      type: 1,
      openType: 1,
      externalOid: id,
    }),
    read: '/api/v1/private/account/assets',
  },
  {
    exchange: lbankContract,
    path: '/cfd/openApi/v1/prv/placeOrder',
    order: (id, volume, price) => ({
      symbol: 'BTCUSDT',
      side: 'BUY',
      price: String(price),
      volume: String(volume),
      clientOrderId: id,
    }),
    read: '/cfd/openApi/v1/prv/account',
  },
  {
    exchange: oxFun,
    path: '/v3/orders/place',
    order: (id, quantity, price) => ({
      orders: [
        {
          clientOrderId: id,
          marketCode: 'BTC-USD-SWAP-LIN',
          side: 'BUY',
          quantity: String(quantity),
          price: String(price),
          orderType: 'LIMIT',
        },
      ],
    }),
    read: '/v3/balances',
  },
  {
    exchange: chainUp,
    path: '/sapi/v1/order',
    order: (id, volume, price) => ({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      price,
      volume,
      newClientOrderId: id,
    }),
    read: '/sapi/v1/account',
  },
];
