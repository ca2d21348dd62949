// MEXC spot, played from its definition: an order that may be placed twice, so that it is looked up before any copy.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { mexcSpot } from '../../../src/catalog/mexc-spot/index.ts';
import { failure } from '../../support/failures.ts';
import { openBot } from './binance-play.ts';
import { costsOf } from './costs.ts';

const order = '/api/v3/order';
const account = '/api/v3/account';
const placing = (id?: string) => ({
  symbol: 'MXUSDT',
  side: 'BUY',
  type: 'LIMIT',
  quantity: '1',
  price: '100',
  ...(id !== undefined && { newClientOrderId: id }),
});
const untimed = (seen: readonly string[]): string[] => seen.map((line) => line.replace(/^\d+ /, ''));

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

it('weighs by address, and orders by account', () => {
  const rows: readonly (readonly [string, string, Record<string, string>, object])[] = [
    ['POST', order, {}, { weight: 1, orders: 1 }],
    ['POST', '/api/v3/batchOrders', { batchOrders: '[{},{}]' }, { weight: 1, orders: 1, batches: 1 }],
    ['DELETE', order, {}, { weight: 1 }],
    ['GET', order, {}, { weight: 2 }],
    ['GET', account, {}, { weight: 10, account: 1 }],
    ['GET', '/api/v3/ticker/24hr', {}, { weight: 40 }],
    ['GET', '/api/v3/ticker/24hr', { symbol: 'MXUSDT' }, { weight: 1 }],
    ['GET', '/api/v3/time', {}, { weight: 1 }],
  ];
  const wrong = rows
    .map(([method, path, params, costs]) => [method, path, costsOf(mexcSpot, method, path, params), costs])
    .filter(([, , found, costs]) => JSON.stringify(found) !== JSON.stringify(costs));
  expect(wrong).toEqual([]);
});

it('sends a form as a query, with the window that bounds it', async () => {
  const sent: string[] = [];
  const { call, settle } = openBot(mexcSpot, {}, {}, (url, body) => {
    sent.push(`${url.search.replace(/timestamp=.*/, '')} ${body}`);
    return undefined;
  });
  await settle(call('POST', order, placing('a'), { validForMs: 1500 }));
  const pairs = 'symbol=MXUSDT&side=BUY&type=LIMIT&quantity=1&price=100&newClientOrderId=a';
  expect(sent).toEqual([`?${pairs}&recvWindow=1500& `]);
});

it('no request is called a form, as axios calls one without a body', async () => {
  const sign = mexcSpot.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret' });
  const typeOf = async (body: string | undefined, type?: string): Promise<string | undefined> => {
    const url = new URL(`https://api.mexc.com${order}?symbol=MXUSDT`);
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const plain = { method: 'POST', url, path: order, query: 'symbol=MXUSDT', headers, body };
    const signed = await sign(plain, { timestamp: 1_700_000_000_000, attempt: 1 });
    return signed.headers?.['Content-Type'];
  };
  const form = 'application/x-www-form-urlencoded';
  expect(await Promise.all([typeOf(undefined), typeOf(undefined, form), typeOf('a=1', form)])).toEqual(
    Array(3).fill('application/json'),
  );
  expect(await typeOf('{"a":1}', 'application/json; charset=utf-8')).toBeUndefined();
});

