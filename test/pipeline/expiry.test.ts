import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  defineExchange,
  type Expiry,
  type GatewayOptions,
  interceptFetch,
  isExchangeError,
  type Sign,
} from '../../src/index.ts';

const skewMs = 45_000;
const startMs = 1_764_097_200_000;

/** Takes orders until the instant that they name, as OKX and Gate do; its clock is 45 s ahead. */
function exchangeWith(expiry: Expiry) {
  return defineExchange({
    id: 'expiring',
    name: 'Expiring',
    hosts: ['127.0.0.1'],
    table: { source: 'here', rows: [['0', 'success', 'ok', 'OK']] },
    rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
    routes: [
      { method: 'POST', path: '/order', kind: 'order' },
      { method: 'POST', path: '/cancel', kind: 'cancel' },
    ],
    signedPaths: ['/order', '/cancel'],
    time: { routes: [{ path: '/time' }], from: ['ts'] },
    clientOrderId: { fields: ['link'], pattern: /^\w+$/, deduplicated: 'while-open' },
    lookup: [{ method: 'GET', path: '/order', query: { link: '{clientOrderId}' }, order: 'data' }],
    settle: { settleMs: 500, asks: 2 },
    expiry,
  });
}

interface Seen {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly atMs: number;
}

function open(expiry: Expiry, answer: 'lost' | 'good', options: Partial<GatewayOptions> = {}) {
  const seen: Seen[] = [];
  const signed: (string | undefined)[] = [];
  const sign: Sign = ({ headers, body }) => {
    signed.push(headers['exptime'] ?? body);
    return { headers: { signature: 's' } };
  };
  const gateway = createGateway({
    exchange: exchangeWith(expiry),
    limits: false,
    sign,
    deadlineMs: 30_000,
    ...options,
  });
  const send = interceptFetch(gateway, async (input, init) => {
    const { pathname } = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init?.headers));
    seen.push({
      path: `${init?.method ?? 'GET'} ${pathname}`,
      headers,
      body: init?.body?.toString(),
      atMs: Date.now(),
    });
    if (pathname === '/time') return Response.json({ code: 0, ts: Date.now() + skewMs });
    if (init?.method === 'POST' && answer === 'lost')
      throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    return Response.json({ code: 0 });
  });
  const call = (path: string, exchange: object, link = 'a1', body: string = JSON.stringify({ link })) =>
    send(`http://127.0.0.1${path}`, { method: 'POST', body, exchange }).then(
      () => 'good',
      (error: unknown) => (isExchangeError(error) ? `${error.outcome} ${error.reason}` : error),
    );
  const orders = () => seen.filter(({ path }) => path.startsWith('POST'));
  return { gateway, seen, orders, signed, call };
}

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(() => {
  vi.useRealTimers();
});

const header: Expiry = { header: 'exptime', unit: 'instant-ms', routes: { kind: 'order' } };

