import axios, { type AxiosAdapter } from 'axios';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  type CallOptions,
  createGateway,
  defineExchange,
  explain,
  interceptAxios,
  mexcContract,
} from '../../src/index.ts';
import { answered, good, inTurn, lost, never, open, orderPath, type Reply, status } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('explain() has an order looked up that may stand, and no read', async () => {
  const bot = open(lost, { maxAttempts: 1 });
  expect(explain(await bot.read())).toMatch(/used\. Sending it again does no harm\.$/);
  expect(explain(await bot.order())).toContain('It may have been executed: look it up');
  await bot.gateway.close();
});

describe('mode observe', () => {
  it('leaves a signal that is aborted already to the client, which sends nothing', async () => {
    const heeding: Reply = (_path, _count, init) => {
      init?.signal?.throwIfAborted();
      return Response.json(good);
    };
    const bot = open(heeding, { mode: 'observe' });
    const reason = new Error('mine');
    expect(await bot.order({ signal: AbortSignal.abort(reason) })).toBe(reason);
    await bot.gateway.close();
  });

  it('hears an abort after the deadline and the validity that hold in mode act', async () => {
    const heeding: Reply = (_path, _count, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const bot = open(heeding, { mode: 'observe', deadlineMs: 100 });
    const caller = new AbortController();
    const told = bot.order({ signal: caller.signal, exchange: { validForMs: 50 } });
    await vi.advanceTimersByTimeAsync(5000);
    const reason = new Error('mine');
    caller.abort(reason);
    expect(await told).toBe(reason);
    await bot.gateway.close();
  });

  it('names no order, heeds no panic, and is not ended by what the gateway would say of the call', async () => {
    const describe = (): CallOptions => {
      throw new Error('mine');
    };
    const bot = open(() => new Promise((resolve) => setTimeout(() => resolve(Response.json(good)), 50)), {
      mode: 'observe',
      describe,
    });
    const told = bot.order({ exchange: { clientOrderId: 'auto' } });
    await vi.advanceTimersByTimeAsync(10);
    expect(bot.gateway.panic()).toBe(0);
    await vi.advanceTimersByTimeAsync(40);
    expect(await told).toEqual(good);
    await bot.gateway.close();
  });
});

describe('events and counts', () => {
  it('of look-ups carry the call that they are for, and no failure of theirs is one of the caller', async () => {
    const reply: Reply = (path, count, init) =>
      path === orderPath ? lost(path, count, init) : Response.json({ success: false, code: 2040 });
    const bot = open(reply, {
      sign: () => ({}),
      reconcile: byClientOrderId({ settleMs: 0, asks: 1 }),
      maxAttempts: 1,
    });
    const told: [string, number, number | undefined][] = [];
    for (const name of ['call', 'sent', 'attempt', 'reconcile', 'giveUp', 'settled'] as const)
      bot.gateway.on(name, ({ call, lookUpFor }) => told.push([name, call, lookUpFor]));
    const ended = bot.order();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await ended).toMatchObject({ reason: 'attempts', outcome: 'rejected' });
    expect(told).toEqual([
      ['call', 1, undefined],
      ['sent', 1, undefined],
      ['attempt', 1, undefined],
      ['call', 2, 1],
      ['sent', 2, 1],
      ['attempt', 2, 1],
      ['settled', 2, 1],
      ['reconcile', 1, undefined],
      ['giveUp', 1, undefined],
      ['settled', 1, undefined],
    ]);
    expect(bot.gateway.stats()).toMatchObject({ calls: 1, attempts: 1, categories: { network: 1 } });
    await bot.gateway.close();
  });

  it('count what was cut off in flight, and tell that it was given up', async () => {
    const bot = open(never);
    const given: unknown[] = [];
    bot.gateway.on('giveUp', ({ error }) => given.push([error.reason, error.outcome]));
    const told = bot.order({ exchange: { deadlineMs: 100 } });
    await vi.advanceTimersByTimeAsync(600);
    await told;
    expect(given).toEqual([['deadline', 'unknown']]);
    expect(bot.gateway.stats()).toMatchObject({ attempts: 1, categories: { timeout: 1 } });
    await bot.gateway.close();
  });

  it('print no key, whatever the exchange echoes: the text of an unlisted code', async () => {
    const sign = () => ({ headers: { ApiKey: 'mx0vglSecret+/=' } });
    const echo: Reply = () =>
      Response.json({ success: false, code: 987654, message: 'MX0VGLSECRET+/= or mx0vglSecret%2B%2F%3D' });
    const bot = open(echo, { sign });
    const texts: string[] = [];
    bot.gateway.on('unlisted', ({ text }) => texts.push(text));
    const error = await bot.order();
    expect([texts.length, ...texts, String(error)].join()).toContain('[redacted] or [redacted]');
    expect([...texts, String(error)].join()).not.toMatch(/secret/i);
    await bot.gateway.close();
  });
});

