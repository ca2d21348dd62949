import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kraken } from '../../../src/catalog/kraken/index.ts';
import {
  byClientOrderId,
  createGateway,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
  type Sign,
} from '../../../src/index.ts';
import { type SimulateOptions, simulateExchange } from '../../../src/testing/index.ts';
import { costsOf } from './costs.ts';

const startMs = 1_764_097_200_000;
const host = 'https://api.kraken.com';
const own = '/0/private/';

/** Nonces as the signer makes them, without waiting for a digest. */
function nonces(): Sign {
  let last = 0;
  return ({ body = '' }, { timestamp }) => {
    last = Math.max(last + 1, Math.trunc(timestamp));
    const isJson = body.startsWith('{');
    return { headers: {}, body: isJson ? body.replace('{', `{"nonce":${last},`) : `nonce=${last}&${body}` };
  };
}

/** Kraken, played from its definition, and a bot. `answer` stands in for what the definition cannot say. */
function open(
  sims: SimulateOptions = {},
  options: Partial<GatewayOptions> = {},
  answer: (path: string, body: string) => Response | undefined = () => undefined,
  isLimited = false,
) {
  const sim = simulateExchange(kraken, { ...(!isLimited && { limits: false }), latencyMs: 10, ...sims });
  const bodies: string[] = [];
  const gateway = createGateway({ exchange: kraken, sign: nonces(), deadlineMs: 60_000, ...options });
  const send = interceptFetch(gateway, async (input, init) => {
    const { pathname } = new URL(String(input));
    const body = String(init?.body ?? '');
    bodies.push(`${pathname} ${body}`);
    return answer(pathname, body) ?? sim.fetch(input, init);
  });
  const call = (name: string, fields: string | object = '', exchange: object = {}) => {
    const body = typeof fields === 'string' ? fields : JSON.stringify(fields);
    const type = typeof fields === 'string' ? 'application/x-www-form-urlencoded' : 'application/json';
    const init = { method: 'POST', headers: { 'content-type': type }, body, exchange };
    return send(`${host}${own}${name}`, init).then(
      async (response) => JSON.stringify(((await response.json()) as { result?: unknown }).result ?? 'good'),
      (error: unknown) =>
        isExchangeError(error) ? `${error.outcome} ${error.category} ${error.code ?? ''}`.trim() : error,
    );
  };
  /** What arrived: when, what, and what came of it. */
  const log = (): string[] =>
    sim.log.map(({ at, path, code, executed, fault, violations }) =>
      [at - startMs, path.split('/').at(-1), code, fault, executed && 'done', violations.join()]
        .filter((part) => part !== undefined && part !== '' && part !== false)
        .join(' '),
    );
  return { sim, gateway, send, call, log, bodies };
}

const order = (id: string, pair = 'XBTUSD'): string =>
  `pair=${pair}&type=buy&ordertype=limit&price=100&volume=1&cl_ord_id=${id}`;

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
  // No jitter: half of each wait.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function later(ms: number, call: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => setTimeout(() => resolve(call()), ms));
}

/** Lets time go by until all calls are over. */
async function within(ms: number, ...calls: readonly Promise<unknown>[]): Promise<readonly unknown[]> {
  const all = Promise.all(calls);
  await vi.advanceTimersByTimeAsync(ms);
  return all;
}

/** Units in use, by book, rounded up to the next half: buckets drain meanwhile. */
function used(gateway: ReturnType<typeof open>['gateway'], limit: string): readonly string[] {
  return gateway
    .headroom()
    .filter((one) => one.limit.startsWith(limit))
    .map(({ limit: book, capacity, free }) => `${book}: ${Math.ceil((capacity - free) * 2) / 2}`);
}

