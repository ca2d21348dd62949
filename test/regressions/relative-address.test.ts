import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract, UnknownOutcomeError } from '../../src/index.ts';

const lost = (): TypeError =>
  Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('other side closed'), { code: 'ECONNRESET' }),
  });

it('a lost order is unknown, though its address is relative to a base that only its fetch knows', async () => {
  const seen: string[] = [];
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const send = interceptFetch(gateway, async (input) => {
    seen.push(String(input));
    throw lost();
  });
  const order = { method: 'POST', body: '{"externalOid":"a1"}' };
  await expect(send('/api/v1/private/order/submit', order)).rejects.toBeInstanceOf(UnknownOutcomeError);
  expect(seen).toEqual(['/api/v1/private/order/submit']);
  await gateway.close();
});

it('a signed request keeps its relative address', async () => {
  const seen: string[] = [];
  const sign = (): { query: string } => ({ query: 'signature=1' });
  const gateway = createGateway({ exchange: mexcContract, limits: false, sign });
  const send = interceptFetch(gateway, async (input) => {
    seen.push(String(input));
    return Response.json({ success: true, code: 0, data: 1 });
  });
  await send('/api/v1/private/order/submit', { method: 'POST', body: '{}' });
  expect(seen).toEqual(['/api/v1/private/order/submit?signature=1']);
  await gateway.close();
});
