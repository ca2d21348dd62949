import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deribit } from '../../../src/catalog/deribit/index.ts';
import { byClientOrderId } from '../../../src/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { costsOf } from './costs.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const own = '/api/v2/private/';
const order = (label: string, instrument = 'BTC-PERPETUAL'): string =>
  `${own}buy?instrument_name=${instrument}&amount=10&price=100&label=${label}`;
const rpc = (method: string, params: object) => ({ jsonrpc: '2.0', id: 1, method, params });
const posted = (label: string) => ({ instrument_name: 'ETH_USDC-PERPETUAL', amount: 1, price: 100, label });
const byLabel = (label: string, currency: string): string =>
  `GET ${own}get_order_state_by_label?currency=${currency}&label=${label}`;

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = deribit.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret' });
  const stage = open(deribit, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const pathsOf = ({ seen }: Stage): readonly string[] => seen.map((one) => one.replace(/^\d+ /, ''));
const timesOf = ({ seen }: Stage): readonly number[] => seen.map((one) => Number(one.split(' ')[0]));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

describe('Deribit, played from its definition', () => {
  it('an order by GET is an order: lost, it is looked up by its label, and not sent again', async () => {
    const stage = start();
    stage.sim.failNext('answer-lost');
    const end = await settle(stage.call('GET', order('a')));
    expect(end).toMatchObject({ result: { order: { label: 'a', order_state: 'open' } } });
    expect(pathsOf(stage).filter((one) => !one.includes('get_time'))).toEqual([
      `GET ${order('a')}`,
      byLabel('a', 'BTC'),
    ]);
    expect(stage.sim.executions('a')).toBe(1);
  });

  it.each(['/api/v2', '/api/v2/', `${own}buy`])(
    'what is posted to %s is what its method says',
    async (path) => {
      const stage = start();
      stage.sim.failNext('answer-lost');
      const end = await settle(stage.call('POST', path, rpc('private/buy', posted('a'))));
      expect(end).toMatchObject({ result: { order: { label: 'a' } } });
      expect(pathsOf(stage).filter((one) => !one.includes('get_time'))).toEqual([
        `POST ${path}`,
        byLabel('a', 'USDC'),
      ]);
      expect(stage.headers[0]?.get('authorization')).toMatch(/^deri-hmac-sha256 id=fake-key,/);
      const read = stage.call('POST', '/api/v2', rpc('private/get_positions', { currency: 'BTC' }));
      stage.sim.failNext('answer-lost');
      expect(await settle(read)).toHaveProperty('result');
      expect(pathsOf(stage).filter((one) => one === 'POST /api/v2').length).toBe(path === '/api/v2' ? 3 : 2);
    },
  );

  it('a label is no key: an order that is not found may be there yet, and is not sent again', async () => {
    const stage = start();
    stage.sim.failNext('request-lost');
    expect(await settle(stage.call('GET', order('a')))).toBe('- network unknown');
    expect(pathsOf(stage).filter((one) => one.includes('/buy'))).toHaveLength(1);
    expect(pathsOf(stage).filter((one) => one === byLabel('a', 'BTC')).length).toBeGreaterThanOrEqual(3);
  });

  it('with `valid_until` it is certain at last that an order was not carried out', async () => {
    const stage = start();
    stage.sim.failNext('request-lost');
    const call = stage.call('POST', '/api/v2', rpc('private/sell', posted('a')), { validForMs: 3000 });
    expect(await settle(call)).toBe('- network rejected');
    expect(stage.sim.executions('a')).toBe(0);
    expect(timesOf(stage).at(-1)).toBeGreaterThanOrEqual(3000);
    const again = await settle(
      stage.call('POST', '/api/v2', rpc('private/sell', posted('a')), { validForMs: 3000 }),
    );
    expect(again).toMatchObject({ result: { order: { valid_until: String(startMs + 103_000) } } });
  });

  it('of a spot pair both currencies are asked', async () => {
    const stage = start();
    stage.sim.failNext('request-lost');
    expect(await settle(stage.call('GET', order('a', 'BTC_USDC')))).toBe('- network unknown');
    expect(pathsOf(stage).filter((one) => !one.includes('get_time'))).toEqual([
      `GET ${order('a', 'BTC_USDC')}`,
      ...Array.from({ length: 3 }, () => [byLabel('a', 'USDC'), byLabel('a', 'BTC')]).flat(),
    ]);
  });

  it('a cancel and a change are settled by the order itself', async () => {
    const stage = start();
    await settle(stage.call('GET', order('a')));
    const id = String(stage.sim.orders[0]?.placed[0]?.orderId);
    stage.sim.failNext('answer-lost');
    const edited = await settle(stage.call('GET', `${own}edit?order_id=${id}&amount=10&price=90`));
    expect(edited).toMatchObject({ result: { order: { order_id: id } } });
    stage.sim.failNext('answer-lost');
    const cancelled = await settle(stage.call('POST', '/api/v2', rpc('private/cancel', { order_id: id })));
    expect(cancelled).toMatchObject({ result: { order_id: id, order_state: 'cancelled' } });
    expect(pathsOf(stage).filter((one) => one === `GET ${own}get_order_state?order_id=${id}`)).toHaveLength(
      2,
    );
  });

  it('10028 holds what the engine counts for as long as it says, and no read', async () => {
    const error = { code: 10028, message: 'too_many_requests', data: { wait: 7 } };
    const stage = start({}, {}, [Response.json({ jsonrpc: '2.0', id: 1, error }, { status: 429 })]);
    const first = stage.call('GET', order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      stage.call('GET', order('b')),
      stage.call('GET', `${own}get_positions?currency=BTC`),
      stage.call('GET', '/api/v2/public/ticker?instrument_name=BTC-PERPETUAL'),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(
      pathsOf(stage)
        .slice(1)
        .every((one) => !one.includes('/buy')),
    ).toBe(true);
    await settle(Promise.all([first, ...others]));
    expect(['a', 'b'].map((label) => stage.sim.executions(label))).toEqual([1, 1]);
    expect(timesOf(stage).at(-1)).toBeGreaterThanOrEqual(7000);
  });

  it('counts credits, and requests to the engine, as leaking buckets', async () => {
    const stage = start({ reconcile: byClientOrderId() });
    const orders = Array.from({ length: 22 }, (_, at) => stage.call('GET', order(`o${at}`)));
    const reads = Array.from({ length: 101 }, () => stage.call('GET', `${own}get_positions?currency=BTC`));
    await settle(Promise.all([...orders, ...reads]));
    const times = (part: string): readonly number[] =>
      timesOf(stage).filter((_, at) => pathsOf(stage)[at]?.includes(part));
    expect(times('/buy').filter((at) => at === 0)).toHaveLength(20);
    expect(
      times('/buy')
        .slice(20)
        .every((at, index) => at >= 200 * (index + 1)),
    ).toBe(true);
    expect(times('get_positions').filter((at) => at === 0)).toHaveLength(100);
    const cost = (path: string, method = 'GET') => costsOf(deribit, method, path, {});
    expect([
      cost(`${own}buy`),
      cost(`${own}close_position`),
      cost(`${own}cancel_all`),
      cost(`${own}get_positions`),
      cost('/api/v2/public/ticker'),
      cost('/api/v2/public/get_instruments'),
    ]).toEqual([
      { matching: 1 },
      { matching: 1 },
      { matching: 1 },
      { credits: 500 },
      { public: 500 },
      { public: 10_000 },
    ]);
  });
});
