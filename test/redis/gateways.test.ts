import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGateway, type Gateway, interceptFetch, type Limit, mexcContract } from '../../src/index.ts';
import { hasRedis, RedisServer } from '../../tools/redis-server.ts';

if (!hasRedis && !process.env['CI'])
  console.warn('redis-server is not installed: gateways over it are not tested.');

const origin = 'https://contract.mexc.com';
/** Windows that no test lives to see the end of. */
const windowMs = 600_000;
const limits: Limit[] = [
  { name: 'by-ip', scope: 'ip', capacity: 7, windowMs, reserve: 0 },
  { name: 'by-account', scope: 'account', capacity: 3, windowMs, reserve: 0 },
];

describe.skipIf(!hasRedis && !process.env['CI'])('gateways over one Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  let gateways: Gateway[];
  let log: string[];
  let retryAfter: string | undefined;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis({ port: server.port, host: '127.0.0.1' });
  });

  beforeEach(async () => {
    await redis.flushall();
    gateways = [];
    log = [];
    retryAfter = undefined;
  });

  afterEach(() => Promise.all(gateways.map((gateway) => gateway.close())));

  afterAll(async () => {
    redis.disconnect();
    await server.kill();
  });

  /** A bot of an account: how many of so many calls went. */
  function bot(name: string, account?: string): { gateway: Gateway; call: () => Promise<string> } {
    const gateway = createGateway({
      ...{ exchange: mexcContract, limits, deadlineMs: 1500 },
      redis: { client: redis, ...(account === undefined ? {} : { account }) },
    });
    gateways.push(gateway);
    const send = interceptFetch(gateway, async () => {
      log.push(name);
      const headers = { 'content-type': 'application/json' };
      if (retryAfter === undefined) return new Response('{"success":true,"code":0,"data":1}', { headers });
      return new Response('', { status: 429, headers: { 'retry-after': retryAfter } });
    });
    const call = (): Promise<string> =>
      send(`${origin}/api/v1/contract/detail`).then(
        () => 'done',
        (error) => String(error.reason),
      );
    return { gateway, call };
  }

  const count = (name: string): number => log.filter((one) => one === name).length;

  test('accounts behind one IP share its limits and keep their own', async () => {
    const bots = ['a', 'b', 'c'].map((name) => bot(name, name));
    await Promise.all(bots.flatMap(({ call }) => [call(), call(), call(), call(), call()]));
    expect(log.length).toBe(7);
    for (const name of ['a', 'b', 'c']) expect(count(name)).toBeLessThanOrEqual(3);
  });

  test('processes of one account share both, and a name of it is in no key', async () => {
    const bots = [bot('a', 'my-secret'), bot('b', 'my-secret'), bot('c', 'other')];
    await Promise.all(bots.flatMap(({ call }) => [call(), call(), call(), call()]));
    expect(count('a') + count('b')).toBe(3);
    expect(count('c')).toBe(3);
    expect((await redis.keys('*')).join()).not.toContain('secret');
  });

  test('a pause of one is the pause of all of its account, and lifted by any', async () => {
    const [first, second, stranger] = [bot('a', 'one'), bot('b', 'one'), bot('c', 'two')];
    await Promise.all([first.call(), stranger.call()]);
    retryAfter = '60';
    expect(await first.call()).toBe('deadline');
    retryAfter = undefined;
    expect(await second.call()).toBe('deadline');
    expect(await stranger.call()).toBe('done');
    expect(second.gateway.stats().pausedMs).toBeGreaterThan(50_000);
    second.gateway.resume();
    expect(await second.call()).toBe('done');
    await expect.poll(() => first.gateway.stats().pausedMs).toBe(0);
    expect(await first.call()).toBe('deadline');
    expect([count('a'), count('b')]).toEqual([2, 1]);
  });

  test('a pause is lifted by a process that does nothing else', async () => {
    const first = bot('a');
    retryAfter = '60';
    expect(await first.call()).toBe('deadline');
    retryAfter = undefined;
    const { gateway: operator } = bot('b');
    operator.resume();
    await operator.close();
    await expect.poll(() => first.gateway.stats().pausedMs).toBe(0);
  });

  test('limits by parameter have a book for each value, and calls in flight are counted here', async () => {
    const perCategory: Limit[] = [
      { name: 'keyed', scope: 'account', capacity: 2, windowMs, reserve: 0, per: ['category'] },
      { name: 'bucket', scope: 'account', capacity: 5, refill: { units: 1, everyMs: windowMs }, reserve: 0 },
      { name: 'nonce', scope: 'account', capacity: 1, inFlight: true },
    ];
    const seen: string[] = [];
    const [first, second] = ['a', 'b'].map((name) => {
      const gateway = createGateway({
        ...{ exchange: mexcContract, limits: perCategory, deadlineMs: 1500 },
        redis: { client: redis, account: 'one' },
      });
      gateways.push(gateway);
      const send = interceptFetch(gateway, async (input) => {
        seen.push(new URL(String(input)).search);
        return new Response('{"success":true,"code":0,"data":1}', {
          headers: { 'content-type': 'application/json', name },
        });
      });
      return (category: string) =>
        send(`${origin}/api/v1/contract/detail?category=${category}`).catch(() => undefined);
    });
    if (!first || !second) throw new Error('two bots');
    await Promise.all([
      first('spot'),
      second('spot'),
      first('spot'),
      second('linear'),
      first('linear'),
      second('linear'),
    ]);
    expect(seen.toSorted()).toEqual([
      '?category=linear',
      '?category=linear',
      '?category=spot',
      '?category=spot',
    ]);
    await Promise.all([first('option'), second('option')]);
    // The bucket holds five for both.
    expect(seen).toHaveLength(5);
    const keys = (await redis.keys('*:units:*')).map((key) => key.replace(/^.*:units:/, '')).toSorted();
    expect(keys).toEqual(['bucket', 'keyed linear', 'keyed option', 'keyed spot']);
  });
});
