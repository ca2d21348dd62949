import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeReader } from '../../src/catalog/routes.ts';
import { correctedRows, corrections } from '../../src/ccxt/corrections.ts';
import { meaningReader } from '../../src/ccxt/error-classes.ts';
import { type CcxtExchange, exchangeFromCcxt } from '../../src/ccxt/index.ts';
import { members } from '../../src/ccxt/shape.ts';
import {
  classify,
  createGateway,
  extendExchange,
  lbankContract,
  mexcContract,
  oxFun,
} from '../../src/index.ts';
import { ids, make, theirs } from './support.ts';

const meaningOf = meaningReader();

describe('exchangeFromCcxt', () => {
  it('brings tables, hosts, routes and a limit', () => {
    const bybit = theirs(make('bybit'));
    expect(bybit).toMatchObject({ id: 'bybit', name: 'Bybit', hosts: ['api.bybit.com'] });
    expect(bybit.catalog.get('110007')).toMatchObject({
      code: '110007',
      text: 'InsufficientFunds',
      category: 'funds',
      outcome: 'rejected',
      source: expect.stringMatching(/^ccxt 4\.[\d.]+ bybit$/),
    });
    const { readRoute } = routesOf('bybit');
    expect(readRoute('POST', '/v5/order/create')).toBe('order');
    expect(readRoute('POST', '/v5/order/cancel')).toBe('cancel');
    expect(readRoute('GET', '/v5/order/realtime')).toBe('read');
    expect(bybit.limits).toMatchObject([{ name: 'ccxt-cost', capacity: 50, windowMs: 1000 }]);
  });

  it('knows orders that are sent by GET, and reads that are sent by POST', () => {
    const deribit = routesOf('deribit');
    expect(deribit.readRoute('GET', '/api/v2/private/buy')).toBe('order');
    expect(deribit.readRoute('GET', '/api/v2/private/cancel')).toBe('cancel');
    expect(deribit.readRoute('GET', '/api/v2/private/withdraw')).toBe('write');
    expect(deribit.readRoute('GET', '/api/v2/public/get_order_book')).toBe('read');
    expect(routesOf('kraken').readRoute('POST', '/0/private/Balance')).toBe('read');
    expect(routesOf('kraken').readRoute('POST', '/0/private/AddOrder')).toBe('order');
    expect(routesOf('hyperliquid').readRoute('POST', '/info')).toBe('read');
    expect(routesOf('hyperliquid').readRoute('POST', '/exchange')).toBe('write');
  });

  it('counts what ccxt says a route costs, and a dear one as a whole window', async () => {
    const binance = theirs(make('binance'));
    const gateway = createGateway({ exchange: binance });
    expect(gateway.eta({ path: '/api/v3/ping', count: 4 })).toEqual([0, 0, 0, 0]);
    const [limit] = binance.limits;
    const weightOf = (path: string): unknown =>
      typeof limit?.weight === 'function' &&
      limit.weight({ method: 'GET', path, kind: 'read', signed: false, name: path, param: () => undefined });
    expect(weightOf('/api/v3/exchangeInfo')).toBe(4);
    expect(weightOf('/sapi/v1/fiat/orders')).toBe(150);
    expect(weightOf('/api/v3/unheard-of')).toBe(1);
    await gateway.close();
  });

  it('takes rows of the user before ccxt’s and ours', () => {
    const base = theirs(make('bybit'));
    const own = extendExchange(base, {
      table: { source: 'seen by us', rows: [['170222', 'rate-limit', 'rejected', 'too many']] },
    });
    const body = '{"retCode":170222,"retMsg":"Too many requests in this time frame."}';
    expect(classify(base, { status: 200, body })).toMatchObject({
      category: 'rate-limit',
      outcome: 'unknown',
    });
    expect(classify(own, { status: 200, body })).toMatchObject({
      category: 'rate-limit',
      outcome: 'rejected',
    });
  });

  it('does not change the instance', () => {
    // A log-in, from whose answer `handleErrors` keeps the session.
    const instance = make('grvt');
    const answer = {
      status: 200,
      headers: { 'x-grvt-account-id': '7', 'set-cookie': 'gravity=abc; Path=/' },
      body: '{"status":"success"}',
      url: 'https://edge.grvt.io/auth/api_key/login',
    };
    expect(classify(theirs(instance), answer)).toEqual({ ok: true });
    expect(members(instance.options)).not.toHaveProperty('AuthAccountId');
    expect(members(instance.options)).not.toHaveProperty('AuthCookieValue');
  });

  it('does not let one error speak for all orders of an answer', () => {
    const body = '{"code":10014,"message":"Insufficient funds","data":[{"id":1},{"id":2}]}';
    const one = '{"code":10014,"message":"Insufficient funds","data":[{"id":1}]}';
    const bigone = theirs(make('bigone'));
    expect(classify(bigone, { status: 200, body })).toMatchObject({ category: 'funds', outcome: 'unknown' });
    expect(classify(bigone, { status: 200, body: one })).toMatchObject({
      category: 'funds',
      outcome: 'rejected',
    });
  });

  it('reads an instance of another copy, with classes that a bundler renamed', () => {
    class a extends Error {
      override name = 'ExchangeError';
    }
    class b extends a {
      override name = 'InsufficientFunds';
    }
    class c extends b {
      override name = 'NotEnoughOfOneCoin';
    }
    const instance: CcxtExchange = {
      id: 'someone',
      exceptions: { exact: { '7': c, '8': a } },
      handleErrors: (_status, _reason, _url, _method, _headers, body, value) => {
        const { code } = members(value);
        if (code === 7) throw new c(body);
        if (code === 8) throw new a(body);
      },
    };
    const exchange = theirs(instance);
    expect(exchange.catalog.get('7')).toMatchObject({ category: 'funds', outcome: 'rejected' });
    expect(classify(exchange, { status: 200, body: '{"code":7}' })).toMatchObject({
      code: '7',
      category: 'funds',
    });
    expect(classify(exchange, { status: 200, body: '{"code":8}' })).toMatchObject({
      code: '8',
      category: 'unknown',
      outcome: 'unknown',
    });
    expect(classify(exchange, { status: 200, body: '{"code":0}' })).toEqual({ ok: true });
  });

  it('calls nothing good that handleErrors stumbles over', () => {
    const instance: CcxtExchange = {
      id: 'someone',
      handleErrors: () => {
        throw new TypeError('undefined is not a function');
      },
    };
    expect(classify(theirs(instance), { status: 200, body: '{"a":1}' })).toMatchObject({
      ok: false,
      category: 'server',
      outcome: 'unknown',
    });
  });

  it('never throws, whatever is in an answer', () => {
    const deep = JSON.parse(`${'{"error":['.repeat(20_000)}1${']}'.repeat(20_000)}`);
    const kraken = theirs(make('kraken'));
    expect(classify(kraken, { status: 200, body: deep })).toMatchObject({ ok: false, outcome: 'unknown' });
    const json = fc.jsonValue().filter((value) => typeof value === 'object' && value !== null);
    const exchanges = ['binance', 'okx', 'kraken', 'hyperliquid', 'bitfinex', 'whitebit', 'mexc'].map((id) =>
      theirs(make(id)),
    );
    fc.assert(
      fc.property(
        json,
        fc.constantFrom(...exchanges),
        fc.integer({ min: 200, max: 599 }),
        (body, exchange, status) => {
          expect(classify(exchange, { status, body })).toHaveProperty('ok');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says nothing for sure of an answer over WebSocket', () => {
    const answer = { body: '{"retCode":110007,"retMsg":"x"}', transport: 'ws' } as const;
    expect(classify(theirs(make('bybit')), answer)).toMatchObject({
      ok: false,
      outcome: 'unknown',
    });
  });

  it('imports nothing of ccxt', () => {
    const folder = new URL('../../src/ccxt/', import.meta.url);
    const imports = readdirSync(folder).flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/from '([^']+)'/g)].map(([, path]) => path),
    );
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter((path) => !path?.startsWith('.'))).toEqual([]);
  });

  it('refuses what is no instance, by name', () => {
    expect(() => exchangeFromCcxt(make.bind(null) as never)).toThrow(
      /an instance, such as `new ccxt\.bybit\(\)`/,
    );
    expect(() => exchangeFromCcxt({} as never)).toThrow(/a ccxt exchange/);
    expect(() => exchangeFromCcxt(make('okx'), { url: 'fapi' })).toThrow(/`url` takes a URL/);
    expect(() => exchangeFromCcxt(make('okx'), { market: 'spot' } as never)).toThrow(/no option `market`/);
  });
});

