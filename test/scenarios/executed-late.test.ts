import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { type FaultKind, simulateExchange } from '../../src/testing/index.ts';
import { cases, keys } from '../testing/cases.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const kinds: readonly FaultKind[] = ['html-502', 'request-lost'];

/** The edge says that it failed, or nothing; the order waits behind it and is carried out while its signature is good. */
it.each(cases.flatMap(([name, one]) => kinds.map((kind) => [name, kind, one] as const)))(
  '%s: an order that is carried out 4 s after a %s is there once, and nobody is told that it failed',
  async (_, kind, one) => {
    const exchange = simulateExchange(one.exchange, { credentials: keys });
    const gateway = createGateway({
      exchange: one.exchange,
      sign: one.sign,
      hosts: ['exchange.example'],
      reconcile: byClientOrderId(),
    });
    const send = interceptFetch(gateway, exchange.fetch);
    const { path, method, body = '' } = one.order('7001');
    exchange.failNext({ kind, executedAfterMs: 4000 }, { match: { kind: 'order' } });
    const ended = send(`https://exchange.example${path}`, {
      method,
      body,
      headers: { 'content-type': 'application/json' },
    }).then(
      ({ status }) => status,
      (error: { outcome: string }) => error.outcome,
    );
    await vi.advanceTimersByTimeAsync(120_000);
    expect([200, 'unknown']).toContain(await ended);
    expect(exchange.executions('7001')).toBe(1);
    await gateway.close();
  },
);
