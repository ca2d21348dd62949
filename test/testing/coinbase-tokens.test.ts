import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { coinbase } from '../../src/catalog/coinbase/index.ts';
import { createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;
const publicKeyEncoding = { type: 'spki', format: 'pem' } as const;
const ec = () => generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding, publicKeyEncoding });
const ed = () => generateKeyPairSync('ed25519', { privateKeyEncoding, publicKeyEncoding });
const apiKey = 'organizations/a/apiKeys/b';
const order = JSON.stringify({
  client_order_id: 'abc1',
  product_id: 'BTC-USD',
  side: 'BUY',
  order_configuration: { limit_limit_gtc: { base_size: '1', limit_price: '1' } },
});

/** How an order that is signed by `signed` ends at an exchange that knows `known`, and how many orders there are then. */
async function placed(
  known: Parameters<typeof simulateExchange>[1] & object,
  signed: { readonly apiKey: string; readonly apiSecret: string },
  path = '/api/v3/brokerage/orders',
): Promise<readonly [string, number]> {
  const simulated = simulateExchange(coinbase, known);
  const gateway = createGateway({ exchange: coinbase, sign: coinbase.signer(signed), maxAttempts: 1 });
  const send = interceptFetch(gateway, (input, init) =>
    simulated.fetch(String(input).replace('/signed-for-another', ''), init),
  );
  const end = await send(`https://api.coinbase.com${path}`, {
    method: 'POST',
    body: order,
    headers: { 'content-type': 'application/json' },
    exchange: { signed: true },
  }).then(
    () => 'placed',
    (error: unknown) => (isExchangeError(error) ? error.category : String(error)),
  );
  await gateway.close();
  return [end, simulated.orders.length];
}

it('the token of Coinbase is checked: its key, what it is for, and its signature', async () => {
  for (const make of [ec, ed]) {
    const { privateKey: apiSecret, publicKey } = make();
    const right = { apiKey, apiSecret };
    expect(await placed({ credentials: right }, right)).toEqual(['placed', 1]);
    expect(await placed({ credentials: { apiKey, publicKey } }, right)).toEqual(['placed', 1]);
    for (const wrong of [
      { apiKey, apiSecret: make().privateKey },
      { apiKey: 'organizations/a/apiKeys/c', apiSecret },
    ])
      expect(await placed({ credentials: right }, wrong)).toEqual(['auth', 0]);
    const elsewhere = '/signed-for-another/api/v3/brokerage/orders';
    expect((await placed({ credentials: right }, right, elsewhere))[1]).toBe(0);
  }
});
