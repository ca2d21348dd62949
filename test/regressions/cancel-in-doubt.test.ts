import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { binanceSpot, binanceUsdm, bybit, mexcSpot } from '../../src/catalog/all.ts';
import type { SigningExchange } from '../../src/catalog/exchange.ts';
import { byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { credentials } from '../../tools/samples.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

type Answer = (request: { readonly method: string; readonly url: URL; readonly count: number }) => Response;

/** How a cancel ends, and the requests that were sent, those for the time left out. */
async function cancel(
  of: SigningExchange<typeof credentials>,
  request: { readonly method: string; readonly target: string; readonly body?: string },
  answer: Answer,
): Promise<{ readonly outcome: unknown; readonly asked: readonly URL[] }> {
  const gateway = createGateway({
    exchange: of,
    sign: of.signer(credentials),
    hosts: ['exchange.test'],
    reconcile: byClientOrderId(),
  });
  const asked: URL[] = [];
  let count = 0;
  const send = interceptFetch(gateway, async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method ?? 'GET';
    if (/time$/.test(url.pathname) && !url.pathname.includes('realtime'))
      return Response.json({}, { status: 404 });
    if (method === 'GET') asked.push(url);
    else count += 1;
    return answer({ method, url, count });
  });
  const { method, target, body } = request;
  const call = send(`http://exchange.test${target}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  }).then(
    () => 'done',
    (error: unknown) => Reflect.get(Object(error), 'outcome'),
  );
  await vi.advanceTimersByTimeAsync(70_000);
  await gateway.close();
  return { outcome: await call, asked };
}

it('asks for the order that is cancelled, and not by the name of its cancel', async () => {
  const params = new URLSearchParams({ symbol: 'BTCUSDT', origClientOrderId: 'a', newClientOrderId: 'b' });
  const order = {
    symbol: 'BTCUSDT',
    orderId: 7,
    clientOrderId: 'a',
    status: 'CANCELED',
    time: 1_700_000_000_000,
  };
  const wrong: unknown[] = [];
  for (const of of [binanceSpot, binanceUsdm, mexcSpot]) {
    const path = of === binanceUsdm ? '/fapi/v1/order' : '/api/v3/order';
    const { outcome, asked } = await cancel(
      of,
      { method: 'DELETE', target: `${path}?${params}` },
      ({ method }) => (method === 'GET' ? Response.json(order) : new Response('<html>', { status: 502 })),
    );
    const ids = asked.map((url) => url.searchParams.get('origClientOrderId'));
    if (outcome !== 'done' || ids.some((id) => id !== 'a')) wrong.push([of.id, outcome, ids]);
  }
  expect(wrong).toEqual([]);
});

it('of an order that is not shown any more is in doubt, whatever refuses a further one', async () => {
  const body = JSON.stringify({ category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'a' });
  const request = { method: 'POST', target: '/v5/order/cancel', body };
  const { outcome } = await cancel(bybit, request, ({ method, count }) => {
    // When it is shown at last, no copy can be on its way any more.
    if (method === 'GET' && Date.now() < 1_700_000_015_000) return new Response('', { status: 503 });
    if (method === 'GET') return Response.json({ retCode: 0, retMsg: 'OK', result: { list: [] } });
    return count === 1
      ? new Response('<html>', { status: 502 })
      : Response.json({ retCode: 10003, retMsg: 'API key is invalid.' });
  });
  expect(outcome).toBe('unknown');
});

const byName = JSON.stringify({ category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'a' });
const show = (orderStatus: string): Response =>
  Response.json({
    retCode: 0,
    retMsg: 'OK',
    result: { list: [{ orderLinkId: 'a', symbol: 'BTCUSDT', orderStatus }] },
  });

it('is not sent again and again while the order that it closed is still shown open', async () => {
  let copies = 0;
  const request = { method: 'POST', target: '/v5/order/cancel', body: byName };
  const { outcome } = await cancel(bybit, request, ({ method, count }) => {
    copies = count;
    if (method === 'GET') return show(Date.now() < 1_700_000_001_900 ? 'New' : 'Cancelled');
    return count === 1
      ? new Response('<html>', { status: 502 })
      : Response.json({ retCode: 110001, retMsg: 'order not exists or too late to cancel' });
  });
  expect([outcome, copies]).toEqual(['done', 2]);
});

it('is sent less and less often while all of its copies are lost', async () => {
  const sent: number[] = [];
  const request = { method: 'POST', target: '/v5/order/cancel', body: byName };
  const { outcome } = await cancel(bybit, request, ({ method }) => {
    if (method === 'GET') return show('New');
    sent.push(Date.now() - 1_700_000_000_000);
    return new Response('<html>', { status: 502 });
  });
  expect([outcome, sent]).toEqual(['unknown', [0, 0, 200, 600, 1400]]);
});
