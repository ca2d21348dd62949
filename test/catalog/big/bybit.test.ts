import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bybit } from '../../../src/catalog/bybit/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const create = '/v5/order/create';
const order = (orderLinkId: string, more: object = {}) => ({
  category: 'linear',
  symbol: 'BTCUSDT',
  side: 'Buy',
  orderType: 'Limit',
  qty: '0.1',
  price: '100',
  orderLinkId,
  ...more,
});

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = bybit.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret' });
  const stage = open(bybit, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

const lookUp = (id: string, book = 'realtime'): string =>
  `GET /v5/order/${book}?category=linear&symbol=BTCUSDT&orderLinkId=${id}`;

describe('Bybit, played from its definition', () => {
  it('10006 holds its route and category alone, and the order goes again', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: '10006' });
    const first = call('POST', create, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', create, order('b', { category: 'spot' })),
      call('POST', '/v5/order/cancel', { category: 'linear', symbol: 'BTCUSDT', orderLinkId: 'x' }),
      call('POST', create, order('c')),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual([`0 POST ${create}`, `1 POST ${create}`, '1 POST /v5/order/cancel']);
    await settle(Promise.all([first, ...others]));
    expect(seen.filter((one) => one.includes(create))).toHaveLength(4);
    expect(['a', 'b', 'c'].map((id) => sim.executions(id))).toEqual([1, 1, 1]);
  });

  it('counts by route and category, each order of a batch for itself', async () => {
    const { call, seen } = start();
    const batch = (category: string, from: number, count: number) => ({
      category,
      request: Array.from({ length: count }, (_, at) => order(`${category}${from + at}`)),
    });
    const calls = [
      ...Array.from({ length: 11 }, (_, at) => call('POST', create, order(`o${at}`))),
      call('POST', '/v5/order/create-batch', batch('linear', 0, 6)),
      call('POST', '/v5/order/create-batch', batch('linear', 6, 6)),
      call('POST', '/v5/order/create-batch', batch('option', 0, 6)),
      call('POST', '/v5/order/create-batch', batch('option', 6, 6)),
    ];
    await settle(Promise.all(calls));
    const at = (path: string): string[] =>
      seen.filter((one) => one.endsWith(path)).map((one) => one.split(' ')[0] ?? '');
    expect(at(create)).toEqual([...Array(10).fill('0'), '1001']);
    expect(at('create-batch')).toEqual(['0', '0', '0', '1001']);
  });

  it('an order that was lost on the way is sent again after both books say that it is not there', async () => {
    const { call, seen, sim } = start();
    sim.failNext('request-lost');
    const end = await settle(call('POST', create, order('a')));
    expect(end).toMatchObject({ retCode: 0, result: { orderLinkId: 'a' } });
    const paths = seen.map((one) => one.replace(/^\d+ /, ''));
    expect(paths.filter((one) => one === lookUp('a', 'history')).length).toBeGreaterThanOrEqual(3);
    expect(paths.filter((one) => one === lookUp('a')).length).toBeGreaterThanOrEqual(3);
    expect(paths.at(-1)).toBe(`POST ${create}`);
    expect(sim.executions('a')).toBe(1);
  });

  it('sends the orders of a batch that a limit refused once more, alone', async () => {
    const first = {
      retCode: 0,
      retMsg: 'OK',
      result: {
        list: [
          { orderId: '1', orderLinkId: 'a' },
          { orderId: '', orderLinkId: 'b' },
        ],
      },
      retExtInfo: {
        list: [
          { code: 0, msg: 'OK' },
          { code: 10006, msg: 'Too many visits!' },
        ],
      },
    };
    const { call, seen, sim } = start({}, {}, [first]);
    const batch = { category: 'linear', request: [order('a'), order('b')] };
    const end = await settle(call('POST', '/v5/order/create-batch', batch, { partial: 'repeat' }));
    expect(end).toMatchObject({ retCode: 0 });
    expect(seen).toHaveLength(2);
    expect([sim.executions('a'), sim.executions('b')]).toEqual([0, 1]);
  });

  it.each([
    ['what is left', { 'X-Bapi-Limit': '10', 'X-Bapi-Limit-Status': '2' }, 2],
    ['the allowance of the account', { 'X-Bapi-Limit': '40', 'X-Bapi-Limit-Status': '39' }, 20],
  ])('headers tell %s, of the route and category alone', async (_, told, at) => {
    const headers = { ...told, 'X-Bapi-Limit-Reset-Timestamp': String(startMs) };
    const first = Response.json({ retCode: 0, retMsg: 'OK', result: { orderId: '1' } }, { headers });
    const { call, seen } = start({}, {}, [first]);
    await call('POST', create, order('first'));
    const many = Array.from({ length: 20 }, (_, index) => [
      call('POST', create, order(`a${index}`)),
      call('POST', create, order(`b${index}`, { category: 'inverse' })),
    ]).flat();
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toHaveLength(1 + at + 10);
    await settle(Promise.all(many));
    expect(seen).toHaveLength(41);
  });

  it('an address that was refused waits for ten minutes', async () => {
    const { call, seen, sim } = start({ deadlineMs: 1_000_000 });
    sim.failNext('html');
    const first = settle(call('GET', '/v5/order/realtime?category=linear&symbol=BTCUSDT'), 700_000);
    await first;
    expect(seen.map((one) => Number(one.split(' ')[0]))).toEqual([0, expect.closeTo(600_000, -3)]);
  });

  it('validForMs shortens the window of an order, and never lengthens it', async () => {
    const { headers, call } = start();
    await settle(call('POST', create, order('a'), { validForMs: 2000 }));
    await settle(call('POST', create, order('b'), { validForMs: 60_000 }));
    const windows = headers.map((one) => one.get('x-bapi-recv-window'));
    expect(windows).toEqual(['2000', '5000']);
  });
});
