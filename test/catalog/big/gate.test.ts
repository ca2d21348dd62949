import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gate } from '../../../src/catalog/gate/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const spot = '/api/v4/spot/orders';
const futures = '/api/v4/futures/usdt/orders';
const order = (text: string, currency_pair = 'BTC_USDT') => ({
  text,
  currency_pair,
  side: 'buy',
  amount: '1',
  price: '100',
});
const contract = (text: string) => ({ text, contract: 'BTC_USDT', size: 1, price: '100', tif: 'gtc' });

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = gate.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret' });
  const stage = open(gate, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const untimed = (seen: readonly string[]): string[] =>
  seen.map((one) => one.replace(/^\d+ /, '')).filter((one) => !one.includes('/spot/time'));
const times = (seen: readonly string[], path: string): number[] =>
  seen.filter((one) => one.endsWith(path)).map((one) => Number.parseInt(one, 10));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

describe('Gate, played from its definition', () => {
  it.each([
    ['spot', spot, order('t-a'), `${spot}/t-a?currency_pair=BTC_USDT`],
    ['futures', futures, contract('t-a'), `${futures}/t-a`],
  ])('a lost order of %s is found by its text', async (_, path, sent, lookUp) => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    expect(await settle(call('POST', path, sent))).toMatchObject({ text: 't-a' });
    expect(untimed(seen)).toEqual([`POST ${path}`, `GET ${lookUp}`]);
    expect(sim.executions('t-a')).toBe(1);
  });

  it('a futures order that was looked for all the while goes again after its minute', async () => {
    const { call, seen, sim } = start();
    sim.failNext('request-lost');
    expect(await settle(call('POST', futures, contract('t-a')))).toMatchObject({ text: 't-a' });
    const [first, second = 0] = times(seen, futures);
    expect(first).toBe(0);
    expect(second).toBeGreaterThan(60_000);
    expect(sim.executions('t-a')).toBe(1);
  });

  it('an expiry makes that soon', async () => {
    const { call, seen, sim, headers } = start();
    sim.failNext('request-lost');
    await settle(call('POST', futures, contract('t-a'), { validForMs: 5000 }));
    expect(Number(headers[0]?.get('x-gate-exptime')) - startMs).toBeLessThanOrEqual(5000);
    expect(times(seen, futures)).toHaveLength(1);
    expect(seen.at(-1)).toContain('/t-a');
  });

  it('a lost amend goes again within its call, since it says until when it may be taken', async () => {
    const { call, seen, sim, headers } = start();
    const path = `${spot}/t-a?currency_pair=BTC_USDT`;
    await settle(call('POST', spot, order('t-a')));
    sim.failNext('request-lost');
    await settle(call('PATCH', path, { price: '101' }));
    expect(untimed(seen).filter((one) => one.startsWith('PATCH'))).toHaveLength(2);
    expect(headers.filter((one) => one.has('x-gate-exptime'))).toHaveLength(3);
  });

  it('that no futures order is shown proves nothing once nobody could look for a minute', async () => {
    const failing = (count: number) => Array.from({ length: count }, () => new Response('', { status: 503 }));
    // The first is the order's own answer; the look-ups fail for a while, and then show nothing.
    const { call, seen } = start({ deadlineMs: 300_000 }, {}, failing(200));
    const end = await settle(call('POST', futures, contract('t-a')), 290_000);
    expect(end).toMatch(/unknown$/);
    expect(times(seen, futures)).toHaveLength(1);
    expect(Number.parseInt(seen[200] ?? '', 10)).toBeGreaterThan(60_000);
  });

  it('a cancel names its order in the path, and is looked up by it', async () => {
    const { call, seen, sim } = start();
    await settle(call('POST', spot, order('t-a')));
    sim.failNext('answer-lost');
    const path = `${spot}/t-a?currency_pair=BTC_USDT`;
    expect(await settle(call('DELETE', path))).toMatchObject({ text: 't-a' });
    expect(untimed(seen).slice(1)).toEqual([`DELETE ${path}`, `GET ${path}`]);
    // The exchange's own id is no text: nothing can be asked.
    sim.failNext('answer-lost');
    expect(await settle(call('DELETE', `${spot}/123?currency_pair=BTC_USDT`))).toMatch(/unknown$/);
  });

  it('429 holds the orders of its pair alone', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: 'TOO_MANY_REQUESTS' });
    const first = call('POST', spot, order('t-a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', spot, order('t-b', 'ETH_USDT')),
      call('POST', futures, contract('t-c')),
      call('POST', spot, order('t-d')),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(untimed(seen)).toEqual([`POST ${spot}`, `POST ${spot}`, `POST ${futures}`]);
    await settle(Promise.all([first, ...others]));
    expect(['t-a', 't-b', 't-c', 't-d'].map((id) => sim.executions(id))).toEqual([1, 1, 1, 1]);
  });

  it('makes up a text that Gate takes', async () => {
    const { call, sim } = start();
    const { text: _, ...unnamed } = order('');
    const end = await settle(call('POST', spot, unnamed, { clientOrderId: 'auto' }));
    expect(end).toMatchObject({ text: expect.stringMatching(/^t-x\w{8,26}$/) });
    expect(sim.orders.flatMap(({ placed }) => placed)).toHaveLength(1);
  });
});
