import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exchangeFromCcxt, throttleCcxt } from '../../src/ccxt/index.ts';
import { createGateway, type GatewayOptions, isExchangeError, UnknownOutcomeError } from '../../src/index.ts';
import { settle } from '../support/time.ts';
import { client, credentials, errorClass, type Reply, Stub, theirs } from './support.ts';

const done = { body: { retCode: 0, retMsg: 'OK', result: { orderId: '1' }, time: 1 } };
const throttled = { body: { retCode: 10006, retMsg: 'Too many visits!' } };
const noFunds = { body: { retCode: 110007, retMsg: 'ab not enough for new order' } };
const page = { status: 503, body: '<html>Service Unavailable</html>' };
const order = { category: 'spot', symbol: 'BTCUSDT', side: 'Buy', qty: '1', price: '1', orderLinkId: 'my-1' };

const lost = (code: string, syscall: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`${syscall} ${code}`), { code, syscall }) });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function set(
  id: string,
  replies: readonly Reply[],
  more: Partial<GatewayOptions> = {},
  options: Readonly<Record<string, unknown>> = {},
  exchangeOf: typeof theirs = exchangeFromCcxt,
) {
  const stub = new Stub(...replies);
  const instance = client(id, stub.fetch, options);
  const gateway = createGateway({ exchange: exchangeOf(instance), ...more });
  const undo = throttleCcxt(instance, gateway);
  const call = (method: string, params: object): ReturnType<typeof settle> =>
    settle(instance[method]?.(params) ?? Promise.reject(new Error(`no ${method}`)), 25);
  return { stub, instance, gateway, undo, call };
}

