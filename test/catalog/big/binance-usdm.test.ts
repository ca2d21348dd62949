// Binance USD-M futures, played from their definition: what a bot sees of throttles, clocks, losses, bans and batches.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { binanceUsdm } from '../../../src/catalog/binance-usdm/index.ts';
import { failure } from '../../support/failures.ts';
import { openBot, strict } from './binance-play.ts';
import { costsOf } from './costs.ts';

const order = '/fapi/v1/order';
const batch = '/fapi/v1/batchOrders';
const account = '/fapi/v3/account';
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
    ['POST', order, {}, { 'orders-10s': 1, 'orders-1m': 1 }],
    ['PUT', order, {}, { 'orders-10s': 1, 'orders-1m': 1 }],
    ['POST', batch, {}, { weight: 5, 'orders-10s': 5, 'orders-1m': 1 }],
    ['PUT', batch, {}, { weight: 5, 'orders-10s': 5, 'orders-1m': 1 }],
    ['DELETE', batch, {}, { weight: 1 }],
    ['DELETE', order, {}, { weight: 1 }],
    ['POST', '/fapi/v1/leverage', {}, { weight: 1 }],
    ['POST', '/fapi/v1/countdownCancelAll', {}, { weight: 10 }],
    ['GET', order, {}, { weight: 1 }],
    ['GET', '/fapi/v1/openOrders', { symbol: 'BTCUSDT' }, { weight: 1 }],
    ['GET', '/fapi/v1/openOrders', {}, { weight: 40 }],
    ['GET', '/fapi/v1/depth', {}, { weight: 10 }],
    ['GET', '/fapi/v1/depth', { limit: '50' }, { weight: 2 }],
    ['GET', '/fapi/v1/depth', { limit: '1000' }, { weight: 20 }],
    ['GET', '/fapi/v1/klines', { limit: '99' }, { weight: 1 }],
    ['GET', '/fapi/v1/klines', { limit: '100' }, { weight: 2 }],
    ['GET', '/fapi/v1/klines', { limit: '500' }, { weight: 5 }],
    ['GET', '/fapi/v1/klines', { limit: '1500' }, { weight: 10 }],
    ['GET', '/fapi/v1/fundingRate', {}, { funding: 1 }],
    ['GET', '/fapi/v1/fundingInfo', {}, { funding: 1 }],
    ['GET', '/fapi/v1/time', {}, { weight: 1 }],
    ['GET', '/fapi/v2/positionRisk', {}, { weight: 5 }],
  ] as const)('%s %s %j', (method, path, params, expected) => {
    expect(costsOf(binanceUsdm, method, path, params)).toEqual(expected);
  });
});

describe('a throttled order', () => {
  it('of too many orders (-1015) holds back orders alone', async () => {
    const { sim, call, seen, settle } = openBot(binanceUsdm, {}, {}, strict);
    await settle(call('POST', order, placing('open')));
    sim.failNext({ kind: 'code', code: '-1015' }, { match: { kind: 'order' } });
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
  });

  it('keeps to a ban until the instant that the text names, with orders too', async () => {
    const until = Date.now() + 120_000;
    let isFirst = true;
    const { call, seen, settle } = openBot(binanceUsdm, {}, { deadlineMs: 200_000 }, () => {
      if (!isFirst) return undefined;
      isFirst = false;
      const msg = `Way too many requests; IP banned until ${until}. Please use the websocket for live updates to avoid bans.`;
      return Response.json({ code: -1003, msg }, { status: 418 });
    });
    const first = call('GET', account);
    await vi.advanceTimersByTimeAsync(1);
    await settle(Promise.all([first, call('POST', order, placing('a'))]));
    const [ban, ...later] = seen();
    expect(ban).toBe(`0 GET ${account} 418`);
    expect(later).toHaveLength(2);
    for (const line of later) expect(Number.parseInt(line, 10)).toBeGreaterThanOrEqual(120_000);
  });
});

