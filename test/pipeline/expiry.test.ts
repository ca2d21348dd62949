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
    return Response.json({ code: 0, data: null });
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
    orders.map(({ headers: { exptime } }) => (exptime === undefined ? undefined : Number(exptime) - startMs));

  it('half of the time that its call has left, and a lost one goes again when it is past', async () => {
    const reconcile = byClientOrderId();
    const { call, orders, seen, gateway } = open(always, 'lost', {
      reconcile,
      maxAttempts: 2,
      deadlineMs: 120_000,
    });
    const told = call('/order', {});
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await told).toBe('rejected attempts');
    const [, second] = orders();
    const secondAfterMs = (second?.atMs ?? 0) - startMs;
    // By the machine's own clock, which is 45 s behind: for the exchange it was past after 15 s.
    expect(secondAfterMs).toBeGreaterThanOrEqual(15_500);
    expect(secondAfterMs).toBeLessThan(18_000);
    const half = Math.floor((120_000 - secondAfterMs) / 2);
    expect(exptimes(orders())).toEqual([60_000, secondAfterMs + skewMs + half]);
    expect(seen.findIndex(({ path }) => path === 'GET /time')).toBeGreaterThan(0);
    await gateway.close();
  });

  it('but no other request, and none that nothing would be gained for', async () => {
    const reconcile = byClientOrderId();
    const link = '{"link":"a"}';
    type Said = number | undefined;
    const rows: readonly [string, Partial<GatewayOptions>, string, object, string, Said][] = [
      ['an order', { reconcile }, '/order', { deadlineMs: 60_000 }, link, 30_000],
      ['nobody to ask', {}, '/order', { deadlineMs: 60_000 }, link, undefined],
      ['a wait of its own', { reconcile: byClientOrderId({ settleMs: 9 }) }, '/order', {}, link, undefined],
      ['a hook', { reconcile: () => undefined }, '/order', { deadlineMs: 60_000 }, link, undefined],
      ['a clock that is not known', { reconcile }, '/order', { deadlineMs: 49_000 }, link, undefined],
      ['no id', { reconcile }, '/order', { deadlineMs: 60_000 }, '{}', undefined],
      ['a cancel', { reconcile }, '/cancel', { deadlineMs: 60_000 }, link, undefined],
      ['a time of its own', { reconcile }, '/order', { validForMs: 2500 }, link, skewMs + 2500],
    ];
    const said: unknown[] = [];
    for (const [name, options, path, exchange, body] of rows) {
      const { call, orders, gateway } = open(always, 'good', options);
      await call(path, exchange, 'a', body);
      said.push([name, exptimes(orders())[0]]);
      await gateway.close();
    }
    expect(said).toEqual(rows.map((row) => [row[0], row[5]]));
  });

  it('and a short one where the clock is known', async () => {
    const { call, orders, gateway } = open(always, 'good', { reconcile: byClientOrderId() });
    await call('/order', { validForMs: 2500 });
    await call('/order', { deadlineMs: 10_000 }, 'a2');
    await call('/order', { deadlineMs: 9000 }, 'a3');
    expect(exptimes(orders())).toEqual([skewMs + 2500, skewMs + 5000, undefined]);
    await gateway.close();
  });
});