describe('an exchange that is one of ours too', () => {
  const mexc = exchangeFromCcxt(make('mexc'), { native: mexcContract });
  const lbank = exchangeFromCcxt(make('lbank'));

  it('has all our rows', () => {
    for (const [ours, exchange] of [
      [mexcContract, mexc],
      [lbankContract, lbank],
    ] as const) {
      for (const [code, entry] of ours.codes.rest) expect(exchange.catalog.get(code)).toEqual(entry);
    }
  });

  it('reads answers of our part as we do', () => {
    for (const code of mexcContract.catalog.keys()) {
      const answer = { status: 200, body: `{"success":false,"code":${code},"message":"text"}` };
      expect(classify(mexc, answer)).toEqual(classify(mexcContract, answer));
    }
  });

  it('reads the other part as ccxt does, where a number means another thing', () => {
    const spot = { status: 200, body: '{"result":"false","error_code":10007,"ts":1}' };
    const contract = { status: 200, body: '{"success":false,"result":"false","error_code":10007,"msg":""}' };
    expect(classify(lbank, spot)).toMatchObject({ category: 'signature' });
    expect(classify(lbank, contract)).toEqual(classify(lbankContract, contract));
    const url = 'https://lbkperp.lbank.com/cfd/openApi/v1/prv/placeOrder';
    const told = { ...spot, url };
    expect(classify(lbank, told)).toMatchObject({ entry: lbankContract.catalog.get('10007') });
  });

  it('keeps our limits to our paths, and ccxt’s to the others', () => {
    const route = routeReader(mexc);
    const limitsOf = (method: string, path: string): readonly string[] =>
      mexc.limits
        .filter(({ match }) => typeof match === 'function' && match(route(method, path)))
        .map(({ name }) => name);
    expect(limitsOf('POST', '/api/v3/order')).toEqual(['ccxt-cost']);
    expect(limitsOf('POST', '/api/v1/private/order/submit')).toEqual(['private-route']);
    expect(limitsOf('GET', '/api/v1/contract/detail')).toEqual(['public-route', 'contract-detail']);
  });

  it('is ours altogether where ccxt still has OX.FUN', () => {
    const old: CcxtExchange = { id: 'oxfun', handleErrors: () => undefined };
    const answer = { status: 200, body: '{"success":false,"code":"20007","message":"too rapidly"}' };
    expect(classify(exchangeFromCcxt(old), answer)).toEqual(classify(oxFun, answer));
  });
});

