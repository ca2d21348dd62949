import { describe, expect, it, vi } from 'vitest';
import { classify, classifyAs } from '../../src/answers/classify.ts';
import { readServerTime } from '../../src/answers/server-time.ts';
import { defineExchange, extendExchange } from '../../src/catalog/define.ts';
import type { Row } from '../../src/catalog/entry.ts';
import type { Envelope } from '../../src/catalog/envelope.ts';
import type { Exchange, ExchangeSpec } from '../../src/catalog/exchange.ts';
import type { Classification } from '../../src/types.ts';

const rows: readonly Row[] = [
  ['0', 'success', 'ok', 'done'],
  ['1', 'unknown', 'unknown', 'all failed'],
  ['7', 'funds', 'rejected', 'no money', { limit: 'orders', waitMs: 5 }],
  [
    '9',
    'invalid-order',
    'rejected',
    'refused',
    {
      when: [
        { text: 'Filter failure: MAX_POSITION', category: 'order-limit', outcome: 'rejected' },
        { text: 'Busy', category: 'server', outcome: 'unknown', note: 'try later', waitMs: 10 },
        { text: 'Busy with orders', category: 'rate-limit', outcome: 'rejected', waitMs: 20 },
      ],
    },
  ],
  ['7_1', 'order-limit', 'rejected', 'no credit'],
];
const rest: Envelope = { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false };
const spec: ExchangeSpec = {
  id: 'mine',
  name: 'Mine',
  table: { source: 'https://example.com', rows },
  rest,
  limits: [{ name: 'orders', scope: 'account', capacity: 5, windowMs: 1000 }],
};
const define = (changes: Partial<ExchangeSpec> = {}, envelope: Partial<Envelope> = {}): Exchange =>
  defineExchange({ ...spec, ...changes, rest: { ...rest, ...envelope } });
const asOrder = (exchange: Exchange, body: unknown, status = 200): Classification =>
  classifyAs(exchange, { status, body: typeof body === 'string' ? body : JSON.stringify(body) }, 'order', 0);

describe('texts under a code', () => {
  const exchange = define();
  it.each([
    ['Filter failure: MAX_POSITION', 'order-limit', 'rejected'],
    ['filter  FAILURE:\tmax_position. Sorry', 'order-limit', 'rejected'],
    ['Filter failure: MAX_POSITION_2', 'invalid-order', 'rejected'],
    ['No Filter failure: MAX_POSITION', 'invalid-order', 'rejected'],
    ['Busy.', 'server', 'unknown'],
    ['busy with orders', 'rate-limit', 'rejected'],
    ['Busybody', 'invalid-order', 'rejected'],
    ['', 'invalid-order', 'rejected'],
  ])('%j', (msg, category, outcome) => {
    expect(asOrder(exchange, { code: 9, msg })).toMatchObject({ ok: false, code: '9', category, outcome });
  });

  it('have a row of their own, with what it does not say from that of the code', () => {
    const failure = asOrder(exchange, { code: 9, msg: 'Busy with orders' });
    expect(failure).toMatchObject({
      retryAfterMs: 20,
      entry: { code: '9', text: 'Busy with orders', source: 'https://example.com' },
    });
    expect(exchange.catalog.get('9')).toMatchObject({ when: [{ text: expect.any(String) }, {}, {}] });
  });

  it.each([
    [['2', 'success', 'ok', 'x', { when: [] }], 'is a success'],
    [
      ['2', 'funds', 'rejected', 'x', { when: [{ text: 'a', category: 'money', outcome: 'rejected' }] }],
      'category',
    ],
    [
      ['2', 'funds', 'rejected', 'x', { when: [{ text: '', category: 'funds', outcome: 'rejected' }] }],
      'when[0].text',
    ],
    [['2', 'funds', 'rejected', 'x', { when: [{ text: 'a', category: 'funds', outcome: 'ok' }] }], 'outcome'],
  ])('are checked: %j', (row, words) => {
    const table = { source: 'x', rows: [row] } as unknown as ExchangeSpec['table'];
    expect(() => define({ table })).toThrow(words);
  });
});

