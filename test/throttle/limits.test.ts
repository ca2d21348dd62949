import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Limit, noParam, type RouteInfo } from '../../src/catalog/limit.ts';
import { type RequestParams, requestParams } from '../../src/catalog/request-params.ts';
import { Limits } from '../../src/throttle/limits.ts';

const base: Limit = { name: 'requests', scope: 'ip', capacity: 10, windowMs: 1000 };
const read: RouteInfo = {
  method: 'GET',
  path: '/time',
  kind: 'read',
  signed: false,
  name: '/time',
  param: noParam,
};
const order: RouteInfo = {
  method: 'POST',
  path: '/order',
  kind: 'order',
  signed: true,
  name: '/order',
  param: noParam,
};

function limitsOf(...limits: readonly object[]): Limits {
  return new Limits(
    limits.map((limit) => ({ ...base, ...limit })),
    () => 0,
  );
}

/** Which windows a request counts on, with its weight. */
function charges(limits: Limits, route: RouteInfo, weight?: number): [string, number][] {
  return limits.chargesOf(route, weight).map(({ window, weight: units }) => [window.key, units]);
}

describe('what a request counts on', () => {
  it('every limit without a match, with weight 1', () => {
    expect(charges(limitsOf({}, { name: 'second' }), read)).toEqual([
      ['requests', 1],
      ['second', 1],
    ]);
  });

  it.each([
    [{ kind: 'order' }],
    [{ signed: true }],
    [{ method: 'POST' }],
    [{ path: '/order' }],
    [{ path: '/*', signed: true }],
    [({ path }: RouteInfo) => path === '/order'],
  ])('only limits whose match fits: %o', (match) => {
    const limits = limitsOf({ match });
    expect(charges(limits, order)).toEqual([['requests', 1]]);
    expect(charges(limits, read)).toEqual([]);
  });

  it('with the weight of the call, else of the limit, a number or a function', () => {
    const limits = limitsOf({ weight: 3 }, { name: 'by kind', weight: (r: RouteInfo) => (r.signed ? 5 : 0) });
    expect(charges(limits, order)).toEqual([
      ['requests', 3],
      ['by kind', 5],
    ]);
    expect(charges(limits, read)).toEqual([['requests', 3]]);
    expect(charges(limits, read, 2)).toEqual([
      ['requests', 2],
      ['by kind', 2],
    ]);
    expect(charges(limits, read, 0)).toEqual([]);
  });

  it('the same window each time', () => {
    const limits = limitsOf({});
    expect(limits.chargesOf(read, 1)[0]?.window).toBe(limits.chargesOf(order, 1)[0]?.window);
  });

  it('a window per method and route where the limit says so, whatever the id in the path', () => {
    const limits = limitsOf({ per: 'route' });
    const one = { ...read, path: '/order/1', name: '/order/*' };
    const windowOf = (route: RouteInfo) => limits.chargesOf(route, 1)[0]?.window;
    expect(windowOf(one)).toBe(windowOf({ ...one, path: '/order/2' }));
    expect(windowOf(one)).not.toBe(windowOf({ ...one, method: 'DELETE' }));
    expect(windowOf(one)).not.toBe(windowOf(read));
  });

  it('windows of idle routes are forgotten past ten thousand, those in use are not', () => {
    const limits = limitsOf({ per: 'route' });
    const windowOf = (name: string) => limits.chargesOf({ ...read, name }, 1)[0]?.window;
    const busy = windowOf('/busy');
    const idle = windowOf('/idle');
    busy?.take(1);
    for (let at = 0; at < 10_000; at += 1) windowOf(`/${at}`);
    expect(windowOf('/busy')).toBe(busy);
    expect(windowOf('/idle')).not.toBe(idle);
  });
});