describe('the limits of Kraken', () => {
  it('have calls drain by a third in a second, and orders cost none of them', async () => {
    const { call, gateway, sim } = open({}, {}, () => undefined, true);
    const reads = Array.from({ length: 17 }, () => call('Balance'));
    await within(12_000, ...reads, call('AddOrder', order('a')));
    expect(sim.violations).toEqual([]);
    const when = (name: string): number[] =>
      sim.log.filter(({ path }) => path.endsWith(name)).map(({ at }) => at - startMs);
    // One at a time, for their nonces: 10 ms each. Fifteen, then one in three seconds.
    expect(when('AddOrder')[0]).toBeLessThan(200);
    const [last = 0, next = 0, oneMore = 0] = when('Balance').slice(14);
    expect(last).toBeLessThan(200);
    expect([next > 2800 && next < 3300, oneMore - next >= 3000]).toEqual([true, true]);
    await gateway.close();
  });

  it('weigh histories double', async () => {
    const { call, gateway } = open();
    await within(1000, call('Balance'), call('Ledgers'), call('TradesHistory'));
    expect(used(gateway, 'calls')).toEqual(['calls: 5']);
    await gateway.close();
  });

  it('count the orders of each pair apart, one half for each of a batch, and none that is only checked', async () => {
    const { call, gateway } = open();
    const item = { type: 'buy', ordertype: 'limit', price: '1', volume: '1' };
    const orders = ['b1', 'b2', 'b3'].map((id) => ({ ...item, cl_ord_id: id }));
    await within(
      100,
      call('AddOrder', order('a')),
      call('AddOrder', order('b', 'ETHUSD')),
      call('AddOrderBatch', { pair: 'ETHUSD', orders }),
      call('AddOrder', `${order('v')}&validate=true`),
    );
    expect(used(gateway, 'orders')).toEqual(['orders XBTUSD *: 1', 'orders ETHUSD *: 2.5']);
    expect(used(gateway, 'calls')).toEqual([]);
    await gateway.close();
  });

  it('count the orders of a batch that a form spells out', async () => {
    const { call, gateway } = open();
    const item = (at: number) =>
      `orders[${at}][type]=buy&orders[${at}][volume]=1&orders[${at}][cl_ord_id]=b${at}`;
    await within(100, call('AddOrderBatch', `pair=ETHUSD&${[0, 1, 2, 3].map(item).join('&')}`));
    expect(used(gateway, 'orders')).toEqual(['orders ETHUSD *: 2']);
    await gateway.close();
  });

  it('cost a change of an order what it costs at most, and a cancel nothing', () => {
    const own = '/0/private/';
    const of = (name: string, params: Readonly<Record<string, string | object>>) =>
      costsOf(kraken, 'POST', own + name, params)['orders'];
    expect([
      of('AddOrder', { pair: 'XBTUSD' }),
      of('AmendOrder', { pair: 'XBTUSD', txid: 'A' }),
      of('EditOrder', { pair: 'XBTUSD', txid: 'A' }),
      of('AddOrderBatch', { pair: 'XBTUSD', orders: [{}, {}, {}] }),
      of('CancelOrder', { txid: 'A' }),
    ]).toEqual([1, 4, 7, 1.5, undefined]);
  });

  it('are those of the tier', async () => {
    const { gateway, call } = open({}, { tier: 'pro' });
    await within(100, call('AddOrder', order('a')), call('Balance'));
    const sizes = gateway.headroom().map(({ limit, capacity }) => `${limit} ${capacity}`);
    expect(sizes.filter((one) => !one.startsWith('nonce'))).toEqual(['orders XBTUSD * 180', 'calls 20']);
    await gateway.close();
  });
});

describe('a refusal of Kraken', () => {
  it('of the orders of a pair holds back that pair alone, which goes again', async () => {
    const { call, log, sim, gateway } = open();
    sim.failNext({ kind: 'code', code: 'EOrder:Rate limit exceeded' });
    const told = await within(
      2000,
      call('AddOrder', order('a')),
      later(20, () => call('AddOrder', order('b'))),
      later(20, () => call('AddOrder', order('c', 'ETHUSD'))),
      later(20, () => call('Balance')),
    );
    expect(told.filter((one) => !String(one).startsWith('{') && one !== '"good"' && one !== 'good')).toEqual(
      [],
    );
    expect(log()).toEqual([
      '0 AddOrder EOrder:Rate limit exceeded code',
      '20 AddOrder done',
      '30 Balance',
      '260 AddOrder done',
      '310 AddOrder done',
    ]);
    await gateway.close();
  });

  it('of the calls of a key holds back no orders', async () => {
    const { call, log, sim, gateway } = open();
    sim.failNext({ kind: 'code', code: 'EAPI:Rate limit exceeded' });
    await within(
      2000,
      call('Balance'),
      later(20, () => call('OpenOrders')),
      later(20, () => call('AddOrder', order('a'))),
    );
    expect(log()).toEqual([
      '0 Balance EAPI:Rate limit exceeded code',
      '20 AddOrder done',
      '260 Balance',
      '310 OpenOrders',
    ]);
    await gateway.close();
  });

  it('until an instant is kept, whatever was called', async () => {
    let isFirst = true;
    const text = `EService: Throttled: ${startMs / 1000 + 5}`;
    const { call, log, gateway } = open({}, {}, () => {
      const refusal = isFirst ? Response.json({ error: [text] }) : undefined;
      isFirst = false;
      return refusal;
    });
    await within(
      7000,
      call('Balance'),
      later(20, () => call('AddOrder', order('a'))),
    );
    expect(log()).toEqual(['5000 AddOrder done', '5050 Balance']);
    await gateway.close();
  });
});

