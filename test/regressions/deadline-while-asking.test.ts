import { afterEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, mexcContract, UnknownOutcomeError } from '../../src/index.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** Found by `test/chaos/sequences.test.ts`: what ends a call inside was thrown at its caller, and said nothing of the order. */
it('tells a caller whose deadline passes during a look-up that the outcome is unknown', async () => {
  vi.useFakeTimers();
  const gateway = createGateway({
    exchange: mexcContract,
    limits: false,
    deadlineMs: 300,
    reconcile: () => new Promise(() => undefined),
  });
  const send = interceptFetch(gateway, () =>
    Promise.reject(new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } })),
  );
  const url = 'http://exchange.test/api/v1/private/order/submit';
  const told = send(url, { method: 'POST', body: '{"externalOid":"1"}' }).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(301);
  const error = await told;
  expect(error).toBeInstanceOf(UnknownOutcomeError);
  expect(error).toMatchObject({ reason: 'deadline', outcome: 'unknown', attempts: 1, clientOrderId: '1' });
  await gateway.close();
});
