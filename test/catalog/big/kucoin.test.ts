// KuCoin, played from its definition: one number means another thing on another host, and pools of weights.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classify } from '../../../src/answers/classify.ts';
import { kucoin } from '../../../src/catalog/kucoin/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { costsOf } from './costs.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const place = '/api/v1/hf/orders';
const futures = '/api/v1/orders';
const order = (clientOid: string) => ({
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  size: '1',
  price: '100',
  clientOid,
});
const future = (clientOid: string) => ({ ...order(clientOid), symbol: 'XBTUSDTM', leverage: 3 });
const good = (clientOid: string) => ({ code: '200000', data: { clientOid } });

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = kucoin.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret', passphrase: 'fake-phrase' });
  const stage = open(kucoin, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const untimed = (seen: readonly string[]): string[] => seen.map((one) => one.replace(/^\d+ /, ''));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

it('reads a number by its host and route', () => {
  const meaning = (host: string, path: string, code: string): string => {
    const url = `https://${host}.kucoin.com/api/${path}`;
    const said = classify(kucoin, { status: 200, method: 'POST', url, body: `{"code":"${code}","msg":"x"}` });
    return said.ok ? 'ok' : `${said.category} ${said.outcome}`;
  };
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['api', 'v1/hf/orders', '200003', 'order-limit rejected'],
    ['api-futures', 'v1/orders', '200003', 'invalid-request rejected'],
    ['api-futures', 'v1/copy-trade/futures/orders', '300018', 'duplicate rejected'],
    ['api', 'v3/hf/margin/order', '400400', 'server unknown'],
    ['api', 'v1/hf/orders', '400400', 'unknown unknown'],
    ['api', 'ua/v1/x', '110003', 'unknown unknown'],
    ['api', 'v3/withdrawals', '110003', 'order-limit rejected'],
    ['api-broker', 'v1/broker/nd/account', '600100', 'account rejected'],
    ['api', 'v1/earn/orders', '151009', 'funds rejected'],
  ];
  expect(rows.filter(([host, path, code, said]) => meaning(host, path, code) !== said)).toEqual([]);
});

it('weighs each request in the pool of its route', () => {
  const rows: readonly (readonly [string, string, object])[] = [
    ['POST', place, { spot: 1 }],
    ['DELETE', `${place}/client-order/a`, { spot: 1 }],
    ['DELETE', `${place}/cancelAll`, { spot: 30 }],
    ['GET', `${place}/client-order/a`, { spot: 2 }],
    ['POST', futures, { futures: 2 }],
    ['POST', `${futures}/multi`, { futures: 20 }],
    ['GET', `${futures}/byClientOid`, { futures: 5 }],
    ['GET', '/api/v1/margin/maxWithdrawMargin', { futures: 10 }],
    ['GET', '/api/v3/margin/accounts', { spot: 15 }],
    ['GET', '/api/v1/accounts', { management: 5 }],
    ['POST', '/api/v2/accounts/inner-transfer', { management: 10 }],
    ['POST', '/api/v1/earn/orders', { earn: 5 }],
    ['GET', '/api/v1/market/allTickers', { public: 15 }],
    ['GET', '/api/v1/timestamp', { public: 3 }],
  ];
  const wrong = rows
    .map(([method, path, costs]) => [method, path, costsOf(kucoin, method, path, {}), costs])
    .filter(([, , found, costs]) => JSON.stringify(found) !== JSON.stringify(costs));
  expect(wrong).toEqual([]);
});

