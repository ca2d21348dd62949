import { describe, expect, it } from 'vitest';
import {
  chainUp,
  classify,
  defineExchange,
  type ExchangeSpec,
  extendExchange,
  ktx,
  lbankContract,
  mexcContract,
  oxFun,
  usedHeader,
} from '../../src/index.ts';
import { typeErrorOf } from '../support/failures.ts';

const base = {
  id: 'mine',
  name: 'Mine',
  table: { source: 'https://example.com', rows: [['1', 'funds', 'rejected', 'no money']] },
  rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: true },
};
const { rest } = base;

/** The error of a caller without types. */
const told = (changes: object): string =>
  typeErrorOf(() => defineExchange({ ...base, ...changes } as unknown as ExchangeSpec));

const limit = { name: 'all', scope: 'ip', capacity: 1, windowMs: 1 };
const status = { status: 403, category: 'rate-limit', outcome: 'rejected' };
const id = { fields: ['id'], pattern: /^\w+$/, deduplicated: true };

describe('a mistake in a definition is told where it is made, with the field that is wrong', () => {
  it.each<[object, string]>([
    [
      { statuses: [status, { ...status, category: 'auth' }] },
      '`statuses[1].status` takes a status that no row above has; it got 403.',
    ],
    [{ limit: [] }, '`defineExchange` has no option `limit`. Did you mean `limits`? It got a list.'],
    [{ signedPath: [] }, 'Did you mean `signedPaths`?'],
    [{ host: 'a.example' }, 'Did you mean `hosts`? It got a string.'],
    [{ rest: {} }, '`rest.code` takes a list of fields; it got undefined.'],
    [{ rest: { ...rest, code: 'c' } }, "`rest.code` takes a list of fields; it got 'c'."],
    [{ rest: { ...rest, code: [''] } }, '`rest.code[0]` takes a path of names'],
    [{ rest: { ...rest, message: ['a..b'] } }, "it got 'a..b'."],
    [{ rest: { ...rest, codes: ['code'] } }, "`rest.codes` takes 'exact' or 'prefix'; it got a list."],
    [{ rest: { ...rest, ok: undefined } }, '`rest.ok` takes a list of codes as strings; it got undefined.'],
    [{ rest: { ...rest, ok: [0] } }, '`rest.ok[0]` takes a string that is not empty; it got 0.'],
    [{ rest: { ...rest, bare: 'yes' } }, "`rest.bare` takes true, false or 'reads'; it got 'yes'."],
    [{ ws: { ...rest, items: [{ path: 'data' }] } }, 'has no option `ws.items[0].path`.'],
    [
      { rest: { ...rest, shape: /^\d+$/g } },
      '`rest.shape` takes a regular expression without the flags g and y; it got /^\\d+$/g.',
    ],
    [{ rest: { ...rest, telling: /^-/y } }, '`rest.telling` takes a regular expression without'],
    [
      { clientOrderId: { ...id, pattern: /^\w+$/g } },
      '`clientOrderId.pattern` takes a regular expression without',
    ],
    [
      { clientOrderId: { ...id, pattern: '^x$' } },
      "`clientOrderId.pattern` takes a regular expression without the flags g and y; it got '^x$'.",
    ],
    [{ clientOrderId: { ...id, field: 'a' } }, 'Did you mean `clientOrderId.fields`?'],
    [
      { routes: [{ path: '/a', kind: 'orders' }] },
      "`routes[0].kind` takes 'read', 'order', 'cancel' or 'write'; it got 'orders'. Did you mean 'order'?",
    ],
    [{ routes: [{ path: 'a', kind: 'order' }] }, "`routes[0].path` takes a path that starts with '/'"],
    [{ routes: [{ path: '/a/**/b', kind: 'order' }] }, '`routes[0].path` takes a path'],
    [{ routes: [{ path: '/a*', kind: 'order' }] }, '`routes[0].path` takes a path'],
    [
      { routes: [{ path: '/a', method: 'post', kind: 'order' }] },
      "`routes[0].method` takes a method in capital letters, such as 'POST'; it got 'post'.",
    ],
    [
      {
        routes: [
          { path: '/a', kind: 'order' },
          { path: '/a', kind: 'read' },
        ],
      },
      '`routes[1]` takes one rule for `* /a *`, which stands above with another; it got an object.',
    ],
    [{ signedPaths: ['v5/**'] }, "`signedPaths[0]` takes a path that starts with '/'"],
    [{ limits: [{ name: 'a' }] }, "`limits[0].scope` takes 'ip' or 'account'; it got undefined."],
    [{ limits: [{ ...limit, match: { path: '*/order' } }] }, '`limits[0].match.path` takes a path'],
    [{ limits: [limit, limit] }, "`limits[1].name` takes a name of its own; it got 'all'."],
    [{ usage: [usedHeader('x', 'nope')] }, "`usage[0].limit` takes the name of a limit; it got 'nope'."],
    [
      { limits: [{ name: 'a', scope: 'ip', capacity: 5 }] },
      '`limits[0].windowMs` takes a number of milliseconds, at least 1, or `refill` or `inFlight` in its place; it got undefined.',
    ],
    [
      { limits: [{ ...limit, inFlight: true }] },
      '`limits[0].windowMs` takes a number of milliseconds, at least 1, or `refill` or `inFlight` in its place; it got',
    ],
    [
      { limits: [{ name: 'a', scope: 'ip', inFlight: true, capacity: 1.5 }] },
      '`limits[0].capacity` takes a whole number of calls; it got 1.5.',
    ],
    [
      { limits: [{ name: 'a', scope: 'ip', inFlight: true, capacity: 1, weight: 2 }] },
      '`limits[0].weight` takes nothing beside `inFlight`; it got 2.',
    ],
    [
      { limits: [{ name: 'a', scope: 'ip', windowMs: 5 }] },
      '`limits[0].capacity` takes a number, at least 1; it got undefined.',
    ],
    [
      { limits: [{ name: 'a', scope: 'ip', capacity: 5, refill: { units: 0, everyMs: 1 } }] },
      '`limits[0].refill.units` takes a number above 0; it got 0.',
    ],
    [
      {
        limits: [{ name: 'a', scope: 'ip', capacity: 5, refill: { units: 1, everyMs: 1 }, window: 'fixed' }],
      },
      '`limits[0].window` takes nothing beside `refill`',
    ],
    [{ limits: [{ ...limit, per: [] }] }, '`limits[0].per` takes at least one; it got a list.'],
    [{ limits: [{ ...limit, per: [''] }] }, '`limits[0].per[0]` takes a string that is not empty'],
    [
      { limits: [{ ...limit, weight: [{}] }] },
      '`limits[0].weight[0].units` takes a finite number, at least 0',
    ],
    [
      { limits: [{ ...limit, weight: [{ units: 1, steps: [[1, 1]] }] }] },
      '`limits[0].weight[0].param` takes the parameter that `steps` look at; it got undefined.',
    ],
    [
      { limits: [{ ...limit, weight: [{ units: 1, param: 'limit' }] }] },
      "`limits[0].weight[0].param` takes nothing without `steps` or `counts: 'items'`; it got 'limit'.",
    ],
    [
      {
        limits: [
          {
            ...limit,
            weight: [
              {
                units: 1,
                param: 'limit',
                steps: [
                  [5, 1],
                  [5, 2],
                ],
              },
            ],
          },
        ],
      },
      '`limits[0].weight[0].steps[1]` takes a number above that of the step before; it got 5.',
    ],
    [
      { limits: [{ ...limit, weight: [{ units: 1, param: 'limit', steps: [[5, 1e9]] }] }] },
      '`limits[0].weight[0].units` takes a number, at least 0, at most',
    ],
    [
      { limits: [{ ...limit, match: { params: { a: 1 } } }] },
      "`limits[0].match.params['a']` takes a string that is not empty, or true or false, or a list of values; it got 1.",
    ],
    [
      { limits: [limit], tiers: { pro: { al: 5 } } },
      "`tiers['pro']` takes names of limits: 'all'; it got 'al'. Did you mean 'all'?",
    ],
    [{ limits: [limit], usage: [{ limit: 'all' }] }, '`usage[0].used` takes the name of a header'],
    [{ limits: [limit], usage: [{ limit: 'all', header: 'x' }] }, '`usage[0].parse` takes a function'],
    [
      { limits: [limit], usage: [{ ...usedHeader('x', 'all'), used: 'y' }] },
      '`usage[0].parse` takes nothing beside `used`',
    ],
    [
      { limits: [limit], usage: [{ limit: ['all', 'al'], used: 'x' }] },
      "takes the name of a limit: 'all'; it got 'al'.",
    ],
    [
      {
        limits: [limit],
        statuses: [{ status: 429, category: 'rate-limit', outcome: 'rejected', limit: ['al'] }],
      },
      "`statuses[0].limit` takes the name of a limit: 'all'; it got 'al'.",
    ],
    [{ limits: [limit], usage: [usedHeader('x', 'al')] }, "takes the name of a limit: 'all'; it got 'al'."],
    [
      { time: { routes: [{ path: '/t' }], from: 'serverTime' } },
      "`time.from` takes 'date', or a list of fields; it got 'serverTime'.",
    ],
    [{ time: { routes: [], from: 'date' } }, '`time.routes` takes at least one route; it got a list.'],
    [
      { time: { routes: [{ path: '/t' }, { path: '/u', when: '/x' }], from: 'date' } },
      '`time.routes[0].when` takes a path, since others come after it',
    ],
    [
      { lookup: [{ method: 'POST', path: '/a' }] },
      '`lookup[0]` asks for no order: it needs `{clientOrderId}`',
    ],
    [
      { lookup: [{ method: 'GET', path: '/a', query: { id: '{clientOrderID}' } }] },
      '`lookup[0].query.id` has the placeholder `{clientOrderID}`. Did you mean `{clientOrderId}`?',
    ],
    [
      { lookup: [{ method: 'GET', path: '/a/{clientOrderId' }] },
      '`lookup[0].path` takes a text with names between braces',
    ],
    [
      { lookup: [{ method: 'PUT', path: '/a/{clientOrderId}' }] },
      "`lookup[0].method` takes 'GET' or 'POST'; it got 'PUT'.",
    ],
    [{ lookup: [{ method: 'GET', path: '/a/{clientOrderId}', order: '.a' }] }, '`lookup[0].order` takes'],
    [
      { lookup: [{ method: 'GET', path: '/a/{clientOrderId}', next: [{}] }] },
      '`lookup[0].next[0]` is the first look-up once more.',
    ],
    [
      { lookup: [{ method: 'GET', path: '/a/{clientOrderId}', next: [{ path: '/b' }] }] },
      '`lookup[0].next[0]` asks for no order: it needs `{clientOrderId}`',
    ],
    [
      { lookup: [{ method: 'GET', path: '/a/{clientOrderId}', next: [{ path: '/b/{clientOrderID}' }] }] },
      '`lookup[0].next[0].path` has the placeholder `{clientOrderID}`',
    ],
    [
      { lookup: [{ method: 'GET', path: '/a/{clientOrderId}', next: [{ covers: ['/x'] }] }] },
      'has no option `lookup[0].next[0].covers`',
    ],
    [
      {
        limits: [limit],
        statuses: [{ status: 403, category: 'rate-limit', outcome: 'rejected', limit: 'al' }],
      },
      '`statuses[0].limit` takes',
    ],
    [
      {
        limits: [limit],
        table: { source: 'x', rows: [['1', 'rate-limit', 'rejected', 'x', { limit: 'al' }]] },
      },
      '`table row "1" limit` takes the name of a limit',
    ],
    [{ statuses: [{ status: 403, category: 'limit', outcome: 'rejected' }] }, '`statuses[0].category` takes'],
    [{ settle: { settleMs: 1 } }, '`settle.asks` takes a whole number, at least 1; it got undefined.'],
    [{ hosts: ['https://api.example.com/'] }, "`hosts[0]` takes a host such as 'api.example.com'"],
    [{ socket: { op: 'op' } }, '`socket.marks` takes a list; it got undefined.'],
    [{ retryAfter: 5 }, '`retryAfter` takes a function; it got 5.'],
    [{ table: { rows: [] } }, '`table.source` takes a string that is not empty; it got undefined.'],
    [
      { table: { source: 'x', rows: { 1: 'funds' } } },
      '`table.rows` takes a list, or a function; it got an object.',
    ],
    [{ table: { source: 'x', rows: ['1'] } }, '`table.rows[0]` takes a row'],
    [
      { table: { source: 'x', rows: [['1', 'funds', 'rejected', 'x', { nam: 'X' }]] } },
      'Did you mean `row "1".name`?',
    ],
    [
      { restOnly: { source: 'x', rows: [['1', 'fund', 'rejected', 'x']] } },
      'the row of code "1" has the unknown category "fund".',
    ],
  ])('%o', (changes, message) => {
    expect(told(changes)).toContain(message);
  });

  it('by name and type of the exchange', () => {
    expect(told({ rest: {} })).toMatch(/^defineExchange: mine: /);
    expect(() => Reflect.apply(defineExchange, undefined, [undefined])).toThrow(
      new TypeError('`defineExchange` takes an object; it got undefined.'),
    );
  });

  it('in an extension by the name that it has there', () => {
    const extend = (changes: object): string => typeErrorOf(() => extendExchange(mexcContract, changes));
    expect(extend({ limit: [] })).toBe(
      '`extendExchange` has no option `limit`. Did you mean `limits`? It got a list.',
    );
    expect(extend({ limits: [{ name: 'a' }] })).toBe(
      "extendExchange: `limits[0].scope` takes 'ip' or 'account'; it got undefined.",
    );
    expect(() => Reflect.apply(extendExchange, undefined, [{ id: 'x' }, {}])).toThrow(
      new TypeError(
        '`extendExchange base` takes an exchange, such as `chainUp` or what `defineExchange` returns; it got an object.',
      ),
    );
  });

  it('and what is left out as undefined has its default', () => {
    const { limits, rest: envelope } = extendExchange(chainUp, { limits: undefined } as never);
    expect(limits).toEqual(chainUp.limits);
    expect(envelope).toBe(chainUp.rest);
    const { code, message, ok } = rest;
    const short = defineExchange({
      ...base,
      table: { source: 's', rows: [] },
      rest: { code, message, ok },
      ws: { code, message, ok },
    });
    for (const one of [short.rest, short.ws])
      expect(one).toEqual({ code, message, ok, flags: [], bare: false });
    expect(classify(short, { status: 200, body: { data: 1 } })).toMatchObject({
      ok: false,
      category: 'server',
    });
    const spec = { ...base, usage: undefined };
    expect(defineExchange(spec as unknown as ExchangeSpec).usage.length).toBeGreaterThan(0);
  });

  it.each([ktx, mexcContract, lbankContract, oxFun, chainUp])('$id is defined without one', ({ spec }) => {
    expect(defineExchange(spec).spec).toEqual(spec);
  });
});

