import { describe, expect, it } from 'vitest';
import { type Limit, noParam, type RouteInfo } from '../../src/catalog/limit.ts';
import type { Permit } from '../../src/throttle/permit.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';
import { Throttle } from '../../src/throttle/throttle.ts';

const read: RouteInfo = {
  method: 'GET',
  path: '/a',
  kind: 'read',
  signed: false,
  name: '/a',
  param: noParam,
};
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
    expect(window.correct({ used: 99 }, 0)).toBe(99);
    expect(window.opensAt(4, 0)).toBe(4900);
    expect(window.returns(0)).toEqual([{ at: 4900, units: 99 }]);
    expect(window.free(4900)).toBe(100);
  });

  it('comes back when the header says, and a window later at the latest', () => {
    const opens = [100, 5000].map((resetMs) => {
      const window = new RateWindow('a', 10, 1000);
      window.correct({ left: 0, resetMs }, 0);
      return window.opensAt(1, 0);
    });
    expect(opens).toEqual([101, 1001]);
  });
});
