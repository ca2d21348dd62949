import { afterEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Found by `test/chaos/leftovers.test.ts`: the process ran on until the deadline of an order that got no answer. */
it('lets go of an order that was in flight when the gateway was closed, not only at its deadline', async () => {
  vi.useFakeTimers();
  let socket: AbortSignal | null | undefined;
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const hanging: typeof fetch = (_, init) => {
    socket = init?.signal;
    return new Promise(() => undefined);
  };
  vi.stubGlobal('fetch', hanging);
  const send = interceptFetch(gateway);
  const url = 'http://exchange.test/api/v1/private/order/submit';
  const told = send(url, { method: 'POST', body: '{"externalOid":"1"}' }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10);
  const closed = gateway.close({ timeoutMs: 500 });
  await vi.advanceTimersByTimeAsync(499);
  expect(socket?.aborted).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await closed;
  expect(await told).toMatchObject({ reason: 'closed', outcome: 'unknown', clientOrderId: '1' });
  expect(socket?.aborted).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
