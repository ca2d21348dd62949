import { describe, expect, it } from 'vitest';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Limit, RouteInfo } from '../../src/catalog/limit.ts';
import type { UsageHeader } from '../../src/catalog/limit-signals.ts';
import { usedHeader } from '../../src/catalog/usage.ts';
import type { Permit } from '../../src/throttle/permit.ts';
import { rateRefusalOf } from '../../src/throttle/rate-refusal.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';
import { Throttle } from '../../src/throttle/throttle.ts';
import { toldUsage } from '../../src/throttle/told-usage.ts';
import type { Failure } from '../../src/types.ts';
import { wrapped } from '../policies/tiny.ts';

const read: RouteInfo = { method: 'GET', path: '/a', kind: 'read', signed: false, name: '/a' };
const limits: readonly Limit[] = [
  { name: 'orders', scope: 'account', capacity: 10, windowMs: 1000 },
  { name: 'orders-1d', scope: 'account', capacity: 20, windowMs: 86_400_000 },
  { name: 'routes', scope: 'ip', capacity: 5, windowMs: 1000, per: 'route' },
];
const frees = (throttle: Throttle): unknown =>
  Object.fromEntries(throttle.headroom().map(({ limit, free }) => [limit, free]));

/** A throttle, and the permit of a request that took no unit of it in the end. */
function open(): { readonly throttle: Throttle; readonly permit: Permit } {
  const throttle = new Throttle(limits, () => 0);
  const permit = throttle.tryAcquire(throttle.chargesOf(read, undefined));
  if (!permit) throw new Error('unreachable');
  permit.release('unsent');
  return { throttle, permit };
}

describe('what a header tells', () => {
  const header = (parse: unknown): UsageHeader => ({
    header: 'x-used',
    limit: 'orders',
    parse: parse as UsageHeader['parse'],
  });
  const told = (parse: unknown): unknown =>
    toldUsage(defineExchange({ ...wrapped.spec, limits, usage: [header(parse)] }), { 'x-used': '7' });

  it.each([
    [{ used: 7 }],
    [{ left: 0 }],
    [{ capacity: 400 }],
    [{ used: 3, left: 4, capacity: 7, resetMs: 100 }],
  ])('is %o', (usage) => {
    expect(told(() => usage)).toEqual([{ limit: 'orders', usage }]);
  });

  it.each([
    () => undefined,
    () => null,
    () => 'seven',
    () => Promise.resolve({ used: 7 }),
    () => ({}),
    () => ({ used: Number.NaN }),
    () => ({ used: -1 }),
    () => ({ left: Number.POSITIVE_INFINITY }),
    () => ({ used: '7' }),
    () => ({ capacity: 0 }),
    () => {
      throw new Error('of the parser');
    },
  ])('is nothing for garbage: %s', (parse) => {
    expect(told(parse)).toEqual([]);
  });
});

describe('what was told counts', () => {
  it('for the limit of that name only, not for one whose name begins alike', () => {
    const { throttle, permit } = open();
    permit.observed('orders', { used: 9 });
    expect(frees(throttle)).toEqual({ orders: 1, 'orders-1d': 20, 'routes GET /a': 5 });
  });

  it('for the call’s own window of a limit per route', () => {
    const { throttle, permit } = open();
    throttle.chargesOf({ ...read, path: '/b', name: '/b' }, undefined);
    permit.observed('routes', { left: 1 });
    expect(frees(throttle)).toEqual({
      orders: 10,
      'orders-1d': 20,
      'routes GET /a': 1,
      'routes GET /b': 5,
    });
  });

  it('for the narrowest where no name is given', () => {
    const { throttle, permit } = open();
    permit.observed('', { left: 2 });
    expect(frees(throttle)).toEqual({ orders: 10, 'orders-1d': 20, 'routes GET /a': 2 });
  });

  it.each([
    [{ used: 1e12 }, 0],
    [{ left: 1e12 }, 10],
    [{ used: 4, left: 9 }, 6],
  ])('within the capacity: %o', (usage, free) => {
    const { throttle, permit } = open();
    permit.observed('orders', usage);
    expect(frees(throttle)).toMatchObject({ orders: free });
  });

  it('as a capacity that is another one than documented, within reason', () => {
    const capacities = [400, 4, 1e9].map((capacity) => {
      const { throttle, permit } = open();
      permit.observed('orders', { capacity });
      return throttle.headroom().find(({ limit }) => limit === 'orders')?.capacity;
    });
    expect(capacities).toEqual([400, 4, 1000]);
  });
});