describe('KuCoin', () => {
  it('429000 holds its own pool alone, for as long as its header says', async () => {
    const refused = Response.json(
      { code: '429000', msg: 'Too many requests' },
      {
        status: 429,
        headers: {
          'gw-ratelimit-limit': '4000',
          'gw-ratelimit-remaining': '0',
          'gw-ratelimit-reset': '1489',
        },
      },
    );
    const { call, seen, sim } = start({}, {}, [refused]);
    const first = call('POST', place, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [call('POST', futures, future('b')), call('POST', place, order('c'))];
    await vi.advanceTimersByTimeAsync(1);
    expect(seen).toEqual([`0 POST ${place}`, `1 POST ${futures}`]);
    await settle(Promise.all([first, ...others]));
    const later = seen.slice(2).map((one) => Number.parseInt(one, 10) >= 1489);
    expect(later).toEqual([true, true]);
    expect(['a', 'b', 'c'].map((id) => sim.executions(id))).toEqual([1, 1, 1]);
  });

  it('learns what an account may use from the headers', async () => {
    const told = Response.json(
      { code: '200000', data: {} },
      {
        headers: {
          'gw-ratelimit-limit': '16000',
          'gw-ratelimit-remaining': '15000',
          'gw-ratelimit-reset': '20000',
        },
      },
    );
    const { call, gateway } = start({}, {}, [told]);
    await settle(call('GET', '/api/v1/hf/orders/active?symbol=BTC-USDT'), 10);
    const spot = gateway.headroom().find(({ limit }) => limit === 'spot');
    expect(spot).toMatchObject({ capacity: 16_000 });
  });

  it.each([
    [place, order, `GET ${place}/client-order/a?symbol=BTC-USDT`],
    [futures, future, `GET ${futures}/byClientOid?clientOid=a`],
  ])('a lost order at %s is found by its name, and goes out once', async (path, make, lookUp) => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    expect(await settle(call('POST', path, make('a')))).toMatchObject(good('a'));
    expect(untimed(seen).filter((one) => !one.includes('timestamp'))).toEqual([`POST ${path}`, lookUp]);
    expect(sim.executions('a')).toBe(1);
  });

  it('an order of the abandoned route of spot is asked for nowhere', async () => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    expect(await settle(call('POST', futures, order('a')))).toMatch(/ unknown$/);
    expect(untimed(seen)).toEqual([`POST ${futures}`]);
  });

  it('a lost list of one is settled as the one order that it is, and answered as a list', async () => {
    for (const path of [`${place}/multi`, `${place}/multi/sync`]) {
      const { call, seen, sim } = start();
      sim.failNext('answer-lost');
      expect(await settle(call('POST', path, { orderList: [order('a1')] }))).toMatchObject({
        data: [{ clientOid: 'a1', success: true }],
      });
      expect(untimed(seen)).toEqual([`POST ${path}`, `GET ${place}/client-order/a1?symbol=BTC-USDT`]);
      expect(sim.executions('a1')).toBe(1);
    }
  });

  it('of a list, the one that is sent again takes the place of its refusal', async () => {
    const { call, sim } = start();
    sim.failNext({ kind: 'throttle', items: [1] });
    const ids = ['a1', 'a2', 'a3'];
    const end = await settle(
      call('POST', `${place}/multi`, { orderList: ids.map(order) }, { partial: 'repeat' }),
    );
    expect(end).toMatchObject({ data: ids.map((clientOid) => ({ clientOid, success: true })) });
    expect(JSON.stringify(end)).not.toContain('429000');
    expect(ids.map((id) => sim.executions(id))).toEqual([1, 1, 1]);
  });

  it('a lost cancel is settled by the order that its path names', async () => {
    const { call, sim, seen } = start();
    await settle(call('POST', place, order('a')));
    sim.failNext('answer-lost', { match: { kind: 'cancel' } });
    const path = `${place}/client-order/a?symbol=BTC-USDT`;
    expect(await settle(call('DELETE', path))).toMatchObject(good('a'));
    expect(untimed(seen).filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
  });

  it('an order that is not shown, in an answer that says nothing of why, stays unknown', async () => {
    const refused = { code: '400100', msg: 'parameter error' };
    const { call, seen, sim } = start({ deadlineMs: 20_000 }, {}, [
      { code: '500000', msg: 'Internal Server Error' },
      ...Array(40).fill(refused),
    ]);
    expect(await settle(call('POST', place, order('a')))).toMatch(/^500000 .* unknown$/);
    expect(untimed(seen).filter((one) => one === `POST ${place}`)).toHaveLength(1);
    expect(sim.executions('a')).toBe(0);
  });
});
