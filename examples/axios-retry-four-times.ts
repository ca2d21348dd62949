// The problem: a server that reads an order and then loses the connection gets it four times from axios-retry.
import { createServer } from 'node:http';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import { createGateway, interceptAxios, isExchangeError, mexcContract } from 'exchange-interceptors';

let arrived = 0;
const server = createServer((request) => {
  request.resume().on('end', () => {
    arrived += 1; // an exchange would have executed it by now
    request.socket.destroy();
  });
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const baseURL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
const order = { symbol: 'BTC_USDT', side: 1, vol: 1 };

const retrying = axios.create({ baseURL, proxy: false });
axiosRetry(retrying); // its defaults
await retrying.post('/order', order).catch((error) => console.log(`axios-retry: ${error.code}`));
console.log(`POST /order arrived ${arrived} times`);

arrived = 0;
const api = axios.create({ baseURL, proxy: false });
const gateway = createGateway({ exchange: mexcContract });
interceptAxios(api, gateway);
await api
  .post('/order', order)
  .catch((error) => console.log(`exchange-interceptors: ${isExchangeError(error) && error.outcome}`));
console.log(`POST /order arrived ${arrived} time`);

await gateway.close();
server.close();
