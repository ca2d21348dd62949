import { expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, isExchangeError, mexcContract } from '../../src/index.ts';

it('says of a call that waited in vain that the Redis half could not be begun', async () => {
  // A page that did not come over TLS has none.
  vi.stubGlobal('crypto', { randomUUID: () => 'f3b1c9d2-0000-4000-8000-000000000000' });
  try {
    const client = { eval: () => Promise.reject(new Error('never asked')) };
    const gateway = createGateway({ exchange: mexcContract, redis: { client }, deadlineMs: 200 });
    const send = interceptFetch(gateway, () => Promise.reject(new Error('never sent')));
    const error = await send('https://contract.mexc.com/api/v1/contract/detail').catch(
      (thrown: unknown) => thrown,
    );
    expect(isExchangeError(error) && [error.reason, error.outcome]).toEqual(['deadline', 'rejected']);
    expect(String(error)).toContain('what shares the limits through Redis could not be loaded: ');
    await gateway.close();
  } finally {
    vi.unstubAllGlobals();
  }
});