describe('codes that begin with a listed one', () => {
  const texts: readonly Row[] = [
    ['EOrder:Invalid', 'invalid-order', 'rejected', 'invalid'],
    ['EOrder:Invalid price', 'unsupported', 'rejected', 'price'],
    ['EService:Throttled', 'rate-limit', 'rejected', 'slow down'],
  ];
  const exchange = define(
    {
      table: { source: 'x', rows: texts },
      waits: [{ text: /Throttled:\s*(\d+)/, unit: 'instant' }],
    },
    {
      code: ['error'],
      message: ['error'],
      codes: 'prefix',
      codeList: true,
      shape: /^E\w+:/,
      ok: [],
      accepted: ['result.id'],
    },
  );
  it.each([
    ['EOrder:Invalid', 'invalid-order'],
    ['EOrder:Invalid price', 'unsupported'],
    ['EOrder:Invalid price:17', 'unsupported'],
    ['EORDER: invalid   PRICE (of you)', 'unsupported'],
    ['EOrder:Invalid price. As of you', 'unsupported'],
    ['EOrder:Invalid prices', 'invalid-order'],
    ['EOrder:Invalidity', 'unknown'],
    ['EOrder:', 'unknown'],
    [`EOrder:Invalid ${'x '.repeat(100_000)}`, 'invalid-order'],
  ])('%j', (code, category) => {
    expect(asOrder(exchange, { error: [code] })).toMatchObject({ ok: false, code, category });
  });

  it('tell their wait', () => {
    const at = 1_741_500_000;
    const body = { error: [`EService: Throttled: ${at}`] };
    expect(classifyAs(exchange, { status: 200, body }, 'order', at * 1000 - 7000)).toMatchObject({
      category: 'rate-limit',
      retryAfterMs: 7000,
      entry: { code: 'EService:Throttled' },
    });
  });

  it.each<[unknown, boolean]>([
    [{ error: [], result: { id: 1 } }, true],
    [{ error: ['WOrder:careful'], result: { id: 1 } }, true],
    [{ error: ['WOrder:careful', 'EOrder:Invalid'], result: { id: 1 } }, false],
    [{ error: ['WOrder:careful'] }, false],
    [{ error: [], result: {} }, false],
    [{ error: [] }, false],
    [{ result: { id: 1 } }, false],
    [{ error: 'EOrder:Invalid' }, false],
    [{ error: 'oops', result: { id: 1 } }, false],
  ])('a list of them decides of an order: %j', (body, ok) => {
    expect(asOrder(exchange, body).ok).toBe(ok);
  });

  it.each<[object, string]>([
    [{ error: ['EOrder:Invalid', 'EService:New'] }, 'unknown'],
    [{ error: ['EOrder:Invalid', 'EOrder:Invalid price'] }, 'rejected'],
    [{ error: ['EOrder:Invalid'], result: { id: 1 } }, 'unknown'],
    [{ error: ['EOrder:Invalid'], result: {} }, 'rejected'],
  ])('several, or an order beside one, leave open what became of it: %j', (body, outcome) => {
    expect(asOrder(exchange, body)).toMatchObject({ code: 'EOrder:Invalid', outcome });
  });

  it('a list without one is a good answer to what is no order', () => {
    const read = (body: object): boolean => classifyAs(exchange, { status: 200, body }, 'read', 0).ok;
    expect([read({ error: [], result: {} }), read({ error: ['what?'] }), read({ error: null })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('namespaces', () => {
  const exchange = define({
    ws: rest,
    wsSharesTable: true,
    namespaces: [
      { name: 'alone', match: { host: 'b.example.com' }, alone: true },
      { name: 'trade', match: { path: ['/trade/**', '/t'], transport: 'rest' } },
      { name: 'frames', match: { transport: 'ws' } },
    ],
    table: {
      source: 'x',
      rows: [
        ...rows,
        ['7', 'auth', 'rejected', 'key', { over: 'trade' }],
        ['7', 'server', 'unknown', 'engine', { over: 'alone' }],
        ['7', 'permission', 'rejected', 'socket', { over: 'frames' }],
      ],
    },
  });
  const category = (url: string | undefined, code: number, transport?: 'ws'): unknown =>
    classify(exchange, { url, method: 'POST', status: 200, transport, body: { code, msg: 'x' } });

  it.each([
    ['https://a.example.com/other', 7, 'funds'],
    ['https://a.example.com/trade/x?y=1', 7, 'auth'],
    ['/t', 7, 'auth'],
    ['/trade/x', 9, 'invalid-order'],
    ['https://B.example.com:8443/trade/x', 7, 'server'],
    ['https://b.example.com/', 9, 'unknown'],
    [undefined, 7, 'funds'],
  ])('%s %i: %s', (url, code, wanted) => {
    expect(category(url, code)).toMatchObject({ category: wanted });
  });

  it('hold over one transport', () => {
    expect([category('/t', 7, 'ws'), category(undefined, 9, 'ws')]).toMatchObject([
      { category: 'permission' },
      { category: 'invalid-order' },
    ]);
  });

  it('are named', () => {
    const row = (over: string): Row => ['7', 'funds', 'rejected', 'x', { over }];
    expect(() => define({ table: { source: 'x', rows: [row('elsewhere')] } })).toThrow(/'rest' or 'ws'/);
    expect(() => define({ namespaces: [{ name: 'ws', match: {} }] })).toThrow(/namespaces\[0\].name/);
    const twice = { name: 'a', match: {} };
    expect(() => define({ namespaces: [twice, twice] })).toThrow(/a name of its own/);
  });
});

describe('rows for a status', () => {
  const exchange = define({
    statuses: [
      { status: 503, html: false, text: 'Service Unavailable.', category: 'server', outcome: 'rejected' },
      { status: 503, html: true, text: 'error 1015', category: 'rate-limit', outcome: 'rejected', waitMs: 9 },
      { status: 503, html: true, category: 'market-unavailable', outcome: 'unknown' },
      { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 60_000 },
    ],
  });
  it.each<[number, string, string, string]>([
    [503, 'Service Unavailable.', 'server', 'rejected'],
    [503, '{"msg":"Service  unavailable. Again?"}', 'server', 'rejected'],
    [503, '{"msg":"Not sure: Service Unavailable."}', 'server', 'unknown'],
    [503, '<html>Service Unavailable.</html>', 'market-unavailable', 'unknown'],
    [503, '<html>ERROR 1015: slow down</html>', 'rate-limit', 'rejected'],
    [503, '', 'server', 'unknown'],
    [403, 'Forbidden', 'rate-limit', 'rejected'],
    [403, '{"msg":"no code"}', 'rate-limit', 'rejected'],
    [403, '{"code":7,"msg":"x"}', 'funds', 'rejected'],
    [403, '{"code":77,"msg":"x"}', 'rate-limit', 'rejected'],
    // A code under 5xx proves nothing, unless the exchange publishes of this text that it does.
    [503, '{"code":7,"msg":"x"}', 'funds', 'unknown'],
    [503, '{"code":7,"msg":"Service unavailable."}', 'funds', 'rejected'],
    [502, '{"code":7,"msg":"Service unavailable."}', 'funds', 'unknown'],
  ])('%i %s: %s, %s', (status, body, category, outcome) => {
    expect(asOrder(exchange, body, status)).toMatchObject({ ok: false, category, outcome });
  });

  it('tell a wait, in bytes as well', () => {
    expect(asOrder(exchange, 'Forbidden', 403)).toMatchObject({ retryAfterMs: 60_000 });
    const body = new TextEncoder().encode('Service Unavailable.');
    expect(classifyAs(exchange, { status: 503, body }, 'order', 0)).toMatchObject({ outcome: 'rejected' });
    const page = new TextEncoder().encode('<p>error 1015').buffer;
    expect(classifyAs(exchange, { status: 503, body: page }, 'order', 0)).toMatchObject({ retryAfterMs: 9 });
  });

  it.each([
    [[{ status: 403 }, { status: 403, html: true }]],
    [
      [
        { status: 403, text: 'a' },
        { status: 403, text: 'Ab' },
      ],
    ],
  ])('are each within reach: %j', (given) => {
    const statuses = given.map((row) => ({ ...row, category: 'funds', outcome: 'rejected' }) as const);
    expect(() => define({ statuses })).toThrow(/statuses\[1\]/);
  });
});

describe('the status in a frame', () => {
  const exchange = define({ ws: { ...rest, bare: true, code: ['error.code'], status: 'status' } });
  const frame = (body: object): Classification => classify(exchange, { transport: 'ws', body });
  it.each<[object, object]>([
    [{ status: 200, result: {} }, { ok: true }],
    [{ status: 500, error: { code: 7 }, msg: 'x' }, { outcome: 'unknown' }],
    [
      { status: 504, result: {} },
      { category: 'timeout', outcome: 'unknown' },
    ],
    [{ status: 'NEW', result: {} }, { ok: true }],
  ])('%j', (body, wanted) => {
    expect(frame(body)).toMatchObject(wanted);
  });
});

describe('waits', () => {
  const now = 1_700_000_000_000;
  const exchange = define({
    waits: [
      { field: 'data.until', unit: 'instant' },
      { field: 'data.again', unit: 's' },
      { field: 'data.text', text: /in (\d+) ms/, unit: 'ms' },
      { text: /until (\d+)/, unit: 'instant' },
    ],
  });
  it.each<[object, number | undefined]>([
    [{ until: now + 500 }, 500],
    [{ until: String(now / 1000 + 3) }, 3000],
    [{ until: 30 }, undefined],
    [{ again: 2 }, 2000],
    [{ again: '1.5', text: 'in 4000 ms' }, 4000],
    [{ again: -1, text: 'in a while' }, undefined],
    [{ again: { toString: 1 } }, undefined],
  ])('%j: %s ms', (data, wait) => {
    const failure = classifyAs(exchange, { status: 200, body: { code: 7, msg: '', data } }, 'order', now);
    expect(failure).toMatchObject({ ok: false });
    expect(failure.ok ? undefined : failure.retryAfterMs).toBe(wait);
  });

  it('are read from texts that are no JSON as well', () => {
    const answer = { status: 418, body: `banned until ${now + 60_000}` };
    expect(classifyAs(exchange, answer, 'order', now)).toMatchObject({ retryAfterMs: 60_000 });
  });

  it.each([
    [{ unit: 's' as const }],
    [{ text: /no group/, unit: 's' as const }],
    [{ text: /(two) (groups)/, unit: 's' as const }],
  ])('that nothing tells are mistakes: %j', (wait) => {
    expect(() => define({ waits: [wait] })).toThrow(/waits\[0\].text/);
  });
});

describe('items', () => {
  it('are decided by a sub-code', () => {
    const items = [{ at: 'data', code: ['sCode'], subCode: ['subCode'], message: ['sMsg'] }];
    const exchange = define({}, { items, defer: ['1'] });
    const said = asOrder(exchange, {
      code: 1,
      msg: '',
      data: [{ sCode: '7', subCode: '1', sMsg: 'x' }],
    });
    expect(said).toMatchObject({
      code: '7',
      category: 'order-limit',
      outcome: 'rejected',
      entry: { code: '7_1' },
      items: [{ index: 0, ok: false, code: '7', category: 'order-limit' }],
    });
  });

  it.each<[string, object, object]>([
    ['one is refused', { code: 7, data: [{ c: 9, m: 'x' }, { c: 0 }] }, { code: '9', outcome: 'partial' }],
    ['all are', { code: 7, data: [{ c: 9, m: 'x' }] }, { code: '9', outcome: 'rejected' }],
    ['none is', { code: 7, data: [{ c: 0, m: 'x' }] }, { code: '7', outcome: 'rejected' }],
    ['there are none', { code: 7, data: [] }, { code: '7', outcome: 'rejected' }],
    ['the code is another', { code: 9, data: [{ c: 7, m: 'x' }] }, { code: '9', outcome: 'rejected' }],
  ])('speak in the place of a code that defers to them, if %s', (_, body, wanted) => {
    const exchange = define(
      {},
      { defer: ['7'], items: [{ at: 'data', code: ['c'], message: ['m'], ok: ['0'] }] },
    );
    expect(asOrder(exchange, { msg: 'x', ...body })).toMatchObject({ ok: false, ...wanted });
  });

  it('may be refused by the presence of a field', () => {
    const exchange = define(
      {},
      { items: [{ at: 'data', bad: ['error'], code: ['code'], message: ['error'], id: ['id', 'no'] }] },
    );
    const data = [
      { id: 'a' },
      { no: 2, code: 7, error: 'x' },
      { error: 'what?' },
      { error: '', x: 1 },
      {},
      null,
      5,
    ];
    expect(asOrder(exchange, { code: 0, data })).toMatchObject({
      ok: false,
      outcome: 'partial',
      items: [
        { index: 0, ok: true, id: 'a' },
        { index: 1, ok: false, id: '2', code: '7', category: 'funds', outcome: 'rejected' },
        { index: 2, ok: false, message: 'what?', category: 'unknown', outcome: 'unknown' },
        { index: 3, ok: true },
        { index: 4, ok: false, outcome: 'unknown' },
        { index: 5, ok: false, outcome: 'unknown' },
        { index: 6, ok: false, outcome: 'unknown' },
      ],
    });
  });

  it('may be refused by a word, which says nothing of those without it', () => {
    const failure = [{ field: 'done', equals: 'no' }];
    const one = define({}, { items: [{ at: '', parts: ['data'], code: ['code'], flags: [], failure }] });
    expect(asOrder(one, { code: 0, data: { done: 'yes', text: 'x' } })).toEqual({ ok: true });
    expect(asOrder(one, { code: 0, data: { done: 'no' } })).toMatchObject({
      category: 'unknown',
      outcome: 'unknown',
    });
    expect(asOrder(one, { code: 0, data: { done: 'no', code: 7 } })).toMatchObject({ outcome: 'rejected' });
    const list = define({}, { items: [{ at: 'data', code: ['code'], failure }] });
    expect(asOrder(list, { code: 0, data: [{}, { done: 'no' }] })).toMatchObject({ outcome: 'partial' });
    expect(asOrder(list, { code: 0, data: [{}, { done: 'yes' }] })).toEqual({ ok: true });
  });

  it('may be texts, of which the good ones are known', () => {
    const exchange = define(
      {},
      { items: [{ at: 'data', bad: ['error'], message: ['error'], ok: ['done'] }] },
    );
    expect(asOrder(exchange, { code: 0, data: ['done', 'done'] })).toEqual({
      ok: true,
      items: [
        { index: 0, ok: true },
        { index: 1, ok: true },
      ],
    });
    expect(asOrder(exchange, { code: 0, data: ['later'] })).toMatchObject({ ok: false, outcome: 'unknown' });
  });

  it('may stand in two lists, the refused ones with a reason', () => {
    const exchange = define(
      {},
      { items: [{ failed: 'data.bad', done: 'data.good', code: ['c'], message: ['m'], id: ['id'] }] },
    );
    const said = asOrder(exchange, {
      code: 0,
      data: { good: [{ id: 'a' }], bad: [{ id: 'b', c: 7, m: 'x' }, 'c'] },
    });
    expect(said).toMatchObject({
      code: '7',
      category: 'funds',
      outcome: 'partial',
      items: [
        { index: 0, ok: true, id: 'a' },
        { index: 1, ok: false, id: 'b', code: '7', outcome: 'rejected' },
        { index: 2, ok: false, id: 'c', outcome: 'unknown' },
      ],
    });
    expect(asOrder(exchange, { code: 0, data: { good: [{ id: 'a' }] } })).toMatchObject({ ok: true });
    expect(asOrder(exchange, { code: 0, data: { bad: [{ c: 7 }] } })).toMatchObject({ outcome: 'rejected' });
  });

  const parts = (outer: string): Exchange =>
    define(
      {},
      {
        defer: [outer],
        items: [
          { at: 'data', parts: ['cancel', 'order.new'], code: ['code'], message: ['msg'], bad: ['code'] },
        ],
      },
    );
  it.each<[string, object, object]>([
    ['7', { cancel: { id: 1 }, order: { new: { code: 9, msg: 'x' } } }, { code: '9', outcome: 'partial' }],
    ['7', { cancel: { code: 9, msg: 'x' }, order: { new: null } }, { code: '9', outcome: 'rejected' }],
    // The code around them leaves open what became of the other.
    ['1', { cancel: { code: 9, msg: 'x' }, order: {} }, { code: '9', outcome: 'unknown' }],
    ['7', { cancel: null }, { code: '7', outcome: 'rejected' }],
    ['7', {}, { code: '7', outcome: 'rejected' }],
  ])('may be parts of the answer: %s %j', (code, data, wanted) => {
    expect(asOrder(parts(code), { code, msg: 'x', data })).toMatchObject({ ok: false, ...wanted });
  });

  it.each([
    [{}, 'at'],
    [{ at: 'a', failed: 'b' }, 'at'],
    [{ at: 'a', done: 'b' }, 'done'],
    [{ at: 'a', doneAt: 'b' }, 'doneAt'],
    [{ failed: 'a', parts: ['b'] }, 'parts'],
    [{ at: 'a', subCode: ['b'] }, 'subCode'],
  ])('are told in a way that can be read: %j', (items, name) => {
    expect(() => define({}, { items: [items] })).toThrow(`items[0].${name}`);
  });
});

describe('a mark of failure', () => {
  it('may be any content of a field', () => {
    const exchange = define({}, { bare: true, code: ['code'], failure: [{ field: 'err' }] });
    expect(asOrder(exchange, { err: { a: 1 }, id: 1 }).ok).toBe(false);
    expect(asOrder(exchange, { err: {}, id: 1 }).ok).toBe(true);
  });

  it('may be any content but that of good answers, and wins over the code', () => {
    const refused: Row = ['0', 'invalid-request', 'rejected', 'not subscribed'];
    const table = { source: 'x', rows: [refused] };
    const exchange = define({ table }, { failure: [{ field: 'msg', except: /^(?:PONG$|a@)/ }] });
    const said = (msg: unknown) => asOrder(exchange, { code: 0, msg });
    expect(['PONG', 'a@b', '', null].map((msg) => said(msg).ok)).toEqual([true, true, true, true]);
    const failure = { ok: false, code: '0', category: 'invalid-request', outcome: 'rejected' };
    expect([said('PONGO'), said('Not subscribed a@b'), said({ a: 1 })]).toMatchObject([
      failure,
      failure,
      failure,
    ]);
  });
});

describe('the time', () => {
  const at = 1_700_000_000_123;
  const read = (from: object, body: object): number | undefined =>
    readServerTime(define({ time: { routes: [{ path: '/t' }], from: [from as never] } }), { body }, at)
      ?.serverMs;
  it.each<[object, object, number | undefined]>([
    [{ field: 'data.0.ts', unit: 'ms' }, { data: [{ ts: String(at) }] }, at],
    [{ field: 't', unit: 's' }, { t: 1_700_000_000 }, 1_700_000_000_500],
    [{ field: 't', unit: 's' }, { t: '1700000000.123' }, at],
    [{ field: 't', unit: 'us' }, { t: `${at}456` }, at + 0.456],
    [{ field: 't', unit: 'ns' }, { t: `${at}000000` }, at],
    [{ field: 't', unit: 'iso' }, { t: new Date(at).toISOString() }, at],
    [{ field: 't', unit: 'iso' }, { t: '2023-11-14T22:13:20Z' }, 1_700_000_000_500],
    [{ field: 't', unit: 'ms' }, { t: 1_700_000_000 }, undefined],
    [{ field: 't', unit: 'iso' }, { t: 'yesterday' }, undefined],
    [{ field: 't', unit: 'iso' }, { t: at }, undefined],
    [{ field: 'x.0', unit: 'ms' }, { x: {} }, undefined],
  ])('%j of %j', (from, body, wanted) => {
    expect(read(from, body)).toBe(wanted);
  });
});

describe('rows that a function returns', () => {
  it('are read when a code is first looked up, once', () => {
    const make = vi.fn(() => rows);
    const exchange = define({ table: { source: 'x', rows: make } });
    const other = extendExchange(exchange, {
      table: { source: 'y', rows: [['7', 'auth', 'rejected', 'key']] },
    });
    expect(make).not.toHaveBeenCalled();
    expect(asOrder(exchange, { code: 7, msg: 'x' })).toMatchObject({ category: 'funds' });
    expect([exchange.catalog.size, exchange.codes.rest.has('9'), [...exchange.codes.ws.keys()]]).toEqual([
      5,
      true,
      [],
    ]);
    expect(make).toHaveBeenCalledTimes(1);
    expect(asOrder(other, { code: 7, msg: 'x' })).toMatchObject({ category: 'auth' });
    expect([other.catalog.size, ...[...other.catalog.values()].map(({ code }) => code).slice(-1)]).toEqual([
      5,
      '7',
    ]);
  });

  it('are checked then', () => {
    const exchange = define({
      table: { source: 'x', rows: () => [['7', 'money', 'rejected', 'x'] as never] },
    });
    expect(() => exchange.catalog.get('7')).toThrow(/unknown category "money"/);
    expect(asOrder(exchange, { code: 7, msg: 'x' })).toMatchObject({ ok: false, outcome: 'unknown' });
    const gone = define({
      table: { source: 'x', rows: () => [['7', 'funds', 'rejected', 'x', { limit: 'nowhere' }]] },
    });
    expect(() => gone.catalog.size).toThrow(/table row "7" limit.*'orders'/);
  });
});

const at = 1_700_000_000_000;

describe('a field that says by its presence that all is well', () => {
  const exchange = define(
    {},
    {
      code: ['error.code'],
      message: ['error.message'],
      ok: [],
      good: ['result'],
      accepted: ['result.order'],
      failure: [{ field: 'error' }],
    },
  );

  it.each([
    [{ result: [] }, 'read', true],
    [{ result: null }, 'read', true],
    [{ result: 0 }, 'cancel', true],
    [{ result: { order: { id: 1 } } }, 'order', true],
    [{ result: {} }, 'order', false],
    [{}, 'cancel', false],
    [{ id: 1 }, 'read', false],
    [{ result: {}, error: { code: 7 } }, 'write', false],
    [{ result: {}, error: 'what' }, 'write', false],
  ] as const)('%j to a %s: %s', (body, kind, ok) => {
    expect(classifyAs(exchange, { status: 200, body }, kind, at).ok).toBe(ok);
  });

  it('says nothing under a status that refuses', () => {
    const said = classifyAs(exchange, { status: 500, body: { result: [] } }, 'cancel', at);
    expect(said).toMatchObject({ ok: false, outcome: 'unknown' });
  });
});

describe('a refusal whose code no table lists', () => {
  const exchange = define(
    {},
    {
      unlisted: 'rejected',
      items: [{ at: 'data', code: ['code'], bad: ['code'] }],
    },
  );
  const said = (status: number, body: object) => classifyAs(exchange, { status, body }, 'order', at);

  it.each([
    [200, 'unknown', 'rejected'],
    [400, 'unknown', 'rejected'],
    [429, 'rate-limit', 'rejected'],
    [500, 'server', 'unknown'],
    [504, 'timeout', 'unknown'],
  ])('was not done where the documents say so: under %d %s, %s', (status, category, outcome) => {
    expect(said(status, { code: '77', msg: 'new' })).toMatchObject({ ok: false, category, outcome });
  });

  it('is what a listed code says where one does', () => {
    expect(said(200, { code: '1', msg: 'x' })).toMatchObject({ category: 'unknown', outcome: 'unknown' });
  });

  it('may be said of items alone', () => {
    const items = [{ at: 'data', flags: ['ok'], message: ['why'], unlisted: 'rejected' as const }];
    const exchange = define({}, { items });
    const data = [{ ok: true }, { ok: false, why: 'x' }];
    expect(asOrder(exchange, { code: 0, data })).toMatchObject({
      outcome: 'partial',
      items: [{ ok: true }, { ok: false, category: 'unknown', outcome: 'rejected' }],
    });
    expect(asOrder(exchange, { code: 77 })).toMatchObject({ ok: false, outcome: 'unknown' });
  });

  it('holds for items too', () => {
    const { items } = said(200, { code: '0', data: [{ id: 1 }, { code: '77' }, null] });
    expect(items?.map((item) => !item.ok && item.outcome)).toEqual([false, 'rejected', 'unknown']);
  });
});
