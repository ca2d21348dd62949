import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

it('nobody is told to look an order up by an id that does not stand in what was sent', async () => {
  const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
  const exchange = simulateExchange(mexcContract, { credentials });
  const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer(credentials) });
  const send = interceptFetch(gateway, exchange.fetch);
  const order = { symbol: 'BTC_USDT', side: 1, type: 1, openType: 1, price: 10, vol: 1 };
  const placed = async (body: object): Promise<string> => {
    exchange.failNext('answer-lost');
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    const url = 'https://contract.mexc.com/api/v1/private/order/submit';
    return send(url, { ...init, exchange: { clientOrderId: 'mine' } }).then(String, ({ message }) => message);
  };

  expect(await placed(order)).toMatch(
    /client order id mine is not in what was sent: look at open orders and positions before sending/,
  );
  expect(await placed({ ...order, externalOid: 'mine' })).toMatch(
    /look up client order id mine before sending/,
  );
  await gateway.close();
});
