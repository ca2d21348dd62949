// A bot on ky: the gateway below it, ky's own retry and timeout off. The exchange is a simulated one on 127.0.0.1.
import { type CallOptions, createGateway, interceptFetch, isExchangeError, ktx } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';
import ky from 'ky';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(ktx, { credentials });
const gateway = createGateway({ exchange: ktx, sign: ktx.signer(credentials) });
const api = ky.create({
  prefixUrl: await exchange.listen(), // yours: 'https://api.ktx.com'
  fetch: interceptFetch(gateway),
  retry: 0,
  timeout: false,
});

const place = (id: string, options: CallOptions = {}) => {
  const order = { symbol: 'BTC_USDT', side: 'buy', type: 'limit', price: '100', quantity: '1' };
  // ky hands what it does not know on to the fetch.
  const init = { json: { ...order, client_order_id: id }, exchange: { clientOrderId: id, ...options } };
  return api.post('papi/v1/order', init).json();
};

gateway.on('retry', ({ attempt, category }) => console.log(`attempt ${attempt}: ${category}, goes again`));
exchange.failNext('throttle');
await place('1', { priority: 3 });
console.log(`executed ${exchange.executions('1')} time`);

exchange.failNext('answer-lost');
try {
  await place('2');
} catch (error) {
  if (!isExchangeError(error)) throw error;
  const sent = exchange.log.filter(({ clientOrderId }) => clientOrderId === error.clientOrderId);
  console.log(`${error.clientOrderId}: ${error.outcome}, sent ${sent.length} time`);
}
await gateway.close();
await exchange.close();