describe('a weight that can never fit', () => {
  it('is refused with the name of the limit and both numbers', () => {
    expect(() => limitsOf({}).chargesOf(read, 11)).toThrow(
      new TypeError('`exchange.weight` takes at most 10, the capacity of the limit "requests"; it got 11.'),
    );
    expect(charges(limitsOf({}), read, 10)).toEqual([['requests', 10]]);
  });

  it('is refused where a function says it', () => {
    expect(() => limitsOf({ weight: () => 12 }).chargesOf(read, undefined)).toThrow(/at most 10.*it got 12/);
    expect(() => limitsOf({ weight: () => Number.NaN }).chargesOf(read, undefined)).toThrow(
      new TypeError('`limits "requests" weight` takes a number, at least 0; it got NaN.'),
    );
  });

  it('is refused at once where the limit itself says it', () => {
    expect(() => limitsOf({ weight: 11 })).toThrow(
      new TypeError('`limits[0].weight` takes a number, at least 0, at most 10; it got 11.'),
    );
  });
});

describe('bad limits', () => {
  it.each([
    [{ name: '' }, "`limits[0].name` takes a name; it got ''."],
    [{ name: 7 }, '`limits[0].name` takes a name; it got 7.'],
    [{ scope: 'key' }, "`limits[0].scope` takes 'ip' or 'account'; it got 'key'."],
    [{ capacity: 0 }, '`limits[0].capacity` takes a number, at least 1; it got 0.'],
    [{ capacity: Infinity }, '`limits[0].capacity` takes a finite number; it got Infinity.'],
    [{ windowMs: Infinity }, '`limits[0].windowMs` takes a finite number; it got Infinity.'],
    [{ windowMs: '1s' }, "`limits[0].windowMs` takes a number of milliseconds, at least 1; it got '1s'."],
    [{ per: 'path' }, "`limits[0].per` takes 'all' or 'route', or a list of names; it got 'path'."],
    [{ match: '/order' }, "`limits[0].match` takes an object, or a function; it got '/order'."],
    [{ match: null }, '`limits[0].match` takes an object, or a function; it got null.'],
    [
      { weight: '2' },
      "`limits[0].weight` takes a number, at least 0, or a function, or a list of rows; it got '2'.",
    ],
    [
      { weight: -1 },
      '`limits[0].weight` takes a number, at least 0, or a function, or a list of rows; it got -1.',
    ],
  ])('%o says what is wrong', (change, message) => {
    expect(() => limitsOf(change)).toThrow(new TypeError(message));
  });

  it('says which limit it was, and that it is none', () => {
    expect(() => limitsOf({}, { name: 'two', capacity: -1 })).toThrow(/^`limits\[1\]\.capacity`/);
    const none = [null] as unknown as Limit[];
    expect(() => new Limits(none, () => 0)).toThrow(
      new TypeError('`limits[0]` takes an object; it got null.'),
    );
  });

  it('refuses two of one name, since they would charge one window', () => {
    expect(() => limitsOf({}, { capacity: 5 })).toThrow(
      new TypeError("`limits[1].name` takes a name of its own; it got 'requests'."),
    );
  });
});

describe('the weight of one call', () => {
  const three = [
    { name: 'orders', scope: 'account' },
    { name: 'orders-1d', scope: 'account', capacity: 20, windowMs: 86_400_000 },
    { name: 'routes', capacity: 5, per: 'route' },
  ];
  const charged = (weight: number | Record<string, number> | undefined): unknown =>
    limitsOf(...three)
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
      "`exchange.weight` takes names of limits: 'orders', 'orders-1d' or 'routes'; it got 'order'. Did you mean 'orders' or 'orders-1d'?",
    ],
  ])('%o is refused by name', (weight, message) => {
    expect(() => charged(weight)).toThrow(new TypeError(message));
  });

  it('by names means nothing where there are no limits', () => {
    expect(limitsOf().chargesOf(read, { orders: 3 })).toEqual([]);
  });
});

/** The parameters of one request, by name. */
function sent(fields: Readonly<Record<string, unknown>>, items = 1): RequestParams {
  return { ...requestParams({ isSeveral: false, json: undefined, fields }), items };
}

