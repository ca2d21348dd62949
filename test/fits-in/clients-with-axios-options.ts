// SDKs that take options for axios, whose adapter is the gateway's.
import { MainClient } from 'binance';
import { RestClientV2 } from 'bitget-api';
import { RestClientV5 } from 'bybit-api';
import { CBAdvancedTradeClient } from 'coinbase-api';
import { binanceSpot } from 'exchange-interceptors/exchanges/binance-spot';
import { bitget } from 'exchange-interceptors/exchanges/bitget';
import { bybit } from 'exchange-interceptors/exchanges/bybit';
import { coinbase } from 'exchange-interceptors/exchanges/coinbase';
import { gate } from 'exchange-interceptors/exchanges/gate';
import { okx } from 'exchange-interceptors/exchanges/okx';
import { RestClient as GateClient } from 'gateio-api';
import { RestClient as OkxClient } from 'okx-api';
import { gatewayAdapter } from '../../src/index.ts';
import { credentials, samples } from '../../tools/samples.ts';
import type { RealClient } from './real-client.ts';

const { apiKey, apiSecret, passphrase } = credentials;
const ecKey = samples['coinbase']?.credentials?.['apiSecret'] ?? '';

export const clientsWithAxiosOptions: readonly RealClient[] = [
  {
    name: 'binance 3.6.5',
    exchange: binanceSpot,
    isUnverified: true,
    id: (number) => `x-U5D79M5B${number}`,
    open: (gateway, baseUrl) => {
      const options = { api_key: apiKey, api_secret: apiSecret, baseUrl, parseExceptions: false };
      const client = new MainClient(options, { adapter: gatewayAdapter(gateway) });
      return (newClientOrderId) =>
        client.submitNewOrder({
          symbol: 'BTCUSDT',
          side: 'BUY',
          type: 'LIMIT',
          timeInForce: 'GTC',
          quantity: 1,
          price: 1,
          newClientOrderId,
        });
    },
  },
  {
    name: 'bybit-api 4.7.7',
    exchange: bybit,
    open: (gateway, baseUrl) => {
      const options = { key: apiKey, secret: apiSecret, baseUrl, parse_exceptions: false };
      const client = new RestClientV5(options, { adapter: gatewayAdapter(gateway) });
      return (orderLinkId) =>
        client.submitOrder({
          category: 'linear',
          symbol: 'BTCUSDT',
          side: 'Buy',
          orderType: 'Limit',
          qty: '1',
          price: '1',
          orderLinkId,
        });
    },
  },
  {
    name: 'okx-api 3.2.3',
    exchange: okx,
    open: (gateway, baseUrl) => {
      const options = { apiKey, apiSecret, apiPass: passphrase, baseUrl, parse_exceptions: false };
      const client = new OkxClient(options, { adapter: gatewayAdapter(gateway) });
      return (clOrdId) =>
        client.submitOrder({
          instId: 'BTC-USDT-SWAP',
          tdMode: 'cross',
          side: 'buy',
          ordType: 'limit',
          sz: '1',
          px: '1',
          clOrdId,
        });
    },
  },
  {
    name: 'bitget-api 3.2.3',
    exchange: bitget,
    open: (gateway, baseUrl) => {
      const options = { apiKey, apiSecret, apiPass: passphrase, baseUrl, parseExceptions: false };
      const client = new RestClientV2(options, { adapter: gatewayAdapter(gateway) });
      return (clientOid) =>
        client.spotSubmitOrder({
          symbol: 'BTCUSDT',
          side: 'buy',
          orderType: 'limit',
          force: 'gtc',
          size: '1',
          price: '1',
          clientOid,
        });
    },
  },
  {
    name: 'gateio-api 1.6.4',
    exchange: gate,
    open: (gateway, baseUrl) => {
      const options = { apiKey, apiSecret, baseUrl: `${baseUrl}/api/v4`, parseExceptions: false };
      const client = new GateClient(options, { adapter: gatewayAdapter(gateway) });
      return (text) =>
        client.submitSpotOrder({
          text,
          currency_pair: 'BTC_USDT',
          type: 'limit',
          side: 'buy',
          amount: '1',
          price: '1',
        });
    },
  },
  {
    name: 'coinbase-api 1.2.6',
    exchange: coinbase,
    hidesTime: true,
    repeatIsLookUp: true,
    id: (number) => `cbnode${number}`,
    open: (gateway, baseUrl) => {
      const options = {
        apiKey: 'organizations/a/apiKeys/b',
        apiSecret: ecKey,
        baseUrl,
        parseExceptions: false,
      };
      const client = new CBAdvancedTradeClient(options, { adapter: gatewayAdapter(gateway) });
      return (client_order_id) =>
        client.submitOrder({
          client_order_id,
          product_id: 'BTC-USD',
          side: 'BUY',
          order_configuration: { limit_limit_gtc: { base_size: '1', limit_price: '1' } },
        });
    },
  },
];