describe('the list of ccxt’s mistakes', () => {
  const listed = Object.entries(corrections).flatMap(([id, rows]) =>
    rows.map(([code, category, outcome, , filedAs]) => ({ id, code, category, outcome, filedAs })),
  );

  const made = new Map<string, ReturnType<typeof exchangeFromCcxt>>();
  const exchangeOf = (id: string): ReturnType<typeof exchangeFromCcxt> => {
    const native = { mexc: mexcContract, lbank: lbankContract }[id] ?? [];
    const exchange = made.get(id) ?? exchangeFromCcxt(make(id), { native });
    made.set(id, exchange);
    return exchange;
  };

  it('names exchanges that ccxt has', () => {
    expect(Object.keys(corrections).filter((id) => !ids.includes(id))).toEqual([]);
    expect(listed.length).toBeGreaterThan(60);
  });

  it.each(listed)('$id $code: $category, $outcome, whatever ccxt says', ({ id, code, category, outcome }) => {
    const exchange = exchangeOf(id);
    // A number of our own part is that in the catalog; its meaning in the other part is tested above.
    const ours = { mexc: mexcContract, lbank: lbankContract }[id]?.codes.rest.get(code);
    expect(exchange.catalog.get(code)).toMatchObject(ours ?? { category, outcome });
  });

  it.each(listed)('$id $code is still filed as $filedAs, which is something else', (row) => {
    const makers = [...makersOf(make(row.id).exceptions, row.code)];
    const [filed] = row.filedAs.split(' ');
    // LBank's classes stand in its `handleErrors`, two rows of APEX are texts.
    if (makers.length === 0) expect(['apex', 'lbank']).toContain(row.id);
    else expect(makers.map(({ name }) => name)).toContain(filed);
    const means = makers.filter(({ name }) => name === filed).map((maker) => meaningOf(maker));
    for (const meaning of means) {
      const outcome = meaning?.proof === 'always' ? 'rejected' : 'unknown';
      expect([meaning?.category, outcome]).not.toEqual([row.category, row.outcome]);
    }
  });

  it('is inherited by exchanges that are derived from another', () => {
    expect(correctedRows(['myokx', 'okx']).get('50061')?.[1]).toBe('rate-limit');
    expect(theirs(make('bybiteu')).catalog.get('170146')).toMatchObject({ outcome: 'unknown' });
  });
});

/** The classes that any of the tables has for a code. */
function* makersOf(tables: unknown, code: string): Generator<{ readonly name: string }> {
  for (const [key, value] of Object.entries(members(tables))) {
    if (key === code && typeof value === 'function') yield value;
    else if (typeof value === 'object' && !Array.isArray(value)) yield* makersOf(value, code);
  }
}

function routesOf(id: string): { readRoute: (method: string, path: string) => string } {
  const reader = routeReader(theirs(make(id)));
  return { readRoute: (method, path) => reader(method, path).kind };
}
