// At every built-in exchange: a burst under its documented limits.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { markets } from '../../support/markets.ts';
import { openTrading, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

it.each(markets.map((market) => ({ name: market.exchange.name, market })))(
  '$name never sees more than it allows, and all orders get through',
  async ({ market }) => {
    const gateway = { deadlineMs: 600_000 };
    const { sim, place, send, run } = openTrading(market, { sim: { latencyMs: 20 }, gateway });
    const ids = Array.from({ length: 120 }, (_, at) => market.id(100 + at));
    const orders = ids.map((id) => place(id));
    const reads = Array.from({ length: 30 }, () => send(market.read));
    const ends = await run(Promise.all([...orders, ...reads]));
    expect(ends.filter(({ error }) => error)).toEqual([]);
    expect(sim.violations).toEqual([]);
    expect(ids.filter((id) => sim.executions(id) !== 1)).toEqual([]);
  },
);
