// A cancel that came at the very instant at which its order's answer was given up took the order out, as if it had never been sent.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGateway, interceptFetch, mexcContract } from '../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('leaves for the exchange, where the order may stand', async () => {
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const seen: string[] = [];
  const send = interceptFetch(gateway, async (input) => {
    seen.push(new URL(String(input)).pathname.split('/').at(-1) ?? '');
    return seen.length === 1 ? new Promise(() => undefined) : Response.json({ success: true, code: 0 });
  });
  const call = (path: string): Promise<unknown> =>
    send(`http://127.0.0.1/api/v1/private/order/${path}`, {
      method: 'POST',
      body: JSON.stringify({ symbol: 'BTC_USDT', externalOid: 'a' }),
      exchange: { attemptTimeoutMs: 300 },
    }).then(
      () => 'done',
      (error: unknown) => Reflect.get(Object(error), 'outcome'),
    );
  const ends = [call('submit')];
  await vi.advanceTimersByTimeAsync(0);
  setTimeout(() => ends.push(call('cancel_with_external')), 300);
  // Both timers ring in one turn of the loop.
  vi.advanceTimersByTime(300);
  await vi.advanceTimersByTimeAsync(5000);
  expect([await Promise.all(ends), seen]).toEqual([
    ['unknown', 'done'],
    ['submit', 'cancel_with_external'],
  ]);
  await gateway.close();
});
