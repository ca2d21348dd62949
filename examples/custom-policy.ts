// What to do about a failure, said per category and per code. A policy is a pure function of what is known.
import axios from 'axios';
import { backoff, createGateway, failFast, interceptAxios, isExchangeError } from 'exchange-interceptors';
import { oxFun, type Policy } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';

/** The market opens again soon: three tries, 50 ms apart. */
const waitForMarket: Policy = ({ attempt }) =>
  attempt < 3 ? { action: 'retry', delayMs: 50 } : { action: 'fail' };

const exchange = simulateExchange(oxFun);
const api = axios.create({ baseURL: await exchange.listen(), proxy: false });
const gateway = createGateway({
  exchange: oxFun,
  policies: {
    'market-unavailable': waitForMarket,
    'rate-limit': backoff({ baseDelayMs: 100, maxDelayMs: 1000, jitter: 'full', pause: true }),
    '20007': failFast(), // a code beats its category
  },
});
interceptAxios(api, gateway);

const read = async (): Promise<string> => {
  const { data } = await api.get('/v3/balances');
  return `success ${data.success}`;
};
const failed = (error: unknown): string =>
  isExchangeError(error) ? `${error.code} ${error.category} after ${error.attempts}` : String(error);

exchange.failNext({ kind: 'code', code: '40001' }, { times: 2 });
console.log('market closed twice:', await read().catch(failed));
exchange.failNext('throttle');
console.log('throttled:', await read().catch(failed));

await gateway.close();
await exchange.close();
