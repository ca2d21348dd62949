// One limit, whatever the latency: on a clock that jumps.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mexcContract } from '../../src/index.ts';
import { marketOf } from '../../tools/markets.ts';
import { openTrading, standStill, vias } from '../support/trading.ts';

const market = marketOf(mexcContract);
const many = <Value>(length: number, make: () => Value): readonly Value[] => Array.from({ length }, make);

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

describe.each(vias)('over %s', (via) => {
  it.each(['sliding', 'fixed'] as const)(
    'an exchange that counts %s windows never sees more than its limit, and all calls get through',
    async (window) => {
      const limits = [{ name: 'all', scope: 'ip', capacity: 10, windowMs: 300 }] as const;
      const { sim, send, run } = openTrading(market, {
        via,
        sim: { window, latencyMs: 20, limits },
        gateway: { limits },
      });
      const ends = await run(Promise.all(many(60, () => send(market.read))));
      expect(ends.filter(({ error }) => error)).toEqual([]);
      expect(sim.violations).toEqual([]);
      expect(sim.log).toHaveLength(60);
    },
  );

  it('lets a cancel pass fifty queued reads', async () => {
    const limits = [{ name: 'all', scope: 'ip', capacity: 5, windowMs: 300 }] as const;
    const { sim, gateway, send, run } = openTrading(market, { via, sim: { limits }, gateway: { limits } });
    const reads = Promise.all(many(50, () => send(market.read)));
    await run(send(market.cancel('1')));
    const at = sim.log.findIndex((entry) => entry.action === 'cancel');
    expect(at).toBeGreaterThan(-1);
    expect(at).toBeLessThan(10);
    await gateway.close();
    await run(reads);
  });

  it('sends nothing during a pause that one answer asked for', async () => {
    const { sim, gateway, send, run } = openTrading(market, {
      via,
      sim: { limits: false, latencyMs: 5 },
      gateway: { limits: false },
    });
    sim.failNext({ kind: 'throttle', retryAfterMs: 1000 });
    const pausedAt: number[] = [];
    gateway.on('paused', () => pausedAt.push(Date.now()));
    await run(Promise.all(many(40, () => send(market.read))));
    await run(Promise.all(many(5, () => send(market.read))));
    const [at = 0] = pausedAt;
    expect(pausedAt).toHaveLength(1);
    expect(sim.log.filter((entry) => entry.at > at && entry.at < at + 999)).toEqual([]);
    expect(sim.log).toHaveLength(46);
  });
});
