import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createGateway, interceptFetch, oxFun } from '../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Where ids are numbers there is room for five digits of chance: of 50 orders at once two had the same, one time in a hundred. */
it('orders of one millisecond that are named by `auto` have ids of their own, whatever chance says', async () => {
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => array);
  onTestFinished(() => void vi.restoreAllMocks());
  const gateway = createGateway({ exchange: oxFun, limits: false });
  const ids: unknown[] = [];
  const send = interceptFetch(gateway, async (_, init) => {
    const { orders } = JSON.parse(String(init?.body));
    ids.push(orders[0].clientOrderId);
    return Response.json({ success: true, data: [{ success: true, ...orders[0] }] });
  });
  const order = { marketCode: 'BTC-USD', side: 'BUY', orderType: 'LIMIT', quantity: '1', price: '10' };
  const init = {
    method: 'POST',
    body: JSON.stringify({ orders: [order] }),
    exchange: { clientOrderId: 'auto' },
  };
  const calls = Array.from({ length: 50 }, () => send('https://api.ox.fun/v3/orders/place', init));
  await vi.advanceTimersByTimeAsync(1000);
  await Promise.all(calls);
  expect(new Set(ids).size).toBe(50);
  await gateway.close();
});
