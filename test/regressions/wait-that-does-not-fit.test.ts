// A call that was refused, or failed, and could not wait for its next attempt did not tell when it would be worth trying again.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  backoff,
  createGateway,
  type ExchangeError,
  type GatewayOptions,
  interceptFetch,
  mexcContract,
} from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

const url = 'https://contract.mexc.com/api/v1/contract/ticker';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it.each<[string, 'throttle' | 'error-before', Partial<GatewayOptions>, string, number]>([
  // The first delay is 500 ms, its upper half by chance.
  ['a pause is longer than its deadline', 'throttle', { deadlineMs: 200 }, 'deadline', 375],
  ['a pause begins with its last attempt', 'throttle', { maxAttempts: 1 }, 'attempts', 375],
  [
    'its own wait is longer than its deadline',
    'error-before',
    { deadlineMs: 200, policies: { server: backoff({ baseDelayMs: 400, jitter: 'none' }) } },
    'deadline',
    400,
  ],
])('says how long where %s', async (_, fault, options, reason, waitMs) => {
  const exchange = simulateExchange(mexcContract);
  const gateway = createGateway({ exchange: mexcContract, ...options });
  const send = interceptFetch(gateway, exchange.fetch);
  exchange.failNext(fault);
  const error: ExchangeError = await send(url).catch((thrown) => thrown);
  expect([error.reason, error.retryAfterMs]).toEqual([reason, waitMs]);
  await vi.advanceTimersByTimeAsync(waitMs);
  expect((await send(url)).ok).toBe(true);
  await gateway.close();
});
