import { expect, it } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../../src/index.ts';

const url = 'http://127.0.0.1/api/v1/private/order/submit';
const good = '{"success":true,"code":0,"data":1}';

/** A fetch that shows what it was given. */
function watched(answer: () => Promise<Response>, seen: unknown[] = []) {
  const gateway = createGateway({
    exchange: mexcContract,
    mode: 'observe',
    sign: () => ({ headers: { Signature: 'mac' } }),
  });
  const send: typeof fetch = async (input, init) => {
    seen.push(input, init);
    return answer();
  };
  return { fetch: interceptFetch(gateway, send), seen, gateway };
}

it('what only watches hands on the very things that it was given', async () => {
  const { fetch, seen } = watched(async () => new Response(good));
  const init: RequestInit = { method: 'POST', body: new Blob(['{}']), signal: new AbortController().signal };
  const request = new Request(url, { method: 'POST', body: '{}' });
  await fetch(url, init);
  await fetch(request);
  await fetch(new URL(url), { ...init, exchange: { priority: 1 } });
  expect(seen.slice(0, 4)).toEqual([url, init, request, undefined]);
  expect([seen[0], seen[1], seen[2]].every((one, at) => one === [url, init, request][at])).toBe(true);
  expect(seen[5]).toEqual(init);
  expect(request.bodyUsed).toBe(false);
});

it('a body that breaks is told to its reader, as without a gateway', async () => {
  const broken = async (): Promise<Response> =>
    new Response(
      new ReadableStream({
        pull: (controller) => controller.error(new TypeError('terminated')),
      }),
      { headers: { 'content-type': 'application/json' } },
    );
  const response = await watched(broken).fetch(url);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

it('tells what it saw, and what an acting gateway would have done', async () => {
  const refusal = '{"success":false,"code":2005,"message":"Balance insufficient"}';
  const { fetch, gateway } = watched(async () => new Response(refusal));
  const told: unknown[] = [];
  gateway.on('observed', ({ category, decision }) => told.push([category, decision.action]));
  expect(await (await fetch(url, { method: 'POST', body: '{}' })).text()).toBe(refusal);
  expect(told).toEqual([['funds', 'fail']]);
});