it('brings twenty orders through a clock that is 45 s off, with one look at it', async () => {
  const late = (url: URL, _body: string, sim: { serverTime: () => number }): Response | undefined => {
    const stamp = Number(url.searchParams.get('timestamp') ?? Number.NaN);
    const window = Number(url.searchParams.get('recvWindow'));
    const isTaken = stamp < sim.serverTime() + 1000 && sim.serverTime() - stamp <= window;
    if (Number.isNaN(stamp) || isTaken) return undefined;
    const msg = 'Timestamp for this request is outside of the recvWindow.';
    return Response.json({ code: 700003, msg }, { status: 400 });
  };
  for (const clockSkewMs of [45_000, -45_000]) {
    const { sim, gateway, call, settle } = openBot(mexcSpot, { clockSkewMs, limits: false }, {}, late);
    const clock: string[] = [];
    gateway.on('clock', ({ kind }) => clock.push(kind));
    const ids = Array.from({ length: 20 }, (_, at) => `o${at}`);
    await settle(Promise.all(ids.map((id) => call('POST', order, placing(id)))));
    expect(ids.map((id) => sim.executions(id))).toEqual(Array(20).fill(1));
    expect(clock).toEqual(['refreshed']);
  }
});

describe('an order of unknown outcome', () => {
  it('is found by its look-up, and goes out once', async () => {
    const { sim, call, seen, settle } = openBot(mexcSpot);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const answer = await settle(call('POST', order, placing('a')));
    expect(answer).toMatchObject({ clientOrderId: 'a', status: 'NEW', transactTime: expect.any(Number) });
    expect(untimed(seen())).toEqual([`POST ${order} answer-lost`, `GET ${order}`]);
    expect(sim.executions('a')).toBe(1);
  });

  it.each(['503', '500', '700022'])('of code %s is looked up as well', async (code) => {
    const { sim, call, seen, settle } = openBot(mexcSpot);
    sim.failNext({ kind: 'code', code, executed: true }, { match: { kind: 'order' } });
    await settle(call('POST', order, placing('a')));
    expect(untimed(seen()).filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(sim.executions('a')).toBe(1);
  });

  it('that is nowhere goes again once no copy can be taken any more', async () => {
    const { sim, call, seen, settle } = openBot(mexcSpot);
    sim.failNext('request-lost', { match: { kind: 'order' } });
    await settle(call('POST', order, placing('a')));
    const sent = seen().filter((line) => line.includes(`POST ${order}`));
    expect(sent).toHaveLength(2);
    expect(Number.parseInt(sent[1] ?? '', 10)).toBeGreaterThanOrEqual(5000);
    expect(sim.executions('a')).toBe(1);
  });

  it('without a name is never sent again', async () => {
    const { sim, call, seen, settle } = openBot(mexcSpot);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const error = await failure(settle(call('POST', order, placing())));
    expect(error).toMatchObject({ outcome: 'unknown', attempts: 1 });
    expect(untimed(seen())).toEqual([`POST ${order} answer-lost`]);
  });
});

it('waits out a firewall that blocks the address, with reads and orders alike', async () => {
  let isFirst = true;
  const { call, seen, settle } = openBot(mexcSpot, {}, {}, () => {
    if (!isFirst) return undefined;
    isFirst = false;
    return new Response('<html>Access Denied</html>', { status: 403, headers: { 'retry-after': '4' } });
  });
  const first = call('GET', account);
  await vi.advanceTimersByTimeAsync(1);
  await settle(Promise.all([first, call('POST', order, placing('a'))]));
  const [blocked, ...later] = seen();
  expect(blocked).toBe(`0 GET ${account} 403`);
  expect(later.map((line) => Number.parseInt(line, 10) >= 4000)).toEqual([true, true]);
});

it('keeps an order that was taken when another of its batch was refused', async () => {
  const answer = [
    { symbol: 'MXUSDT', orderId: 'C02__1', newClientOrderId: 'a', orderListId: -1 },
    { newClientOrderId: 'b', msg: 'Oversold', code: 30005 },
  ];
  const { call, seen, settle } = openBot(mexcSpot, {}, {}, () => Response.json(answer));
  const batchOrders = JSON.stringify([placing('a'), placing('b')]);
  const error = await failure(settle(call('POST', '/api/v3/batchOrders', { batchOrders })));
  expect(error).toMatchObject({ category: 'funds', outcome: 'partial', attempts: 1 });
  expect(seen()).toHaveLength(1);
});
