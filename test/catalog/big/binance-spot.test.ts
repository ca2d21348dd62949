// Binance spot, played from its definition: what a bot sees of throttles, clocks, losses and bans.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { binanceSpot } from '../../../src/catalog/binance-spot/index.ts';
import { failure } from '../../support/failures.ts';
import { openBot, strict } from './binance-play.ts';
import { costsOf } from './costs.ts';

const order = '/api/v3/order';
const account = '/api/v3/account';
const placing = (id: string) => ({
  symbol: 'BTCUSDT',
  side: 'BUY',
  type: 'LIMIT',
  timeInForce: 'GTC',
  quantity: '1',
  price: '100',
  newClientOrderId: id,
});

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what a request weighs', () => {
  it.each([
    ['POST', order, {}, { weight: 1, 'orders-10s': 1, 'orders-1d': 1 }],
    ['POST', '/api/v3/orderList/oco', {}, { weight: 1, 'orders-10s': 2, 'orders-1d': 2 }],
    ['POST', '/api/v3/orderList/otoco', {}, { weight: 1, 'orders-10s': 3, 'orders-1d': 3 }],
    ['POST', '/api/v3/order/cancelReplace', {}, { weight: 1, 'orders-10s': 1, 'orders-1d': 1 }],
    ['PUT', '/api/v3/order/amend/keepPriority', {}, { weight: 4 }],
    ['DELETE', order, {}, { weight: 1 }],
    ['POST', '/api/v3/order/test', {}, { weight: 1 }],
    ['POST', '/api/v3/order/test', { computeCommissionRates: 'true' }, { weight: 20 }],
    ['GET', order, {}, { weight: 4 }],
    ['GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' }, { weight: 6 }],
    ['GET', '/api/v3/openOrders', {}, { weight: 80 }],
    ['DELETE', '/api/v3/openOrders', { symbol: 'BTCUSDT' }, { weight: 1 }],
    ['GET', '/api/v3/depth', {}, { weight: 5 }],
    ['GET', '/api/v3/depth', { limit: '100' }, { weight: 5 }],
    ['GET', '/api/v3/depth', { limit: '101' }, { weight: 25 }],
    ['GET', '/api/v3/depth', { limit: '5000' }, { weight: 250 }],
    ['GET', '/api/v3/ticker/24hr', { symbol: 'BTCUSDT' }, { weight: 2 }],
    ['GET', '/api/v3/ticker/24hr', { symbols: '["A","B"]' }, { weight: 2 }],
    ['GET', '/api/v3/ticker/24hr', {}, { weight: 80 }],
    ['GET', '/api/v3/ticker', { symbols: '["A","B","C"]' }, { weight: 12 }],
    ['GET', '/api/v3/ticker', { symbol: 'A' }, { weight: 4 }],
    ['GET', '/api/v3/executionRules', { symbols: '["A","B"]' }, { weight: 4 }],
    ['GET', '/api/v3/myTrades', { symbol: 'A', orderId: '1' }, { weight: 5 }],
    ['GET', '/api/v3/myTrades', { symbol: 'A' }, { weight: 20 }],
    ['GET', '/api/v3/time', {}, { weight: 1 }],
  ] as const)('%s %s %j', (method, path, params, expected) => {
    expect(costsOf(binanceSpot, method, path, params)).toEqual({ ...expected, 'raw-requests': 1 });
  });
});

describe('a throttled order', () => {
  it('of too many orders (-1015) holds back orders alone', async () => {
    const { sim, call, seen, settle } = openBot(binanceSpot, {}, {}, strict);
    await settle(call('POST', order, placing('open')));
    sim.failNext({ kind: 'code', code: '-1015' }, { match: { kind: 'order' } });
    const from = Date.now();
    const first = call('POST', order, placing('a'));
    await vi.advanceTimersByTimeAsync(1);
    const rest = [
      call('POST', order, placing('b')),
      call('GET', account),
      call('DELETE', order, { symbol: 'BTCUSDT', origClientOrderId: 'open' }),
    ];
    await vi.advanceTimersByTimeAsync(1);
    const soon = seen().slice(1);
    expect(soon.map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      `POST ${order} -1015 code`,
      `GET ${account}`,
      `DELETE ${order}`,
    ]);
    await settle(Promise.all([first, ...rest]));
    expect([sim.executions('a'), sim.executions('b')]).toEqual([1, 1]);
    expect(Date.now()).toBeGreaterThan(from);
  });

  it('keeps to a ban until the instant that the text names', async () => {
    const until = Date.now() + 120_000;
    let isFirst = true;
    const { call, seen, settle } = openBot(binanceSpot, {}, { deadlineMs: 200_000 }, () => {
      if (!isFirst) return undefined;
      isFirst = false;
      const msg = `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`;
      return Response.json({ code: -1003, msg }, { status: 418 });
    });
    const first = call('GET', account);
    await vi.advanceTimersByTimeAsync(1);
    await settle(Promise.all([first, call('GET', '/api/v3/depth', { symbol: 'BTCUSDT' })]));
    const [ban, ...later] = seen();
    expect(ban).toBe(`0 GET ${account} 418`);
    expect(later).toHaveLength(2);
    for (const line of later) expect(Number.parseInt(line, 10)).toBeGreaterThanOrEqual(120_000);
  });
});

