import { afterEach, expect, test, vi } from 'vitest';
import type { Limit, RouteInfo } from '../../src/catalog/limit.ts';
import { noParams } from '../../src/catalog/request-params.ts';
import { LimitBook } from '../../src/throttle/limit-book.ts';
import { Throttle } from '../../src/throttle/throttle.ts';

afterEach(() => vi.restoreAllMocks());

const route: RouteInfo = {
  method: 'GET',
  path: '/ticker',
  kind: 'read',
  signed: false,
  name: '/ticker',
  param: () => undefined,
};

test('a new book looks through those in use only now and then', () => {
  const looks = vi.spyOn(LimitBook.prototype, 'isIdle');
  let admitted = 0;
  for (const scope of ['account', 'ip'] as const) {
    const limit: Limit = { name: 'by-symbol', scope, capacity: 5, windowMs: 600_000, per: ['symbol'] };
    const throttle = new Throttle([limit], () => 0);
    for (let symbol = 0; symbol < 10_050; symbol += 1) {
      const params = { ...noParams, param: () => String(symbol) };
      if (throttle.tryAcquire(throttle.chargesOf(route, undefined, params))) admitted += 1;
    }
  }
  expect(admitted).toBe(20_100);
  expect(looks.mock.calls.length).toBeLessThan(50_000);
});
