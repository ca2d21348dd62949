import axios from 'axios';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  type CallOptions,
  createGateway,
  type Gateway,
  type GatewayOptions,
  interceptAxios,
  interceptFetch,
  isExchangeError,
  mexcContract,
  oxFun,
} from '../../src/index.ts';
import {
  type Fault,
  type SimulatedExchange,
  type SimulateOptions,
  simulateExchange,
} from '../../src/testing/index.ts';

const credentials = { apiKey: 'key', apiSecret: 'secret' };
beforeEach(() => {
  vi.useFakeTimers({ now: 1_764_097_200_000 });
  // The waits between repeats are what decides what still fits into a deadline.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A batch of three orders as one exchange takes it. */
interface Case {
  readonly exchange: typeof mexcContract | typeof oxFun;
  readonly path: string;
  readonly body: (ids: readonly string[]) => unknown;
  /** The client order ids in the answer, in its order. */
  readonly idsIn: (answer: unknown) => readonly unknown[];
}

const memberOf = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
const listIn = (answer: unknown): readonly unknown[] => {
  const list = memberOf(answer, 'data');
  return Array.isArray(list) ? list : [];
};

const mexc: Case = {
  exchange: mexcContract,
  path: '/api/v1/private/order/submit_batch',
  body: (ids) =>
    ids.map((externalOid) => ({
      symbol: 'BTC_USDT',
      price: 1,
      vol: 1,
      side: 1,
      type: 1,
      openType: 1,
      externalOid,
    })),
  idsIn: (answer) => listIn(answer).map((item) => memberOf(item, 'externalOid')),
};
const ox: Case = {
  exchange: oxFun,
  path: '/v3/orders/place',
  body: (ids) => ({
    // Without a timestamp: a repeat some seconds later would be too old for its window.
    responseType: 'FULL',
    orders: ids.map((clientOrderId) => ({
      clientOrderId,
      marketCode: 'BTC-USD-SWAP-LIN',
      side: 'BUY',
      quantity: '1',
      timeInForce: 'GTC',
      orderType: 'LIMIT',
      price: '1',
    })),
  }),
  idsIn: (answer) => listIn(answer).map((item) => memberOf(item, 'clientOrderId')),
};

type Send = (
  gateway: Gateway,
  sim: SimulatedExchange,
  path: string,
  body: unknown,
  exchange: CallOptions,
) => Promise<unknown>;
const base = 'http://127.0.0.1';
const overAxios =
  (prepare: (body: unknown) => unknown): Send =>
  async (gateway, sim, path, body, exchange) => {
    const api = axios.create({
      baseURL: base,
      adapter: sim.adapter,
      headers: { 'content-type': 'application/json' },
    });
    onTestFinished(interceptAxios(api, gateway));
    return (await api.post(path, prepare(body), { exchange })).data;
  };
const overFetch: Send = async (gateway, sim, path, body, exchange) => {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(body), exchange };
  return (await interceptFetch(gateway, sim.fetch)(base + path, init)).json();
};

const ways: readonly (readonly [string, Send])[] = [
  ['axios, an object', overAxios((body) => body)],
  ['axios, a text', overAxios((body) => JSON.stringify(body))],
  ['fetch', overFetch],
];

function open(exchange: Case['exchange'], options: Partial<GatewayOptions> = {}, sim: SimulateOptions = {}) {
  const simulated = simulateExchange(exchange, { credentials, limits: false, ...sim });
  const gateway = createGateway({ exchange, sign: exchange.signer(credentials), limits: false, ...options });
  onTestFinished(() => gateway.close());
  return { sim: simulated, gateway };
}

const throttled = (...items: number[]): Fault => ({ kind: 'throttle', items });

async function settled(work: Promise<unknown>, forMs = 20_000): Promise<unknown> {
  const told = work.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(forMs);
  return told;
}

/** How often each order was carried out, and which orders each request held. */
const executionsOf = (sim: SimulatedExchange, ids: readonly string[]) => ids.map((id) => sim.executions(id));
const itemsOf = (error: unknown) =>
  isExchangeError(error)
    ? error.items?.map(({ index, ok, category, outcome }) => [index, ok, category, outcome])
    : error;

describe.each([
  ['MEXC contract', mexc],
  ['OX.FUN', ox],
] as const)('a batch at %s', (_, one) => {
  const ids = ['7001', '7002', '7003'];

  it.each(ways)(
    'over %s: those refused for rate reasons go again alone, signed anew, until all stand',
    async (_way, send) => {
      const { sim, gateway } = open(one.exchange);
      sim.failNext(throttled(1, 2));
      sim.failNext(throttled(1));
      const answer = await settled(send(gateway, sim, one.path, one.body(ids), { partial: 'repeat' }));
      expect(one.idsIn(answer)).toEqual(ids);
      expect(executionsOf(sim, ids)).toEqual([1, 1, 1]);
      expect(
        sim.log.map(({ signatureOk, clientOrderId, status }) => [signatureOk, clientOrderId, status]),
      ).toEqual([
        [true, '7001', 200],
        [true, '7002', 200],
        [true, '7003', 200],
      ]);
    },
  );

  it('rejects with all items in the order of the request where one is refused for good', async () => {
    const { sim, gateway } = open(one.exchange);
    sim.failNext({ ...throttled(0) });
    // The second is refused by its own fault: its id is taken for none.
    const body = one.body(['7001', 'not an id', '7003']);
    const error = await settled(overFetch(gateway, sim, one.path, body, { partial: 'repeat' }));
    expect(error).toMatchObject({ outcome: 'partial', attempts: 2 });
    expect(itemsOf(error)).toEqual([
      [0, true, undefined, undefined],
      [1, false, expect.any(String), 'rejected'],
      [2, true, undefined, undefined],
    ]);
    expect(executionsOf(sim, ['7001', '7003'])).toEqual([1, 1]);
    const response = isExchangeError(error) ? error.response : undefined;
    const list = listIn(response instanceof Response ? await response.json() : undefined);
    expect([one.idsIn({ data: list })[0], one.idsIn({ data: list })[2]]).toEqual(['7001', '7003']);
  });

  it('never sends an item of unknown outcome again', async () => {
    const { sim, gateway } = open(one.exchange);
    sim.failNext(throttled(2));
    sim.failNext('answer-lost');
    const error = await settled(overFetch(gateway, sim, one.path, one.body(ids), { partial: 'repeat' }));
    expect(error).toMatchObject({ outcome: 'partial', reason: 'outcome-unknown', attempts: 2 });
    expect(itemsOf(error)).toEqual([
      [0, true, undefined, undefined],
      [1, true, undefined, undefined],
      [2, false, 'network', 'unknown'],
    ]);
    expect(executionsOf(sim, ids)).toEqual([1, 1, 1]);
    expect(sim.log).toHaveLength(2);
  });

  it('stays within `maxAttempts`, and says of the rest that it had no effect', async () => {
    const { sim, gateway } = open(one.exchange, { maxAttempts: 2 });
    sim.failNext(throttled(1, 2));
    sim.failNext(throttled(0));
    const error = await settled(overFetch(gateway, sim, one.path, one.body(ids), { partial: 'repeat' }));
    expect(error).toMatchObject({
      outcome: 'partial',
      reason: 'attempts',
      category: 'rate-limit',
      attempts: 2,
    });
    expect(itemsOf(error)).toEqual([
      [0, true, undefined, undefined],
      [1, false, 'rate-limit', 'rejected'],
      [2, true, undefined, undefined],
    ]);
    expect(executionsOf(sim, ids)).toEqual([1, 0, 1]);
  });

  it('stays within the deadline', async () => {
    const { sim, gateway } = open(one.exchange);
    for (let count = 0; count < 5; count += 1) sim.failNext(throttled(0));
    const told = overFetch(gateway, sim, one.path, one.body(ids), { partial: 'repeat', deadlineMs: 1500 });
    const error = await settled(told);
    expect(error).toMatchObject({ outcome: 'partial', reason: 'deadline', category: 'rate-limit' });
    expect(executionsOf(sim, ids)).toEqual([0, 1, 1]);
  });

  it('goes on where the whole of a repeat is refused', async () => {
    const { sim, gateway } = open(one.exchange);
    sim.failNext(throttled(0, 2));
    sim.failNext('throttle');
    const answer = await settled(overFetch(gateway, sim, one.path, one.body(ids), { partial: 'repeat' }));
    expect(one.idsIn(answer)).toEqual(ids);
    expect(executionsOf(sim, ids)).toEqual([1, 1, 1]);
    expect(sim.log.map(({ clientOrderId }) => clientOrderId)).toEqual(['7001', '7001', '7001']);
  });

  it('is as ever where nobody asked for it', async () => {
    const { sim, gateway } = open(one.exchange);
    sim.failNext(throttled(1));
    expect(await settled(overFetch(gateway, sim, one.path, one.body(ids), {}))).toMatchObject({
      outcome: 'partial',
      attempts: 1,
    });
    expect(executionsOf(sim, ids)).toEqual([1, 0, 1]);
  });
});

it('what a signature of the caller’s own vouches for is not sent in parts', async () => {
  const sim = simulateExchange(mexcContract, { limits: false });
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  sim.failNext(throttled(1));
  const told = overFetch(gateway, sim, mexc.path, mexc.body(['1', '2']), { partial: 'repeat' });
  expect(await settled(told)).toMatchObject({ outcome: 'partial', attempts: 1 });
  await gateway.close();
});
