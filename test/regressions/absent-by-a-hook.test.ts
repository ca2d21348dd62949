// A hook that asks by `lookUp()` believed "not found" after two seconds, while the exchange could still carry the lost copy out.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  type Ask,
  byClientOrderId,
  createGateway,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

const credentials = { apiKey: 'my-key', apiSecret: 'my-secret' };
const order = { symbol: 'BTC_USDT', side: 1, type: 1, openType: 1, price: 10, vol: 1, externalOid: 'o-1' };
const url = 'https://contract.mexc.com/api/v1/private/order/submit';
const ask: Ask = ({ lookUp }) => lookUp();

/** After how many seconds each copy of an order was sent that is never shown. */
async function sentAfter(reconcile: NonNullable<GatewayOptions['reconcile']>): Promise<readonly number[]> {
  const exchange = simulateExchange(mexcContract, { credentials });
  const sign = mexcContract.signer(credentials);
  const gateway = createGateway({ exchange: mexcContract, sign, reconcile });
  const startedAt = Date.now();
  const sent: number[] = [];
  gateway.on('sent', ({ path }) => {
    if (url.endsWith(path)) sent.push(Math.floor((Date.now() - startedAt) / 1000));
  });
  exchange.failNext('request-lost', { match: { kind: 'order' } });
  const headers = { 'content-type': 'application/json' };
  const call = interceptFetch(gateway, exchange.fetch)(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(order),
  });
  await vi.advanceTimersByTimeAsync(30_000);
  await call;
  await gateway.close();
  expect(exchange.executions('o-1')).toBe(1);
  return sent;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('is believed once no copy can be carried out any more, as it is without the hook', async () => {
  const [first, again = 0] = await sentAfter(byClientOrderId());
  expect([first, again >= 12]).toEqual([0, true]);
  for (const reconcile of [ask, { ask }, { ask, asks: 1 }]) {
    const [, hooked = 0] = await sentAfter(reconcile);
    expect(hooked).toBeGreaterThanOrEqual(12);
    expect(hooked).toBeLessThanOrEqual(15);
  }
});

it('is believed sooner where the hook or its options say so', async () => {
  expect(await sentAfter({ ask, settleMs: 1000 })).toEqual([0, 1]);
  expect(await sentAfter(() => ({ found: false }))).toEqual([0, 2]);
});
