import { describe, expect, it } from 'vitest';
import { chainUp } from '../../src/catalog/chainup/index.ts';
import { defineExchange, extendExchange } from '../../src/catalog/define.ts';
import type { Row } from '../../src/catalog/entry.ts';
import type { Envelope } from '../../src/catalog/envelope.ts';
import type { ExchangeSpec } from '../../src/catalog/exchange.ts';
import { okx } from '../../src/catalog/okx/index.ts';
import { rateLimitHeaders } from '../../src/catalog/usage.ts';

const rest: Envelope = { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false };

function specOf(...rows: readonly Row[]): ExchangeSpec {
  return { id: 'tiny', name: 'Tiny', table: { source: 'https://example.com', rows }, rest };
}

/** What a caller without types could write. */
function loose(row: readonly unknown[]): Row {
  return row as Row;
}

describe('defineExchange', () => {
  it('takes rows alone for a table, as of the exchange itself', () => {
    const rows = [['1', 'funds', 'rejected', 'no money']];
    const tiny = defineExchange({ ...specOf(), ...{ table: rows as never } });
    expect(tiny.catalog.get('1')).toMatchObject({ category: 'funds', source: 'Tiny' });
    const more = extendExchange(tiny, {
      name: 'More',
      ...{ table: [['2', 'auth', 'rejected', 'no']] as never },
    });
    expect(more.catalog.get('1')).toMatchObject({ source: 'Tiny' });
    expect(more.catalog.get('2')).toMatchObject({ category: 'auth', source: 'More' });
    expect(() => extendExchange(tiny, { ...{ docs: [], rows } })).toThrow('Did you mean `table`?');
  });

  it('fills in what a spec leaves out', () => {
    const tiny = defineExchange(specOf(['1', 'funds', 'rejected', 'no money']));
    expect(tiny).toMatchObject({
      limits: [],
      routes: [],
      signedPaths: [],
      lookup: [],
      usage: rateLimitHeaders,
      settle: { settleMs: 2000, asks: 3 },
      time: { routes: [{ path: '/' }], from: 'date' },
      trustsCodesUnder5xx: false,
      clientOrderId: undefined,
      ws: undefined,
    });
    expect(tiny.catalog.get('1')).toEqual({
      code: '1',
      category: 'funds',
      outcome: 'rejected',
      text: 'no money',
      source: 'https://example.com',
    });
    expect(Object.isFrozen(tiny)).toBe(true);
    expect(Object.isFrozen(tiny.catalog.get('1'))).toBe(true);
  });

  it.each(['id', 'name', 'table', 'rest'] as const)('says what `%s` takes where there is none', (option) => {
    const owner = option === 'id' ? 'defineExchange' : 'defineExchange: tiny';
    const takes = option === 'id' || option === 'name' ? 'a string that is not empty' : 'an object';
    for (const value of [undefined, null, Number.NaN, 0, false] as const) {
      const spec: unknown = { ...specOf(), [option]: value };
      expect(() => defineExchange(spec as ExchangeSpec)).toThrow(
        new TypeError(`${owner}: \`${option}\` takes ${takes}; it got ${value}.`),
      );
    }
  });

  it.each([
    ['a number for a code', [1, 'funds', 'rejected', 'x'], /"1" must have its code as a string/],
    ['an empty code', ['', 'funds', 'rejected', 'x'], /must have its code as a string/],
    ['an unknown category', ['1', 'money', 'rejected', 'x'], /code "1" has the unknown category "money"/],
    ['an unknown outcome', ['1', 'funds', 'maybe', 'x'], /code "1" has the unknown outcome "maybe"/],
    ['an outcome of batches', ['1', 'funds', 'partial', 'x'], /unknown outcome "partial"/],
    ['a success that failed', ['0', 'success', 'rejected', 'x'], /code "0" contradicts itself/],
    ['a failure that went well', ['1', 'funds', 'ok', 'x'], /code "1" contradicts itself/],
    ['no text', ['1', 'funds', 'rejected'], /code "1" needs its text/],
  ])('refuses a row with %s, naming exchange and row', (_, row, words) => {
    const define = () => defineExchange(specOf(loose(row)));
    expect(define).toThrow(TypeError);
    expect(define).toThrow(/^defineExchange: tiny: /);
    expect(define).toThrow(words);
  });

  it('refuses a code that stands twice with different words', () => {
    const spec = specOf(['7', 'funds', 'rejected', 'no money'], ['7', 'funds', 'rejected', 'no funds']);
    expect(() => defineExchange(spec)).toThrow(/code "7" stands twice with different words/);
  });

  it('counts a row that is repeated word for word once', () => {
    const twin: Row = ['7', 'funds', 'rejected', 'no money'];
    expect(defineExchange(specOf(twin, [...twin])).catalog.size).toBe(1);
  });

  it('lets the table win over what is known from beyond it, and lists it first', () => {
    const { catalog } = defineExchange({
      ...specOf(['2', 'funds', 'rejected', 'table']),
      beyond: {
        source: 'elsewhere',
        rows: [
          ['1', 'server', 'unknown', 'beyond'],
          ['2', 'server', 'unknown', 'beyond'],
        ],
      },
    });
    expect([...catalog.keys()]).toEqual(['2', '1']);
    expect(catalog.get('2')?.text).toBe('table');
    expect(catalog.get('1')?.source).toBe('elsewhere');
  });

  it('checks the rows of every namespace', () => {
    const rows: readonly Row[] = [loose(['1', 'money', 'rejected', 'x'])];
    const bad = { source: 'x', rows };
    expect(() => defineExchange({ ...specOf(), beyond: bad })).toThrow(/"money"/);
    expect(() => defineExchange({ ...specOf(), restOnly: bad })).toThrow(/"money"/);
    expect(() => defineExchange({ ...specOf(), wsOnly: bad })).toThrow(/"money"/);
  });

  it('keeps WebSocket apart unless it shares the table', () => {
    const spec = specOf(['1', 'funds', 'rejected', 'x']);
    const wsOnly = { source: 'ws', rows: [['1', 'auth', 'rejected', 'y']] as const };
    expect(defineExchange(spec).codes.ws.size).toBe(0);
    expect(defineExchange({ ...spec, wsSharesTable: true }).codes.ws.get('1')?.category).toBe('funds');
    expect(defineExchange({ ...spec, wsOnly }).codes.ws.get('1')?.category).toBe('auth');
    expect(defineExchange({ ...spec, wsOnly }).codes.rest.get('1')?.category).toBe('funds');
  });

  it('takes a row for one transport in the table too, where it wins over the row for all', () => {
    const { catalog, codes } = defineExchange({
      ...specOf(
        ['1', 'funds', 'rejected', 'x'],
        ['1', 'auth', 'rejected', 'y', { over: 'rest', source: 'rest page' }],
        ['2', 'server', 'unknown', 'z', { over: 'ws' }],
      ),
      wsSharesTable: true,
    });
    expect([...catalog.keys()]).toEqual(['1']);
    expect(codes.rest.get('1')).toEqual({
      code: '1',
      category: 'auth',
      outcome: 'rejected',
      text: 'y',
      source: 'rest page',
    });
    expect(codes.ws.get('1')).toBe(catalog.get('1'));
    expect([codes.rest.has('2'), codes.ws.get('2')?.category]).toEqual([false, 'server']);
    expect(() => defineExchange(specOf(loose(['1', 'funds', 'rejected', 'x', { over: 'http' }])))).toThrow(
      /`row "1".over` takes 'rest' or 'ws'/,
    );
  });
});

