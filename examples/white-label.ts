// An exchange on ChainUp's software: the same signature and envelope, its own host, limits and codes.
import axios from 'axios';
import { chainUp, classify, createGateway, extendExchange, interceptAxios } from 'exchange-interceptors';
import { dialects, simulateExchange } from 'exchange-interceptors/testing';

const exampleExchange = extendExchange(chainUp, {
  id: 'example-exchange',
  name: 'Example Exchange',
  hosts: ['openapi.example-exchange.com'],
  limits: [{ name: 'user', scope: 'account', capacity: 5, windowMs: 500, match: { signed: true } }],
  table: {
    source: 'https://docs.example-exchange.com/codes',
    rows: [['-1999', 'market-unavailable', 'rejected', 'Trading is halted']],
  },
});

for (const code of [-1999, -2017]) {
  const verdict = classify(exampleExchange, { status: 400, body: { code, msg: '' } });
  if (!verdict.ok) console.log(`${verdict.code} ${verdict.category}: ${verdict.entry?.text}`);
}

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const dialect = dialects.get('chainup');
const exchange = simulateExchange(exampleExchange, { credentials, ...(dialect && { dialect }) });
const api = axios.create({ baseURL: await exchange.listen(), proxy: false });
const gateway = createGateway({ exchange: exampleExchange, sign: exampleExchange.signer(credentials) });
interceptAxios(api, gateway);

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', price: 10, volume: 1 };
const ids = Array.from({ length: 8 }, (_, index) => `order-${index}`);
await Promise.all(ids.map((newClientOrderId) => api.post('/sapi/v1/order', { ...order, newClientOrderId })));
console.log(`${exchange.orders.length} orders, ${exchange.violations.length} over the limit`);

await gateway.close();
await exchange.close();
