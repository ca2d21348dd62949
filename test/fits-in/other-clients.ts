// SDKs and clients with a place of their own for a gateway.
import { createRequire } from 'node:module';
import { Spot as BinanceSpot, SpotRestAPI } from '@binance/spot';
import { HttpModule, HttpService } from '@nestjs/axios';
import axios from 'axios';
import { setupCache } from 'axios-cache-interceptor';
import { binanceSpot } from 'exchange-interceptors/exchanges/binance-spot';
import { bybit } from 'exchange-interceptors/exchanges/bybit';
import { hyperliquid } from 'exchange-interceptors/exchanges/hyperliquid';
import { kucoin } from 'exchange-interceptors/exchanges/kucoin';
import { okx } from 'exchange-interceptors/exchanges/okx';
import { ClientOptionBuilder, DefaultClient, Spot, TransportOptionBuilder } from 'kucoin-universal-sdk';
import NodeBinance from 'node-binance-api';
import { firstValueFrom } from 'rxjs';
import { type Gateway, gatewayAdapter, interceptFetch } from '../../src/index.ts';
import { credentials } from '../../tools/samples.ts';
import type { Place, RealClient } from './real-client.ts';

const { apiKey, apiSecret, passphrase } = credentials;

/** Its declarations do not hold up under our settings, so that it is not imported as a module. */
const require: (name: string) => HyperliquidSdk = createRequire(import.meta.url);
const { ExchangeClient, HttpTransport } = require('@nktkas/hyperliquid');

interface HyperliquidSdk {
  readonly HttpTransport: new (options: { apiUrl: string; timeout: null }) => object;
  readonly ExchangeClient: new (options: object) => { readonly order: (order: object) => Promise<unknown> };
}

/** Of no account: what it signs is no signature. */
const wallet: object = {
  address: `0x${'0'.repeat(40)}`,
  signTypedData: async (_: unknown) => `0x${'1'.repeat(128)}1b`,
};

export const otherClients: readonly RealClient[] = [
  {
    name: '@binance/spot 32.0.4',
    exchange: binanceSpot,
    ours: 'gone',
    open: (gateway, basePath) => {
      const spot = new BinanceSpot({
        configurationRestAPI: { apiKey, apiSecret, basePath, timeout: 60_000 },
      });
      const { baseOptions = {} } = spot.restAPI['configuration'];
      baseOptions['adapter'] = gatewayAdapter(gateway);
      return (newClientOrderId) =>
        spot.restAPI.newOrder({
          symbol: 'BTCUSDT',
          side: SpotRestAPI.NewOrderSideEnum.BUY,
          type: SpotRestAPI.NewOrderTypeEnum.LIMIT,
          timeInForce: SpotRestAPI.NewOrderTimeInForceEnum.GTC,
          quantity: 1,
          price: 1,
          newClientOrderId,
        });
    },
  },
  {
    name: 'kucoin-universal-sdk 1.3.0',
    exchange: kucoin,
    ours: 'gone',
    // -1: 0 means 3 to it.
    open: (gateway, baseUrl) => openKucoin(gateway, baseUrl, -1),
  },
  {
    name: 'kucoin-universal-sdk 1.3.0 that repeats three times',
    exchange: kucoin,
    ours: 'gone',
    open: (gateway, baseUrl) => openKucoin(gateway, baseUrl, 3),
  },
  {
    name: 'node-binance-api 1.0.33',
    exchange: binanceSpot,
    isUnverified: true,
    open: (gateway, baseUrl) => {
      gateGlobalFetch(gateway, baseUrl);
      const client = new NodeBinance({ APIKEY: apiKey, APISECRET: apiSecret });
      client.base = `${baseUrl}/api/`;
      return (newClientOrderId) => client.buy('BTCUSDT', 1, 1, { newClientOrderId });
    },
  },
  {
    name: '@nktkas/hyperliquid 0.32.2',
    exchange: hyperliquid,
    ours: 'its cause',
    hidesTime: true,
    signsAlone: true,
    throttlesLong: true,
    open: (gateway, apiUrl) => {
      gateGlobalFetch(gateway, apiUrl);
      const transport = new HttpTransport({ apiUrl, timeout: null });
      const client = new ExchangeClient({ transport, wallet });
      const order = { a: 0, b: true, p: '1', s: '1', r: false, t: { limit: { tif: 'Gtc' } } };
      return (c) => client.order({ orders: [{ ...order, c }], grouping: 'na' });
    },
  },
  {
    name: 'HttpModule of @nestjs/axios 4',
    exchange: okx,
    signsNothing: true,
    open: (gateway, baseURL) => {
      const module = HttpModule.register({ baseURL, adapter: gatewayAdapter(gateway) });
      // What Nest hands to a service that asks for an `HttpService`.
      const http = new HttpService(Reflect.get(module.providers?.[0] ?? {}, 'useValue'));
      const order = {
        instId: 'BTC-USDT-SWAP',
        tdMode: 'cross',
        side: 'buy',
        ordType: 'limit',
        sz: '1',
        px: '1',
      };
      return (clOrdId) => firstValueFrom(http.post('/api/v5/trade/order', { ...order, clOrdId }));
    },
  },
  {
    name: 'axios-cache-interceptor 1.12.3',
    exchange: bybit,
    signsNothing: true,
    open: (gateway, baseURL) => {
      const http = setupCache(axios.create({ baseURL, adapter: gatewayAdapter(gateway) }));
      const order = {
        category: 'linear',
        symbol: 'BTCUSDT',
        side: 'Buy',
        orderType: 'Limit',
        qty: '1',
        price: '1',
      };
      return (orderLinkId) => http.post('/v5/order/create', { ...order, orderLinkId });
    },
  },
];

function openKucoin(gateway: Gateway, baseUrl: string, retries: number): Place {
  const adapter = gatewayAdapter(gateway);
  const transport = new TransportOptionBuilder()
    .setMaxRetries(retries)
    .setRetryDelay(1)
    .setInterceptors([{ before: { onFulfilled: (config) => ({ ...config, adapter }) }, after: {} }]);
  const option = new ClientOptionBuilder().setKey(apiKey).setSecret(apiSecret).setPassphrase(passphrase);
  option.setTransportOption(transport.build()).setSpotEndpoint(baseUrl);
  option.setFuturesEndpoint(baseUrl).setBrokerEndpoint(baseUrl);
  const orders = new DefaultClient(option.build()).restService().getSpotService().getOrderApi();
  return (clientOid) => {
    const { BUY: side } = Spot.Order.AddOrderReq.SideEnum;
    const { LIMIT: type } = Spot.Order.AddOrderReq.TypeEnum;
    const order = { clientOid, symbol: 'BTC-USDT', side, type, size: '1', price: '1' };
    return orders.addOrder(Spot.Order.AddOrderReq.create(order));
  };
}

/** Sends what goes to that origin through the gateway, whoever calls the global fetch. */
function gateGlobalFetch(gateway: Gateway, baseUrl: string): void {
  const platform = globalThis.fetch;
  const gated = interceptFetch(gateway, platform);
  globalThis.fetch = (input, init) => {
    const { origin } = new URL(input instanceof Request ? input.url : input);
    return origin === baseUrl ? gated(input, init) : platform(input, init);
  };
}
