// A bot on fetch, in Node or in a browser. The exchange is a simulated one on 127.0.0.1.
import { chainUp, createGateway, interceptFetch, isExchangeError } from 'exchange-interceptors';
import { simulateExchange } from 'exchange-interceptors/testing';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const exchange = simulateExchange(chainUp, { credentials, clockSkewMs: 45_000 });
const origin = await exchange.listen(); // yours: the host of a white label

const gateway = createGateway({ exchange: chainUp, sign: chainUp.signer(credentials) });
const chainUpFetch = interceptFetch(gateway); // the same signature as fetch
gateway.on('clock', ({ offsetMs }) => console.log(`the exchange is ${Math.round(offsetMs / 1000)} s ahead`));

const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', price: 100, volume: 1 };
const response = await chainUpFetch(`${origin}/sapi/v1/order`, {
  method: 'POST',
  body: JSON.stringify({ ...order, newClientOrderId: 'my-order-1' }),
  exchange: { clientOrderId: 'my-order-1' },
});
console.log(`HTTP ${response.status}, executed ${exchange.executions('my-order-1')} time`);

try {
  await chainUpFetch(`${origin}/sapi/v1/order?newClientOrderId=another&symbol=BTCUSDT`);
} catch (error) {
  if (!isExchangeError(error)) throw error;
  console.log(`${error.code} ${error.category}, ${error.outcome}, after ${error.attempts} attempt`);
}

await gateway.close();
await exchange.close();