describe('extendExchange', () => {
  it('merges by code and transport, wherever the rows stand', () => {
    const over = (at: 'rest' | 'ws', text: string): Row => ['1', 'auth', 'rejected', text, { over: at }];
    const base = defineExchange({
      ...specOf(['1', 'funds', 'rejected', 'all'], over('rest', 'rest')),
      wsOnly: { source: 'ws page', rows: [['1', 'auth', 'rejected', 'ws']] },
      wsSharesTable: true,
    });
    const texts = (...rows: readonly Row[]) => {
      const { catalog, codes } = extendExchange(base, { table: { source: 'mine', rows } });
      return [catalog, codes.rest, codes.ws].map((map) => map.get('1')?.text);
    };
    expect(texts()).toEqual(['all', 'rest', 'ws']);
    expect(texts(over('rest', 'mine'))).toEqual(['all', 'mine', 'ws']);
    expect(texts(over('ws', 'mine'))).toEqual(['all', 'rest', 'mine']);
    expect(texts(['1', 'funds', 'rejected', 'mine'])).toEqual(['mine', 'mine', 'mine']);
  });

  it('makes a white label: own host and limits, a row more, a row of its own judgement, the same signer', () => {
    const mine = extendExchange(chainUp, {
      id: 'my-exchange',
      hosts: ['openapi.example.com'],
      limits: [{ name: 'all', scope: 'ip', capacity: 10, windowMs: 1000 }],
      table: {
        source: 'https://example.com/errors',
        rows: [
          ['-1015', 'rate-limit', 'rejected', 'Slow down'],
          ['-9000', 'funds', 'rejected', 'Frozen'],
        ],
      },
    });
    expect(mine).toMatchObject({
      id: 'my-exchange',
      name: 'ChainUp OpenAPI',
      hosts: ['openapi.example.com'],
    });
    expect(mine.limits).toHaveLength(1);
    expect(mine.catalog.get('-1015')).toMatchObject({
      category: 'rate-limit',
      source: 'https://example.com/errors',
    });
    expect(mine.catalog.get('-9000')).toMatchObject({ category: 'funds' });
    expect(mine.catalog.get('-1003')).toEqual(chainUp.catalog.get('-1003'));
    expect(mine.signer).toBe(chainUp.signer);
    expect(chainUp.catalog.get('-1015')?.category).toBe('order-limit');
  });

  it('extends an extension', () => {
    const first = extendExchange(chainUp, {
      table: { source: 'one', rows: [['-9000', 'funds', 'rejected', 'a']] },
    });
    const second = extendExchange(first, {
      table: { source: 'two', rows: [['-9001', 'funds', 'rejected', 'b']] },
    });
    expect(second.catalog.get('-9000')?.source).toBe('one');
    expect(second.catalog.get('-9001')?.source).toBe('two');
  });

  it('refuses a row as defineExchange does', () => {
    const rows: readonly Row[] = [loose(['-1003', 'fun', 'rejected', 'x'])];
    expect(() => extendExchange(chainUp, { table: { source: 'x', rows } })).toThrow(
      /^defineExchange: chainup: the row of code "-1003" has the unknown category "fun"\. Did you mean funds\?$/,
    );
  });

  it('refuses a mistaken row at once where the rows of its base are read late, too', () => {
    const good = ['ZZ1', 'funds', 'rejected', 'Mine'];
    const wrong: readonly (readonly [unknown, RegExp])[] = [
      [[['ZZ1', 'fund', 'rejected', 'Mine']], /unknown category "fund"\. Did you mean funds\?/],
      [[['ZZ1', 'funds', 'reject', 'Mine']], /unknown outcome "reject"/],
      [[['ZZ1', 'funds']], /unknown outcome "undefined"/],
      [[['ZZ1']], /unknown category "undefined"/],
      [[[1, 'funds', 'rejected', 'Mine']], /code as a string/],
      [[good, ['ZZ1', 'auth', 'rejected', 'Mine']], /"ZZ1"/],
      [[['ZZ1', 'rate-limit', 'rejected', 'Mine', { limit: 'nope' }]], /nope/],
      [[['ZZ1', 'funds', 'rejected', 'Mine', { nope: 1 }]], /nope/],
    ];
    for (const base of [chainUp, okx])
      for (const [rows, message] of wrong)
        expect(() => extendExchange(base, { table: { source: 'x', rows } as never })).toThrow(message);
    expect(
      extendExchange(okx, { table: { source: 'x', rows: [good] } as never }).catalog.get('ZZ1'),
    ).toMatchObject({ category: 'funds', source: 'x' });
  });
});

it('refuses a reason of a refusal that there is not, and names it', () => {
  const refusals: object = { codes: { fund: '1' } };
  expect(() => defineExchange({ ...specOf(), refusals })).toThrow(
    /`refusals\.codes` takes reasons: throttle,.* or server; it got 'fund'/,
  );
});
