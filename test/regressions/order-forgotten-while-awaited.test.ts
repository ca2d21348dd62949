import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  defineExchange,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const keptMs = 60_000;
const exchange = defineExchange({
  id: 'forgetful',
  name: 'Forgetful',
  hosts: ['127.0.0.1'],
  table: { source: 'here', rows: [['0', 'success', 'ok', 'OK']] },
  rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
  routes: [{ method: 'POST', path: '/order', kind: 'order' }],
  clientOrderId: { fields: ['link'], pattern: /^\w+$/, deduplicated: false },
  lookup: [{ method: 'GET', path: '/order', query: { link: '{clientOrderId}' }, order: 'data', keptMs }],
  validity: { forMs: 5000 },
});

/** An order that was filled at once and shown for a minute after that; its answer never comes. */
async function play(attemptTimeoutMs: number | undefined): Promise<readonly [string, number]> {
  let sent = 0;
  let filledAt = 0;
  const gateway = createGateway({
    exchange,
    limits: false,
    reconcile: byClientOrderId(),
    deadlineMs: 300_000,
  });
  const send = interceptFetch(gateway, async (_, init) => {
    if (init?.method !== 'POST')
      return Response.json({
        code: 0,
        ...(Date.now() - filledAt < keptMs && { data: { link: 'a', id: 1 } }),
      });
    sent += 1;
    filledAt = Date.now();
    return new Promise(() => undefined);
  });
  const options = attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs };
  const told = send('http://127.0.0.1/order', {
    method: 'POST',
    body: '{"link":"a"}',
    exchange: options,
  }).then(
    (response) => response.text(),
    (error: unknown) => (isExchangeError(error) ? error.outcome : String(error)),
  );
  await vi.advanceTimersByTimeAsync(310_000);
  const end = [await told, sent] as const;
  await gateway.close();
  return end;
}

it('an order that the exchange forgot while its answer was waited for is not told absent, and not sent again', async () => {
  expect(await play(90_000)).toEqual(['unknown', 1]);
});

it('one whose answer hangs is asked about before it can be forgotten', async () => {
  expect(await play(undefined)).toEqual([expect.stringContaining('"id":1'), 1]);
});
