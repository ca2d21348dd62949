import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hyperliquid } from '../../../src/catalog/hyperliquid/index.ts';
import { byClientOrderId, classify } from '../../../src/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { costsOf } from './costs.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const user = `0x${'a'.repeat(40)}`;
const cloid = (number: number): string => `0x${number.toString(16).padStart(32, '0')}`;
const order = (number: number) => ({
  a: 4,
  b: true,
  p: '1670.1',
  s: '0.0147',
  r: false,
  t: { limit: { tif: 'Gtc' } },
  c: cloid(number),
});
const placing = (...numbers: number[]) => ({
  action: { type: 'order', orders: numbers.map(order), grouping: 'na' },
});
const cancelling = (...numbers: number[]) => ({
  action: { type: 'cancelByCloid', cancels: numbers.map((number) => ({ asset: 4, cloid: cloid(number) })) },
});
const whole = (text: string): Response => Response.json({ status: 'err', response: text });
const each = (...statuses: unknown[]): Response =>
  Response.json({ status: 'ok', response: { type: 'order', data: { statuses } } });

let stages: Stage[] = [];
/** What its SDKs do: a nonce of this signing and a signature over it. */
let signed: string[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  let nonce = startMs;
  const sign: StageOptions['sign'] = ({ body = '' }) => {
    nonce += 1;
    const made = JSON.stringify({
      ...Object(JSON.parse(body)),
      nonce,
      signature: { r: '0x1', s: '0x2', v: 27 },
    });
    signed.push(made);
    return { body: made };
  };
  const reconcile = byClientOrderId({ fill: { user } });
  const stage = open(hyperliquid, { sign, reconcile, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const pathsOf = ({ seen }: Stage): readonly string[] =>
  seen.map((one) => one.replace(/^\d+ /, '')).filter((one) => one !== 'GET /');
const timesOf = ({ seen }: Stage, path: string): readonly number[] =>
  seen.filter((one) => one.endsWith(path)).map((one) => Number.parseInt(one, 10));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  signed = [];
  vi.useRealTimers();
});

describe('Hyperliquid, played from its definition', () => {
  it('signs once: a copy with a nonce of its own would be a second order', async () => {
    const stage = start();
    stage.sim.failNext('throttle', { times: 2 });
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toMatchObject({ status: 'ok' });
    expect(pathsOf(stage)).toEqual(Array(3).fill('POST /exchange'));
    expect(signed).toHaveLength(1);
    expect(stage.sim.executions(cloid(1))).toBe(1);
  });

  it('a lost order is looked up by its cloid, unsigned, and answers as a placing does', async () => {
    const stage = start();
    stage.sim.failNext('answer-lost');
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toMatchObject({
      status: 'ok',
      response: { type: 'order', data: { statuses: [{ resting: { cloid: cloid(1) } }] } },
      reconciled: { status: 'open' },
    });
    expect(pathsOf(stage)).toEqual(['POST /exchange', 'POST /info']);
    expect(signed).toHaveLength(1);
    expect(stage.sim.executions(cloid(1))).toBe(1);
  });

  it('a lost cancel is settled by the order that it named', async () => {
    const stage = start();
    await settle(stage.call('POST', '/exchange', placing(1)));
    stage.sim.failNext('answer-lost');
    expect(await settle(stage.call('POST', '/exchange', cancelling(1)))).toMatchObject({
      status: 'ok',
      response: { type: 'cancel', data: { statuses: ['success'] } },
      reconciled: { status: 'canceled' },
    });
    expect(pathsOf(stage).slice(1)).toEqual(['POST /exchange', 'POST /info']);
    // The exchange's own id is a number, which no look-up asks for.
    stage.sim.failNext('answer-lost');
    const byOid = { action: { type: 'cancel', cancels: [{ a: 4, o: 77_738_308 }] } };
    expect(await settle(stage.call('POST', '/exchange', byOid))).toMatch(/unknown$/);
  });

  it('nothing is asked, and nothing sent again, where whose order it is was not said', async () => {
    const stage = start({ reconcile: byClientOrderId() });
    stage.sim.failNext('answer-lost');
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toBe('- network unknown');
    expect(pathsOf(stage)).toEqual(['POST /exchange']);
  });

  it('an order that is not shown goes again as the same bytes, of which one copy is taken, however late', async () => {
    const stage = start();
    stage.sim.failNext('request-lost');
    const placed = { status: 'ok', response: { type: 'order' } };
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toMatchObject(placed);
    stage.sim.failNext({ kind: 'html-502', executed: false, executedAfterMs: 4000 });
    expect(await settle(stage.call('POST', '/exchange', placing(2), { validForMs: 9000 }))).toMatchObject(
      placed,
    );
    await vi.advanceTimersByTimeAsync(10_000);
    expect(signed).toHaveLength(2);
    expect(signed[1]).toContain('"expiresAfter":');
    expect(pathsOf(stage).filter((one) => one === 'POST /exchange')).toHaveLength(4);
    expect([1, 2].map((number) => stage.sim.executions(cloid(number)))).toEqual([1, 1]);
  });

  it('an order that it does not know, in its own words, goes again', async () => {
    const lost = new Response('<html>', { status: 502, headers: { 'content-type': 'text/html' } });
    const stage = start({}, {}, [lost, ...Array(3).fill({ status: 'unknownOid' })]);
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toMatchObject({ status: 'ok' });
    expect(pathsOf(stage).filter((one) => one === 'POST /exchange')).toHaveLength(2);
    expect(signed).toHaveLength(1);
    const asked = { body: { status: 'unknownOid' }, url: '/info', method: 'POST' };
    // To those who ask for it themselves it is an answer.
    expect(classify(hyperliquid, asked)).toEqual({ ok: true });
  });

  it('a copy that the exchange knows already is the order, and one of another call is not sent', async () => {
    const stage = start({}, { lookupLagMs: 3000 });
    await vi.advanceTimersByTimeAsync(1);
    stage.sim.failNext('answer-lost');
    expect(await settle(stage.call('POST', '/exchange', placing(1)))).toMatchObject({ status: 'ok' });
    stage.sim.failNext('request-lost');
    const hasty = stage.call('POST', '/exchange', placing(2), { deadlineMs: 1000 });
    expect(await settle(hasty)).toBe('- network unknown');
    // Its bytes are others: were the first copy taken after all, there would be two.
    expect(await settle(stage.call('POST', '/exchange', placing(2)))).toMatch(/unknown$/);
    expect([1, 2].map((number) => stage.sim.executions(cloid(number)))).toEqual([1, 0]);
  });

  it('refuses by text alone, under HTTP 200: all of it, or one order of several', async () => {
    const price = 'Price must be divisible by tick size. asset=4';
    const stage = start({}, {}, [
      whole('User or API Wallet 0x5e9ee1089755c3435139848e47e6635505d5a13a does not exist.'),
      whole(price),
      each({ error: price }),
      each({ resting: { oid: 1 } }, { error: price }),
      each({ error: 'A text of which no page knows.' }),
    ]);
    const ends: unknown[] = [];
    for (const numbers of [[1], [1, 2], [1], [1, 2], [1]])
      ends.push(await settle(stage.call('POST', '/exchange', placing(...numbers))));
    expect(ends).toEqual([
      'User or API Wallet 0x5e9ee1089755c3435139848e47e6635505d5a13a does not exist. auth rejected',
      `${price} invalid-order rejected`,
      `${price} invalid-order rejected`,
      `${price} invalid-order partial`,
      'A text of which no page knows. unknown rejected',
    ]);
    expect(pathsOf(stage)).toHaveLength(5);
  });

  it('what is posted to be read goes again, and is not signed', async () => {
    const stage = start();
    stage.sim.failNext('answer-lost');
    expect(await settle(stage.call('POST', '/info', { type: 'openOrders', user }))).toBeTypeOf('object');
    expect(pathsOf(stage)).toEqual(['POST /info', 'POST /info']);
    expect(signed).toEqual([]);
  });

  it('an address that has used up its requests waits for 10 s with orders, not with cancels', async () => {
    const used = 'Too many cumulative requests sent (97460 > 97456) for cumulative volume traded $28';
    const stage = start({}, {}, [whole(used)]);
    const first = stage.call('POST', '/exchange', placing(1));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      stage.call('POST', '/exchange', cancelling(9)),
      stage.call('POST', '/info', { type: 'allMids' }),
      stage.call('POST', '/exchange', placing(2)),
    ];
    await settle(Promise.allSettled([first, ...others]));
    const sent = timesOf(stage, ' /exchange');
    expect(sent).toHaveLength(4);
    expect(sent.slice(0, 2).every((at) => at < 10)).toBe(true);
    expect(sent.slice(2).every((at) => at >= 10_000)).toBe(true);
    expect(timesOf(stage, ' /info')[0]).toBeLessThan(10);
    expect([1, 2].map((number) => stage.sim.executions(cloid(number)))).toEqual([1, 1]);
  });

  it('weighs batches by forties, and reads by what they ask for', () => {
    const cost = (path: string, params: Readonly<Record<string, string | object>>) =>
      costsOf(hyperliquid, 'POST', path, params)['weight'];
    const many = (count: number) => placing(...Array.from({ length: count }, (_, at) => at));
    expect([
      cost('/exchange', many(1)),
      cost('/exchange', many(39)),
      cost('/exchange', many(40)),
      cost('/exchange', many(79)),
      cost('/exchange', many(80)),
      cost('/info', { type: 'allMids' }),
      cost('/info', { type: 'orderStatus' }),
      cost('/info', { type: 'userRole' }),
      cost('/info', { type: 'openOrders' }),
    ]).toEqual([1, 1, 2, 2, 3, 2, 2, 60, 20]);
  });
});
