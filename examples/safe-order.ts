// An order happens once, also when its answer is lost: `reconcile` asks the exchange instead of sending it again.
import axios from 'axios';
import {
  type Ask,
  createGateway,
  interceptAxios,
  isExchangeError,
  mexcContract,
} from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(mexcContract, { credentials });
const api = axios.create({ baseURL: await exchange.listen(), proxy: false });

const ask: Ask = async ({ clientOrderId }) => {
  try {
    const { data } = await api.get(`/api/v1/private/order/external/BTC_USDT/${clientOrderId}`);
    return { found: true, response: data };
  } catch (error) {
    if (isExchangeError(error, 'order-not-found')) return { found: false };
    throw error; // cannot say: it is asked again, and the order is not sent again
  }
};
// "Not found" is believed after three answers over 300 ms. Leave these two out for the exchange's own defaults.
const reconcile = { ask, settleMs: 300, asks: 3 };
const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer(credentials), reconcile });
interceptAxios(api, gateway);
gateway.on('reconcile', ({ result }) => console.log(`asked the exchange: ${result}`));

const order = { symbol: 'BTC_USDT', side: 1, type: 1, openType: 1, price: 10, vol: 1 };
for (const fault of ['answer-lost', 'request-lost'] as const) {
  exchange.failNext(fault);
  const body = { ...order, externalOid: fault };
  await api.post('/api/v1/private/order/submit', body, { exchange: { clientOrderId: fault } });
  const sent = exchange.log.filter((seen) => seen.action === 'order' && seen.clientOrderId === fault);
  console.log(`${fault}: sent ${sent.length}, executed ${exchange.executions(fault)}`);
}
await gateway.close();
await exchange.close();
