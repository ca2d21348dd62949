import {
  chainUp,
  type Exchange,
  ktx,
  type Limit,
  lbankContract,
  mexcContract,
  oxFun,
  type Sign,
} from '../src/index.ts';

/** What the bot has to know of one exchange. */
export interface Market {
  readonly exchange: Exchange;
  readonly sign: Sign;
  /** What the exchange enforces, and the gateway keeps. */
  readonly limits: readonly Limit[];
  /** The one of them that a burst of orders meets first. */
  readonly narrowest: Limit;
  readonly remark?: string;
  readonly orderPath: string;
  readonly order: (id: string, quantity: number) => object;
  /** The request that asks for an order by its client order id. */
  readonly lookup: (id: string) => {
    readonly path: string;
    readonly params: Readonly<Record<string, string>>;
  };
}

/** Of the exchange in this process; it checks every signature against them. */
export const keys = { apiKey: 'key-of-the-demo', apiSecret: 'secret-of-the-demo' };

/** Quote units for one unit of whatever is bought. */
const price = 10;

function documented(exchange: Exchange, name: string): Pick<Market, 'limits' | 'narrowest'> {
  const narrowest = exchange.limits.find((limit) => limit.name === name);
  if (!narrowest) throw new Error(`${exchange.name} has no limit "${name}".`);
  return { limits: exchange.limits, narrowest };
}

/** Limits so wide that a demo would not meet them get a narrow one beside them. */
function narrowed(exchange: Exchange, has: string): Pick<Market, 'limits' | 'narrowest' | 'remark'> {
  const narrowest: Limit = {
    name: 'orders',
    scope: 'account',
    capacity: 20,
    windowMs: 1000,
    match: { kind: 'order' },
  };
  const remark = `The limit is narrower than the documented ${has}, to be met soon.`;
  return { limits: [...exchange.limits, narrowest], narrowest, remark };
}

export const markets: readonly Market[] = [
  {
    exchange: ktx,
    sign: ktx.signer(keys),
    ...narrowed(ktx, '10,000 in 10 s'),
    orderPath: '/papi/v1/order',
    order: (id, quantity) => ({
      symbol: 'BTC_USDT',
      side: 'buy',
      type: 'limit',
      price: String(price),
      quantity: String(quantity),
      client_order_id: id,
    }),
    lookup: (id) => ({ path: '/papi/v1/order', params: { id: `c:${id}` } }),
  },
  {
    exchange: mexcContract,
    sign: mexcContract.signer(keys),
    ...documented(mexcContract, 'private-route'),
    orderPath: '/api/v1/private/order/submit',
    order: (id, vol) => ({ symbol: 'BTC_USDT', side: 1, type: 1, openType: 1, price, vol, externalOid: id }),
    lookup: (id) => ({ path: `/api/v1/private/order/external/BTC_USDT/${id}`, params: {} }),
  },
  {
    exchange: lbankContract,
    sign: lbankContract.signer(keys),
    ...documented(lbankContract, 'requests'),
    orderPath: '/cfd/openApi/v1/prv/placeOrder',
    order: (id, volume) => ({ symbol: 'BTCUSDT', side: 'BUY', price, volume, clientOrderId: id }),
    lookup: (id) => ({ path: '/cfd/openApi/v1/prv/orderCache', params: { clientOrderId: id } }),
  },
  {
    exchange: oxFun,
    sign: oxFun.signer(keys),
    ...documented(oxFun, 'orders'),
    orderPath: '/v3/orders/place',
    order: (id, quantity) => ({
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
    lookup: (id) => ({ path: '/v3/orders/status', params: { clientOrderId: id } }),
  },
  {
    exchange: chainUp,
    sign: chainUp.signer(keys),
    ...narrowed(chainUp, '100 in 2 s'),
    orderPath: '/sapi/v1/order',
    order: (id, volume) => ({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      price,
      volume,
      newClientOrderId: id,
    }),
    lookup: (id) => ({ path: '/sapi/v1/order', params: { newClientOrderId: id, symbol: 'BTCUSDT' } }),
  },
];
