import { describe, expect, it } from 'vitest';
import { type CcxtClient, ccxtFetch, exchangeFromCcxt, throttleCcxt } from '../../src/ccxt/index.ts';
import { createGateway, extendExchange, type Gateway } from '../../src/index.ts';
import { ccxt, client, credentials, type Methods, make, type Reply, Stub } from './support.ts';

const good: Reply = { body: { retCode: 0, retMsg: 'OK', result: {} } };
const throttled: Reply = { body: { retCode: 10006, retMsg: 'Too many visits!' } };

const gatewayTo = (instance: CcxtClient): Gateway =>
  createGateway({ exchange: exchangeFromCcxt(instance), limits: false });

function set(...replies: Reply[]) {
  const stub = new Stub(...(replies.length > 0 ? replies : [good]));
  const instance = client('bybit', stub.fetch);
  return { stub, instance, gateway: gatewayTo(instance) };
}

const time = (instance: CcxtClient & Methods): Promise<unknown> =>
  instance['publicGetV5MarketTime']?.({}) ?? Promise.reject();

describe('attaching to a ccxt instance', () => {
  it('is undone once, and takes off nothing that came later', async () => {
    const { instance, gateway } = set();
    const undo = throttleCcxt(instance, gateway);
    undo();
    const later = throttleCcxt(instance, gateway);
    undo();
    await time(instance);
    expect(gateway.stats().calls).toBe(1);
    later();
    later();
    await time(instance);
    expect(gateway.stats().calls).toBe(1);
    expect(Object.getOwnPropertySymbols(instance)).toEqual([]);
  });

  it('is refused in a sentence while it is attached, also under a wrapper of the user', () => {
    const { instance, gateway } = set();
    throttleCcxt(instance, gateway);
    const inner = instance.fetch2;
    instance.fetch2 = (...args) => inner.apply(instance, args);
    expect(() => throttleCcxt(instance, gateway)).toThrow(/attached already/);
  });

  it('lets a wrapper stand that the user put around it, and goes out from under it', async () => {
    const { instance, gateway, stub } = set();
    const undo = throttleCcxt(instance, gateway);
    const inner = instance.fetch2;
    let wrapped = 0;
    const wrapper: CcxtClient['fetch2'] = (...args) => {
      wrapped += 1;
      return inner.apply(instance, args);
    };
    instance.fetch2 = wrapper;
    await time(instance);
    undo();
    await time(instance);
    expect(instance.fetch2).toBe(wrapper);
    expect([wrapped, gateway.stats().calls, stub.seen.length]).toEqual([2, 1, 2]);
    throttleCcxt(instance, gateway);
    await time(instance);
    expect([wrapped, gateway.stats().calls, stub.seen.length]).toEqual([3, 2, 3]);
  });

  it.each(['an instance', 'a class'])('calls through a fetch2 of the user’s own, of %s', async (where) => {
    const stub = new Stub(throttled, good);
    let wrapped = 0;
    const maker = ccxt['bybit'] as new (options: object) => CcxtClient;
    class Mine extends maker {
      override async fetch2(...args: Parameters<CcxtClient['fetch2']>): Promise<unknown> {
        wrapped += 1;
        return super.fetch2(...args);
      }
    }
    const settings = { ...credentials, enableRateLimit: true, options: { maxRetriesOnFailure: 3 } };
    const instance = where === 'a class' ? new Mine(settings) : new maker(settings);
    if (where === 'an instance') {
      const { fetch2 } = instance;
      instance.fetch2 = async (...args) => {
        wrapped += 1;
        await Promise.resolve();
        return fetch2.apply(instance, args);
      };
    }
    const before = instance.fetch2;
    const methods = instance as CcxtClient & Methods;
    Object.assign(instance, { fetchImplementation: stub.fetch });
    const gateway = gatewayTo(instance);
    const undo = throttleCcxt(instance, gateway);
    const order = { symbol: 'BTCUSDT', orderLinkId: 'my-1' };
    expect(await methods['privatePostV5OrderCreate']?.(order)).toEqual((good as { body: unknown }).body);
    expect([wrapped, gateway.stats().calls, stub.seen.length]).toEqual([1, 1, 2]);
    const stamps = stub.seen.map(({ headers }) => headers['x-bapi-timestamp']);
    expect(new Set(stamps).size).toBe(2);
    undo();
    expect(instance.fetch2).toBe(before);
    await time(methods);
    expect([wrapped, gateway.stats().calls]).toEqual([2, 1]);
    expect(instance.sign).toBe(maker.prototype.sign);
  });

  it('is refused for a gateway to another exchange, by both names', () => {
    const gateway = gatewayTo(client('binance', fetch));
    expect(() => throttleCcxt(client('bybit', fetch), gateway)).toThrow(/ccxt's bybit.* to binance/);
    expect(() => throttleCcxt(client('binance', fetch), gatewayTo(client('binanceusdm', fetch)))).toThrow(
      /binanceusdm/,
    );
  });

  it('goes with a gateway to the exchange that its class is derived from, whatever that is called', () => {
    throttleCcxt(client('binanceusdm', fetch), gatewayTo(client('binance', fetch)));
    const renamed = extendExchange(exchangeFromCcxt(make('okx')), { id: 'okx-second' });
    throttleCcxt(client('okx', fetch), createGateway({ exchange: renamed }));
  });

  it('counts a call once where the instance has a fetch of the same gateway too', async () => {
    for (const wrap of [
      (mine: typeof fetch) => mine,
      (mine: typeof fetch): typeof fetch =>
        (input, init) =>
          mine(input, { ...init }),
    ]) {
      const { instance, gateway, stub } = set();
      const below = ccxtFetch(gateway, stub.fetch) as typeof fetch;
      Object.assign(instance, { fetchImplementation: wrap(below) });
      throttleCcxt(instance, gateway);
      await time(instance);
      expect([gateway.stats().calls, gateway.stats().attempts, stub.seen.length]).toEqual([1, 1, 1]);
    }
  });
});