describe('a lost answer', () => {
  it('to an order that never arrived: it goes again once its window is over, and not before', async () => {
    const { sim, call, seen, settle } = openBot(binanceSpot, {}, {}, strict);
    sim.failNext('request-lost', { match: { kind: 'order' } });
    await settle(call('POST', order, placing('a')));
    const sent = seen().filter((line) => line.includes(`POST ${order}`));
    expect(sent).toHaveLength(2);
    expect(Number.parseInt(sent[1] ?? '', 10)).toBeGreaterThanOrEqual(5000);
    expect(sim.executions('a')).toBe(1);
  });

  it('waits for the end of a window that the signer put in', async () => {
    const sign = binanceSpot.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret', recvWindow: 20_000 });
    const { sim, call, seen, settle } = openBot(binanceSpot, {}, { sign }, strict);
    sim.failNext('request-lost', { match: { kind: 'order' } });
    await settle(call('POST', order, placing('a')));
    const sent = seen().filter((line) => line.includes(`POST ${order}`));
    expect(sent).toHaveLength(2);
    expect(Number.parseInt(sent[1] ?? '', 10)).toBeGreaterThanOrEqual(20_000);
    expect(sim.executions('a')).toBe(1);
  });

  it('of a caller who takes less time leaves the exchange no more, and is over sooner', async () => {
    const { sim, call, seen, settle } = openBot(binanceSpot, {}, {}, strict);
    sim.failNext('request-lost', { match: { kind: 'order' } });
    const error = await failure(settle(call('POST', order, placing('a'), { validForMs: 1500 })));
    expect(error).toMatchObject({ outcome: 'rejected' });
    expect(sim.executions('a')).toBe(0);
    expect(seen().filter((line) => line.includes(`POST ${order}`))).toHaveLength(1);
  });

  it("to a cancel by the exchange's own id is asked for by that id", async () => {
    const asked: string[] = [];
    const { sim, call, settle } = openBot(binanceSpot, {}, {}, (url) => {
      if (url.pathname !== order || !url.searchParams.has('orderId')) return undefined;
      asked.push(url.search.replace(/&timestamp.*/, ''));
      const found = { symbol: 'BTCUSDT', orderId: 7, clientOrderId: 'a', status: 'CANCELED', time: 1 };
      return asked.length === 1 ? new Response('', { status: 502 }) : Response.json(found);
    });
    const answer = await settle(call('DELETE', order, { symbol: 'BTCUSDT', orderId: '7' }));
    expect(answer).toMatchObject({ orderId: 7, status: 'CANCELED' });
    expect(asked).toEqual(['?symbol=BTCUSDT&orderId=7', '?symbol=BTCUSDT&orderId=7']);
    expect(sim.log.filter(({ path }) => path === order)).toEqual([]);
  });

  it('to a cancelReplace is never sent again', async () => {
    const { sim, call, seen, settle } = openBot(binanceSpot, {}, {}, strict);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const both = { ...placing('b'), cancelReplaceMode: 'STOP_ON_FAILURE', cancelOrigClientOrderId: 'a' };
    const error = await failure(settle(call('POST', '/api/v3/order/cancelReplace', both)));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(seen().filter((line) => line.includes('POST'))).toHaveLength(1);
  });
});

it('has rows that nothing builds before a code is looked up', () => {
  expect(typeof binanceSpot.spec.table.rows).toBe('function');
  expect(binanceSpot.catalog.get('-2013')).toMatchObject({ category: 'order-not-found' });
});
