import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bitget } from '../../../src/catalog/bitget/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const spot = '/api/v2/spot/trade/';
const futures = '/api/v2/mix/order/';
const unified = '/api/v3/trade/';
const order = (clientOid: string, more: object = {}) => ({
  symbol: 'BTCUSDT',
  side: 'buy',
  orderType: 'limit',
  force: 'gtc',
  size: '1',
  price: '100',
  clientOid,
  ...more,
});
const good = (clientOid: string) => ({ code: '00000', data: { clientOid } });

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = bitget.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret', passphrase: 'fake-phrase' });
  const stage = open(bitget, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const untimed = (seen: readonly string[]): string[] =>
  seen.map((one) => one.replace(/^\d+ /, '')).filter((one) => !one.includes('/public/time'));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

/** What an order has to have there beside the usual. */
const ofFutures = { productType: 'USDT-FUTURES', marginMode: 'crossed', marginCoin: 'USDT' };

describe('Bitget, played from its definition', () => {
  it.each([
    ['spot', spot, {}, 'orderInfo?clientOid=a'],
    ['futures', futures, ofFutures, 'detail?clientOid=a&productType=USDT-FUTURES&symbol=BTCUSDT'],
    ['the unified account', unified, { category: 'SPOT', qty: '1' }, 'order-info?clientOid=a'],
  ])('a lost order of %s is found in its own book', async (_, prefix, more, lookUp) => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    expect(await settle(call('POST', `${prefix}place-order`, order('a', more)))).toMatchObject(good('a'));
    expect(untimed(seen)).toEqual([`POST ${prefix}place-order`, `GET ${prefix}${lookUp}`]);
    expect(sim.executions('a')).toBe(1);
  });

  it('an order for profit or loss has no id to ask by: it is sent once', async () => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    const end = await settle(call('POST', `${spot}place-order`, order('a', { tpslType: 'tpsl' })));
    expect(end).toMatch(/unknown$/);
    expect(untimed(seen)).toEqual([`POST ${spot}place-order`]);
  });

  it('an order that was lost on the way goes again once its time is over', async () => {
    const { call, seen, sim } = start();
    sim.failNext('request-lost');
    expect(await settle(call('POST', `${spot}place-order`, order('a')))).toMatchObject(good('a'));
    const placed = seen.filter((one) => one.includes('place-order')).map((one) => Number.parseInt(one, 10));
    expect(placed[0]).toBe(0);
    expect(placed[1]).toBeGreaterThanOrEqual(30_000);
    expect(sim.executions('a')).toBe(1);
  });

  it('429 holds its route alone, and the order goes again', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: '429' });
    const first = call('POST', `${spot}place-order`, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', `${futures}place-order`, order('b', ofFutures)),
      call('GET', '/api/v2/spot/account/assets'),
      call('POST', `${spot}place-order`, order('c')),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(untimed(seen)).toEqual([
      `POST ${spot}place-order`,
      `POST ${futures}place-order`,
      'GET /api/v2/spot/account/assets',
    ]);
    await settle(Promise.all([first, ...others]));
    expect(['a', 'b', 'c'].map((id) => sim.executions(id))).toEqual([1, 1, 1]);
  });

  it('cancels one order once a second, and others meanwhile', async () => {
    const { call, seen } = start();
    const cancel = (orderId: string) => call('POST', `${spot}cancel-order`, { symbol: 'BTCUSDT', orderId });
    await settle(Promise.all([cancel('1'), cancel('1'), cancel('2')]), 3000);
    expect(seen.map((one) => Number.parseInt(one, 10))).toEqual([0, 0, 1001]);
  });

  it('knows what is left of a second by a header that counts down', async () => {
    const told = Response.json(good('a'), { headers: { 'x-mbx-used-remain-limit': '1' } });
    const { call, seen } = start({}, {}, [told]);
    await settle(call('POST', `${spot}place-order`, order('a')), 1);
    await settle(Promise.all(['b', 'c'].map((id) => call('POST', `${spot}place-order`, order(id)))), 3000);
    const [, second = 0, third = 0] = seen.map((one) => Number.parseInt(one, 10));
    expect(second).toBeLessThan(100);
    expect(third).toBeGreaterThan(1000);
  });

  it('sends the orders of a batch that a limit refused once more, alone, and joins both lists', async () => {
    const first = {
      code: '00000',
      data: {
        successList: [{ orderId: '1', clientOid: 'b' }],
        failureList: [{ orderId: '', clientOid: 'a', errorCode: '429', errorMsg: 'Too many requests' }],
      },
    };
    const { call, seen, sim } = start({}, {}, [first]);
    const body = { symbol: 'BTCUSDT', orderList: [order('a'), order('b')] };
    const end = await settle(call('POST', `${spot}batch-orders`, body, { partial: 'repeat' }));
    expect(end).toMatchObject({
      code: '00000',
      data: { successList: [{ clientOid: 'a' }, { clientOid: 'b' }], failureList: [] },
    });
    expect(seen).toHaveLength(2);
    expect([sim.executions('a'), sim.executions('b')]).toEqual([1, 0]);
  });

  it('a trader whom others copy places one order a second', async () => {
    const { call, seen } = start({ tier: 'copy-trader' });
    await settle(Promise.all(['a', 'b'].map((id) => call('POST', `${spot}place-order`, order(id)))), 3000);
    expect(seen.map((one) => Number.parseInt(one, 10))).toEqual([0, 1001]);
  });
});
