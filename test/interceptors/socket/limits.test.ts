import { expect, it } from 'vitest';
import { interceptFetch, type Limit, oxFun } from '../../../src/index.ts';
import { open, order } from './support.ts';

const one: Limit = { name: 'shared', scope: 'account', capacity: 20, windowMs: 400 };

it('REST and socket together stay within one limit', async () => {
  const { commands, sim, gateway, base } = await open({
    sim: { limits: [one] },
    gateway: { limits: [one], deadlineMs: 30_000 },
  });
  const rest = interceptFetch(gateway);
  const calls = Array.from({ length: 100 }, (_, at) =>
    at % 2 === 0
      ? commands.send(order(String(at + 1)), { clientOrderId: String(at + 1) })
      : rest(`${base}/v3/balances`),
  );
  await Promise.all(calls);
  expect(sim.violations).toEqual([]);
  expect(sim.log.filter(({ method }) => method === 'WS').length).toBeGreaterThanOrEqual(50);
  expect(sim.log.filter(({ method }) => method === 'GET').length).toBeGreaterThanOrEqual(50);
});

it('OX.FUN counts orders over WebSocket apart from requests', async () => {
  const limits = gatewayLimits();
  expect(limits.map(({ name }) => name)).toEqual(['socket-orders']);
  const { commands, sim, gateway } = await open({
    sim: { limits: oxFun.limits },
    gateway: { limits: oxFun.limits },
  });
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      commands.send(order(String(at + 1)), { clientOrderId: String(at + 1) }),
    ),
  );
  expect(performance.now() - startedAt).toBeGreaterThan(900);
  expect(sim.violations).toEqual([]);
  expect(gateway.stats().pauses).toBe(0);
});

function gatewayLimits(): readonly Limit[] {
  return oxFun.limits.filter(({ match }) => typeof match === 'object' && match.transport === 'ws');
}

it('a throttled command pauses requests too, and goes again', async () => {
  const { commands, sockets, sim, gateway, base } = await open();
  sockets.failNext({ kind: 'code', code: '20007' }, { command: 'placeorder' });
  const pauses: number[] = [];
  gateway.on('paused', ({ pauseMs }) => pauses.push(pauseMs));
  const placed = commands.send(order('5'), { clientOrderId: '5' });
  while (pauses.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const pausedAt = performance.now();
  await interceptFetch(gateway)(`${base}/v3/balances`);
  expect(performance.now() - pausedAt).toBeGreaterThan((pauses[0] ?? 0) - 10);
  await placed;
  expect(sim.executions('5')).toBe(1);
});
