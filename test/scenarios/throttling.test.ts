import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGateway,
  defineExchange,
  type GatewayOptions,
  interceptFetch,
  type Limit,
  mexcContract,
  usedHeader,
} from '../../src/index.ts';
import { failure } from '../support/failures.ts';

const order = 'http://x.test/api/v1/private/order/submit';
const cancel = 'http://x.test/api/v1/private/order/cancel_with_external';
const read = 'http://x.test/api/v1/private/account/assets';
const limit: Limit = { name: 'all', scope: 'ip', capacity: 10, windowMs: 1000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An exchange in two lines: what it answers, after how long; and what it saw, and when. */
function open(
  options: Partial<GatewayOptions>,
  answer: (path: string, at: number) => Response = good,
  latencyMs = 10,
) {
  const seen: [string, number][] = [];
  const gateway = createGateway({ exchange: mexcContract, limits: [limit], hosts: ['x.test'], ...options });
  const send = interceptFetch(gateway, async (input) => {
    const { pathname } = new URL(String(input));
    const at = performance.now() - start;
    seen.push([pathname.split('/').at(-1) ?? '', at]);
    await new Promise((resolve) => setTimeout(resolve, latencyMs));
    return answer(pathname, at);
  });
  const start = performance.now();
  return { gateway, send, seen };
}

const good = (): Response => Response.json({ success: true, code: 0 });
const refused = (): Response => Response.json({ success: false, code: 510, message: 'slow down' });
const post = (id: string, exchange: object = {}) =>
  ({ method: 'POST', body: JSON.stringify({ symbol: 'A', externalOid: id }), exchange }) as const;

describe('a full queue', () => {
  it('uses the whole limit, window after window, each one window after the answers', async () => {
    const { send, seen } = open({});
    const all = Promise.all(Array.from({ length: 30 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(3000);
    await all;
    expect(seen.map(([, at]) => at)).toEqual([
      ...Array(10).fill(0),
      ...Array(10).fill(1011),
      ...Array(10).fill(2022),
    ]);
  });

  it('keeps the reserve for cancels', async () => {
    const { send, seen } = open({ limits: [{ ...limit, reserve: 2 }] });
    const reads = Promise.all(Array.from({ length: 12 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(5);
    const cancels = Promise.all([send(cancel, post('a')), send(cancel, post('b'))]);
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all([reads, cancels]);
    expect(seen.map(([path, at]) => `${path} ${at}`).slice(6, 11)).toEqual([
      'assets 0',
      'assets 0',
      'cancel_with_external 5',
      'cancel_with_external 5',
      'assets 1011',
    ]);
  });

  it('is emptied by panic, except for cancels', async () => {
    const { gateway, send, seen } = open({ limits: [{ ...limit, capacity: 1 }] });
    const first = send(read);
    const waiting = [send(read), send(order, post('a'))].map(failure);
    const kept = send(cancel, post('b'));
    await vi.advanceTimersByTimeAsync(1);
    expect(gateway.panic()).toBe(2);
    const dropped = await Promise.all(waiting);
    expect(dropped.map(({ reason, outcome, attempts }) => [reason, outcome, attempts])).toEqual([
      ['panic', 'rejected', 0],
      ['panic', 'rejected', 0],
    ]);
    await vi.advanceTimersByTimeAsync(2000);
    await Promise.all([first, kept]);
    expect(seen.map(([path]) => path)).toEqual(['assets', 'cancel_with_external']);
  });

  it('lets a cancel take its order out, and sends neither', async () => {
    const { send, seen } = open({ limits: [{ ...limit, capacity: 1 }] });
    const first = send(read);
    const placed = failure(send(order, post('gone')));
    const other = send(order, post('stays'));
    await vi.advanceTimersByTimeAsync(1);
    const cancelled = failure(send(cancel, post('gone')));
    const ends = await Promise.all([placed, cancelled]);
    expect(ends.map(({ reason, outcome, clientOrderId }) => [reason, outcome, clientOrderId])).toEqual([
      ['annihilated', 'rejected', 'gone'],
      ['annihilated', 'rejected', 'gone'],
    ]);
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all([first, other]);
    expect(seen.map(([path]) => path)).toEqual(['assets', 'submit']);
  });

  it('starts 64 waiters on the very millisecond', async () => {
    const { send, seen } = open({ limits: [{ ...limit, capacity: 64, reserve: 0 }] });
    const all = Promise.all(Array.from({ length: 128 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(2000);
    await all;
    expect(seen.slice(64).map(([, at]) => at)).toEqual(Array(64).fill(1011));
  });
});

describe('a refusal', () => {
  it('pauses everybody, and calls come back on a ramp', async () => {
    let refusals = 0;
    const { send, seen } = open({ limits: false }, () => {
      refusals += 1;
      return refusals === 1
        ? Response.json({ code: 510, success: false }, { status: 429, headers: { 'retry-after': '2' } })
        : good();
    });
    const first = send(read);
    await vi.advanceTimersByTimeAsync(20);
    const others = Promise.all(Array.from({ length: 9 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(3000);
    await Promise.all([first, others]);
    expect(seen.map(([, at]) => at)).toEqual([0, 2010, 2060, 2060, 2110, 2110, 2110, 2110, 2160, 2160, 2160]);
  });

  it('lowers what is believed of the limit: the next window holds what the exchange let through', async () => {
    let count = 0;
    const policies = { '510': () => ({ action: 'retry', delayMs: 990, pause: true }) as const };
    const { send, seen } = open({ policies }, (_, at) => {
      count += 1;
      return at < 1000 && count > 7 ? refused() : good();
    });
    const all = Promise.all(Array.from({ length: 20 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(8000);
    await all;
    const perSecond = [0, 1, 2, 3].map(
      (second) => seen.filter(([, at]) => Math.floor(at / 1010) === second).length,
    );
    expect(perSecond[0]).toBe(10);
    expect(Math.max(...perSecond.slice(1))).toBeLessThanOrEqual(7);
  });
});

describe('usage headers', () => {
  it('make room for a second bot, and tell of it', async () => {
    const exchange = defineExchange({
      ...mexcContract.spec,
      limits: [limit],
      usage: [usedHeader('X-Mbx-Used-Weight-1s', 'all')],
    });
    const { gateway, send, seen } = open({ exchange }, () =>
      Response.json({ success: true, code: 0 }, { headers: { 'x-mbx-used-weight-1s': '9' } }),
    );
    const told: unknown[] = [];
    gateway.on('foreign', (event) => told.push(event));
    const first = send(read);
    await vi.advanceTimersByTimeAsync(10);
    await first;
    expect(told).toEqual([{ limit: 'all', units: 8, capacity: 10 }]);
    const all = Promise.all(Array.from({ length: 5 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(3000);
    await all;
    expect(seen.filter(([, at]) => at < 1010)).toHaveLength(2);
  });

  it.each([
    ['RateLimit', '"default";r=0;t=30'],
    ['RateLimit-Remaining', '0'],
    ['X-RateLimit-Remaining', '0'],
  ])('are read in the spelling %s', async (header, value) => {
    const { send, seen } = open({}, () =>
      Response.json({ success: true, code: 0 }, { headers: { [header]: value } }),
    );
    const first = send(read);
    await vi.advanceTimersByTimeAsync(10);
    await first;
    const second = send(read);
    await vi.advanceTimersByTimeAsync(3000);
    await second;
    expect(seen.map(([, at]) => at)).toEqual([0, 1011]);
  });
});

describe('windows that the exchange counts from multiples on its clock', () => {
  it('are used to the full on both sides of a boundary once its clock is known, and slide before', async () => {
    vi.setSystemTime(1_800_000_000_400);
    const { send, seen } = open({ limits: [{ ...limit, window: 'fixed' }], sign: () => ({}) }, (path, at) => {
      if (path.endsWith('ping')) return Response.json({ success: true, code: 0, data: Date.now() - 5 });
      return at === 0 ? Response.json({ success: false, code: 513 }) : good();
    });
    const first = send(read);
    await vi.advanceTimersByTimeAsync(200);
    await first;
    const before = seen.length;
    const all = Promise.all(Array.from({ length: 10 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(1500);
    await all;
    // The boundary lies at 600 on our clock; half a round trip of 10 ms each way is the doubt.
    const late = seen
      .slice(before)
      .map(([, at]) => at)
      .filter((at) => at > 300);
    expect(late.every((at) => at >= 600 && at < 620)).toBe(true);
    expect(late.length).toBeGreaterThan(0);
  });
});

describe('planning', () => {
  it('says what fits now and when the rest would start', async () => {
    const { gateway, send } = open({});
    const all = Promise.all(Array.from({ length: 4 }, () => send(read)));
    await vi.advanceTimersByTimeAsync(10);
    await all;
    expect(gateway.headroom()).toEqual([{ limit: 'all', capacity: 10, windowMs: 1000, free: 6 }]);
    const path = '/api/v1/private/account/assets';
    expect(gateway.eta({ path, count: 8 })).toEqual([0, 0, 0, 0, 0, 0, 1001, 1001]);
    expect(gateway.eta({ path, weight: 10 })).toEqual([1001]);
    expect(() => gateway.eta({ path, weight: 11 })).toThrow(/10/);
    expect(() => gateway.eta({ path, count: 0 })).toThrow(/eta\.count/);
  });
});
