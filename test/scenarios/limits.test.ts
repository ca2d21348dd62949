import { describe, expect, it } from 'vitest';
import { mexcContract } from '../../src/index.ts';
import { clients } from '../support/clients.ts';
import { openSimulated } from '../support/simulated.ts';

const read = '/api/v1/private/account/assets';

describe.each(['sliding', 'fixed'] as const)('an exchange that counts %s windows', (window) => {
  it('never sees more than its limit, whatever the latency, and all calls get through', async () => {
    const limit = { name: 'all', scope: 'ip', capacity: 10, windowMs: 300 } as const;
    const { exchange, base, gateway } = await openSimulated(
      mexcContract,
      { window, latencyMs: 20, limits: [limit] },
      { limits: [limit] },
    );
    const calls = Array.from({ length: 60 }, (_, at) =>
      clients[at % clients.length]?.call(gateway, read, { base }),
    );
    await Promise.all(calls);
    expect(exchange.violations).toEqual([]);
    expect(exchange.log).toHaveLength(60);
  });
});

it('lets a cancel pass fifty queued reads', async () => {
  const limit = { name: 'all', scope: 'ip', capacity: 5, windowMs: 300 } as const;
  const { exchange, base, gateway } = await openSimulated(
    mexcContract,
    { limits: [limit] },
    { limits: [limit] },
  );
  const [client] = clients;
  if (!client) throw new Error('no client');
  const reads = Array.from({ length: 50 }, () => client.call(gateway, read, { base }).catch(() => undefined));
  const cancel = client
    .call(gateway, '/api/v1/private/order/cancel', { method: 'POST', body: [1], base })
    .catch(() => undefined);
  await cancel;
  const at = exchange.log.findIndex((entry) => entry.action === 'cancel');
  expect(at).toBeGreaterThan(-1);
  expect(at).toBeLessThan(10);
  await gateway.close();
  await Promise.all(reads);
});

it('sends nothing during a pause that one answer asked for', async () => {
  const { exchange, base, gateway } = await openSimulated(
    mexcContract,
    { limits: false, latencyMs: 5 },
    { limits: false },
  );
  exchange.failNext({ kind: 'throttle', retryAfterMs: 1000 });
  const pausedAt: number[] = [];
  gateway.on('paused', () => pausedAt.push(Date.now()));
  const calls = Array.from({ length: 40 }, (_, at) =>
    clients[at % clients.length]?.call(gateway, read, { base }),
  );
  await Promise.all(calls);
  const later = Array.from({ length: 5 }, () => clients[0]?.call(gateway, read, { base }));
  await Promise.all(later);
  const [at = 0] = pausedAt;
  // By the instant of signing: on a busy machine a request arrives long after it left.
  const during = exchange.log.filter(({ timestamp = 0 }) => timestamp > at && timestamp < at + 999);
  expect(pausedAt).toHaveLength(1);
  expect(during).toEqual([]);
  expect(exchange.log).toHaveLength(46);
});
