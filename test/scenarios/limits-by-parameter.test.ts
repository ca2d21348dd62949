// Limits per value of a parameter, by cost, leaking, and of calls in flight: what the exchange saw, and when.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
// Loaded before the clock stops, since reading a file takes real time.
import 'bottleneck/light.js';
import {
  createGateway,
  defineExchange,
  type Exchange,
  type ExchangeSpec,
  type Gateway,
  type GatewayOptions,
  interceptFetch,
  type Limit,
} from '../../src/index.ts';
import { type SimulatedExchange, type SimulateOptions, simulateExchange } from '../../src/testing/index.ts';

const base = 'https://api.venue.example';
const startAt = 1_700_000_000_000;

const spec: ExchangeSpec = {
  id: 'venue',
  name: 'Venue',
  hosts: ['api.venue.example'],
  table: {
    source: 'https://venue.example/errors',
    rows: [
      ['10006', 'rate-limit', 'rejected', 'Too many visits', { limit: true }],
      ['110001', 'order-not-found', 'rejected', 'Order does not exist'],
    ],
  },
  rest: { code: ['retCode'], message: ['retMsg'], ok: ['0'], flags: [], bare: false },
  routes: [
    { method: 'POST', path: '/v5/order/create', kind: 'order', signed: true },
    { method: 'POST', path: '/v5/order/create-batch', kind: 'order', signed: true },
    { method: 'POST', path: '/v5/order/cancel', kind: 'cancel', signed: true },
  ],
};
const orders: Limit = {
  name: 'orders',
  scope: 'account',
  capacity: 2,
  windowMs: 1000,
  reserve: 0,
  match: { signed: true },
  per: ['route', 'category'],
};

let gateways: Gateway[];

beforeEach(() => {
  vi.useFakeTimers({ now: startAt });
  gateways = [];
});

afterEach(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  vi.useRealTimers();
});

interface Bot {
  readonly gateway: Gateway;
  readonly sim: SimulatedExchange;
  readonly post: (path: string, body: object | string) => Promise<Response>;
  readonly get: (target: string) => Promise<Response>;
  /** When each request of a path arrived, in milliseconds since the start. */
  readonly arrivals: (path: string, words?: string) => readonly number[];
}

