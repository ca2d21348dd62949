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

  it.each(['privateGetV5OrderRealtime', 'privatePostV5OrderCreate'])(
    'lets ccxt sign and send %s again where nothing came of it',
    async (method) => {
      const refused = new TypeError('fetch failed', {
        cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }),
      });
      const { call, stub } = set([refused, done], { options: { maxRetriesOnFailure: 2 } });
      expect((await call(method)).value).toEqual(done.body);
      expect(stub.seen).toHaveLength(2);
      const alone = set([refused]);
      expect((await alone.call(method)).error).toBeInstanceOf(errorClass('NetworkError'));
    },
  );

  it('lets ccxt repeat a signed read whose answer was lost', async () => {
    const { call, stub } = set([new TypeError('fetch failed'), done], {
      options: { maxRetriesOnFailure: 2 },
    });
    expect((await call('privateGetV5OrderRealtime')).value).toEqual(done.body);
    expect(stub.seen).toHaveLength(2);
  });

  it('says that a request was signed above, and not that its body is a stream', async () => {
    const { call, gateway } = set([new TypeError('fetch failed')]);
    const said: string[] = [];
    gateway.on('giveUp', ({ error }) => said.push(error.message));
    await call('privateGetV5OrderRealtime');
    expect(said).toEqual([expect.stringContaining('was signed above us')]);
    expect(said[0]).not.toContain('stream');
  });

  it('takes what waited in vain for a fault of the transport, but not a closed gateway', async () => {
    const { call, gateway } = set([{ status: 429, headers: { 'retry-after': '300' }, body: '' }]);
    await call('privateGetV5OrderRealtime');
    expect((await call('privateGetV5OrderRealtime')).error).toBeInstanceOf(errorClass('NetworkError'));
    await gateway.close();
    const { error } = await call('privateGetV5OrderRealtime');
    expect(error).not.toBeInstanceOf(errorClass('BaseError'));
    expect(error).toMatchObject({ reason: 'closed' });
  });

  it('tells of every write that may stand by our own error', async () => {
    const { call } = set([{ body: { retCode: 10016, retMsg: 'Server error.' } }]);
    expect((await call('privatePostV5OrderCreate')).error).toBeInstanceOf(UnknownOutcomeError);
  });

  it('refuses what is no gateway', () => {
    expect(() => ccxtFetch({} as never)).toThrow(TypeError);
  });
});
