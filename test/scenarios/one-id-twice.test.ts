import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';
import { type SimRequest, simulateExchange } from '../../src/testing/index.ts';
import { type Case, cases, keys, mexcCase } from '../testing/cases.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const asking: Partial<GatewayOptions> = { reconcile: byClientOrderId({ settleMs: 50, asks: 2 }) };

/** A simulated exchange that answers after 20 ms, and who tells how each call ended. */
function open(one: Case, options: Partial<GatewayOptions> = {}) {
  const sim = simulateExchange(one.exchange, { credentials: keys, deduplicate: false, latencyMs: 20 });
  const gateway = createGateway({
    exchange: one.exchange,
    sign: one.sign,
    hosts: ['exchange.example'],
    limits: false,
    deadlineMs: 20_000,
    ...options,
  });
  const send = interceptFetch(gateway, sim.fetch);
  const call = ({ path, method, body = '' }: SimRequest, exchange = {}) =>
    send(`https://exchange.example${path}`, {
      method,
      body,
      headers: { 'content-type': 'application/json' },
      exchange,
    }).then(
      async (response) => ({ end: 'done', body: await response.text() }),
      (error: unknown) => ({ end: isExchangeError(error) ? error.outcome : String(error), error }),
    );
  const all = async (...calls: ReturnType<typeof call>[]) => {
    await vi.advanceTimersByTimeAsync(60_000);
    return (await Promise.all(calls)).map(({ end }) => end);
  };
  const writes = () =>
    sim.log.filter(({ method }) => method !== 'GET').map(({ path }) => path.split('/').at(-1));
  return { sim, gateway, call, all, writes };
}

describe.each(cases)('%s: two placings under one id at the same time', (_, one) => {
  it('are one order, and both callers are told of it', async () => {
    const { sim, call, all } = open(one, asking);
    const calls = [call(one.order('7001')), call(one.order('7001'))];
    expect(await all(...calls)).toEqual(['done', 'done']);
    expect(sim.executions('7001')).toBe(1);
    const bodies = (await Promise.all(calls)).map((ended) => ('body' in ended ? ended.body : ''));
    const orderId = sim.orders[0]?.placed[0]?.orderId ?? 'none';
    for (const body of bodies) expect(body).toContain(orderId);
  });

  it('are one order where nobody can be asked', async () => {
    const { sim, call, all } = open(one);
    const ends = await all(call(one.order('7001')), call(one.order('7001')));
    expect(ends).not.toContain('rejected');
    expect(sim.executions('7001')).toBe(1);
  });

  it('are one order where nobody heard of the first', async () => {
    const { sim, call, all } = open(one, asking);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    expect(await all(call(one.order('7001')), call(one.order('7001')))).toEqual(['done', 'done']);
    expect(sim.executions('7001')).toBe(1);
  });

  it('are one order where nobody can be asked, and neither is called refused', async () => {
    const { sim, call, all } = open(one);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const calls = [call(one.order('7001')), call(one.order('7001')), call(one.order('7001'))];
    // Before the window is over, within which the first copy can still be carried out.
    await vi.advanceTimersByTimeAsync(500);
    expect((await Promise.all(calls)).map(({ end }) => end)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(sim.executions('7001')).toBe(1);
    await all();
  });

  it('are two where the first was refused', async () => {
    const { sim, call, all } = open(one);
    sim.failNext('code', { match: { kind: 'order' } });
    expect(await all(call(one.order('7001')), call(one.order('7001')))).toEqual(['rejected', 'done']);
    expect(sim.executions('7001')).toBe(1);
  });

  it('are not the same order if they differ: the later one is not sent', async () => {
    const { sim, call, all } = open(one);
    expect(await all(call(one.order('7001', 10)), call(one.order('7001', 11)))).toEqual(['done', 'unknown']);
    expect(sim.executions('7001')).toBe(1);
  });

  it('leave others alone', async () => {
    const { sim, call, all } = open(one);
    expect(await all(call(one.order('7001')), call(one.order('7002')))).toEqual(['done', 'done']);
    expect([sim.executions('7001'), sim.executions('7002')]).toEqual([1, 1]);
  });
});

const submit = (order: object): SimRequest => {
  const request = mexcCase.order('7001');
  return { ...request, body: JSON.stringify({ ...JSON.parse(request.body ?? ''), ...order }) };
};
const batch = (...ids: string[]): SimRequest => {
  const { body = '', ...request } = mexcCase.order('7001');
  const order = JSON.parse(body);
  return {
    ...request,
    path: '/api/v1/private/order/submit_batch',
    body: JSON.stringify(ids.map((externalOid) => ({ ...order, externalOid }))),
  };
};

describe('an id of which nobody knows what became', () => {
  it('stays so when an order of the same id for another market is done', async () => {
    const { sim, call, all } = open(mexcCase);
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const first = call(submit({}));
    await vi.advanceTimersByTimeAsync(100);
    const other = call(submit({ symbol: 'ETH_USDT' }));
    await vi.advanceTimersByTimeAsync(100);
    const again = call(submit({}));
    expect(await all(first, other, again)).toEqual(['unknown', 'done', 'unknown']);
    expect(sim.log.filter(({ action }) => action === 'order')).toHaveLength(2);
  });

  it.each(['answer-lost', 'error-after'] as const)(
    'is kept for every order of a batch (%s), so that a batch with one of them is not sent again',
    async (kind) => {
      const { sim, call, all } = open(mexcCase, asking);
      sim.failNext(kind, { match: { kind: 'order' } });
      const first = call(batch('7001', '7002'));
      await vi.advanceTimersByTimeAsync(100);
      const again = call(batch('7003', '7002'));
      await vi.advanceTimersByTimeAsync(100);
      const single = call(submit({}));
      expect(await all(first, again, single)).toEqual(['unknown', 'unknown', 'done']);
      expect(['7001', '7002', '7003'].map((id) => sim.executions(id))).toEqual([1, 1, 0]);
    },
  );

  it('keeps a cancel from meeting its repeat in the queue: the earlier copy may stand', async () => {
    const { sim, gateway, call, writes } = open(mexcCase, {
      limits: [{ name: 'l', scope: 'ip', capacity: 1, windowMs: 5000 }],
    });
    sim.failNext('answer-lost', { match: { kind: 'order' } });
    const first = call(mexcCase.order('7001'));
    await vi.advanceTimersByTimeAsync(100);
    expect((await first).end).toBe('unknown');
    const again = call(mexcCase.order('7001'), { replaySafe: true });
    const cancel = call(mexcCase.cancel('7001'));
    await vi.advanceTimersByTimeAsync(20_000);
    expect([(await again).end, (await cancel).end]).not.toContain('rejected');
    expect(writes()).toContain('cancel_with_external');
    await gateway.close();
  });
});

it('a cancel that may still be on its way had no effect only once it cannot have one any more', async () => {
  const { sim, call, all } = open(mexcCase, {
    reconcile: byClientOrderId(),
    maxAttempts: 1,
    deadlineMs: 60_000,
  });
  sim.failNext({ kind: 'html-502', executed: false, executedAfterMs: 6000 }, { match: { kind: 'cancel' } });
  const cancel = call(mexcCase.cancel('7001'));
  await vi.advanceTimersByTimeAsync(5000);
  const order = call(mexcCase.order('7001'));
  expect(await all(order, cancel)).toEqual(['done', 'unknown']);
  expect(sim.orders[0]?.placed[0]?.status).toBe('cancelled');
});
