import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { htx } from '../../../src/catalog/htx/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const place = '/v1/order/orders/place';
const batchPath = '/v1/order/batch-orders';
const order = (id: string) => ({
  'account-id': '1000001',
  symbol: 'btcusdt',
  type: 'buy-limit',
  amount: '1',
  price: '100',
  'client-order-id': id,
});
const refusal = (code: string, text = 'x') => ({
  status: 'error',
  'err-code': code,
  'err-msg': text,
  data: null,
});

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = htx.signer({ apiKey: 'fake-key', apiSecret: 'fake-secret' });
  const stage = open(htx, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
/** Without the parameters of the signature. */
const plain = (seen: readonly string[]): string[] =>
  seen.map((one) =>
    one
      .replace(/^\d+ /, '')
      .replace(/AccessKeyId=[^&]*&SignatureMethod=[^&]*&SignatureVersion=2&Timestamp=[^&]*/, '')
      .replace(/&?Signature=[^&]*/, '')
      .replace(/[?&]+$/, '')
      .replace('?&', '?'),
  );

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
});

describe('HTX, played from its definition', () => {
  const clock = 'GET /v1/common/timestamp';

  it('looks at the clock once for a signature that does not hold, and signs again', async () => {
    const { call, seen, sim } = start({}, { clockSkewMs: 400_000 }, [refusal('api-signature-not-valid')]);
    expect(await settle(call('POST', place, order('a')))).toMatchObject({ status: 'ok' });
    const sent = plain(seen);
    expect(sent.filter((one) => one !== clock)).toEqual([`POST ${place}`, `POST ${place}`]);
    const [first = '', second = ''] = seen
      .filter((one) => one.includes(place))
      .map((one) => new URLSearchParams(one.split('?')[1]).get('Timestamp') ?? '');
    expect(Date.parse(`${second}Z`) - Date.parse(`${first}Z`)).toBeGreaterThanOrEqual(399_000);
    expect(sim.executions('a')).toBe(1);
  });

  it('fails at once where that was not it', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: 'api-signature-not-valid' }, { times: 5 });
    expect(await settle(call('POST', place, order('a')))).toBe('api-signature-not-valid signature rejected');
    expect(plain(seen).filter((one) => one !== clock)).toHaveLength(1);
  });

  it('finds a lost order by its id, and sends one again at once that never arrived', async () => {
    const { call, seen, sim } = start();
    sim.failNext('answer-lost');
    expect(await settle(call('POST', place, order('a')))).toMatchObject({ status: 'ok' });
    expect(plain(seen).filter((one) => one !== clock)).toEqual([
      `POST ${place}`,
      'GET /v1/order/orders/getClientOrder?clientOrderId=a',
    ]);
    sim.failNext('request-lost');
    const sentAt = Date.now();
    const lost = call('POST', place, order('b'));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await lost).toMatchObject({ status: 'ok' });
    expect(Date.now() - sentAt).toBe(10_000);
    expect(['a', 'b'].map((id) => sim.executions(id))).toEqual([1, 1]);
  });

  it('takes a wrong state for an id that was used where an order is placed, else for one that is over', async () => {
    const { call, sim } = start();
    const wrongState = { kind: 'code', code: 'order-orderstate-error' } as const;
    sim.failNext(wrongState);
    expect(await settle(call('POST', place, order('a')))).toBe('order-orderstate-error duplicate rejected');
    sim.failNext(wrongState);
    const end = call('POST', '/v1/order/orders/submitCancelClientOrder', { 'client-order-id': 'a' });
    expect(await settle(end)).toBe('order-orderstate-error order-not-found rejected');
    // A copy that came after one that was lost proves that the first arrived.
    sim.failNext({ kind: 'code', code: 'rate-too-many-requests' });
    sim.failNext({ ...wrongState, executed: true });
    expect(await settle(call('POST', place, order('b')))).toMatchObject({ status: 'ok' });
    expect(sim.executions('b')).toBe(1);
  });

  it('a refusal for rate holds its route alone', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: 'rate-too-many-requests' });
    const first = call('POST', place, order('a'));
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      call('POST', '/v1/order/orders/submitCancelClientOrder', { 'client-order-id': 'x' }),
      call('GET', '/v1/account/accounts'),
      call('POST', place, order('b')),
    ];
    await vi.advanceTimersByTimeAsync(1);
    expect(plain(seen)).toEqual([
      `POST ${place}`,
      'POST /v1/order/orders/submitCancelClientOrder',
      'GET /v1/account/accounts',
    ]);
    await settle(Promise.all([first, ...others]));
    expect(['a', 'b'].map((id) => sim.executions(id))).toEqual([1, 1]);
  });

  it('sends the orders of a batch that a limit refused once more, alone', async () => {
    const first = {
      status: 'ok',
      data: [
        { 'order-id': 1, 'client-order-id': 'a' },
        { 'client-order-id': 'b', 'err-code': 'rate-too-many-requests', 'err-msg': 'exceeded rate limit' },
      ],
    };
    const { call, seen, sim } = start({}, {}, [first]);
    const end = await settle(call('POST', batchPath, [order('a'), order('b')], { partial: 'repeat' }));
    expect(end).toMatchObject({ data: [{ 'client-order-id': 'a' }, { 'client-order-id': 'b' }] });
    expect(seen).toHaveLength(2);
    expect([sim.executions('a'), sim.executions('b')]).toEqual([0, 1]);
  });

  it('waits for the end of a window that a header tells', async () => {
    const headers = {
      'x-hb-ratelimit-requests-remain': '0',
      'x-hb-ratelimit-requests-expire': String(startMs + 1500),
    };
    const { call, seen } = start({}, {}, [Response.json({ status: 'ok', data: '1' }, { headers })]);
    await settle(call('POST', place, order('a')), 1);
    await settle(call('POST', place, order('b')), 5000);
    const [, second = 0] = seen.map((one) => Number.parseInt(one, 10));
    expect(second).toBeGreaterThanOrEqual(1500);
    expect(second).toBeLessThan(2200);
  });
});