describe('limits that look at parameters', () => {
  const keyed = limitsOf({ name: 'keyed', per: ['symbol'], match: { params: { category: 'linear' } } });

  it('count what has the value, in the book of the value', () => {
    const keysOf = (fields: Readonly<Record<string, unknown>>): string[] =>
      keyed.chargesOf(order, undefined, sent(fields)).map(({ window }) => window.key);
    expect(keysOf({ category: 'linear', symbol: 'A' })).toEqual(['keyed A']);
    expect(keysOf({ category: 'linear' })).toEqual(['keyed *']);
    expect(keysOf({ category: 'spot', symbol: 'A' })).toEqual([]);
    expect(keyed.windowNamed('keyed')).toBeUndefined();
    expect(keyed.windowOfKey('keyed A')?.limit).toBe('keyed');
  });

  it('are told to their functions', () => {
    const limits = limitsOf({
      match: ({ param }: RouteInfo) => param('symbol') === 'A',
      weight: ({ param }: RouteInfo) => Number(param('n')),
    });
    const [charge] = limits.chargesOf(order, undefined, sent({ symbol: 'A', n: '3' }));
    expect(charge?.weight).toBe(3);
    expect(limits.chargesOf(order, undefined, sent({ symbol: 'B', n: '3' }))).toEqual([]);
  });

  it('read no request where none of a route does', () => {
    const limits = limitsOf({ name: 'keyed', per: ['symbol'], match: { path: '/order' } }, {});
    const forbidden: RequestParams = {
      param: () => {
        throw new Error('read');
      },
      amount: () => undefined,
      get items(): number {
        throw new Error('read');
      },
    };
    expect(limits.chargesOf(read, undefined, forbidden)).toBe(limits.chargesOf(read, undefined, forbidden));
    expect(() => limits.chargesOf(order, undefined, forbidden)).toThrow('read');
  });

  it('count the orders of a batch, and refuse one that no book holds', () => {
    const limits = limitsOf({ counts: 'items' });
    expect(limits.chargesOf(order, undefined, sent({}, 7))[0]?.weight).toBe(7);
    expect(limits.chargesOf(order, 1, sent({}, 7))[0]?.weight).toBe(1);
    expect(() => limits.chargesOf(order, undefined, sent({}, 11))).toThrow(/at most 10.*it got 11/);
  });

  it('never mix the books of two values', () => {
    const use = fc.record({
      symbol: fc.constantFrom('A', 'B', 'C', undefined),
      weight: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 60 }), (uses) => {
        const limits = limitsOf({ per: ['symbol'], capacity: 1000 });
        const used = new Map<string, number>();
        for (const { symbol, weight } of uses) {
          const [charge] = limits.chargesOf(order, weight, sent(symbol === undefined ? {} : { symbol }));
          charge?.window.take(weight);
          const key = `requests ${symbol ?? '*'}`;
          used.set(key, (used.get(key) ?? 0) + weight);
        }
        const seen = [...limits.windows].map((window) => [window.key, window.capacity - window.free(0)]);
        expect(new Map(seen as [string, number][])).toEqual(used);
      }),
    );
  });
});

describe('limits that are changed', () => {
  it('keep what is taken, in books that there are and that come', () => {
    const first = { ...base, per: 'route' as const };
    const limits = limitsOf(first, { name: 'nonce', capacity: 1, windowMs: undefined, inFlight: true });
    const [charge, nonce] = limits.chargesOf(order, 4);
    charge?.window.take(4);
    const [requests, inFlight] = limits.all;
    if (!requests || !inFlight) throw new Error('two limits');
    limits.resize([
      { ...requests, capacity: 100 },
      { ...inFlight, capacity: 3 },
    ]);
    expect(charge?.window.free(0)).toBe(96);
    expect(nonce?.window.free(0)).toBe(3);
    expect(limits.chargesOf(order, undefined)[0]?.window).toBe(charge?.window);
    expect(limits.chargesOf(read, undefined)[0]?.window.capacity).toBe(100);
    // What is kept for cancels is a fiftieth of the new capacity.
    expect(limits.chargesOf(read, undefined)[0]?.need).toBe(3);
  });
});