describe('`validForMs` tells the exchange until when an order may be carried out', () => {
  it('in a header, on its own clock, which is read for it, before the request is signed', async () => {
    const { call, orders, signed, gateway } = open(header, 'good');
    expect(await call('/order', { validForMs: 2500 })).toBe('good');
    const text = String(startMs + skewMs + 2500);
    expect([signed, orders()[0]?.headers]).toMatchObject([[text], { exptime: text, signature: 's' }]);
    await gateway.close();
  });

  it('in a parameter, as a duration, which needs no clock', async () => {
    const { call, seen, signed, gateway } = open({ param: 'recvWindow', unit: 'ms' }, 'good');
    expect(await call('/order', { validForMs: 2500 })).toBe('good');
    const body = '{"recvWindow":2500,"link":"a1"}';
    expect([signed, seen]).toMatchObject([[body], [{ path: 'POST /order', body }]]);
    await gateway.close();
  });

  it('and what is left of it is told, where the order waited', async () => {
    const limits = [{ name: 'l', scope: 'account', capacity: 1, windowMs: 1000, reserve: 0 }] as const;
    const { call, orders, gateway } = open({ param: 'recvWindow', unit: 'ms' }, 'good', { limits });
    const both = Promise.all([call('/order', {}, 'b'), call('/order', { validForMs: 2500 })]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(await both).toEqual(['good', 'good']);
    const left = Number(JSON.parse(orders()[1]?.body ?? '').recvWindow);
    expect(left).toBe(2500 - ((orders()[1]?.atMs ?? 0) - startMs));
    await gateway.close();
  });

  it('not on other routes, and not where no time was given', async () => {
    const { call, orders, gateway } = open(header, 'good');
    await call('/cancel', { validForMs: 2500 });
    await call('/order', {});
    expect(orders().map(({ headers }) => headers['exptime'])).toEqual([undefined, undefined]);
    await gateway.close();
  });
});

describe('an absent order', () => {
  it('is believed once it is past, though no other window is documented', async () => {
    const { call, orders, seen, gateway } = open(header, 'lost', { reconcile: byClientOrderId() });
    const told = call('/order', { validForMs: 2500 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await told).toBe('rejected expired');
    expect(orders()).toHaveLength(1);
    const last = seen.findLast(({ path }) => path === 'GET /order');
    // The end of its validity, and the time that such an order may take to show up.
    expect((last?.atMs ?? 0) - startMs).toBeGreaterThanOrEqual(3000);
    expect((last?.atMs ?? 0) - startMs).toBeLessThan(3500);
    await gateway.close();
  });

  it('is believed once it is past where that stands in a form', async () => {
    const inForm: Expiry = { param: 'deadline', unit: 'iso', routes: { kind: 'order' } };
    const { call, orders, gateway } = open(inForm, 'lost', { reconcile: byClientOrderId() });
    const told = call('/order', { validForMs: 2500 }, 'a1', 'link=a1');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await told).toBe('rejected expired');
    const until = new Date(startMs + skewMs + 2500).toISOString();
    expect(orders().map(({ body }) => body)).toEqual([`link=a1&deadline=${encodeURIComponent(until)}`]);
    await gateway.close();
  });

  it('never is where the order names no end', async () => {
    const { call, orders, gateway } = open(header, 'lost', { reconcile: byClientOrderId() });
    const told = call('/order', {});
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await told).toBe('unknown outcome-unknown');
    expect(orders()).toHaveLength(1);
    await gateway.close();
  });
});

describe('where every order says it', () => {
  const always: Expiry = { ...header, always: true };
  const exptimes = (orders: readonly Seen[]): readonly (number | undefined)[] =>
    orders.map(({ headers: { exptime } }) =>
      exptime === undefined ? undefined : Number(exptime) - startMs - skewMs,
    );

  it('half of the time that its call has left, and a lost one goes again when it is past', async () => {
    const { call, orders, gateway } = open(always, 'lost', { reconcile: byClientOrderId(), maxAttempts: 2 });
    const told = call('/order', {});
    await vi.advanceTimersByTimeAsync(31_000);
    // The second may still be carried out after the end of the call.
    expect(await told).toMatch(/^(rejected attempts|unknown )/);
    const [first, second] = orders();
    const secondAtMs = (second?.atMs ?? 0) - startMs;
    expect(orders()).toHaveLength(2);
    expect(exptimes(first ? [first] : [])).toEqual([15_000]);
    expect(secondAtMs).toBeGreaterThanOrEqual(15_500);
    expect(secondAtMs).toBeLessThan(17_000);
    await gateway.close();
  });

  it('but no other request, and none that nothing would be gained for', async () => {
    const reconcile = byClientOrderId();
    const rows: readonly [string, Partial<GatewayOptions>, string, object, string][] = [
      ['nobody to ask', {}, '/order', {}, '{"link":"a"}'],
      ['a wait of its own', { reconcile: byClientOrderId({ settleMs: 10 }) }, '/order', {}, '{"link":"a"}'],
      ['a hook', { reconcile: () => undefined }, '/order', {}, '{"link":"a"}'],
      ['a short deadline', { reconcile }, '/order', { deadlineMs: 9000 }, '{"link":"a"}'],
      ['no id', { reconcile }, '/order', {}, '{}'],
      ['a cancel', { reconcile }, '/cancel', {}, '{"link":"a"}'],
      ['a time of its own', { reconcile }, '/order', { validForMs: 2500 }, '{"link":"a"}'],
    ];
    const said: unknown[] = [];
    for (const [name, options, path, exchange, body] of rows) {
      const { call, orders, gateway } = open(always, 'good', options);
      await call(path, exchange, 'a', body);
      said.push([name, exptimes(orders())[0]]);
      await gateway.close();
    }
    expect(said).toEqual(rows.map(([name]) => [name, name === 'a time of its own' ? 2500 : undefined]));
  });
});
