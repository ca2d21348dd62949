// A bot on axios. The exchange is a simulated one on 127.0.0.1, so that this runs without an account.
import axios from 'axios';
import { createGateway, interceptAxios, isExchangeError, mexcContract } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(mexcContract, { credentials, funds: 1000 });
const baseURL = await exchange.listen(); // yours: 'https://contract.mexc.com'

const api = axios.create({ baseURL, proxy: false });
const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer(credentials) });
const detach = interceptAxios(api, gateway);
gateway.on('retry', ({ attempt, category }) => console.log(`attempt ${attempt}: ${category}, goes again`));

exchange.failNext('throttle', { times: 2 }); // it answers 510 twice
const order = {
  symbol: 'BTC_USDT',
  side: 1,
  type: 1,
  openType: 1,
  price: 100,
  vol: 1,
  externalOid: 'my-order-1',
};
const { data } = await api.post<{ success: boolean }>('/api/v1/private/order/submit', order, {
  exchange: { clientOrderId: order.externalOid },
});
console.log(`success ${data.success}, executed ${exchange.executions('my-order-1')} time`);

try {
  await api.post('/api/v1/private/order/submit', { ...order, vol: 500, externalOid: 'my-order-2' });
} catch (error) {
  if (!isExchangeError(error, 'funds')) throw error;
  console.log(`${error.code} ${error.category}, ${error.outcome}, after ${error.attempts} attempt`);
}

detach();
await gateway.close();
await exchange.close();
