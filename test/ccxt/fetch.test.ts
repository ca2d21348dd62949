import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ccxtFetch, exchangeFromCcxt } from '../../src/ccxt/index.ts';
import { createGateway, UnknownOutcomeError } from '../../src/index.ts';
import { settle } from '../support/time.ts';
import { client, errorClass, make, type Reply, Stub } from './support.ts';

const done = { body: { retCode: 0, retMsg: 'OK', result: { orderId: '1' }, time: 1 } };
const throttled = { body: { retCode: 10006, retMsg: 'Too many visits!' } };
const page = { status: 503, body: '<html>Service Unavailable</html>' };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function set(replies: readonly Reply[], options = {}) {
  const stub = new Stub(...replies);
  const gateway = createGateway({ exchange: exchangeFromCcxt(make('bybit')) });
  const instance = client('bybit', ccxtFetch(gateway, stub.fetch), options);
  const call = (method: string): ReturnType<typeof settle> =>
    settle(instance[method]?.({}) ?? Promise.reject(new Error(`no ${method}`)), 25);
  return { stub, gateway, call };
}

describe("a fetch for ccxt's fetchImplementation", () => {
  it('hands a good answer on', async () => {
    const { call } = set([done]);
    expect((await call('privatePostV5OrderCreate')).value).toEqual(done.body);
  });

  it('repeats a plain read', async () => {
    const { call, stub } = set([page, throttled, done]);
    expect((await call('publicGetV5MarketTime')).value).toEqual(done.body);
    expect(stub.seen).toHaveLength(3);
  });

  it.each(['privatePostV5OrderCreate', 'privateGetV5OrderRealtime'])(
    'sends %s once, for its signature would be stale, and everybody waits all the same',
    async (method) => {
      const { call, stub, gateway } = set([throttled, done]);
      const { error } = await call(method);
      expect(error).toBeInstanceOf(errorClass('RateLimitExceeded'));
      expect(stub.seen).toHaveLength(1);
      expect(gateway.stats().pausedMs).toBeGreaterThanOrEqual(100);
    },
  );

  it('lets ccxt throw its own class for an answer', async () => {
    const { call } = set([{ body: { retCode: 110007, retMsg: 'ab not enough for new order' } }]);
    expect((await call('privatePostV5OrderCreate')).error).toBeInstanceOf(errorClass('InsufficientFunds'));
  });

  it.each([page, new TypeError('fetch failed')])(
    'keeps maxRetriesOnFailure from sending an order again that may stand (%#)',
    async (reply) => {
      const { call, stub } = set([reply, done], { options: { maxRetriesOnFailure: 3 } });
      expect((await call('privatePostV5OrderCreate')).error).toBeInstanceOf(UnknownOutcomeError);
      expect(stub.seen).toHaveLength(1);
    },
  );

  it('refuses what is no gateway', () => {
    expect(() => ccxtFetch({} as never)).toThrow(TypeError);
  });
});