describe('a ccxt instance that goes through a gateway', () => {
  it('answers as without it', async () => {
    const { call, stub } = set('bybit', [done]);
    expect((await call('privatePostV5OrderCreate', order)).value).toEqual(done.body);
    expect(stub.seen).toHaveLength(1);
  });

  it('signs every attempt anew, after it was admitted', async () => {
    const { call, stub } = set('bybit', [throttled, throttled, done]);
    expect((await call('privatePostV5OrderCreate', order)).value).toEqual(done.body);
    const times = stub.seen.map(({ headers }) => Number(headers['x-bapi-timestamp']));
    const signatures = new Set(stub.seen.map(({ headers }) => headers['x-bapi-sign']));
    expect(times).toHaveLength(3);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(signatures.size).toBe(3);
    expect(times[1]).toBeGreaterThanOrEqual(1_700_000_000_100);
  });

  it('uses a new nonce for every attempt', async () => {
    const refused = { body: { error: ['EAPI:Rate limit exceeded'] } };
    const { call, stub } = set('kraken', [refused, { body: { error: [], result: { txid: ['1'] } } }]);
    const { value } = await call('privatePostAddOrder', { pair: 'XBTUSD', type: 'buy', volume: 1 });
    expect(value).toMatchObject({ result: { txid: ['1'] } });
    const nonces = stub.seen.map(({ body }) => new URLSearchParams(body).get('nonce'));
    expect(new Set(nonces).size).toBe(2);
  });

  it("rejects with ccxt's own error where the exchange answered, ours as its cause", async () => {
    const { call, stub } = set('bybit', [noFunds]);
    const { error } = await call('privatePostV5OrderCreate', order);
    expect(error).toBeInstanceOf(errorClass('InsufficientFunds'));
    expect(error).toMatchObject({
      cause: { category: 'funds', outcome: 'rejected', code: '110007', attempts: 1, exchange: 'bybit' },
    });
    expect(isExchangeError((error as Error).cause, 'funds')).toBe(true);
    expect(stub.seen).toHaveLength(1);
  });

  it.each([
    ['lost after it was sent', lost('ECONNRESET', 'read'), 'network'],
    ['answered by a page', page, 'server'],
    ['answered by a timeout of the exchange', { body: { retCode: 170146, retMsg: 'timeout' } }, 'timeout'],
    [
      'throttled in words that prove nothing',
      { body: { retCode: 170222, retMsg: 'too many' } },
      'rate-limit',
    ],
  ] as const)(
    'sends an order once that was %s, whatever ccxt is told to retry',
    async (_, reply, category) => {
      const { call, stub } = set('bybit', [reply, done], {}, { options: { maxRetriesOnFailure: 3 } }, theirs);
      const { error } = await call('privatePostV5OrderCreate', { ...order, maxRetriesOnFailure: 3 });
      expect(stub.seen).toHaveLength(1);
      expect(stub.seen[0]?.body).not.toContain('maxRetriesOnFailure');
      expect((error as { category: string }).category ?? causeOf(error).category).toBe(category);
      expect((error as { outcome: string }).outcome ?? causeOf(error).outcome).toBe('unknown');
    },
  );

  it('names the order of an unknown outcome, and is nothing that a loop around ccxt would retry', async () => {
    const { call } = set('bybit', [lost('ECONNRESET', 'read')]);
    const { error } = await call('privatePostV5OrderCreate', order);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).not.toBeInstanceOf(errorClass('BaseError'));
    expect(error).toMatchObject({ clientOrderId: 'my-1', reason: 'outcome-unknown', attempts: 1 });
  });

  it('names an order by the id that ccxt gave it while it signed', async () => {
    const { call, stub } = set('binance', [page]);
    const { error } = await call('privatePostOrder', { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' });
    const id = new URLSearchParams(stub.seen[0]?.body).get('newClientOrderId');
    expect(id).toMatch(/^x-/);
    expect(error).toMatchObject({ clientOrderId: id });
  });

  it('doubts an order whose answer takes longer than ccxt waits', async () => {
    const { call, instance, stub } = set('bybit', [done]);
    const silent: typeof fetch = (input, init) => {
      void stub.fetch(input, init);
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    };
    Object.assign(instance, { fetchImplementation: silent });
    const { error, tookMs } = await call('privatePostV5OrderCreate', order);
    expect(error).toBeInstanceOf(UnknownOutcomeError);
    expect(error).toMatchObject({ category: 'timeout', attempts: 1 });
    expect(tookMs).toBe(10_000);
    expect(stub.seen).toHaveLength(1);
  });

  it('sends an order again that never left', async () => {
    const { call, stub } = set('bybit', [lost('ECONNREFUSED', 'connect'), done]);
    expect((await call('privatePostV5OrderCreate', order)).value).toEqual(done.body);
    expect(stub.seen).toHaveLength(2);
  });

  it('asks about an order, and resolves with what was found', async () => {
    const { call, stub } = set('bybit', [page], {
      reconcile: async ({ clientOrderId }) => ({
        found: true,
        response: { result: { orderLinkId: clientOrderId } },
      }),
    });
    const { value } = await call('privatePostV5OrderCreate', order);
    expect(value).toEqual({ result: { orderLinkId: 'my-1' } });
    expect(stub.seen).toHaveLength(1);
  });

  it('repeats a read over a page and a lost connection', async () => {
    const { call, stub } = set('bybit', [page, lost('ECONNRESET', 'read'), done]);
    expect((await call('publicGetV5MarketTime', {})).value).toEqual(done.body);
    expect(stub.seen).toHaveLength(3);
  });

  it('signs on the clock of the exchange once that refused ours', async () => {
    const date = new Date(1_700_000_045_000).toUTCString();
    const late = { body: { retCode: 10002, retMsg: 'invalid request, please check your server timestamp' } };
    const clock = { status: 404, headers: { date }, body: '<html></html>' };
    const stub = new Stub(late, clock, clock, done);
    const instance = client('bybit', stub.fetch);
    const gateway = createGateway({ exchange: theirs(instance), clock: { samples: 2 } });
    throttleCcxt(instance, gateway);
    const { value } = await settle(instance['privatePostV5OrderCreate']?.(order) ?? Promise.reject());
    expect(value).toEqual(done.body);
    expect(stub.seen.map(({ url }) => url.pathname)).toEqual([
      '/v5/order/create',
      '/',
      '/',
      '/v5/order/create',
    ]);
    const [first, , , second] = stub.seen.map(({ headers }) => Number(headers['x-bapi-timestamp']));
    expect(first).toBe(1_700_000_000_000);
    expect(second).toBeGreaterThanOrEqual(1_700_000_045_000);
    expect(second).toBeLessThanOrEqual(1_700_000_046_000);
  });

  it('hands a batch back of which some items failed where ccxt would', async () => {
    const data = [
      { sCode: '0', ordId: '1' },
      { sCode: '51008', sMsg: 'Insufficient balance' },
    ];
    const { call } = set('okx', [{ body: { code: '2', data, msg: '' } }]);
    expect((await call('privatePostTradeBatchOrders', {})).value).toEqual({ code: '2', data, msg: '' });
  });

  it('tells of a batch of which some stands where ccxt would reject it whole', async () => {
    const statuses = [{ resting: { oid: 1 } }, { error: 'Insufficient margin to place order. asset=4' }];
    const { call } = set('hyperliquid', [
      { body: { status: 'ok', response: { type: 'order', data: { statuses } } } },
    ]);
    const { error } = await call('privatePostExchange', {});
    expect(error).toBeInstanceOf(errorClass('InsufficientFunds'));
    expect(error).toMatchObject({ cause: { outcome: 'partial', items: [{ ok: true }, { ok: false }] } });
  });

  it('counts what ccxt says a call costs', async () => {
    const { call, gateway } = set('binance', [{ body: {} }], {}, {}, theirs);
    await call('publicGetDepth', { symbol: 'BTCUSDT', limit: 1000 });
    const [limit] = gateway.headroom();
    expect(limit).toEqual({ limit: 'ccxt-cost', capacity: 150, free: 140, windowMs: 7500 });
  });

  it('paces calls by the rate limit of ccxt', async () => {
    const { instance, stub } = set('kraken', [{ body: { error: [], result: {} } }], {}, {}, theirs);
    const calls = Array.from({ length: 12 }, () => instance['publicGetTime']?.());
    const { tookMs } = await settle(Promise.all(calls), 100);
    expect(stub.seen).toHaveLength(12);
    expect(tookMs).toBeGreaterThanOrEqual(6000);
  });

  it('gives a call that cannot leave the class that ccxt has for it', async () => {
    const banned = { status: 429, headers: { 'retry-after': '600' }, body: '' };
    const { call, stub } = set('bybit', [banned]);
    const { error } = await call('privatePostV5OrderCreate', order);
    expect(error).toBeInstanceOf(errorClass('RateLimitExceeded'));
    const { error: second } = await call('privatePostV5OrderCreate', order);
    expect(second).toBeInstanceOf(errorClass('RateLimitExceeded'));
    expect(second).toMatchObject({ cause: { reason: 'deadline', attempts: 0, outcome: 'rejected' } });
    expect(stub.seen).toHaveLength(1);
  });

  it('lets mistakes of the caller through as they are', async () => {
    const { instance, stub } = set('bybit', [done]);
    Object.assign(instance, { apiKey: undefined });
    const { error } = await settle(instance['privatePostV5OrderCreate']?.(order) ?? Promise.reject());
    expect(error).toBeInstanceOf(errorClass('AuthenticationError'));
    expect(stub.seen).toHaveLength(0);
  });

  it('shows no key and no signature in any of its errors', async () => {
    const noMoney = { status: 400, body: { code: -2019, msg: 'Margin is insufficient.' } };
    for (const reply of [page, lost('ECONNRESET', 'read'), { status: 404, body: '' }, noMoney]) {
      const { call, stub } = set('binance', [reply]);
      const { error } = await call('privateGetAccount', {});
      const signature = stub.seen[0]?.url.searchParams.get('signature') ?? 'no signature';
      const shown = [inspect(error, { depth: 9, showHidden: true }), String((error as Error).stack)].join();
      for (const secret of [...Object.values(credentials), signature]) expect(shown).not.toContain(secret);
    }
  });

  it('only looks on in observe mode', async () => {
    const { call, gateway, stub } = set('bybit', [throttled], { mode: 'observe' });
    const seen: string[] = [];
    gateway.on('observed', ({ decision }) => seen.push(decision.action));
    const { error } = await call('privatePostV5OrderCreate', order);
    expect(error).toBeInstanceOf(errorClass('RateLimitExceeded'));
    expect(stub.seen).toHaveLength(1);
    expect(seen).toEqual(['retry']);
    const down = set('bybit', [lost('ECONNRESET', 'read')], { mode: 'observe' });
    const { error: loss } = await down.call('privatePostV5OrderCreate', order);
    expect(loss).toBeInstanceOf(errorClass('NetworkError'));
  });

  it('is as it was after the undo', async () => {
    const stub = new Stub(noFunds);
    const instance = client('bybit', stub.fetch);
    const before = Object.getOwnPropertyDescriptor(instance, 'fetch2');
    const undo = throttleCcxt(instance, createGateway({ exchange: exchangeFromCcxt(instance) }));
    expect(Object.getOwnPropertyDescriptor(instance, 'fetch2')).not.toEqual(before);
    undo();
    expect(Object.getOwnPropertyDescriptor(instance, 'fetch2')).toEqual(before);
  });

  it('refuses what it cannot use, by name', () => {
    const instance = client('bybit', new Stub(done).fetch);
    const gateway = createGateway({ exchange: exchangeFromCcxt(instance) });
    throttleCcxt(instance, gateway);
    expect(() => throttleCcxt(instance, gateway)).toThrow(/attached already/);
    expect(() => throttleCcxt({} as never, gateway)).toThrow(/a ccxt exchange/);
    expect(() => throttleCcxt(client('okx', fetch), {} as never)).toThrow(/what `createGateway` returns/);
  });
});

function causeOf(error: unknown): { readonly category?: string; readonly outcome?: string } {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return isExchangeError(cause) ? cause : {};
}