function bot(
  exchange: Exchange,
  options: Partial<GatewayOptions> = {},
  simulate: SimulateOptions = {},
  network: (send: typeof fetch) => typeof fetch = (send) => send,
): Bot {
  const sim = simulateExchange(exchange, simulate);
  const gateway = createGateway({ exchange, sign: () => ({}), ...options });
  gateways.push(gateway);
  const seen: { readonly path: string; readonly words: string; readonly at: number }[] = [];
  const noted: typeof fetch = (input, init) => {
    const { pathname: path, search } = new URL(String(input));
    seen.push({ path, words: `${search} ${init?.body ?? ''}`, at: Date.now() - startAt });
    return sim.fetch(input, init);
  };
  const send = interceptFetch(gateway, network(noted));
  const headers = { 'content-type': 'application/json' };
  return {
    gateway,
    sim,
    post: (path, body) =>
      send(base + path, {
        method: 'POST',
        headers,
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (target) => send(base + target),
    arrivals: (path, words = '') =>
      seen.filter((one) => one.path === path && one.words.includes(words)).map(({ at }) => at),
  };
}

async function all(calls: readonly Promise<unknown>[], forMs: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(forMs);
  await Promise.all(calls);
}

describe('a limit per route and category', () => {
  const exchange = defineExchange({ ...spec, limits: [orders] });
  const create = '/v5/order/create';

  it('holds each category by itself, and the exchange sees none over', async () => {
    const { post, arrivals, sim, gateway } = bot(exchange, {}, { latencyMs: 20 });
    const linear = Array.from({ length: 6 }, (_, at) => post(create, { category: 'linear', qty: at + 1 }));
    const spot = [post(create, { category: 'spot' }), post(create, { category: 'spot' }), post(create, {})];
    await all([...linear, ...spot], 3000);
    expect(arrivals(create, 'linear')).toEqual([0, 0, 1021, 1021, 2042, 2042]);
    expect(arrivals(create, 'spot')).toEqual([0, 0]);
    expect(sim.violations).toEqual([]);
    expect(gateway.headroom().map(({ limit }) => limit)).toEqual([
      'orders POST /v5/order/create linear',
      'orders POST /v5/order/create spot',
      'orders POST /v5/order/create *',
    ]);
  });

  it('is planned by the parameters that it is told', async () => {
    const { post, gateway } = bot(exchange, {}, { latencyMs: 0 });
    await all([post(create, { category: 'linear' }), post(create, { category: 'linear' })], 10);
    const eta = (category: string) =>
      gateway.eta({ method: 'POST', path: create, params: { category }, count: 1 });
    expect(eta('spot')).toEqual([0]);
    expect(eta('linear')).toEqual([991]);
  });

  it('pauses alone when a refusal is about the books of the call', async () => {
    const { post, arrivals, sim, gateway } = bot(exchange, {}, { latencyMs: 0, limits: false });
    const paused: unknown[] = [];
    gateway.on('paused', ({ limits, pauseMs }) => paused.push([limits, pauseMs]));
    sim.failNext({ kind: 'throttle', retryAfterMs: 5000 });
    const refused = post(create, { category: 'linear', first: 1 });
    await vi.advanceTimersByTimeAsync(1);
    const others = [
      post(create, { category: 'linear', first: 2 }),
      post(create, { category: 'spot' }),
      post('/v5/order/cancel', { category: 'linear' }).catch((error: unknown) => error),
    ];
    await all([refused, ...others], 8000);
    expect(paused).toEqual([[['orders POST /v5/order/create linear'], 5000]]);
    // After a refusal half of the capacity is believed.
    expect(arrivals(create, 'linear')).toEqual([0, 5000, 6001]);
    expect(arrivals(create, 'spot')).toEqual([1]);
    expect(arrivals('/v5/order/cancel')).toEqual([1]);
  });

  it('charges a batch in the book of each of its items', async () => {
    const perSymbol: Limit = { ...orders, capacity: 4, per: ['symbol'], counts: 'items' };
    const batches = defineExchange({ ...spec, limits: [perSymbol] });
    const { post, arrivals, sim } = bot(batches, {}, { latencyMs: 0 });
    const batch = '/v5/order/create-batch';
    const items = (...symbols: string[]) => ({ request: symbols.map((symbol) => ({ symbol })) });
    await all(
      [
        post(batch, items('A', 'A', 'A', 'B')),
        post(batch, items('B', 'B', 'B')),
        post(batch, items('A', 'C')),
        post(batch, items('A', 'A')),
      ],
      3000,
    );
    // The last waits, since its four would be five.
    expect(arrivals(batch)).toEqual([0, 0, 0, 1001]);
    expect(sim.violations).toEqual([]);
  });
});

describe('costs by parameter', () => {
  it('count as the exchange prints them, in query and form alike', async () => {
    const weight: Limit = {
      name: 'weight',
      scope: 'ip',
      capacity: 500,
      windowMs: 60_000,
      reserve: 0,
      weight: [
        {
          match: { path: '/v5/depth' },
          units: 5,
          param: 'limit',
          steps: [
            [100, 5],
            [5000, 250],
          ],
        },
      ],
    };
    const { get, gateway, arrivals } = bot(
      defineExchange({ ...spec, limits: [weight] }),
      {},
      { latencyMs: 0 },
    );
    const calls = [get('/v5/depth?limit=1000'), get('/v5/depth'), get('/v5/time')];
    await all(calls, 10);
    expect(gateway.headroom()).toMatchObject([{ limit: 'weight', free: 244 }]);
    const late = get('/v5/depth?limit=5000');
    await all([late], 61_000);
    expect(arrivals('/v5/depth')).toEqual([0, 0, 60_001]);
  });
});

describe('a leaky bucket', () => {
  const bucket: Limit = {
    name: 'counter',
    scope: 'account',
    capacity: 15,
    refill: { units: 1, everyMs: 1000 },
    reserve: 0,
  };

  it('lets its whole capacity go, then as much as drains, and the exchange’s never overflows', async () => {
    const jitter = [0, 35, 5, 80, 20];
    let sent = 0;
    const { get, sim, arrivals } = bot(
      defineExchange({ ...spec, limits: [bucket] }),
      {},
      { latencyMs: 10 },
      (send) =>
        // Requests overtake each other.
        async (input, init) => {
          const delay = jitter[sent % jitter.length] ?? 0;
          sent += 1;
          await new Promise((resolve) => {
            setTimeout(resolve, delay);
          });
          return send(input, init);
        },
    );
    await all(
      Array.from({ length: 40 }, () => get('/v5/time')),
      27_000,
    );
    expect(sim.violations).toEqual([]);
    expect(arrivals('/v5/time')).toHaveLength(40);
    expect(Math.max(...arrivals('/v5/time'))).toBeLessThan(25_300);
  });

  it('shows in headroom with the time in which all of it drains', async () => {
    const { get, gateway } = bot(defineExchange({ ...spec, limits: [bucket] }));
    await all([get('/v5/time')], 10);
    expect(gateway.headroom()).toMatchObject([{ limit: 'counter', capacity: 15, windowMs: 15_000 }]);
  });
});

describe('a nonce that has to grow', () => {
  const nonce: Limit = {
    name: 'nonce',
    scope: 'account',
    capacity: 1,
    inFlight: true,
    always: true,
    match: { signed: true },
  };
  const create = '/v5/order/create';

  /** Twenty signed calls at once over a network in which they overtake each other: their nonces as they arrived. */
  async function nonces(
    limits: readonly Limit[],
    options: Partial<GatewayOptions>,
  ): Promise<readonly number[]> {
    const seen: number[] = [];
    let number = 0;
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { post } = bot(
      defineExchange({ ...spec, limits }),
      {
        sign: () => {
          number += 1;
          return { headers: { nonce: String(number) } };
        },
        ...options,
      },
      { latencyMs: 5 },
      (send) => async (input, init) => {
        await new Promise((resolve) => {
          setTimeout(resolve, Math.floor(random() * 40));
        });
        seen.push(Number(new Headers(init?.headers).get('nonce')));
        return send(input, init);
      },
    );
    await all(
      Array.from({ length: 20 }, () => post(create, {})),
      2000,
    );
    return seen;
  }
  const inOrder = Array.from({ length: 20 }, (_, at) => at + 1);

  it.each([
    ['by the documented limits', {}],
    ['with `limits: false`', { limits: false as const }],
    ['with limits of the user’s own', { limits: [{ ...orders, capacity: 100 }] }],
  ])('arrives in order %s', async (_, options) => {
    expect(await nonces([nonce], options)).toEqual(inOrder);
  });

  it('would not without it', async () => {
    expect(await nonces([], {})).not.toEqual(inOrder);
  });

  it('lets unsigned calls go beside, and is given back by what was lost', async () => {
    const { post, get, sim, gateway } = bot(
      defineExchange({ ...spec, limits: [nonce] }),
      {},
      { latencyMs: 1000 },
    );
    sim.failNext('request-lost');
    const lost = post(create, {}).catch((error: unknown) => error);
    const next = post(create, { second: true });
    const read = get('/v5/time');
    await all([lost, next, read], 5000);
    expect(sim.violations).toEqual([]);
    expect(gateway.headroom()).toMatchObject([{ limit: 'nonce', capacity: 1, windowMs: 0, free: 1 }]);
  });

  it('is refused by the simulator where calls overlap', async () => {
    const sim = simulateExchange(defineExchange({ ...spec, limits: [nonce] }), { latencyMs: 100 });
    const post = { method: 'POST', path: create, body: '{}' };
    for (const at of [0, 50, 100]) sim.handle({ ...post, at });
    expect(sim.log.map(({ violations }) => violations)).toEqual([[], ['nonce'], []]);
  });
});

describe('capacities', () => {
  const exchange = defineExchange({
    ...spec,
    limits: [
      { ...orders, per: 'all' },
      { name: 'counter', scope: 'account', capacity: 5, refill: { units: 1, everyMs: 1000 } },
    ],
    tiers: { pro: { orders: 4, counter: { capacity: 10, refill: { units: 2, everyMs: 1000 } } } },
    usage: [
      {
        limit: true,
        left: 'X-Limit-Status',
        capacity: { header: 'X-Limit', pattern: /^(\d+)/ },
        reset: { header: 'X-Reset', unit: 'instant' },
      },
    ],
  });
  const sizes = ({ limits }: Gateway) => limits.map(({ capacity, refill }) => [capacity, refill?.units]);

  it('are those of the customer’s tier', () => {
    expect(sizes(bot(exchange).gateway)).toEqual([
      [2, undefined],
      [5, 1],
    ]);
    expect(sizes(bot(exchange, { tier: 'pro' }).gateway)).toEqual([
      [4, undefined],
      [10, 2],
    ]);
    expect(() => bot(exchange, { tier: 'vip9' })).toThrow(
      new TypeError("`tier` takes 'pro'; it got 'vip9'."),
    );
    expect(() => bot(defineExchange(spec), { tier: 'pro' })).toThrow(/`tier` takes nothing/);
  });

  it('can be set while calls wait', async () => {
    const { gateway, post, arrivals } = bot(exchange, {}, { latencyMs: 0, limits: false });
    const calls = Array.from({ length: 5 }, () => post('/v5/order/create', {}));
    await vi.advanceTimersByTimeAsync(500);
    expect(arrivals('/v5/order/create')).toEqual([0, 0]);
    gateway.setLimits({ orders: 5 });
    await all(calls, 500);
    expect(arrivals('/v5/order/create')).toEqual([0, 0, 500, 500, 500]);
    expect(gateway.limits[0]).toMatchObject({ name: 'orders', capacity: 5 });
  });

  it.each([
    [
      { order: 5 },
      "`setLimits` takes names of limits: 'orders' or 'counter'; it got 'order'. Did you mean 'orders'?",
    ],
    [{ orders: 0 }, '`setLimits[0].capacity` takes a number, at least 1; it got 0.'],
    [{ orders: 'many' }, "`setLimits['orders']` takes a number, or an object; it got 'many'."],
    [
      { orders: { refill: { units: 1, everyMs: 1 } } },
      '`setLimits[0].windowMs` takes a number of milliseconds, at least 1, or `refill` or `inFlight` in its place; it got 1000.',
    ],
    [{ orders: { windowMs: 5 } }, /has no option `setLimits\['orders'\].windowMs`/],
    [undefined, '`setLimits` takes an object; it got undefined.'],
  ])('cannot be set to %o', (changes, message) => {
    const { gateway } = bot(exchange);
    expect(() => gateway.setLimits(changes as never)).toThrow(message);
    expect(sizes(gateway)).toEqual([
      [2, undefined],
      [5, 1],
    ]);
  });

  it('are learned from headers, by the books of the account that the call counts on', async () => {
    const { post, gateway, sim, arrivals } = bot(
      exchange,
      {},
      { latencyMs: 0, limits: false },
      (send) => async (input, init) => {
        const answer = await send(input, init);
        const headers = new Headers(answer.headers);
        headers.set('x-limit', '40 a second');
        headers.set('x-limit-status', '39');
        headers.set('x-reset', String(startAt + 1));
        return new Response(await answer.text(), { status: answer.status, headers });
      },
    );
    await all([post('/v5/order/create', {})], 10);
    expect(gateway.headroom()).toMatchObject([
      { limit: 'orders', capacity: 40, free: 39 },
      { limit: 'counter', capacity: 40 },
    ]);
    await all(
      Array.from({ length: 39 }, () => post('/v5/order/create', {})),
      10,
    );
    expect(arrivals('/v5/order/create')).toHaveLength(40);
    expect(sim.violations).toEqual([]);
  });
});
