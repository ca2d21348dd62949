// At every built-in exchange: refusals for rate, for want of funds and for a clock that is off.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exchanges } from '../../../src/catalog/built-in.ts';
import { newClientOrderId } from '../../../src/catalog/with-client-order-id.ts';
import { type Market, simulatedKeys } from '../../../tools/markets.ts';
import { samples } from '../../../tools/samples.ts';
import { codeOf, markets } from '../../support/markets.ts';
import { openTrading, stages, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

/** Where a copy is the same bytes, its time is that of the first one. */
const clockOf = (market: Market): string | undefined =>
  market.exchange.repeat === 'same-bytes' ? undefined : codeOf(market, 'timestamp');
const madeUpId = ({ exchange }: Market): string | undefined => {
  try {
    return newClientOrderId(exchange, Date.now());
  } catch {
    return undefined;
  }
};

it('every built-in exchange has its samples, and no other', () => {
  expect(Object.keys(samples).toSorted()).toEqual(exchanges.map(({ id }) => id).toSorted());
});

it('what an exchange has not is not played', () => {
  const without = (has: (market: Market) => unknown): readonly string[] =>
    markets.filter((market) => has(market) === undefined).map(({ exchange }) => exchange.id);
  expect({
    throttle: without((market) => codeOf(market, 'rate-limit')),
    funds: without((market) => codeOf(market, 'funds')),
    clock: without(clockOf),
    'an id that is made up': without(madeUpId),
  }).toEqual({
    throttle: [],
    // There the text of a code tells it.
    funds: ['binance-spot'],
    clock: ['lbank-contract', 'coinbase', 'deribit', 'htx', 'hyperliquid'],
    // Its signature is about the order in which an action has its members.
    'an id that is made up': ['hyperliquid'],
  });
});

describe.each(stages)('$name', ({ market, via }) => {
  const { exchange, id } = market;

  it('an order that is throttled twice goes again, each copy signed anew, and is there once', async () => {
    const { sim, gateway, place, run, orders, requests } = openTrading(market, { via });
    const seen: unknown[] = [];
    gateway.on('attempt', ({ category = 'good' }) => seen.push(category));
    sim.failNext('throttle', { times: 2 });
    expect(await run(place(id(1001)))).not.toHaveProperty('error');
    expect(seen).toEqual(['rate-limit', 'rate-limit', 'good']);
    expect(orders().map(({ executed }) => executed)).toEqual([false, false, true]);
    const isChecked = simulatedKeys(exchange).credentials !== undefined;
    expect(orders().map(({ signatureOk }) => signatureOk)).toEqual(
      Array(3).fill(isChecked ? true : undefined),
    );
    expect(sim.executions(id(1001))).toBe(1);
    const copies = new Set(requests.map((request) => JSON.stringify(request)));
    expect(copies.size).toBe(exchange.repeat === 'same-bytes' ? 1 : 3);
  });

  it('an order that is throttled waits as long as it is told', async () => {
    const { sim, place, run, orders } = openTrading(market, { via });
    sim.failNext({ kind: 'throttle', retryAfterMs: 3000 });
    expect(await run(place(id(1002)))).not.toHaveProperty('error');
    const [first, second] = orders().map(({ at }) => at);
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(3000);
    expect([sim.executions(id(1002)), orders().length]).toEqual([1, 2]);
  });

  const isNamed = madeUpId(market) !== undefined;
  it.runIf(isNamed)('an order without an id gets one where the caller says auto, and keeps it', async () => {
    const { sim, send, run, orders } = openTrading(market, { via });
    sim.failNext('throttle');
    const named = market.order(id(4001), 1, 1);
    const nameless: object = JSON.parse(JSON.stringify(named.params), (_, value: unknown) =>
      value === id(4001) ? undefined : value,
    );
    const sent = send({ ...named, params: nameless }, { clientOrderId: 'auto' });
    expect(await run(sent)).not.toHaveProperty('error');
    const [first = '', ...more] = orders().map(({ clientOrderId }) => clientOrderId);
    expect(more).toEqual([first]);
    expect(first).toMatch(exchange.clientOrderId?.pattern ?? /^$/);
    expect(sim.executions(first)).toBe(1);
  });

  it.runIf(codeOf(market, 'funds') !== undefined)('fails at once for want of funds', async () => {
    const { sim, place, run, orders } = openTrading(market, { via, sim: { funds: 0 } });
    const { error } = await run(place(id(3001)));
    expect(error).toMatchObject({ category: 'funds', outcome: 'rejected', attempts: 1 });
    expect(error?.clientOrderId).toBe(id(3001));
    expect(orders()).toHaveLength(1);
    expect(sim.executions(id(3001))).toBe(0);
  });

  it.runIf(clockOf(market) !== undefined).each([45_000, -45_000])(
    'brings twenty orders through a clock that is %i ms off, with one look at it',
    async (clockSkewMs) => {
      const { sim, gateway, place, run } = openTrading(market, {
        via,
        clock: clockOf(market) ?? '',
        sim: { clockSkewMs, limits: false },
        gateway: { limits: false },
      });
      const clock: string[] = [];
      gateway.on('clock', ({ kind }) => clock.push(kind));
      const ids = Array.from({ length: 20 }, (_, at) => id(2000 + at));
      const ends = await run(Promise.all(ids.map((one) => place(one))));
      const after = sim.log.length;
      ends.push(await run(place(id(2999))));
      expect(ends.filter(({ error }) => error)).toEqual([]);
      expect([...ids, id(2999)].map((one) => sim.executions(one))).toEqual(Array(21).fill(1));
      expect(clock).toEqual(['refreshed']);
      expect(sim.log.filter(({ code }) => code !== undefined).length).toBeLessThanOrEqual(20);
      // The next one is right at once.
      expect(sim.log.slice(after).map(({ executed }) => executed)).toEqual([true]);
    },
  );
});
