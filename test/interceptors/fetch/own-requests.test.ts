import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { byClientOrderId, createGateway, interceptFetch, mexcContract } from '../../../src/index.ts';
import { type Loopback, listen } from '../axios/server.ts';

const order = '/api/v1/private/order/submit';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An order whose answer is lost, at an exchange that answers look-ups in its own way. */
async function place(
  lookUp: (response: ServerResponse) => void,
): Promise<{ error: unknown; server: Loopback }> {
  const server = await listen({
    api: (request, response) => {
      if (request.url?.includes('/order/external/')) lookUp(response);
      else if (request.url?.includes('/ping')) response.end('{"success":true,"code":0,"data":1}');
      else response.destroy();
    },
  });
  const gateway = createGateway({
    exchange: mexcContract,
    sign: mexcContract.signer({ apiKey: 'key', apiSecret: 'secret' }),
    reconcile: byClientOrderId({ settleMs: 0, asks: 1 }),
    deadlineMs: 1500,
    limits: false,
  });
  closing.push(
    () => gateway.close(),
    () => server.close(),
  );
  const body = '{"symbol":"BTC_USDT","side":1,"vol":1,"externalOid":"a-1"}';
  const call = interceptFetch(gateway)(server.origin + order, { method: 'POST', body });
  const error: unknown = await call.catch((thrown: unknown) => thrown);
  return { error, server };
}

it('a look-up that is answered without end is given up after 64 kB, and cannot say', async () => {
  const sent: number[] = [];
  const { error } = await place((response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    const piece = gzipSync(' '.repeat(10_000_000));
    sent.push(piece.length);
    response.end(piece);
  });
  expect(error).toMatchObject({ name: 'UnknownOutcomeError', attempts: 1 });
  expect(sent.length).toBeGreaterThan(0);
});

it('a look-up that is redirected is not followed, and what stands beside the address is not believed', async () => {
  const stranger = await listen();
  closing.push(() => stranger.close());
  const { error, server } = await place((response) => {
    response.writeHead(302, { location: `${stranger.origin}/x` });
    response.end('{"success":true,"code":0,"data":{"orderId":"7","externalOid":"a-1","state":2}}');
  });
  expect(error).toMatchObject({ name: 'UnknownOutcomeError', attempts: 1 });
  expect(stranger.log).toEqual([]);
  expect(server.log.filter(({ url }) => url === order)).toHaveLength(1);
});