describe('a row that an extension adds wins wherever it holds', () => {
  const refused = (code: string): string => `{"success":false,"code":"${code}","message":"x","data":null}`;
  const mine = (code: string, transport: 'rest' | 'ws' = 'rest', changes: object = {}): unknown => {
    const variant = extendExchange(oxFun, changes);
    const { category, entry } = Object(classify(variant, { status: 200, body: refused(code), transport }));
    return [category, entry?.source];
  };
  const rows = [['20001', 'funds', 'rejected', 'mine']];

  it('over a row for one transport', () => {
    expect(mine('20001')).toEqual(['invalid-request', expect.any(String)]);
    expect(mine('20001', 'rest', { table: { source: 'mine', rows } })).toEqual(['funds', 'mine']);
    expect(mine('20001', 'ws', { table: { source: 'mine', rows } })).toEqual(['funds', 'mine']);
  });

  it('over a row of the table, where it stands beyond it', () => {
    const beyond = { source: 'mine', rows: [['20002', 'funds', 'rejected', 'mine']] };
    expect(mine('20002', 'ws', { beyond })).toEqual(['funds', 'mine']);
  });

  it('for one transport, and the others of that transport stay', () => {
    const changes = { restOnly: { source: 'mine', rows } };
    expect(mine('20001', 'rest', changes)).toEqual(['funds', 'mine']);
    expect(mine('10001', 'rest', changes)).toEqual(mine('10001'));
    expect(mine('20001', 'ws', changes)).toEqual(mine('20001', 'ws'));
    const overWs = { wsOnly: { source: 'mine', rows } };
    expect(mine('20001', 'ws', overWs)).toEqual(['funds', 'mine']);
    expect(mine('20001', 'rest', overWs)).toEqual(mine('20001'));
  });

  it('and no row over a transport where the table says nothing', () => {
    const apart = defineExchange({
      ...base,
      ws: rest,
      wsOnly: { source: 'ws', rows: [['1', 'auth', 'rejected', 'log in']] },
    } as unknown as ExchangeSpec);
    const variant = extendExchange(apart, {
      table: { source: 'mine', rows: [['1', 'server', 'unknown', 'down']] },
    });
    const answer = { status: 200, body: '{"code":1,"msg":"x"}' };
    expect(classify(variant, answer)).toMatchObject({ category: 'server' });
    expect(classify(variant, { ...answer, transport: 'ws' })).toMatchObject({ category: 'auth' });
    const shared = extendExchange(variant, {
      wsSharesTable: true,
      table: { source: 'mine', rows: [['1', 'position', 'rejected', 'flat']] },
    });
    expect(classify(shared, { ...answer, transport: 'ws' })).toMatchObject({ category: 'position' });
  });
});

it('what speaks of limits that an extension replaced is dropped', () => {
  const variant = extendExchange(ktx, {
    limits: [{ name: 'all', scope: 'ip', capacity: 5, windowMs: 1000 }],
  });
  expect(variant.usage).toEqual([]);
  const row = ['9', 'rate-limit', 'rejected', 'slow', { limit: 'usage' }] as const;
  const named = extendExchange(ktx, { table: { source: 'mine', rows: [row] } });
  expect(named.catalog.get('9')?.limit).toBe('usage');
  expect(extendExchange(named, { limits: [] }).catalog.get('9')).toEqual({
    code: '9',
    category: 'rate-limit',
    outcome: 'rejected',
    text: 'slow',
    source: 'mine',
  });
  expect(extendExchange(ktx, { hosts: ['api.example.com'] }).usage).toBe(ktx.usage);
});
