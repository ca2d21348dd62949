import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readUsage } from '../../src/answers/usage-headers.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { integersUpTo, maxInt64 } from '../../src/catalog/integers.ts';
import { costOf } from '../../src/catalog/limit-cost.ts';
import { sizeOf } from '../../src/catalog/limit-size.ts';
import { turnsOf } from '../../src/catalog/look-up.ts';
import { noParams } from '../../src/catalog/request-params.ts';
import { routeReader } from '../../src/catalog/routes.ts';
import { Limits } from '../../src/throttle/limits.ts';

function the(id: string): Exchange {
  const found = exchanges.find((exchange) => exchange.id === id);
  if (!found) throw new Error(id);
  return found;
}

/** Characters of an id, where it may have more than a UUID. */
const longestIds: Readonly<Record<string, number>> = { bitget: 50, deribit: 64, htx: 64, kucoin: 40 };
/** A number as an id, where digits alone are none. */
const plainIds: Readonly<Record<string, string>> = { hyperliquid: `0x${'1716932877381'.padStart(32, '0')}` };
/** What happens on a chain anyone may ask for. */
const openBooks: readonly string[] = ['hyperliquid'];

describe.each(exchanges)('the profile of $id', (exchange) => {
  it('stands all that a definition is checked for', () => {
    expect(defineExchange(exchange.spec).catalog).toEqual(exchange.catalog);
  });

  it('knows where its documents are', () => {
    expect(exchange.name).not.toBe('');
    expect(exchange.docs.length).toBeGreaterThan(0);
    for (const page of exchange.docs) expect(page).toMatch(/^https:\/\//);
  });

  it('has limits that name themselves once and admit something', () => {
    expect(exchange.limits.length).toBeGreaterThan(0);
    expect(new Set(exchange.limits.map(({ name }) => name)).size).toBe(exchange.limits.length);
    for (const limit of exchange.limits) {
      const { name } = limit;
      const { capacity, windowMs } = sizeOf(limit);
      expect(Number.isInteger(capacity) && capacity > 0, name).toBe(true);
      if (limit.inFlight === undefined) expect(windowMs, name).toBeGreaterThanOrEqual(1000);
    }
  });

  it('never weighs a call above a capacity', () => {
    const routeOf = routeReader(exchange);
    for (const { path = '/', method = 'POST' } of exchange.routes) {
      const route = routeOf(method, path.replaceAll('*', 'x'));
      for (const limit of exchange.limits) {
        const { units } = costOf(limit, route, noParams);
        // Some weigh nothing, and their documents say so.
        const least = typeof limit.weight === 'object' ? 0 : 1;
        expect(units, limit.name).toBeGreaterThanOrEqual(least);
        expect(units, limit.name).toBeLessThanOrEqual(sizeOf(limit).capacity);
      }
    }
  });

  it('reads usage into limits that it has', () => {
    for (const { limit } of exchange.usage) {
      const names = typeof limit === 'object' ? limit : [limit];
      for (const name of names) expect([true, '', ...exchange.limits.map((one) => one.name)]).toContain(name);
    }
  });

  it('writes its paths as patterns', () => {
    const paths = [...exchange.routes.map(({ path }) => path), ...exchange.signedPaths];
    for (const path of paths) expect(path).toMatch(/^\/(?:[\w-]+|\*)(?:\/(?:[\w-]+|\*))*(?:\/\*\*)?$/);
    expect(new Set(exchange.signedPaths).size).toBe(exchange.signedPaths.length);
  });

  it('signs its orders, cancels and look-ups, and not its clock', () => {
    const routeOf = routeReader(exchange);
    for (const { kind, method = 'POST', path = '', params = {} } of exchange.routes) {
      const param = (name: string) =>
        [params[name]].flat().map((value) => value && String(value))[0] || undefined;
      if (kind !== 'read')
        expect(routeOf(method, path.replaceAll('*', 'x'), { param }).signed, path).toBe(true);
    }
    for (const { method, path } of exchange.lookup.flatMap(turnsOf)) {
      const route = routeOf(method, path.replaceAll(/\{\w+\}/g, 'x'));
      expect(route, path).toMatchObject({ signed: !openBooks.includes(exchange.id), kind: 'read' });
    }
    for (const { path } of exchange.time.routes) expect(routeOf('GET', path).signed, path).toBe(false);
  });

  it('asks for an order by the id that the order carries', () => {
    // Where an order sent once more is answered with the first, it is its own look-up.
    const isOwn = exchange.clientOrderId?.deduplicated === 'returned';
    expect(exchange.lookup.some(({ by }) => by === undefined)).toBe(!isOwn);
    for (const { path, query, form, body, by = 'clientOrderId' } of exchange.lookup.flatMap(turnsOf)) {
      const name = /^\w+$/.test(by) ? by : 'ownId';
      expect([path, ...Object.values({ ...query, ...form, ...body })].join(' ')).toContain(`{${name}}`);
    }
    expect(exchange.lookup.at(-1)?.when).toBeUndefined();
    expect(exchange.time.routes.at(-1)?.when).toBeUndefined();
  });

  it('accepts a plain number for a client order id, and neither nothing nor white space', () => {
    const { pattern, begins = '' } = exchange.clientOrderId ?? {};
    expect(pattern?.test(plainIds[exchange.id] ?? `${begins}1716932877381`)).toBe(true);
    const tooLong = '1'.repeat((longestIds[exchange.id] ?? 36) + 1);
    for (const bad of ['', ' ', 'a b', tooLong, '1\n']) expect(pattern?.test(bad), bad).toBe(false);
  });
});

describe('client order ids', () => {
  it.each(['ktx', 'ox-fun'])('%s takes the whole of an int64 and nothing beyond it', (id) => {
    const pattern = the(id).clientOrderId?.pattern;
    expect(pattern?.test('9223372036854775807')).toBe(true);
    for (const bad of ['9223372036854775808', '0', '01', '-1', 'grid-7', '1.5', '10000000000000000000']) {
      expect(pattern?.test(bad), bad).toBe(false);
    }
  });

  it.each(['1', '9', '10', '99', '101', '255', '1000'])('integersUpTo(%s) is what counting says', (max) => {
    const pattern = integersUpTo(max);
    for (let number = 0; number <= 1100; number++) {
      expect(pattern.test(String(number)), String(number)).toBe(number >= 1 && number <= Number(max));
    }
  });

  it('integersUpTo holds at the end of an int64, digit by digit', () => {
    const pattern = integersUpTo(maxInt64);
    const max = BigInt(maxInt64);
    for (let exponent = 0n; exponent < 19n; exponent++) {
      expect(pattern.test(String(max - 10n ** exponent))).toBe(true);
      expect(pattern.test(String(max + 10n ** exponent))).toBe(false);
    }
  });

  it('mexc-contract takes 32 characters, none of which would end a path', () => {
    const pattern = the('mexc-contract').clientOrderId?.pattern;
    expect(pattern?.test('x'.repeat(32))).toBe(true);
    for (const bad of ['x'.repeat(33), 'a/b', 'a?b', 'a#b', 'a%b']) expect(pattern?.test(bad)).toBe(false);
  });

  it('chainup takes what both spot and futures take', () => {
    const pattern = the('chainup').clientOrderId?.pattern;
    expect(pattern?.test('x'.repeat(31))).toBe(true);
    expect(pattern?.test('x'.repeat(32))).toBe(false);
  });

  it('few are known to refuse a second order with one id', () => {
    const known = exchanges.filter(({ clientOrderId }) => clientOrderId?.deduplicated);
    expect(known.map(({ id, clientOrderId }) => `${id} ${clientOrderId?.deduplicated}`).sort()).toEqual([
      'binance-spot while-open',
      'binance-usdm while-open',
      'bitget while-open',
      'bybit always',
      'coinbase returned',
      'htx always',
      'kraken while-open',
      'ktx true',
      'okx while-open',
    ]);
  });
});

describe('routes', () => {
  it.each([
    ['ktx', 'POST', '/papi/v1/order', 'order', true],
    ['ktx', 'POST', '/api/v1/order', 'order', true],
    ['ktx', 'POST', '/papi/v1/orders/delete', 'cancel', true],
    ['ktx', 'POST', '/papi/v1/withdraw', 'write', true],
    ['ktx', 'POST', '/papi/v1/depositAddr', 'read', true],
    ['ktx', 'GET', '/papi/v1/pending/orders', 'read', true],
    ['ktx', 'GET', '/api/v1/order_book', 'read', false],
    ['ktx', 'GET', '/api/v1/time', 'read', false],
    ['mexc-contract', 'POST', '/api/v1/private/order/submit', 'order', true],
    ['mexc-contract', 'POST', '/api/v1/private/order/create', 'order', true],
    ['mexc-contract', 'POST', '/api/v1/private/order/submit_batch', 'order', true],
    ['mexc-contract', 'POST', '/api/v1/private/order/cancel', 'cancel', true],
    ['mexc-contract', 'POST', '/api/v1/private/order/cancel_with_external', 'cancel', true],
    ['mexc-contract', 'POST', '/api/v1/private/position/change_leverage', 'write', true],
    ['mexc-contract', 'POST', '/api/v1/private/order/batch_query_with_external', 'read', true],
    ['mexc-contract', 'GET', '/api/v1/private/order/external/BTC_USDT/grid-7', 'read', true],
    ['mexc-contract', 'GET', '/api/v1/contract/detail', 'read', false],
    ['lbank-contract', 'POST', '/cfd/openApi/v1/prv/placeOrder', 'order', true],
    ['lbank-contract', 'POST', '/cfd/openApi/v1/prv/cancelOrder', 'cancel', true],
    ['lbank-contract', 'POST', '/cfd/openApi/v1/prv/account', 'read', true],
    ['lbank-contract', 'GET', '/cfd/openApi/v1/pub/instrument', 'read', false],
    ['ox-fun', 'POST', '/v3/orders/place', 'order', true],
    ['ox-fun', 'DELETE', '/v3/orders/cancel', 'cancel', true],
    ['ox-fun', 'DELETE', '/v3/orders/cancel-all', 'cancel', true],
    ['ox-fun', 'POST', '/v3/transfer', 'write', true],
    ['ox-fun', 'GET', '/v3/funding', 'read', true],
    ['ox-fun', 'GET', '/v3/funding/rates', 'read', false],
    ['ox-fun', 'GET', '/v3/markets', 'read', false],
    ['chainup', 'POST', '/sapi/v1/order', 'order', true],
    ['chainup', 'POST', '/sapi/v2/order', 'order', true],
    ['chainup', 'POST', '/fapi/v1/order', 'order', true],
    ['chainup', 'POST', '/fapi/v1/conditionOrder', 'order', true],
    ['chainup', 'POST', '/sapi/v1/batchOrders', 'order', true],
    ['chainup', 'POST', '/sapi/v1/batchCancel', 'cancel', true],
    ['chainup', 'POST', '/sapi/v1/order/test', 'read', true],
    ['chainup', 'GET', '/fapi/v1/order', 'read', true],
    ['chainup', 'GET', '/sapi/v1/depth', 'read', false],
    ['chainup', 'GET', '/fapi/v1/contracts', 'read', false],
  ] as const)('%s: %s %s is one of kind %s, signed: %s', (id, method, path, kind, signed) => {
    expect(routeReader(the(id))(method, path)).toMatchObject({ kind, signed });
  });

  it('MEXC has one limit for a route, whatever the id in its path', () => {
    const routeOf = routeReader(the('mexc-contract'));
    const one = routeOf('GET', '/api/v1/private/order/external/BTC_USDT/a');
    expect(routeOf('GET', '/api/v1/private/order/external/ETH_USDT/b').name).toBe(one.name);
    expect(routeOf('GET', '/api/v1/private/order/get/1').name).not.toBe(one.name);
  });
});

describe('limits', () => {
  const figures = (id: string) =>
    Object.fromEntries(the(id).limits.map(({ name, capacity, windowMs }) => [name, [capacity, windowMs]]));

  it('are those that the documents print', () => {
    expect(figures('ktx')).toEqual({ requests: [10_000, 10_000], usage: [10_000, 10_000] });
    expect(figures('mexc-contract')).toMatchObject({
      'private-route': [20, 2000],
      'submit-batch': [1, 2000],
      'contract-detail': [1, 5000],
    });
    expect(figures('ox-fun')).toMatchObject({
      requests: [100, 1000],
      'requests-5m': [2500, 300_000],
      orders: [20, 1000],
      'withdrawal-1s': [1, 1000],
      'transfer-10s': [2, 10_000],
    });
    expect(figures('chainup')).toMatchObject({
      ip: [12_000, 60_000],
      user: [60_000, 60_000],
      'spot-order': [100, 2000],
      'spot-query': [20, 2000],
    });
  });

  it.each([
    ['POST', '/sapi/v1/order', 5],
    ['GET', '/sapi/v1/order', 1],
    ['POST', '/sapi/v1/order/test', 1],
    ['POST', '/sapi/v1/cancel', 5],
    ['POST', '/sapi/v1/batchOrders', 10],
    ['POST', '/sapi/v1/batchCancel', 10],
    ['GET', '/sapi/v1/depth', 5],
    ['GET', '/sapi/v1/klines', 1],
  ])('ChainUp: %s %s weighs %i', (method, path, expected) => {
    const exchange = the('chainup');
    const route = routeReader(exchange)(method, path);
    const charges = new Limits(exchange.limits, () => 0).chargesOf(route, undefined);
    const name = route.signed ? 'user' : 'ip';
    expect(charges.find(({ window }) => window.limit === name)?.weight).toBe(expected);
  });

  it.each([
    ['3:120:9880', { used: 120, left: 9880 }],
    [' 3 : 120 : 9880 ', { used: 120, left: 9880 }],
    ['', undefined],
    ['3:120', undefined],
    ['3:120:9880:1', undefined],
    ['a:b:c', undefined],
  ])('KTX: the usage header "%s" is read', (value, usage) => {
    for (const header of ['ktx-usage', 'Madex-Usage']) {
      const told = readUsage(the('ktx'), { [header]: value }, 0);
      expect(told).toEqual(usage ? [{ limit: 'usage', usage }] : []);
    }
  });
});

describe('the folders', () => {
  it.each(exchanges)('of $id run wherever WebCrypto does', ({ id }) => {
    const here = new URL(`../../src/catalog/${id}/`, import.meta.url);
    const names = readdirSync(here);
    expect(names).toEqual(expect.arrayContaining(['codes.ts', 'profile.ts', 'index.ts']));
    for (const name of names) {
      expect(readFileSync(new URL(name, here), 'utf8'), name).not.toMatch(/from 'node:/);
    }
  });
});
