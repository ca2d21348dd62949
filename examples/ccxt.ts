// A ccxt user keeps ccxt, and gets limits, fresh signatures and orders that happen once.
import ccxt from 'ccxt';
import { createGateway, isExchangeError } from 'exchange-interceptors';
import { exchangeFromCcxt, throttleCcxt } from 'exchange-interceptors/ccxt';

// In place of Bybit: an answer for each request, whichever it is. `false`: the connection is lost after the order arrived.
const answers = [
  { retCode: 10006, retMsg: 'Too many visits!' },
  { retCode: 0, retMsg: 'OK', result: { orderId: '1' } },
  { retCode: 110007, retMsg: 'ab not enough for new order' },
  false,
  { retCode: 0, retMsg: 'OK', result: { orderId: '2' } },
];
const fetchImplementation = async (): Promise<Response> => {
  const answer = answers.shift();
  if (answer) return Response.json(answer);
  throw new TypeError('fetch failed', { cause: new Error('socket hang up') });
};

const bybit = Object.assign(
  new ccxt.bybit({ apiKey: 'my-key', secret: 'my-secret', options: { maxRetriesOnFailure: 3 } }),
  { fetchImplementation },
);
const gateway = createGateway({ exchange: exchangeFromCcxt(bybit) });
const undo = throttleCcxt(bybit, gateway);
gateway.on('retry', ({ category }) => console.log(`${category}: signed anew, sent again`));

const order = { category: 'spot', symbol: 'BTCUSDT', side: 'Buy', orderType: 'Market', qty: '1' };
for (const orderLinkId of ['first', 'second', 'third']) {
  try {
    const { retMsg } = await bybit.privatePostV5OrderCreate({ ...order, orderLinkId });
    console.log(`${orderLinkId}: ${retMsg}`);
  } catch (error) {
    if (error instanceof ccxt.InsufficientFunds) console.log(`${orderLinkId}: ccxt's InsufficientFunds`);
    else if (isExchangeError(error)) console.log(`${error.clientOrderId}: ${error.outcome}, sent once`);
  }
}
undo();
await gateway.close();