describe('a lost answer', () => {
  it('to a conditional order is asked for in the book of those', async () => {
    const { sim, call, seen, settle } = openBot(binanceUsdm, {}, {}, strict);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const { newClientOrderId: _, ...plain } = placing('');
    const conditional = { ...plain, type: 'STOP', triggerPrice: '90', clientAlgoId: 's' };
    expect(await settle(call('POST', '/fapi/v1/algoOrder', conditional))).toMatchObject({
      clientAlgoId: 's',
      algoStatus: 'NEW',
    });
    expect(seen().at(-1)).toMatch(/GET \/fapi\/v1\/algoOrder$/);
  });

  it('to an order that never arrived: it goes again once its window is over, and not before', async () => {
    const { sim, call, seen, settle } = openBot(binanceUsdm, {}, {}, strict);
    sim.failNext('request-lost', { match: { kind: 'order' } });
    await settle(call('POST', order, placing('a')));
    const sent = seen().filter((line) => line.includes(`POST ${order}`));
    expect(sent).toHaveLength(2);
    expect(Number.parseInt(sent[1] ?? '', 10)).toBeGreaterThanOrEqual(5000);
    expect(sim.executions('a')).toBe(1);
  });

  it('to a change is settled by what the order is now', async () => {
    const { sim, call, seen, settle } = openBot(binanceUsdm, {}, {}, strict);
    await settle(call('POST', order, placing('a')));
    sim.failNext('answer-lost', { match: { method: 'PUT' } });
    const { newClientOrderId: _, type: _type, timeInForce: _time, ...plain } = placing('');
    const changed = { ...plain, origClientOrderId: 'a', quantity: '2', price: '99' };
    const answer = await settle(call('PUT', order, changed));
    expect(answer).toMatchObject({ clientOrderId: 'a', origQty: '2', price: '99' });
    expect(seen().filter((line) => line.includes('PUT'))).toHaveLength(1);
  });
});

describe('an answer of doubtful outcome', () => {
  const answering = (status: number, body: object | string) => {
    let isFirst = true;
    return (url: URL) => {
      if (!isFirst || url.pathname !== order) return undefined;
      isFirst = false;
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
    };
  };

  it.each([
    [408, { code: -1007, msg: 'Timeout waiting for response from backend server.' }],
    [503, 'Unknown error, please check your request or try again later.'],
    [503, { code: -1008, msg: 'Unknown error, please check your request or try again later.' }],
  ])('%i %j is looked up before anything is sent again', async (status, body) => {
    const { sim, call, seen, settle } = openBot(binanceUsdm, {}, {}, answering(status, body));
    await settle(call('POST', order, placing('a')));
    expect(seen()[1]).toMatch(/ GET \/fapi\/v1\/(order|time)/);
    expect(sim.executions('a')).toBe(1);
  });
});

describe('a batch', () => {
  const items = (...ids: readonly string[]) => ({ batchOrders: JSON.stringify(ids.map(placing)) });
  const good = (id: string) => ({ orderId: 22542179, symbol: 'BTCUSDT', clientOrderId: id, status: 'NEW' });
  const margin = { code: -2019, msg: 'Margin is insufficient.' };

  it('of which one is refused says which', async () => {
    const { call, settle } = openBot(binanceUsdm, {}, {}, (url) =>
      url.pathname === batch ? Response.json([good('a'), margin]) : undefined,
    );
    const error = await failure(settle(call('POST', batch, items('a', 'b'))));
    expect(error).toMatchObject({ outcome: 'partial', code: '-2019', attempts: 1 });
    expect(error.items?.map(({ index, ok, code }) => [index, ok, code])).toEqual([
      [0, true, undefined],
      [1, false, '-2019'],
    ]);
  });

  it('sends what was throttled again alone, where the caller asks for it', async () => {
    const sent: string[] = [];
    const throttled = { code: -1015, msg: 'Too many new orders.' };
    const { call, settle } = openBot(binanceUsdm, {}, {}, (url, body) => {
      if (url.pathname !== batch) return undefined;
      const list: { newClientOrderId: string }[] = JSON.parse(
        new URLSearchParams(body).get('batchOrders') ?? '[]',
      );
      const ids = list.map(({ newClientOrderId }) => newClientOrderId);
      sent.push(ids.join());
      return Response.json(ids.map((id) => (sent.length === 1 && id === 'b' ? throttled : good(id))));
    });
    const answer = await settle(call('POST', batch, items('a', 'b', 'c'), { partial: 'repeat' }));
    expect(sent).toEqual(['a,b,c', 'b']);
    expect(answer).toEqual([good('a'), good('b'), good('c')]);
  });
});
