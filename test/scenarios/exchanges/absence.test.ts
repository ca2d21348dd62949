// At every built-in exchange: what a look-up may answer that is no proof that there is no order.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lookUpFor, turnsOf } from '../../../src/catalog/look-up.ts';
import type { LookupTurn } from '../../../src/catalog/order-rules.ts';
import { byClientOrderId } from '../../../src/index.ts';
import type { SimAnswer } from '../../../src/testing/index.ts';
import type { Market } from '../../../tools/markets.ts';
import { markets } from '../../support/markets.ts';
import { openTrading, standStill } from '../../support/trading.ts';

beforeEach(standStill);
afterEach(() => {
  vi.useRealTimers();
});

/** What the exchange itself answers to a look-up of an order that stands, or that is none, and where that has its place. */
interface Asked {
  readonly answer: SimAnswer;
  readonly order: NonNullable<LookupTurn['order']>;
}
type Change = (asked: Asked) => Partial<SimAnswer>;

/** The order stands, its answer was lost, and all that the look-up says is this. */
async function placeAndLook(market: Market, fault: 'answer-lost' | 'request-lost', change: Change) {
  const { exchange, order, id, fill } = market;
  const turns = turnsOf(lookUpFor(exchange, order('1', 1, 1).path) ?? { method: 'GET', path: '' });
  const { sim, run, place, orders } = openTrading(market, {
    gateway: {
      breaker: false,
      deadlineMs: 3000,
      reconcile: byClientOrderId({ settleMs: 50, asks: 2, fill }),
    },
    answer: (entry, answer) => {
      if (entry?.action !== 'lookup') return answer;
      const turn = turns.find(({ path }) => path === entry.path) ?? turns[0];
      return { ...answer, ...change({ answer, order: turn.order ?? '' }) };
    },
  });
  sim.failNext(fault);
  const { error } = await run(place(id(1)));
  return { outcome: error?.outcome ?? 'good', sent: orders().length, executed: sim.executions(id(1)) };
}

const asking = markets.filter(({ exchange, order }) => lookUpFor(exchange, order('1', 1, 1).path));

/** The found order's answer with something else in the order's place. */
const inPlace =
  (value: unknown): Change =>
  ({ answer, order }) => {
    const [first = ''] = typeof order === 'string' ? [order] : order;
    return { status: 200, body: JSON.stringify(put(JSON.parse(answer.body), first, value)) };
  };

function put(value: unknown, path: string, given: unknown): unknown {
  const [name = '', ...rest] = path.split('.');
  if (name === '' || name === '*') return given;
  return { ...Object(value), [name]: put(Reflect.get(Object(value), name), rest.join('.'), given) };
}

const strange = [[null], [{}], [[]], [''], [0], '', 'no such order', 0, 7, true, false];
const bodies = ['', 'null', '{}', '[]', '""', 'true', '7', '<html>no such order</html>', '{"code":'];
const members = { list: [], total: 0, more: null };

it('an order stays sent once, and unknown, where the look-up shows neither it nor that it is none', async () => {
  const changes: readonly (readonly [string, Change])[] = [
    ...strange.map((value) => [`in place: ${JSON.stringify(value)}`, inPlace(value)] as const),
    ['in place: no records', inPlace(members)],
    ...bodies.map((body) => [`all: ${body}`, (): Partial<SimAnswer> => ({ status: 200, body })] as const),
  ];
  const wrong: string[] = [];
  for (const market of asking)
    for (const [name, change] of changes) {
      const end = await placeAndLook(market, 'answer-lost', change);
      if (end.sent !== 1 || end.executed !== 1 || end.outcome !== 'unknown')
        wrong.push(`${market.exchange.id}, ${name}: ${JSON.stringify(end)}`);
    }
  expect(wrong).toEqual([]);
});

it('nor does it go again by words under a status that speaks of something else, or by those that a cache kept', async () => {
  const statuses = [201, 202, 203, 206, 301, 307, 401, 403, 408, 429, 500, 503];
  const changes: readonly (readonly [string, Change])[] = [
    ...statuses.map((status) => [`HTTP ${status}`, (): Partial<SimAnswer> => ({ status })] as const),
    ['Age', ({ answer }) => ({ headers: { ...answer.headers, age: '60' } })],
  ];
  const wrong: string[] = [];
  for (const market of asking)
    for (const [name, change] of changes) {
      const end = await placeAndLook(market, 'request-lost', change);
      if (end.sent !== 1 || end.outcome !== 'unknown')
        wrong.push(`${market.exchange.id}, ${name}: ${JSON.stringify(end)}`);
    }
  expect(wrong).toEqual([]);
});

/** The same answer with another market in the record. */
const elsewhere: Change = ({ answer }) => ({
  body: JSON.stringify(JSON.parse(answer.body), (name, value: unknown) =>
    marketNames.has(name) && typeof value === 'string' ? `${value}X` : value,
  ),
});
const marketNames: ReadonlySet<string> = new Set(['symbol', 'instId', 'marketCode', 'currency_pair']);

it('a cancel is not done because an order of that id is over in another market', async () => {
  const wrong: string[] = [];
  const played: string[] = [];
  for (const market of asking) {
    const { id, cancel, fill } = market;
    const names = Object.keys(cancel('1').params);
    const asks = JSON.stringify(cancel('1').params);
    if (![...marketNames].some((name) => names.includes(name) || asks.includes(`"${name}"`))) continue;
    const { sim, run, place, send } = openTrading(market, {
      gateway: { deadlineMs: 3000, reconcile: byClientOrderId({ settleMs: 50, asks: 2, fill }) },
      answer: (entry, answer) =>
        entry?.action === 'lookup' ? { ...answer, ...elsewhere({ answer, order: '' }) } : answer,
    });
    await run(place(id(1)));
    sim.failNext('answer-lost');
    const { error } = await run(send(cancel(id(1))));
    played.push(market.exchange.id);
    if (error?.outcome !== 'unknown') wrong.push(`${market.exchange.id}: ${error?.outcome ?? 'good'}`);
  }
  expect(played.length).toBeGreaterThan(7);
  expect(wrong).toEqual([]);
});

it('it goes again by what the exchange says of an order that is none', async () => {
  const wrong: string[] = [];
  for (const market of asking) {
    const end = await placeAndLook(market, 'request-lost', ({ answer }) => ({
      headers: { ...answer.headers, age: '0' },
    }));
    if (end.sent !== 2 || end.executed !== 1 || end.outcome !== 'good')
      wrong.push(`${market.exchange.id}: ${JSON.stringify(end)}`);
  }
  expect(wrong).toEqual([]);
});
