import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

it('a trace that throws does not take the place of the answer', async () => {
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const send = interceptFetch(gateway, async () => Response.json({ success: true, code: 0, data: 7 }));
  const trace = (): void => {
    throw new Error('mine');
  };
  const response = await send('http://x.test/api/v1/private/order/submit', {
    method: 'POST',
    body: '{}',
    exchange: { trace },
  });
  expect(await response.json()).toMatchObject({ data: 7 });
  await gateway.close();
});
