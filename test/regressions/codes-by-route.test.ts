import { expect, it } from 'vitest';
import { kraken } from '../../src/catalog/kraken/index.ts';
import { createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';

it('a code means in a live call what the table of its route says', async () => {
  const sign = kraken.signer({ apiKey: 'fake-key', apiSecret: 'ZmFrZS1zZWNyZXQ=' });
  const gateway = createGateway({ exchange: kraken, sign });
  const refused = () => Promise.resolve(Response.json({ error: ['EOrder:Invalid order'] }));
  const send = interceptFetch(gateway, refused);
  const categoryAt = (name: string): Promise<unknown> =>
    send(`https://api.kraken.com/0/private/${name}`, { method: 'POST', body: 'txid=A' }).then(
      () => 'good',
      (error: unknown) => (isExchangeError(error) ? error.category : error),
    );
  expect(await categoryAt('CancelOrder')).toBe('order-not-found');
  expect(await categoryAt('AddOrder')).not.toBe('order-not-found');
  await gateway.close();
});
