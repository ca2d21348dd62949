// At every built-in exchange that answers the orders of a batch one by one.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { markets } from '../../support/markets.ts';
import { openTrading, stages, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

it('what an exchange has not is not played', () => {
  expect(markets.filter(({ batch }) => !batch).map(({ exchange }) => exchange.id)).toEqual([
    'ktx',
    'lbank-contract',
    'chainup',
    'binance-spot',
    'coinbase',
    'deribit',
  ]);
});

const batched = stages.flatMap(({ market, ...stage }) => {
  const { batch } = market;
  return batch ? [{ ...stage, market, batch }] : [];
});

describe.each(batched)('$name', ({ market, via, batch }) => {
  const { exchange } = market;
  const ids = [1, 2, 3].map((number) => market.id(987_654_000 + number));
  const executions = ({ sim }: ReturnType<typeof openTrading>): readonly number[] =>
    ids.map((id) => sim.executions(id));

  it('says which orders were refused, and which stand', async () => {
    const trading = openTrading(market, { via });
    trading.sim.failNext({ kind: 'throttle', items: [1] });
    const { error } = await trading.run(trading.send(batch(ids)));
    expect(error).toMatchObject({ outcome: 'partial', category: 'rate-limit', attempts: 1 });
    expect(error?.items?.map(({ index, ok }) => [index, ok])).toEqual([
      [0, true],
      [1, false],
      [2, true],
    ]);
    expect(executions(trading)).toEqual([1, 0, 1]);
  });

  it('sends those that were throttled again alone, where the caller asks for it', async () => {
    const trading = openTrading(market, { via });
    trading.sim.failNext({ kind: 'throttle', items: [1, 2] });
    const end = await trading.run(trading.send(batch(ids), { partial: 'repeat' }));
    expect(end).not.toHaveProperty('error');
    expect(executions(trading)).toEqual([1, 1, 1]);
    const sent = trading.requests.map(({ body = '', query = '' }) =>
      ids.filter((id) => `${body} ${query}`.includes(id)),
    );
    expect(sent).toEqual([ids, ids.slice(1)]);
  });

  it('is never sent again where its answer is lost', async () => {
    const trading = openTrading(market, { via });
    trading.sim.failNext('answer-lost');
    const { error } = await trading.run(trading.send(batch(ids)));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(executions(trading)).toEqual([1, 1, 1]);
  });

  it('is good by no answer that tells of fewer', async () => {
    const told: string[] = [];
    for (const count of [0, 1, 2]) {
      const { run, send } = openTrading(market, {
        via,
        looksUp: false,
        answer: (_, answer) => ({
          ...answer,
          body: JSON.stringify(JSON.parse(answer.body), (_key, value: unknown) =>
            Array.isArray(value) && value.length === ids.length ? value.slice(0, count) : value,
          ),
        }),
      });
      const { error } = await run(send(batch(ids)));
      const known = error?.items?.filter(({ ok }) => ok).length ?? 0;
      if (!error || error.outcome === 'rejected' || known > count)
        told.push(`${count}: ${error?.outcome ?? 'good'}, ${known} known`);
    }
    // Nothing names the order that it tells of: it may stand for all.
    expect(told).toEqual(exchange.id === 'bybit' ? ['1: good, 0 known'] : []);
  });

  it('is refused as one for a limit of the exchange', async () => {
    const trading = openTrading(market, { via });
    trading.sim.failNext('throttle');
    expect(await trading.run(trading.send(batch(ids)))).not.toHaveProperty('error');
    expect(executions(trading)).toEqual([1, 1, 1]);
    expect(exchange.batches.length).toBeGreaterThan(0);
  });
});
