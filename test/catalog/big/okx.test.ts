import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { okx } from '../../../src/catalog/okx/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { type Answers, open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const place = '/api/v5/trade/order';
const cancel = '/api/v5/trade/cancel-order';
const batchPath = '/api/v5/trade/batch-orders';
const order = (clOrdId: string, instId = 'BTC-USDT-SWAP') => ({
  instId,
  tdMode: 'cross',
  side: 'buy',
  ordType: 'limit',
  sz: '1',
  px: '100',
  clOrdId,
});
const good = (clOrdId: string) => ({ code: '0', data: [{ clOrdId, sCode: '0' }] });

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: Answers = [],
): Stage {
  const sign = okx.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret', passphrase: 'fake-phrase' });
  const stage = open(okx, { sign, ...options }, simulated, answers);
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

describe('OKX, played from its definition', () => {
  it('50011 holds its route and instrument alone, and the order goes again', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: '50011' });
    const first = call('POST', place, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', place, order('b', 'ETH-USDT-SWAP')),
      call('POST', cancel, { instId: 'BTC-USDT-SWAP', clOrdId: 'x' }),
      call('POST', place, order('c')),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual([`0 POST ${place}`, `1 POST ${place}`, `1 POST ${cancel}`]);
    await settle(Promise.all([first, ...others]));
    expect(['a', 'b', 'c'].map((id) => sim.executions(id))).toEqual([1, 1, 1]);
  });

  it('50061 holds the orders of all instruments, and no cancel', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: '50061' });
    const first = call('POST', place, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', place, order('b', 'ETH-USDT-SWAP')),
      call('POST', cancel, { instId: 'BTC-USDT-SWAP', clOrdId: 'x' }),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual([`0 POST ${place}`, `1 POST ${cancel}`]);
    await settle(Promise.all([first, ...others]));
    expect(['a', 'b'].map((id) => sim.executions(id))).toEqual([1, 1]);
  });

  it('counts by instrument, each order of a batch for itself', async () => {
    const { call, seen } = start();
    const batch = (from: number) =>
      Array.from({ length: 20 }, (_, at) => order(`o${from + at}`, at % 2 === 0 ? 'A-B' : 'C-D'));
    await settle(
      Promise.all([
        ...Array.from({ length: 61 }, (_, at) => call('POST', place, order(`p${at}`))),
        ...Array.from({ length: 31 }, (_, at) => call('POST', batchPath, batch(at * 20))),
      ]),
    );
    const count = (path: string, from: number, to: number): number =>
      seen.filter(
        (one) => one.endsWith(path) && Number.parseInt(one, 10) >= from && Number.parseInt(one, 10) < to,
      ).length;
    // The room for cancels alone is a fiftieth.
    expect(count(place, 0, 2000)).toBeLessThanOrEqual(60);
    expect(count(place, 0, 2000)).toBeGreaterThanOrEqual(58);
    expect(count(batchPath, 0, 2000)).toBeLessThanOrEqual(30);
    expect(count(batchPath, 0, 2000)).toBeGreaterThanOrEqual(28);
    expect([count(place, 0, 100_000), count(batchPath, 0, 100_000)]).toEqual([61, 31]);
  });

  it('an order that was lost on the way goes again once no copy can be accepted any more', async () => {
    const { call, seen, sim } = start();
    sim.failNext('request-lost');
    expect(await settle(call('POST', place, order('a')))).toMatchObject(good('a'));
    const placed = seen.filter((one) => one.endsWith(`POST ${place}`)).map((one) => Number.parseInt(one, 10));
    expect(placed[0]).toBe(0);
    expect(placed[1]).toBeGreaterThanOrEqual(30_000);
    expect(sim.executions('a')).toBe(1);
  });

  it('validForMs goes to the exchange with an order, and with no cancel', async () => {
    const { call, headers } = start();
    await settle(call('POST', place, order('a'), { validForMs: 2000 }));
    await settle(call('POST', cancel, { instId: 'BTC-USDT-SWAP', clOrdId: 'a' }, { validForMs: 2000 }));
    const told = headers.filter((one) => one.has('ok-access-sign')).map((one) => one.get('exptime'));
    expect(told).toHaveLength(2);
    expect(Number(told[0]) - startMs).toBeLessThanOrEqual(2000);
    expect(told[1]).toBeNull();
  });

  it('sends the orders of a batch that a limit refused once more, alone', async () => {
    const first = {
      code: '2',
      msg: 'Bulk operation partially succeeded.',
      data: [
        { ordId: '1', clOrdId: 'a', sCode: '0', sMsg: '' },
        { ordId: '', clOrdId: 'b', sCode: '50011', sMsg: 'Rate limit reached.' },
      ],
    };
    const { call, seen, sim } = start({}, {}, [first]);
    const end = await settle(call('POST', batchPath, [order('a'), order('b')], { partial: 'repeat' }));
    expect(end).toMatchObject({ code: '0', data: [{ clOrdId: 'a' }, { clOrdId: 'b' }] });
    expect(seen).toHaveLength(2);
    expect([sim.executions('a'), sim.executions('b')]).toEqual([0, 1]);
  });

  it('asks for an algo order in the book of algo orders alone, under the id that it has there', async () => {
    const path = '/api/v5/trade/order-algo';
    const algo = { instId: 'BTC-USDT-SWAP', side: 'sell', ordType: 'trigger', sz: '1', algoClOrdId: 'a' };
    const shown = (more: object, bornMs = 50) => ({
      code: '0',
      data: [{ ...algo, algoId: '7', state: 'live', bornMs, ...more }],
    });
    const again = { code: '0', data: [{ algoId: '8', sCode: '0' }] };
    const done = [{ algoId: '7', algoClOrdId: 'a', sCode: '0', sMsg: '' }];
    const stories: readonly (readonly [look: object, end: object | string, copies: number])[] = [
      [shown({}), done, 1],
      [shown({ state: 'effective' }), done, 1],
      [shown({ state: 'order_failed' }), '- invalid-order rejected', 1],
      [shown({ sz: '2' }), '- server unknown', 1],
      [shown({}, -60_000), '- server unknown', 1],
      [{ code: '51603', msg: 'Order does not exist', data: [] }, again.data, 2],
    ];
    for (const [look, end, copies] of stories) {
      let placed = 0;
      const text = JSON.stringify(look).replace(
        /"bornMs":(-?\d+)/,
        (_, ms) => `"cTime":"${Date.now() + Number(ms)}"`,
      );
      const { call, seen, headers } = start({}, {}, (method, pathname) => {
        if (pathname !== path) return undefined;
        if (method === 'GET') return new Response(text);
        placed += 1;
        return placed === 1 ? new Response('', { status: 502 }) : Response.json(again);
      });
      const ended = await settle(call('POST', path, algo, { validForMs: 60_000 }));
      expect(typeof ended === 'string' ? ended : Reflect.get(ended, 'data')).toEqual(end);
      expect([placed, headers.some((one) => one.has('exptime'))]).toEqual([copies, false]);
      const asked = seen.filter((one) => one.includes(' GET ') && !one.includes('/time'));
      expect(asked.every((one) => one.endsWith(`${path}?algoClOrdId=a`))).toBe(true);
    }
  });
});
