import { setMaxListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import { createGateway, interceptFetch, mexcContract, UnknownOutcomeError } from '../../src/index.ts';
import { Deadlines } from '../../src/time/deadlines.ts';
import { itemsPerTurn } from '../../src/time/in-slices.ts';
import { answered, good, inTurn, lost, never, open, orderPath, type Reply, status } from './support.ts';

const realImmediate = globalThis.setImmediate;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The reply comes after so long. */
const later =
  (delayMs: number, reply: Reply): Reply =>
  (...seen) =>
    new Promise((resolve, reject) => {
      setTimeout(() => Promise.resolve(reply(...seen)).then(resolve, reject), delayMs);
    });
const limits = [{ name: 'l', scope: 'account', capacity: 1, windowMs: 60_000, reserve: 0 }] as const;

describe('close()', () => {
  it('lets a good answer in flight resolve, and rejects what waits', async () => {
    const bot = open(later(400, answered), { limits, deadlineMs: 100_000 });
    const first = bot.order();
    const second = bot.order();
    await vi.advanceTimersByTimeAsync(100);
    let isClosed = false;
    const closing = bot.gateway.close().then(() => {
      isClosed = true;
    });
    expect(await second).toMatchObject({ reason: 'closed', outcome: 'rejected', attempts: 0 });
    expect(isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(await first).toEqual(good);
    await closing;
    expect(bot.seen).toEqual([`POST ${orderPath}`]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    [
      'is refused for its rate',
      status(429),
      { category: 'rate-limit', outcome: 'rejected', reason: 'closed' },
    ],
    ['loses its answer', lost, { category: 'network', outcome: 'unknown', reason: 'closed' }],
    ['is refused for good', status(400), { category: 'invalid-request', reason: 'failed' }],
  ])('does not let an order go again that %s', async (_, reply, wanted) => {
    const bot = open(later(400, reply), { reconcile: () => ({ found: false }) });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(100);
    const closing = bot.gateway.close();
    await vi.advanceTimersByTimeAsync(300);
    expect(await told).toMatchObject(wanted);
    await closing;
    expect(bot.seen).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a wait between two attempts with what is known', async () => {
    const bot = open(status(503));
    const told = bot.read();
    await vi.advanceTimersByTimeAsync(1);
    await bot.gateway.close();
    expect(await told).toMatchObject({ reason: 'closed', category: 'server' });
    expect(bot.seen).toHaveLength(1);
  });

  it('lets an answer of a hook come, and asks no more', async () => {
    const found = { found: true, response: good } as const;
    const hooks = [later(300, answered), later(300, answered)];
    let asked = 0;
    const reconcile = async (): Promise<typeof found | undefined> => {
      asked += 1;
      await hooks[asked - 1]?.('', asked, undefined);
      return asked === 1 ? undefined : found;
    };
    const bot = open(lost, { reconcile });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(100);
    const closing = bot.gateway.close();
    await vi.advanceTimersByTimeAsync(200);
    expect(await told).toMatchObject({ reason: 'closed', outcome: 'unknown' });
    await closing;
    expect(asked).toBe(1);
    const second = open(lost, {
      reconcile: async () => (await later(300, answered)('', 1, undefined)) && found,
    });
    const resolved = second.order();
    await vi.advanceTimersByTimeAsync(100);
    void second.gateway.close();
    await vi.advanceTimersByTimeAsync(200);
    expect(await resolved).toEqual(good);
  });

  it('cuts what is in flight after its time, and aborts its socket', async () => {
    const sockets: AbortSignal[] = [];
    vi.stubGlobal('fetch', (_: unknown, init?: RequestInit) => {
      if (init?.signal) sockets.push(init.signal);
      return new Promise(() => undefined);
    });
    const gateway = createGateway({ exchange: mexcContract, limits: false });
    const send = interceptFetch(gateway);
    const told = [
      send(`http://127.0.0.1${orderPath}`, { method: 'POST', body: '{"externalOid":"1"}' }),
      send('http://127.0.0.1/api/v1/contract/ticker'),
    ].map((call) => call.catch((error: unknown) => error));
    await vi.advanceTimersByTimeAsync(100);
    const closing = gateway.close();
    await vi.advanceTimersByTimeAsync(4999);
    expect(sockets.map(({ aborted }) => aborted)).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets.map(({ aborted }) => aborted)).toEqual([true, true]);
    await closing;
    expect(await told[0]).toBeInstanceOf(UnknownOutcomeError);
    expect(await told[0]).toMatchObject({ reason: 'closed', clientOrderId: '1' });
    expect(await told[1]).toMatchObject({ reason: 'closed' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('may be called again, at once or later: the same end, and the sooner of the times', async () => {
    const bot = open(never);
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(100);
    const ends: string[] = [];
    for (const [name, options] of [
      ['first', {}],
      ['second', { timeoutMs: 200 }],
    ] as const)
      void bot.gateway.close(options).then(() => ends.push(name));
    await vi.advanceTimersByTimeAsync(199);
    expect(ends).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ends).toEqual(['first', 'second']);
    expect(await told).toMatchObject({ reason: 'closed', outcome: 'unknown' });
    await bot.gateway.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends the moment that an aborted order has for its late answer', async () => {
    const bot = open(never);
    const caller = new AbortController();
    const told = bot.order({ signal: caller.signal });
    await vi.advanceTimersByTimeAsync(10);
    caller.abort();
    await bot.gateway.close({ timeoutMs: 0 });
    expect(await told).toMatchObject({ reason: 'aborted', outcome: 'unknown' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends in observe mode too, where no deadline holds', async () => {
    const bot = open(never, { mode: 'observe', deadlineMs: 50 });
    const told = bot.read();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(bot.gateway.stats().active).toBe(1);
    const closing = bot.gateway.close({ timeoutMs: 300 });
    await vi.advanceTimersByTimeAsync(300);
    await closing;
    expect(await told).toMatchObject({ reason: 'closed' });
    const resolving = open(later(400, answered), { mode: 'observe' });
    const resolved = resolving.read();
    await vi.advanceTimersByTimeAsync(100);
    const closed = resolving.gateway.close();
    await vi.advanceTimersByTimeAsync(300);
    expect(await resolved).toEqual(good);
    await closed;
  });

  it('ends a time request that is under way', async () => {
    const reply: Reply = (path) =>
      path.endsWith('ping') ? never(path, 1, undefined) : Response.json({ success: false, code: 513 });
    const bot = open(reply, { sign: () => ({}) });
    const told = bot.order();
    await vi.advanceTimersByTimeAsync(10);
    expect(bot.seen.at(-1)).toContain('ping');
    await bot.gateway.close();
    expect(await told).toMatchObject({ reason: 'closed', outcome: 'rejected', category: 'timestamp' });
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses what comes afterwards, and says so once', async () => {
    for (const mode of ['act', 'observe'] as const) {
      const bot = open(answered, { mode });
      await bot.gateway.close();
      const error = await bot.order();
      expect(error).toMatchObject({ reason: 'closed', outcome: 'rejected' });
      expect(String(error).match(/closed/g)).toHaveLength(1);
      expect(String(error)).toContain('the gateway is closed');
      expect(bot.seen).toEqual([]);
    }
  });

  it('takes no option that it does not know', () => {
    const { gateway } = open(answered);
    expect(() => gateway.close({ timeout: 5 } as object)).toThrow('Did you mean `timeoutMs`');
    expect(() => gateway.close({ timeoutMs: -1 })).toThrow('`close.timeoutMs` takes');
  });

  it('is what `await using` calls', async () => {
    const { gateway, order } = open(answered);
    await gateway[Symbol.asyncDispose]();
    expect(await order()).toMatchObject({ reason: 'closed' });
  });
});

it('idle() resolves when nothing is under way any more', async () => {
  const bot = open(inTurn(later(100, answered), later(300, answered)));
  await bot.gateway.idle();
  const calls = [bot.order(), bot.order({ body: '{"symbol":"BTC_USDT","externalOid":"o-2"}' })];
  let isIdle = false;
  void bot.gateway.idle().then(() => {
    isIdle = true;
  });
  await vi.advanceTimersByTimeAsync(299);
  expect([isIdle, bot.gateway.stats().active]).toEqual([false, 1]);
  await vi.advanceTimersByTimeAsync(1);
  expect([isIdle, bot.gateway.stats().active]).toEqual([true, 0]);
  await Promise.all(calls);
  await bot.gateway.close();
});

it.each(['close', 'panic', 'abort'] as const)(
  'a crowd ends by %s over several turns of the loop, in its order, and nothing of it is sent any more',
  async (end) => {
    const bot = open(answered, { limits: [{ ...limits[0], capacity: 10, windowMs: 20 }], deadlineMs: 1e9 });
    const caller = new AbortController();
    const { signal } = caller;
    const ends: { readonly at: number; readonly turn: number; readonly how: unknown }[] = [];
    let turns = 0;
    // The last 200 would go before the others.
    const crowd = Array.from({ length: 1000 }, (_, at) =>
      bot
        .read({ signal, exchange: { priority: at < 800 ? 0 : 1 } })
        .then((how) => ends.push({ at, turn: turns, how })),
    );
    while (ends.length < 10) await new Promise(realImmediate);
    const sent = ends.length;
    const { length } = bot.seen;
    const stop = new Error('the bot stops');
    if (end === 'abort') caller.abort(stop);
    if (end === 'panic') {
      expect([bot.gateway.panic(), bot.gateway.panic()]).toEqual([1000 - length, 0]);
      // What came first counts.
      caller.abort(stop);
    }
    const closed = end === 'close' ? bot.gateway.close() : undefined;
    // Units come back meanwhile, and calls that are to end take none of them.
    vi.advanceTimersByTime(50);
    while (ends.length < 1000 && turns < 1000) {
      turns += 1;
      await new Promise(realImmediate);
    }
    await Promise.all([closed, ...crowd, vi.advanceTimersByTimeAsync(100)]);
    const ended = ends.slice(sent);
    // The first part ends at once, which counts for the turn after it.
    const perTurn = new Map<number, number>();
    for (const { turn } of ended) perTurn.set(turn, (perTurn.get(turn) ?? 0) + 1);
    const isWanted = (how: unknown): boolean =>
      end === 'abort'
        ? how === stop
        : Reflect.get(Object(how), 'reason') === { close: 'closed', panic: 'panic' }[end];
    expect(ended.filter(({ how }) => !isWanted(how))).toEqual([]);
    expect(ended.filter(({ at }, index) => at < (ended[index - 1]?.at ?? 0))).toEqual([]);
    expect([bot.seen.length, perTurn.size > 5, Math.max(...perTurn.values()) <= 2 * itemsPerTurn]).toEqual([
      length,
      true,
      true,
    ]);
    expect(bot.gateway.stats()).toMatchObject({ queued: 0, active: 0 });
    await Promise.all([bot.gateway.close(), vi.advanceTimersByTimeAsync(100)]);
    expect(vi.getTimerCount()).toBe(0);
  },
);

it.each(['abort', 'deadline', 'close'] as const)(
  'many gateways whose calls end at one instant, by %s, share the turns of the loop',
  async (end) => {
    const caller = new AbortController();
    setMaxListeners(0, caller.signal);
    const bots = Array.from({ length: 300 }, () => open(answered, { limits, deadlineMs: 60_500 }));
    await Promise.all(bots.map((bot) => bot.read()));
    let ended = 0;
    const waiting = bots.flatMap((bot) =>
      [1, 2, 3].map(async () => {
        const how = await bot.read({ signal: caller.signal });
        if (how instanceof Error) ended += 1;
      }),
    );
    await new Promise(realImmediate);
    expect(ended).toBe(0);
    if (end === 'abort') caller.abort();
    // The first of each goes before.
    if (end === 'deadline') vi.advanceTimersByTime(60_500);
    const wanted = end === 'deadline' ? 600 : 900;
    const closed = end === 'close' ? bots.map(({ gateway }) => gateway.close()) : [];
    const steps: number[] = [];
    while (ended < wanted && steps.length < 100) {
      const before = ended;
      await new Promise(realImmediate);
      steps.push(ended - before);
    }
    // The first look sees the part that ended at once as well, and each may see two turns. At 60 s one of each was sent.
    expect(steps.filter((step) => step > 3 * itemsPerTurn)).toEqual([]);
    expect(ended).toBeGreaterThanOrEqual(wanted);
    await Promise.all([...waiting, ...closed]);
  },
);

it('a crowd that ends is listed at once, and what is left of it at the end, not by each who leaves it', async () => {
  const bot = open(answered, { limits, deadlineMs: 1e9 });
  await bot.read();
  const waiting = Array.from({ length: 200 }, () => bot.read());
  await vi.advanceTimersByTimeAsync(10);
  const items = vi.spyOn(Deadlines.prototype, 'items');
  await bot.gateway.close();
  await Promise.all(waiting);
  expect(items).toHaveBeenCalledTimes(2);
  items.mockRestore();
});