describe('nonces', () => {
  it('arrive in order, however many calls there are at once and limits or not', async () => {
    vi.restoreAllMocks();
    vi.useRealTimers();
    const secret = Buffer.from('a secret of sixty-four bytes, or of any other length').toString('base64');
    const seen: { nonce: bigint; isSigned: boolean }[] = [];
    const gateway = createGateway({
      exchange: kraken,
      limits: false,
      sign: kraken.signer({ apiKey: 'key', apiSecret: secret }),
    });
    const send = interceptFetch(gateway, async (input, init) => {
      const { pathname } = new URL(String(input));
      const body = String(init?.body);
      await new Promise((resolve) => setTimeout(resolve, (seen.length * 7) % 5));
      const nonce = new URLSearchParams(body).get('nonce') ?? '';
      const digest = createHash('sha256')
        .update(nonce + body)
        .digest();
      const mac = createHmac('sha512', Buffer.from(secret, 'base64')).update(pathname).update(digest);
      seen.push({
        nonce: BigInt(nonce),
        isSigned: new Headers(init?.headers).get('api-sign') === mac.digest('base64'),
      });
      return Response.json({ error: [], result: { txid: ['T'] } });
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        send(`${host}${own}AddOrder`, { method: 'POST', headers, body: order(`n${at}`) }),
      ),
    );
    const inOrder = seen.every(({ nonce }, at) => at === 0 || nonce > (seen[at - 1]?.nonce ?? 0n));
    expect([seen.length, inOrder, seen.every(({ isSigned }) => isSigned)]).toEqual([20, true, true]);
    await gateway.close();
  });

  it('that are too small are cured by the clock of the exchange, 45 s ahead', async () => {
    // Another process with a right clock used the key last.
    let last = startMs + 44_000;
    let refused = 0;
    const { call, sim, gateway } = open({ clockSkewMs: 45_000 }, {}, (path, body) => {
      const nonce = Number(/nonce"?[=:](\d+)/.exec(body)?.[1]);
      if (!path.startsWith(own)) return undefined;
      if (nonce > last) {
        last = nonce;
        return undefined;
      }
      refused += 1;
      return Response.json({ error: ['EAPI:Invalid nonce'] });
    });
    const told = await within(
      30_000,
      ...Array.from({ length: 20 }, (_, at) => call('AddOrder', order(`n${at}`))),
    );
    expect(told.filter((one) => !String(one).includes('txid'))).toEqual([]);
    // The first four, while the others waited to see whether they are taken; it tells whole seconds.
    expect([refused, sim.orders.length, sim.timeRequests.length]).toEqual([4, 20, 3]);
    expect(sim.orders.every(({ executions }) => executions === 1)).toBe(true);
    await gateway.close();
  });
});

describe('an order of Kraken whose answer was lost', () => {
  const options = { reconcile: byClientOrderId() };
  const nowhere = (place: 'open' | 'closed') => Response.json({ error: [], result: { [place]: {} } });

  it('is found among the closed ones, where it is no longer open', async () => {
    const { call, log, sim, gateway } = open({}, options, (path) =>
      path.endsWith('OpenOrders') ? nowhere('open') : undefined,
    );
    sim.failNext('answer-lost');
    const [told] = await within(10_000, call('AddOrder', order('a')));
    expect(told).toBe('{"descr":{"order":null},"txid":["700000000000001"]}');
    expect([sim.executions('a'), log()]).toEqual([1, ['0 AddOrder answer-lost done', '10 ClosedOrders']]);
    await gateway.close();
  });

  it('is not an older one that had its id', async () => {
    const older = {
      cl_ord_id: 'a',
      status: 'closed',
      opentm: startMs / 1000 - 60.5,
      vol: '1',
      descr: { type: 'buy', price: '100' },
    };
    const { call, sim, gateway } = open({}, options, (path) => {
      if (path.endsWith('OpenOrders')) return nowhere('open');
      return path.endsWith('ClosedOrders')
        ? Response.json({ error: [], result: { closed: { 'OLD-1': older }, count: 1 } })
        : undefined;
    });
    sim.failNext('request-lost', { match: { action: 'order' } });
    const [told] = await within(61_000, call('AddOrder', order('a')));
    expect([told, sim.executions('a')]).toEqual(['unknown network', 0]);
    await gateway.close();
  });

  it('goes again once its deadline is past, which is a minute at most, with another', async () => {
    const { call, sim, log, bodies, gateway } = open({}, { ...options, deadlineMs: 120_000 });
    sim.failNext('request-lost', { match: { action: 'order' } });
    const [told] = await within(121_000, call('AddOrder', order('a'), { validForMs: 100_000 }));
    expect(String(told)).toContain('txid');
    const placed = log().filter((line) => line.includes('AddOrder'));
    expect([sim.executions('a'), placed]).toEqual([1, ['30 AddOrder request-lost', '69758 AddOrder done']]);
    const ends = bodies.flatMap((body) => /deadline=([^&]+)/.exec(decodeURIComponent(body))?.[1] ?? []);
    expect(ends.map((end) => Date.parse(end) - startMs)).toEqual([59_525, 100_080]);
    await gateway.close();
  });
});

describe('a batch of Kraken', () => {
  it('tells of each of its orders', async () => {
    const item = { type: 'buy', ordertype: 'limit', price: '1', volume: '1' };
    const orders = ['b1', 'b2'].map((id) => ({ ...item, cl_ord_id: id }));
    const answer = { orders: [{ txid: 'T-1', descr: {} }, { error: 'EOrder:Insufficient funds' }] };
    const { send, gateway } = open({}, {}, () => Response.json({ error: [], result: answer }));
    const sent = send(`${host}${own}AddOrderBatch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pair: 'XBTUSD', orders }),
    }).catch((error: unknown) => error);
    const [error] = await within(1000, sent);
    if (!isExchangeError(error)) throw error;
    expect([error.outcome, error.code]).toEqual(['partial', 'EOrder:Insufficient funds']);
    expect(error.items?.map(({ index, ok, code }) => [index, ok, code])).toEqual([
      [0, true, undefined],
      [1, false, 'EOrder:Insufficient funds'],
    ]);
    await gateway.close();
  });

  it.each([
    ['two', 3, ['b0,b1,b2', 'b1,b2'], '["T-b0","T-b1","T-b2"]'],
    // A batch of one is none.
    ['one', 2, ['b0,b1'], 'partial rate-limit EOrder:Rate limit exceeded'],
  ])('sends %s of its orders again, if they are enough', async (_, count, sent, expected) => {
    const item = { type: 'buy', ordertype: 'limit', price: '1', volume: '1' };
    const orders = Array.from({ length: count }, (_order, at) => ({ ...item, cl_ord_id: `b${at}` }));
    const batches: string[] = [];
    const { send, gateway } = open({}, {}, (_path, body) => {
      const ids: string[] = JSON.parse(body).orders.map((one: { cl_ord_id: string }) => one.cl_ord_id);
      batches.push(ids.join());
      const isFirst = batches.length === 1;
      const items = ids.map((id, at) =>
        isFirst && at > 0 ? { error: 'EOrder:Rate limit exceeded' } : { txid: `T-${id}` },
      );
      return Response.json({ error: [], result: { orders: items } });
    });
    const told = send(`${host}${own}AddOrderBatch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ pair: 'XBTUSD', orders }),
      exchange: { partial: 'repeat' },
    }).then(
      async (response) => {
        const { result } = (await response.json()) as { result: { orders: { txid: string }[] } };
        return JSON.stringify(result.orders.map(({ txid }) => txid));
      },
      (error: unknown) =>
        isExchangeError(error) ? `${error.outcome} ${error.category} ${error.code}` : error,
    );
    expect([await within(5000, told), batches]).toEqual([[expected], sent]);
    await gateway.close();
  });
});
