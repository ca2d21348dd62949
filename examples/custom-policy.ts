// What to do about a failure, per category and per code. A policy is a pure function of what is known.
import axios from 'axios';
import {
  backoff,
  createGateway,
  failFast,
  interceptAxios,
  isExchangeError,
  oxFun,
  type Policy,
} from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';

/** It opens again soon: three attempts, 50 ms apart. */
const waitForMarket: Policy = ({ attempt }) =>
  attempt < 3 ? { action: 'retry', delayMs: 50 } : { action: 'fail' };
const policies = {
  'market-unavailable': waitForMarket,
  'rate-limit': backoff({ baseDelayMs: 100, maxDelayMs: 1000, jitter: 'full', pause: true }),
  '20007': failFast(), // a code goes before its category
};

const exchange = simulateExchange(oxFun);
const api = axios.create({ baseURL: await exchange.listen(), proxy: false });
const gateway = createGateway({ exchange: oxFun, policies });
interceptAxios(api, gateway);

const orders = [
  { marketCode: 'BTC-USD-SWAP-LIN', side: 'BUY', orderType: 'LIMIT', price: '10', quantity: '1' },
];
const explain = (error: unknown): string =>
  isExchangeError(error) ? `${error.category}, attempts: ${error.attempts}` : String(error);

for (const code of ['20031', '20031', '20031', '20007']) exchange.failNext({ kind: 'code', code });
for (const name of ['first', 'second', 'third']) {
  console.log(`${name}: ${await api.post('/v3/orders/place', { orders }).then(() => 'placed', explain)}`);
}
await gateway.close();
await exchange.close();
