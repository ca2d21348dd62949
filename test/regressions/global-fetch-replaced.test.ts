import { afterEach, expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

const { fetch: platform } = globalThis;
afterEach(() => {
  globalThis.fetch = platform;
});

it('put in the place of the global fetch, it sends once and does not call itself', async () => {
  const seen: string[] = [];
  globalThis.fetch = async (input) => {
    seen.push(String(input));
    return Response.json({ success: true, code: 0, data: 1 });
  };
  const gateway = createGateway({ exchange: mexcContract });
  globalThis.fetch = interceptFetch(gateway);
  const answer = await fetch('https://contract.mexc.com/api/v1/contract/ping');
  expect(await answer.json()).toEqual({ success: true, code: 0, data: 1 });
  expect(seen).toEqual(['https://contract.mexc.com/api/v1/contract/ping']);
  expect(gateway.stats().attempts).toBe(1);
  await gateway.close();
});
