import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, isExchangeError, mexcContract } from '../../src/index.ts';
import { standStill } from '../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

/** The first answer is lost, and the second copy is refused. */
async function refuseSecond(path: string, code: number): Promise<unknown> {
  const gateway = createGateway({
    exchange: mexcContract,
    sign: () => ({ headers: {} }),
    hosts: ['exchange.test'],
  });
  let copies = 0;
  const send = interceptFetch(gateway, async () => {
    copies += 1;
    if (copies === 1) throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    return Response.json({ success: false, code });
  });
  const end = send(`https://exchange.test/api/v1/private/${path}`, {
    method: 'POST',
    body: JSON.stringify({ symbol: 'BTC_USDT', externalOid: 'a' }),
    exchange: { replaySafe: true },
  }).then(
    () => 'done',
    (error: unknown) => (isExchangeError(error) ? `${error.category}, ${error.outcome}, ${copies}` : error),
  );
  await vi.advanceTimersByTimeAsync(60_000);
  await gateway.close();
  return end;
}

it('says nothing of the copy that was lost, though the caller has it repeated', async () => {
  expect(await refuseSecond('order/submit', 2005)).toBe('funds, unknown, 2');
  expect(await refuseSecond('order/cancel_with_external', 2040)).toBe('order-not-found, unknown, 2');
  // What else may be repeated reads, as far as anybody knows.
  expect(await refuseSecond('order/anything', 2005)).toBe('funds, rejected, 2');
});