describe('describe of the gateway', () => {
  const place = async (describe: () => CallOptions | undefined, exchange?: CallOptions): Promise<unknown> => {
    const bot = open(lost, { describe });
    const error = await bot.order({ body: '{}', ...(exchange && { exchange }) });
    await bot.gateway.close();
    return bot.seen.length > 0 || error instanceof TypeError ? error : 'unsent';
  };

  it("says what a caller would have said who can pass nothing; a call's own options win", async () => {
    const describe = (): CallOptions => ({ clientOrderId: 'theirs', validForMs: 5000 });
    expect(await place(describe)).toMatchObject({ clientOrderId: 'theirs' });
    expect(await place(describe, { clientOrderId: 'own' })).toMatchObject({ clientOrderId: 'own' });
    expect(await place(() => undefined)).toMatchObject({ clientOrderId: undefined });
  });

  it('is checked, and its fault is the caller’s: nothing is sent', async () => {
    expect(await place(() => ({ clientOrderID: 'x' }) as CallOptions)).toBeInstanceOf(TypeError);
    expect(await place(() => Promise.resolve({}) as CallOptions)).toBeInstanceOf(TypeError);
    expect(await place(() => Promise.reject(new Error('late')) as CallOptions)).toBeInstanceOf(TypeError);
    const mine = new TypeError('mine');
    expect(
      await place(() => {
        throw mine;
      }),
    ).toBe(mine);
  });

  it('sees the request before it is signed, and no request of ours', async () => {
    const asked: string[] = [];
    const bot = open(lost, {
      sign: () => ({ headers: { key: 'k' } }),
      reconcile: byClientOrderId(),
      deadlineMs: 3000,
      describe: ({ method, path, headers, body }) => {
        asked.push(`${method} ${path} ${headers['key']} ${body}`);
        return undefined;
      },
    });
    const told = bot.order({ body: '{"symbol":"X","externalOid":"1"}' });
    await vi.advanceTimersByTimeAsync(3000);
    await told;
    expect(bot.seen.length).toBeGreaterThan(1);
    expect(asked).toEqual([`POST ${orderPath} undefined {"symbol":"X","externalOid":"1"}`]);
    await bot.gateway.close();
  });
});

describe('the clock', () => {
  const reading = (time: unknown): Reply => {
    return (path, count, init) => {
      if (path.endsWith('ping')) return Response.json({ success: true, code: 0, data: time });
      return (count === 1 ? () => Response.json({ success: false, code: 513 }) : answered)(path, count, init);
    };
  };

  it.each([
    ['a day and a second ahead', (now: number) => now + 86_401_000],
    ['a day and a second behind', (now: number) => now - 86_401_000],
    ['the year 2090', () => Date.UTC(2090)],
    ['1e308', () => 1e308],
    ['no number', () => Number.NaN],
  ])('does not believe %s, and explain() says so', async (_, timeOf) => {
    const bot = open(reading(timeOf(Date.now())), { sign: () => ({}) });
    const kinds: string[] = [];
    bot.gateway.on('clock', ({ kind }) => kinds.push(kind));
    const told = bot.order({
      exchange: { trace: (trace: object) => kinds.push(explain(Object.assign({}, trace)).slice(0, 4)) },
    });
    await vi.advanceTimersByTimeAsync(1000);
    await told;
    expect(kinds[0]).toBe('failed');
    expect(bot.gateway.stats().clockOffsetMs).toBeUndefined();
    await bot.gateway.close();
  });

  it('believes a clock that is some hours off', async () => {
    const bot = open(reading(Date.now() + 7_200_000), { sign: () => ({}) });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await told).toEqual(good);
    expect(bot.gateway.stats().clockOffsetMs).toBeCloseTo(7_200_000, -2);
    await bot.gateway.close();
  });

  it('is not blocked by a client that never ends a time request', async () => {
    const hangs: Reply = (path, count, init) =>
      path.endsWith('ping')
        ? never(path, count, init)
        : Response.json({ success: false, code: 513, message: 'x' });
    const bot = open(hangs, { sign: () => ({}), deadlineMs: 60_000 });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(10_100);
    const error = await told;
    expect(error).toMatchObject({ category: 'timestamp', attempts: 2 });
    expect(explain(error)).toContain("The exchange's clock could not be read.");
    expect(explain(error)).not.toContain('The clock was refreshed.');
    await bot.gateway.close();
  });

  it('is not read for a call that nobody here signs: the same timestamp would be sent again', async () => {
    const bot = open(() => Response.json({ success: false, code: 513, message: 'x' }));
    expect(await bot.order()).toMatchObject({ category: 'timestamp', attempts: 1, reason: 'failed' });
    expect(bot.seen).toHaveLength(1);
    await bot.gateway.close();
  });
});

it('a breaker that faults opened is closed by any good answer, of routes that nobody listed as signed too', async () => {
  const exchange = defineExchange({
    id: 'own',
    name: 'Own',
    table: { source: 'x', rows: [['1', 'funds', 'rejected', 'no money']] },
    rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
  });
  const options = { exchange, breaker: { openMs: 1000, serverFaults: 3 }, sign: () => ({}) };
  const bot = open(inTurn(status(503), status(503), status(503), answered), options);
  for (let count = 0; count < 3; count += 1) await bot.order({ exchange: { signed: true } });
  expect(bot.gateway.stats().breaker).toBe('open');
  await bot.read();
  expect(bot.gateway.stats().breaker).toBe('closed');
  await bot.gateway.close();
});

it("an adapter of the caller's own gets a signal if it asks for one, and the config is as it was afterwards", async () => {
  const gateway = createGateway({ exchange: mexcContract, limits: false });
  const asked: (AbortSignal | undefined)[] = [];
  const configs: object[] = [];
  const hanging: AxiosAdapter = (config) => {
    configs.push(config);
    asked.push({ ...config }.signal as AbortSignal | undefined);
    return new Promise((_, reject) => {
      config.signal?.addEventListener?.('abort', () => reject(new Error('let go')));
    });
  };
  const api = axios.create({ baseURL: 'http://127.0.0.1', adapter: hanging });
  interceptAxios(api, gateway);
  const told = api.get('/api/v1/contract/ticker').catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.map((signal) => signal?.aborted)).toEqual([false]);
  await gateway.close({ timeoutMs: 0 });
  expect(asked.map((signal) => signal?.aborted)).toEqual([true]);
  expect(await told).toMatchObject({ reason: 'closed' });
  await vi.advanceTimersByTimeAsync(0);
  expect(configs.map((config) => 'signal' in config)).toEqual([false]);
});