describe('what others used', () => {
  it('comes back with the next fixed window where the exchange’s clock is known', () => {
    const window = new RateWindow('minute', 100, 60_000, { boundaryAfter: () => 4900 });
    expect(window.observed({ used: 99 }, 0)).toBe(99);
    expect(window.opensAt(4, 0)).toBe(4900);
    expect(window.returns(0)).toEqual([{ at: 4900, units: 99 }]);
    expect(window.free(4900)).toBe(100);
  });

  it('comes back when the header says, and a window later at the latest', () => {
    const opens = [100, 5000].map((resetMs) => {
      const window = new RateWindow('a', 10, 1000);
      window.observed({ left: 0, resetMs }, 0);
      return window.opensAt(1, 0);
    });
    expect(opens).toEqual([101, 1001]);
  });
});

describe('a refusal', () => {
  const exchange = defineExchange({
    ...wrapped.spec,
    limits,
    table: {
      source: 'https://example.com',
      rows: [
        ['510', 'rate-limit', 'rejected', 'Too many requests'],
        ['511', 'rate-limit', 'rejected', 'Too many orders', { limit: 'orders', waitMs: 5000 }],
      ],
    },
    usage: [usedHeader('x-count', 'orders'), usedHeader('x-any', '')],
    statuses: [
      { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000 },
      { status: 460, category: 'rate-limit', outcome: 'rejected', limit: 'orders-1d' },
    ],
  });
  const about = (code: string | undefined, status: number, headers: Record<string, string> = {}): unknown => {
    const entry = code === undefined ? undefined : exchange.catalog.get(code);
    const failure: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected' };
    const { permit } = open();
    return rateRefusalOf(
      exchange,
      entry ? { ...failure, entry } : failure,
      { status, headers },
      permit.charges,
    );
  };
  const everything = { limits: [], scope: 'account', documentedMs: undefined };

  it.each([
    ['the row of its code', '511', 429, {}, { ...everything, limits: ['orders'], documentedMs: 5000 }],
    ['the row of its status', undefined, 460, {}, { ...everything, limits: ['orders-1d'] }],
    [
      'a header that names a spent limit',
      '510',
      429,
      { 'x-count': '10' },
      { ...everything, limits: ['orders'] },
    ],
    ['nobody: a header of what is not spent', '510', 429, { 'x-count': '9' }, everything],
    ['nobody: a header that names no limit', '510', 429, { 'x-any': '10' }, everything],
    ['nobody', undefined, 429, {}, everything],
    ['a ban of the address', undefined, 418, {}, { ...everything, scope: 'ip' }],
    ['a ban, whatever led to it', '511', 418, {}, { limits: [], scope: 'ip', documentedMs: 5000 }],
    [
      'a page, by the row of its status',
      undefined,
      403,
      {},
      { limits: [], scope: 'ip', documentedMs: 600_000 },
    ],
    [
      'the code, although the status is one of pages',
      '511',
      403,
      {},
      { limits: ['orders'], scope: 'account', documentedMs: 5000 },
    ],
  ])('is about what %s says', (_, code, status, headers, refusal) => {
    expect(about(code, status, headers)).toEqual(refusal);
  });
});

describe('the weight of one call', () => {
  const charged = (weight: number | Record<string, number> | undefined): unknown =>
    new Throttle(limits, () => 0)
      .chargesOf(read, weight)
      .map(({ window, weight: units }) => [window.limit, units]);

  it.each([
    [undefined, { orders: 1, 'orders-1d': 1, routes: 1 }],
    [3, { orders: 3, 'orders-1d': 3, routes: 3 }],
    [{ 'orders-1d': 20 }, { orders: 1, 'orders-1d': 20, routes: 1 }],
    [
      { orders: 0, routes: 2 },
      { 'orders-1d': 1, routes: 2 },
    ],
    [{}, { orders: 1, 'orders-1d': 1, routes: 1 }],
  ])('%o is %o', (weight, units) => {
    expect(charged(weight)).toEqual(Object.entries(units));
  });

  it.each([
    [{ orders: 11 }, '`exchange.weight` takes at most 10, the capacity of the limit "orders"; it got 11.'],
    [{ orders: Number.NaN }, '`exchange.weight["orders"]` takes a number, at least 0; it got NaN.'],
    [
      { order: 1 },
      '`exchange.weight` names the limit "order"; the limits are "orders", "orders-1d", "routes".',
    ],
  ])('%o is refused by name', (weight, message) => {
    expect(() => charged(weight)).toThrow(new TypeError(message));
  });

  it('by names means nothing where there are no limits', () => {
    expect(new Throttle([], () => 0).chargesOf(read, { orders: 3 })).toEqual([]);
  });
});
