// At every built-in exchange: orders, reads and cancels whose answer was lost, or says nothing for sure.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lookUpFor } from '../../../src/catalog/look-up.ts';
import { byClientOrderId } from '../../../src/index.ts';
import { dialects } from '../../../src/testing/index.ts';
import type { Market } from '../../../tools/markets.ts';
import { codesFor, markets } from '../../support/markets.ts';
import { openTrading, stages, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

const after = ['answer-lost', 'truncated', 'cut-json', 'error-after', 'garbage'] as const;
const findsOrders = ({ exchange, order }: Market): boolean =>
  lookUpFor(exchange, order('1', 1, 1).path) !== undefined;
const findsCancels = ({ exchange, cancel }: Market): boolean =>
  lookUpFor(exchange, cancel('1').path) !== undefined;
const unknownCodes = (market: Market): readonly string[] =>
  codesFor(market, ({ outcome }) => outcome === 'unknown');
/** Of a first copy that is a duplicate nothing can be looked up: whose order it would find is not known. */
const doubtful = (market: Market): readonly string[] =>
  codesFor(market, ({ category, outcome }) => outcome === 'unknown' && category !== 'duplicate');
/** Nothing bounds there how late a copy of an order may be taken, and ids are free again, or never taken. */
const unbounded: readonly string[] = ['deribit', 'kraken', 'lbank-contract', 'ox-fun'];

it('what an exchange has not is not played', () => {
  const without = (has: (market: Market) => boolean): readonly string[] =>
    markets.filter((market) => !has(market)).map(({ exchange }) => exchange.id);
  expect({
    'a look-up of orders': without(findsOrders),
    'a look-up of cancelled orders': without(findsCancels),
    'codes of unknown outcome': without((market) => unknownCodes(market).length > 0),
  }).toEqual({
    // There the order itself is sent once more.
    'a look-up of orders': ['coinbase'],
    // All orders of a label at once, which a look-up of one says nothing of.
    'a look-up of cancelled orders': ['coinbase', 'deribit'],
    // Its texts refuse: whatever they say, nothing was done.
    'codes of unknown outcome': ['hyperliquid'],
  });
});

describe.each(stages)('$name', ({ market, via }) => {
  const { id } = market;
  /** What the definition says of an answer is all that the exchange answers, but for dialects by hand, which know more. */
  const isPlain = !dialects.has(market.exchange.id);
  const marks = market.exchange.rest.code.map((field) => `.${field}`);
  const bodyOf = (body: unknown): readonly string[] =>
    membersOf(body).filter((name) => !marks.includes(name));

  it('an order is sent once, and called unknown, whatever became of its answer', async () => {
    const { sim, place, run, orders } = openTrading(market, { via, looksUp: false });
    for (const [at, fault] of after.entries()) {
      sim.failNext(fault);
      const { error } = await run(place(id(4000 + at)));
      expect(error, fault).toMatchObject({ outcome: 'unknown', reason: 'outcome-unknown', attempts: 1 });
      expect(sim.executions(id(4000 + at)), fault).toBe(1);
    }
    expect(orders()).toHaveLength(after.length);
  });

  it('a read goes again', async () => {
    const { sim, send, run, requests } = openTrading(market, { via });
    const faults = ['answer-lost', 'truncated', 'error-after', 'garbage', 'html-502'] as const;
    for (const fault of faults) {
      sim.failNext(fault);
      expect(await run(send(market.read)), fault).not.toHaveProperty('error');
    }
    expect(requests).toHaveLength(2 * faults.length);
  });

  // What a code means is the same over each client.
  it.runIf(via === 'fetch')('an order after a code of unknown outcome is sent once', async () => {
    const codes = unknownCodes(market);
    const { sim, place, run, orders } = openTrading(market, {
      via,
      looksUp: false,
      gateway: { breaker: false },
    });
    for (const [at, code] of codes.entries()) {
      sim.failNext({ kind: 'code', code, executed: true });
      const { error } = await run(place(id(5000 + at)));
      expect(error, code).toMatchObject({ code, outcome: 'unknown', attempts: 1 });
    }
    expect(orders().map(({ executed }) => executed)).toEqual(codes.map(() => true));
  });

  it.runIf(findsOrders(market))('an order that may be there is found, and not sent again', async () => {
    const { sim, place, run, orders } = openTrading(market, { via, gateway: { breaker: false } });
    const codes = via === 'fetch' ? doubtful(market) : [];
    const faults = [...after, ...codes.map((code) => ({ kind: 'code', code }) as const)];
    const plain = await run(place(id(6999)));
    for (const [at, fault] of faults.entries()) {
      const name = id(6000 + at);
      sim.failNext(typeof fault === 'string' ? fault : { ...fault, executed: true });
      const found = await run(place(name));
      expect(found, JSON.stringify(fault)).not.toHaveProperty('error');
      const { orderId } = sim.orders.at(-1)?.placed[0] ?? {};
      const names = [name, orderId].filter((one) => one && JSON.stringify(found.body).includes(one));
      expect(names, JSON.stringify(found.body)).not.toEqual([]);
      if (isPlain) expect(bodyOf(found.body)).toEqual(bodyOf(plain.body));
      expect(sim.executions(name), JSON.stringify(fault)).toBe(1);
    }
    expect(orders()).toHaveLength(faults.length + 1);
  });

  // There the order itself is sent once more.
  const isReturned = market.exchange.clientOrderId?.deduplicated === 'returned';
  const isFound = findsOrders(market) || isReturned;
  it.runIf(isFound)('an order whose answer hangs is found before its deadline', async () => {
    const { sim, place, run, orders } = openTrading(market, { via });
    sim.failNext({ kind: 'delay', delayMs: 1_000_000 });
    const found = await run(place(id(6900), { deadlineMs: 60_000 }));
    expect(found).not.toHaveProperty('error');
    expect([sim.executions(id(6900)), orders().length]).toEqual([1, isReturned ? 2 : 1]);
  });

  it.runIf(findsOrders(market))('a look-up that lags behind is doubted', async () => {
    const { sim, place, run, orders } = openTrading(market, { via, sim: { lookupLagMs: 300 } });
    sim.failNext('answer-lost');
    expect(await run(place(id(7000)))).not.toHaveProperty('error');
    expect([sim.executions(id(7000)), orders().length]).toEqual([1, 1]);
  });

  it.runIf(findsOrders(market))('an order that never arrived is told so, or sent again', async () => {
    const { sim, place, run, orders } = openTrading(market, { via });
    sim.failNext('request-lost');
    const { error } = await run(place(id(7001), { deadlineMs: 60_000 }));
    expect([error?.outcome, sim.executions(id(7001)), orders().length]).toEqual(
      unbounded.includes(market.exchange.id) ? ['unknown', 0, 1] : [undefined, 1, 2],
    );
  });

  it.runIf(findsOrders(market))('it is sent again where the bot says what is enough to tell', async () => {
    const reconcile = byClientOrderId({ settleMs: 50, asks: 2, fill: market.fill });
    const { sim, place, run, orders, requests } = openTrading(market, { via, gateway: { reconcile } });
    sim.failNext('request-lost');
    expect(await run(place(id(7002)))).not.toHaveProperty('error');
    expect(sim.executions(id(7002))).toBe(1);
    expect(orders().map(({ clientOrderId }) => clientOrderId)).toEqual([id(7002), id(7002)]);
    expect(requests.length).toBeGreaterThanOrEqual(4);
  });

  it.runIf(findsCancels(market)).each(['answer-lost', 'request-lost'] as const)(
    'a cancel is settled after %s',
    async (fault) => {
      const { sim, place, send, run } = openTrading(market, { via });
      await run(place(id(8001)));
      sim.failNext(fault);
      const settled = await run(send(market.cancel(id(8001))));
      expect(settled).not.toHaveProperty('error');
      expect(sim.orders.flatMap(({ placed }) => placed.map(({ status }) => status))).toEqual(['cancelled']);
      const cancels = sim.log.filter(({ action }) => action === 'cancel');
      expect(cancels).toHaveLength(fault === 'answer-lost' ? 1 : 2);
      await run(place(id(8002)));
      const plain = await run(send(market.cancel(id(8002))));
      if (isPlain) expect(bodyOf(settled.body)).toEqual(bodyOf(plain.body));
    },
  );
});

/** The names of all that an answer has, but for what a look-up adds. */
function membersOf(body: unknown, path = ''): readonly string[] {
  if (typeof body !== 'object' || body === null) return [path];
  return Object.entries(body)
    .filter(([name]) => name !== 'reconciled')
    .flatMap(([name, member]) => membersOf(member, `${path}.${name}`))
    .toSorted();
}
