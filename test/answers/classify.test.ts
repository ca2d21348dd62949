import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classify } from '../../src/answers/classify.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import type { Classification, RawAnswer } from '../../src/types.ts';
import { bare, strict, trusting, twoWays, wrapped } from '../policies/tiny.ts';

const html = { 'content-type': 'text/html; charset=utf-8' };

/** The verdict in short: `ok`, or category, outcome and code. */
function verdict(exchange: Exchange, answer: RawAnswer): string {
  const found = classify(exchange, answer);
  return found.ok ? 'ok' : [found.category, found.outcome, found.code].filter(Boolean).join(' ');
}

describe('a body that is no JSON', () => {
  const spec = { table: { source: 'a test', rows: [] }, id: 'plain', name: 'Plain' } as const;
  const rest = {
    code: [],
    message: [],
    ok: [],
    flags: [],
    bare: true,
    plain: /^(?:pong|null|\d+)$/,
  } as const;
  const plain = defineExchange({ ...spec, rest, routes: [{ path: '/order', kind: 'order' }] });
  const at = (path: string, method = 'POST'): Partial<RawAnswer> => ({ method, url: `https://x${path}` });

  it.each<readonly [string, Partial<RawAnswer>, unknown, string]>([
    ['a frame', { transport: 'ws' }, 'pong', 'ok'],
    ['its bytes', { transport: 'ws' }, new TextEncoder().encode(' pong\n'), 'ok'],
    ['what a client parsed', { status: 200, ...at('/read', 'GET') }, 1, 'ok'],
    ['null, which a client parsed', { status: 200, ...at('/read', 'GET') }, null, 'ok'],
    ['nothing', { status: 200, ...at('/read', 'GET') }, undefined, 'server unknown'],
    ['another text', { transport: 'ws' }, 'pongs', 'server unknown'],
    ['the answer to an order', { status: 200, ...at('/order') }, 'pong', 'server unknown'],
    ['the answer to another write', { status: 200, ...at('/else') }, 'pong', 'server unknown'],
    ['the answer to nobody knows what', { status: 200 }, 'pong', 'server unknown'],
    ['a status of failure', { status: 502, ...at('/read', 'GET') }, 'pong', 'server unknown'],
  ])('is good where the profile says so: %s', (_, answer, body, expected) => {
    expect(verdict(plain, { ...answer, body })).toBe(expected);
  });
});

describe('without a recognised body the status speaks', () => {
  it.each([
    [200, 'server unknown'],
    [201, 'server unknown'],
    [302, 'server unknown'],
    [400, 'invalid-request rejected'],
    [401, 'auth rejected'],
    [403, 'invalid-request rejected'],
    [404, 'invalid-request rejected'],
    [408, 'timeout unknown'],
    [418, 'rate-limit rejected'],
    [429, 'rate-limit rejected'],
    [451, 'invalid-request rejected'],
    [500, 'server unknown'],
    [502, 'server unknown'],
    [503, 'server unknown'],
    [504, 'timeout unknown'],
    [520, 'server unknown'],
  ])('HTTP %d is %s', (status, expected) => {
    for (const body of ['', 'Bad', '{"code":0,"da', '{"foo":1}', undefined])
      expect(verdict(wrapped, { status, body })).toBe(expected);
  });

  it('HTTP 403 with a page is a rate limit, by its text or its type', () => {
    expect(verdict(wrapped, { status: 403, body: '<html>' })).toBe('rate-limit rejected');
    expect(verdict(wrapped, { status: 403, headers: html, body: '' })).toBe('rate-limit rejected');
  });

  it('an answer to HEAD has no body that could be missing', () => {
    const head = { method: 'HEAD', body: '' };
    for (const exchange of [wrapped, bare]) {
      expect(verdict(exchange, { status: 200, ...head })).toBe('ok');
      expect(verdict(exchange, { ...head, body: undefined })).toBe('ok');
      expect(verdict(exchange, { status: 200, ...head, body: '<html>' })).toBe('server unknown');
      expect(verdict(exchange, { status: 429, ...head })).toBe('rate-limit rejected');
      expect(verdict(exchange, { status: 302, ...head })).toBe('server unknown');
    }
  });

  it('HTTP 204 and 205 are good without a body, and only without', () => {
    expect(verdict(wrapped, { status: 204, body: '' })).toBe('ok');
    expect(verdict(wrapped, { status: 205, body: undefined })).toBe('ok');
    expect(verdict(wrapped, { status: 204, body: '<html>' })).toBe('server unknown');
  });

  it.each([
    [{ status: 200, body: '' }, 'HTTP 200 with an empty body'],
    [{ status: 200, body: '<html>' }, 'HTTP 200 with an HTML page'],
    [{ status: 200, body: '{"code":0' }, 'HTTP 200 with a body that is not complete JSON'],
    [{ status: 200, body: '{}' }, 'HTTP 200 with JSON that is not an answer of this exchange'],
    [{ body: '' }, 'an empty body'],
  ])('and the message says what came: %j', (answer, message) => {
    expect(classify(wrapped, answer)).toEqual({ ok: false, category: 'server', outcome: 'unknown', message });
  });
});

describe('a code', () => {
  it.each([
    ['{"code":0}', 'ok'],
    ['{"code":"200","data":1}', 'ok'],
    ['{"code":1001,"msg":"x"}', 'funds rejected 1001'],
    ['{"code":"1001"}', 'funds rejected 1001'],
    ['{"code":"05001"}', 'invalid-order rejected 05001'],
    ['{"code":"5001"}', 'server unknown 5001'],
    ['{"code":"005001"}', 'unknown unknown 005001'],
    ['{"code":31337}', 'unknown unknown 31337'],
    ['{"code":0,"success":false}', 'ok'],
    ['{"success":true}', 'ok'],
    ['{"success":false,"msg":"no"}', 'unknown unknown'],
    ['{"success":"false"}', 'unknown unknown'],
  ])('under HTTP 200 counts as the table has it: %s', (body, expected) => {
    expect(verdict(wrapped, { status: 200, body })).toBe(expected);
    expect(verdict(wrapped, { status: 200, body: JSON.parse(body) })).toBe(expected);
    expect(verdict(wrapped, { body })).toBe(expected);
  });

  it('that is listed brings its row and the text of the answer', () => {
    expect(classify(wrapped, { status: 400, body: '{"code":1001,"msg":"zu wenig"}' })).toEqual({
      ok: false,
      code: '1001',
      category: 'funds',
      outcome: 'rejected',
      message: 'zu wenig',
      entry: wrapped.catalog.get('1001'),
    });
  });

  it('that is listed says nothing of a write under HTTP 5xx, unless the exchange can be trusted there', () => {
    const answer = { status: 503, body: '{"code":1001}' };
    expect(verdict(wrapped, answer)).toBe('funds unknown 1001');
    expect(verdict(trusting, answer)).toBe('funds rejected 1001');
    expect(verdict(wrapped, { ...answer, status: 499 })).toBe('funds rejected 1001');
    expect(verdict(wrapped, { ...answer, status: 500, body: '{"code":510}' })).toBe('rate-limit unknown 510');
  });

  it.each([
    [400, 'unknown unknown 7'],
    [418, 'rate-limit rejected 7'],
    [429, 'rate-limit rejected 7'],
    [500, 'server unknown 7'],
    [504, 'timeout unknown 7'],
  ])('that no table lists leaves the word to a clear status: HTTP %d', (status, expected) => {
    expect(verdict(wrapped, { status, body: '{"code":7}' })).toBe(expected);
  });

  it('of success does not make a failed status good', () => {
    expect(verdict(wrapped, { status: 500, body: '{"code":0}' })).toBe('server unknown');
    expect(verdict(wrapped, { status: 404, body: '{"success":true}' })).toBe('unknown unknown');
  });

  it('is looked up where it came from', () => {
    const body = '{"error":1001,"text":"x"}';
    expect(verdict(twoWays, { body, transport: 'ws' })).toBe('auth rejected 1001');
    expect(verdict(twoWays, { body: '{"error":510,"text":"x"}', transport: 'ws' })).toBe(
      'unknown unknown 510',
    );
    expect(verdict(twoWays, { body: '{"channel":"error"}', transport: 'ws' })).toBe('unknown unknown');
    expect(verdict(twoWays, { body: '{"channel":"push"}', transport: 'ws' })).toBe('ok');
    expect(verdict(twoWays, { status: 200, body: '{"code":1001}' })).toBe('funds rejected 1001');
    // Where nothing is said of a WebSocket, it wears the envelope of REST; its numbers are of no known meaning.
    expect(verdict(wrapped, { body: '{"code":1001}', transport: 'ws' })).toBe('unknown unknown 1001');
  });
});

describe('where good answers come bare', () => {
  it.each([
    ['[]', 'ok'],
    ['{"price":"5"}', 'ok'],
    ['{"code":"1001","price":"5"}', 'ok'],
    ['{"code":"BTC","msg":"to the moon"}', 'ok'],
    ['{"msg":"hello"}', 'ok'],
    ['{"code":1001,"msg":"no money"}', 'funds rejected 1001'],
    ['{"code":1001}', 'funds rejected 1001'],
    ['{"code":7,"msg":"what?"}', 'unknown unknown 7'],
    ['{"success":false}', 'unknown unknown'],
  ])('%s', (body, expected) => {
    expect(verdict(bare, { status: 200, body })).toBe(expected);
  });
});

describe('a batch', () => {
  const of = (...codes: number[]): RawAnswer => ({
    status: 200,
    body: { code: 0, data: codes.map((errorCode) => ({ errorCode, errorMsg: 'x' })) },
  });

  it.each([
    ['all good', of(0, 0), 'ok'],
    ['one failed', of(0, 1001), 'funds partial 1001'],
    ['all failed', of(1001, 510), 'funds rejected 1001'],
    ['all failed, one of them in doubt', of(1001, 5001), 'funds unknown 1001'],
    ['all failed, one of them unlisted', of(7, 1001), 'unknown unknown 7'],
  ])('%s', (_, answer, expected) => {
    expect(verdict(wrapped, answer)).toBe(expected);
    expect(classify(wrapped, answer).items).toHaveLength(2);
  });

  it('of which nothing can be told is good as its envelope says', () => {
    expect(classify(wrapped, { status: 200, body: { code: 0, data: [{ id: 1 }] } })).toEqual({ ok: true });
  });
});

describe('the wait that was asked for', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_700_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is the header’s', () => {
    const headers = { 'Retry-After': '2' };
    expect(classify(wrapped, { status: 429, headers, body: '' })).toMatchObject({ retryAfterMs: 2000 });
    expect(classify(wrapped, { status: 200, headers, body: '{"code":510}' })).toMatchObject({
      code: '510',
      retryAfterMs: 2000,
    });
    expect(classify(wrapped, { status: 429, body: '' })).not.toHaveProperty('retryAfterMs');
  });

  it('is the ban’s that the body tells of, if that is longer', () => {
    const body = '{"code":510,"msg":"banned until 1700000005000"}';
    expect(classify(trusting, { status: 418, body })).toMatchObject({ retryAfterMs: 5000 });
    for (const [value, retryAfterMs] of [
      ['2', 5000],
      ['9', 9000],
    ] as const)
      expect(classify(trusting, { status: 418, headers: { 'retry-after': value }, body })).toMatchObject({
        retryAfterMs,
      });
  });
});

describe('whatever comes', () => {
  const exchanges = fc.constantFrom(wrapped, bare, twoWays, trusting);
  const statuses = fc.option(
    fc.oneof(fc.constantFrom(200, 204, 403, 429, 500), fc.integer({ min: 100, max: 599 })),
    {
      nil: undefined,
    },
  );
  const transport = fc.constantFrom('rest' as const, 'ws' as const);
  // Names that mean something to the reader, or to every object.
  const names = [
    'code',
    'msg',
    'success',
    'error',
    'data',
    'failed',
    'errorCode',
    'errorMsg',
    'done',
    'text',
  ];
  const keys = fc.constantFrom(...names, 'toString', 'valueOf', 'constructor', '__proto__', 'length');
  const leaf = fc.oneof(
    fc.constantFrom('0', '1001', '05001', 'true', 'false', 0, 200, 1001, true, false),
    fc.jsonValue(),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }));
  const bodies = fc.oneof(
    tree,
    tree.map((value) => JSON.stringify(value)),
    fc.string(),
    fc.anything(),
  );

  it('an answer is classified and nothing is thrown', () => {
    fc.assert(
      fc.property(exchanges, statuses, transport, bodies, (exchange, status, way, body) => {
        const found = classify(exchange, { ...(status !== undefined && { status }), body, transport: way });
        expect(typeof found.ok).toBe('boolean');
        const isGood = status === undefined || (status >= 200 && status <= 299);
        if (!isGood) expect(found.ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('text that is no whole object or list is never called good', () => {
    const isReadable = (text: string): boolean => {
      try {
        return typeof JSON.parse(text) === 'object' && text !== 'null';
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(exchanges, transport, fc.oneof(fc.string(), fc.json()), (exchange, way, body) => {
        fc.pre(!isReadable(body.trim()));
        expect(classify(exchange, { status: 200, body, transport: way }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('a good answer that was cut off anywhere is not good', () => {
    const payload = fc.record({ code: fc.constant(0), msg: fc.constant('ok'), data: fc.jsonValue() });
    fc.assert(
      fc.property(exchanges, payload, fc.nat(), (exchange, value, cut) => {
        const text = JSON.stringify(value);
        expect(classify(exchange, { status: 200, body: text }).ok).toBe(true);
        expect(classify(exchange, { status: 200, body: text.slice(0, cut % text.length) }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('anything in the code field that is no code of success is not good', () => {
    fc.assert(
      fc.property(statuses, tree, (status, code) => {
        fc.pre(!['0', '200'].includes(String(typeof code === 'object' ? '' : code)));
        const answer = { ...(status !== undefined && { status }), body: { code, msg: 'x' } };
        expect(classify(wrapped, answer).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a row of the profile for a status', () => {
  const profiled = defineExchange({
    ...wrapped.spec,
    statuses: [
      { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000, limit: 'requests' },
      { status: 451, category: 'permission', outcome: 'rejected' },
      { status: 503, category: 'rate-limit', outcome: 'rejected' },
    ],
  });

  it.each([
    [403, 'access too frequent', 'rate-limit rejected'],
    [403, '<html>', 'rate-limit rejected'],
    [403, '{"foo":1}', 'rate-limit rejected'],
    [451, '', 'permission rejected'],
    [503, '', 'rate-limit rejected'],
    [404, '', 'invalid-request rejected'],
  ])('speaks for HTTP %d with %o', (status, body, expected) => {
    expect(verdict(profiled, { status, body })).toBe(expected);
  });

  it('names the wait, unless the answer asks for a longer one', () => {
    const waits = [{}, { 'retry-after': '5' }, { 'retry-after': '900' }].map((headers) => {
      const found = classify(profiled, { status: 403, headers, body: '' });
      return found.ok ? undefined : found.retryAfterMs;
    });
    expect(waits).toEqual([600_000, 600_000, 900_000]);
  });
});

const refusal = { ok: false, category: 'rate-limit', outcome: 'rejected' } as const;
const reading = (read: () => Classification): Exchange =>
  defineExchange({ ...wrapped.spec, rest: { ...wrapped.spec.rest, read } });

describe('a function of the profile that reads a wait', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, '5', null, undefined])(
    'is not believed with %o',
    (wait) => {
      const retryAfter = (): number => wait as number;
      const odd = defineExchange({ ...wrapped.spec, retryAfter });
      const found = classify(odd, { status: 429, body: '' });
      expect('retryAfterMs' in found).toBe(false);
    },
  );

  it.each([1e-3, 1, 1e3, 1e6])('may hand on an instant: %d to a millisecond', (perMs) => {
    const nowMs = Date.UTC(2026, 10, 25);
    const retryAfter = (): number => (nowMs + 30_000) * perMs;
    const reader = (): Classification => ({ ...refusal, retryAfterMs: retryAfter() });
    const answer = { status: 429, body: '{"code":1}' };
    const asked = { ok: false, retryAfterMs: 30_000 };
    expect(classify(defineExchange({ ...wrapped.spec, retryAfter }), answer, nowMs)).toMatchObject(asked);
    expect(classify(reading(reader), answer, nowMs)).toMatchObject(asked);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, '5'])('is not believed with %o in a reading', (wait) => {
    const odd = reading(() => ({ ...refusal, retryAfterMs: wait as number }));
    expect(classify(odd, { status: 429, body: '{"code":1}' })).toEqual(refusal);
  });

  it('that throws is not heard', () => {
    const retryAfter = (): number => {
      throw new Error('of the profile');
    };
    const odd = defineExchange({ ...wrapped.spec, retryAfter });
    expect(verdict(odd, { status: 429, body: '' })).toBe('rate-limit rejected');
  });
});

const order = { url: 'https://a.b/order?x=1', method: 'POST' };
const cancel = { url: 'https://a.b/cancel', method: 'POST' };
const look = { url: 'https://a.b/order', method: 'GET' };
const routed = defineExchange({
  ...bare.spec,
  routes: [
    { method: 'POST', path: '/order', kind: 'order' },
    { method: 'POST', path: '/cancel', kind: 'cancel' },
  ],
});
const picky = defineExchange({
  ...routed.spec,
  rest: { ...routed.spec.rest, accepted: ['id', 'result.id'] },
});
const readsOnly = defineExchange({ ...routed.spec, rest: { ...routed.spec.rest, bare: 'reads' } });

describe('words that contradict each other', () => {
  it.each([
    [400, 'unknown unknown'],
    [401, 'unknown unknown'],
    [404, 'unknown unknown'],
    [409, 'unknown unknown'],
    [418, 'rate-limit unknown'],
    [429, 'rate-limit unknown'],
    [302, 'server unknown'],
    [503, 'server unknown'],
  ])('a good body under HTTP %d is %s', (status, expected) => {
    expect(verdict(wrapped, { status, body: '{"code":0,"success":true,"data":1}' })).toBe(expected);
    expect(verdict(wrapped, { status, body: '{"success":true}' })).toBe(expected);
    expect(verdict(routed, { status, body: '{"id":7}', ...order })).toBe(expected);
    expect(verdict(picky, { status, body: '{"result":{"id":7}}', ...order })).toBe(expected);
  });

  it('what a reader calls good under such a status is not good either', () => {
    const reader = defineExchange({ ...bare.spec, rest: { ...bare.spec.rest, read: () => ({ ok: true }) } });
    expect(verdict(reader, { status: 429, body: '{}' })).toBe('rate-limit unknown');
    expect(verdict(reader, { status: 200, body: '{}' })).toBe('ok');
  });

  it('a refusal that wears no mark is what its status says', () => {
    expect(verdict(picky, { status: 400, body: '{"reason":"no"}', ...order })).toBe(
      'invalid-request rejected',
    );
    expect(verdict(routed, { status: 429, body: '{"message":"slow down"}', ...order })).toBe(
      'rate-limit rejected',
    );
    expect(verdict(routed, { status: 400, body: '{"id":7}', ...look })).toBe('invalid-request rejected');
  });
});

describe('an order is accepted only by an answer that looks like it', () => {
  const nothing = [
    '{}',
    '[]',
    '{"message":"Service unavailable"}',
    '{"error":"busy"}',
    '{"msg":"x","code":null}',
  ];
  it.each(nothing)('%s is none, whether its profile names fields or not', (body) => {
    for (const exchange of [routed, picky]) {
      expect(verdict(exchange, { status: 200, body, ...order })).toBe('server unknown');
    }
  });

  it('what its profile asks for has to hold something', () => {
    for (const body of ['{"id":7}', '{"id":"a","x":1}', '{"result":{"id":"7"}}'])
      expect(verdict(picky, { status: 200, body, ...order })).toBe('ok');
    for (const body of ['{"id":null}', '{"id":""}', '{"id":[]}', '{"result":{}}', '{"x":1}', '[1]'])
      expect(verdict(picky, { status: 200, body, ...order })).toBe('server unknown');
  });

  it('a message in place of an answer is none to a cancel either, while a read may be answered by anything', () => {
    expect(verdict(picky, { status: 200, body: '{"message":"Service unavailable"}', ...cancel })).toBe(
      'server unknown',
    );
    expect(verdict(picky, { status: 200, body: '{}', ...cancel })).toBe('ok');
    for (const body of nothing) expect(verdict(picky, { status: 200, body, ...look })).toBe('ok');
  });

  it('bare answers may be for reads alone', () => {
    for (const body of ['[]', '[1]', '{"price":"1"}'])
      expect(verdict(readsOnly, { status: 200, body, ...look })).toBe('ok');
    expect(verdict(readsOnly, { status: 200, body: '[1]', method: 'GET' })).toBe('ok');
    expect(verdict(readsOnly, { status: 200, body: '{"message":"busy"}', ...look })).toBe('server unknown');
    expect(verdict(readsOnly, { status: 200, body: '{"id":1}', ...order })).toBe('server unknown');
    expect(verdict(readsOnly, { status: 200, body: '{"id":1}', ...cancel })).toBe('server unknown');
  });
});

describe('a list in the place of a code', () => {
  const kraken = defineExchange({
    id: 'lists',
    name: 'Lists',
    table: { source: 'https://a.b', rows: [['EOrder:Insufficient funds', 'funds', 'rejected', '']] },
    rest: { code: ['error'], message: ['error'], ok: ['E0'], flags: [], shape: /^E/, bare: true },
  });
  const asked = { status: 200, method: 'POST' };
  it('holds errors, of which the first counts', () => {
    const body = '{"error":["EOrder:Insufficient funds","EGeneral"]}';
    expect(classify(kraken, { ...asked, body })).toMatchObject({
      category: 'funds',
      code: 'EOrder:Insufficient funds',
      message: 'EOrder:Insufficient funds',
    });
    expect(verdict(kraken, { ...asked, body: '{"error":["EOther"],"result":{}}' })).toBe(
      'unknown unknown EOther',
    );
  });

  it('is empty in a good answer, and never the mark of one', () => {
    expect(verdict(kraken, { ...asked, body: '{"error":[],"result":{"txid":["A"]}}' })).toBe('ok');
    expect(verdict(kraken, { ...asked, body: '{"error":["E0"]}' })).toBe('server unknown');
    expect(verdict(kraken, { ...asked, body: '{"error":["busy"]}' })).toBe('server unknown');
    expect(verdict(wrapped, { ...asked, body: '{"code":["0"]}' })).toBe('server unknown');
  });
});

describe('classification never throws', () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  it('of what is nested deeper than a stack is', () => {
    const lists = defineExchange({
      ...bare.spec,
      rest: { ...bare.spec.rest, items: [{ at: 'failed', failedIds: true }] },
    });
    expect(verdict(lists, { status: 200, body: `{"failed":[${deep}]}` })).toBe('unknown unknown');
  });

  it("of a profile's own code, or of a value that throws when it is read", () => {
    const broken = (): never => {
      throw new Error('not yours');
    };
    const thrower = defineExchange({ ...wrapped.spec, retryAfter: broken });
    expect(verdict(thrower, { status: 429, body: '' })).toBe('rate-limit rejected');
    const trap = new Proxy({}, { ownKeys: broken, get: broken, getOwnPropertyDescriptor: broken });
    expect(verdict(wrapped, { status: 200, body: trap })).toBe('server unknown');
  });

  it('a date is compared with the instant that is given', () => {
    const headers = { 'retry-after': 'Wed, 25 Nov 2026 12:00:30 GMT' };
    const nowMs = Date.UTC(2026, 10, 25, 12);
    expect(classify(wrapped, { status: 429, headers, body: '' }, nowMs)).toMatchObject({
      retryAfterMs: 30_000,
    });
  });
});

describe('a profile whose items say what a code leaves open', () => {
  const listed = [
    ['0', 'success', 'ok', 'done'],
    ['51008', 'funds', 'rejected', 'no money'],
  ] as const;
  const general = ['1', 'unknown', 'unknown', 'see the items'] as const;
  const some = '{"code":"2","msg":"","data":[{"sCode":"0","sMsg":""},{"sCode":"51008","sMsg":"no"}]}';

  it.each([
    [['0'], listed],
    [['0'], [...listed, general]],
  ] as const)('hears them, and takes no empty list for a success: good codes %j', (ok, rows) => {
    const batches = defineExchange({
      ...wrapped.spec,
      table: { source: 'test', rows },
      rest: { ...strict, ok, message: ['msg'], items: [{ at: 'data', code: ['sCode'], message: ['sMsg'] }] },
    });
    const said = (body: string): unknown => verdict(batches, { status: 200, body, method: 'POST' });
    expect(said('{"code":"1","msg":"all failed","data":[]}')).toBe('unknown unknown 1');
    expect(said('{"code":"1","msg":"","data":[{"sCode":"51008","sMsg":"no"}]}')).toBe('funds rejected 51008');
    expect(said(some)).toBe('funds partial 51008');
    expect(said('{"code":"0","msg":"","data":[]}')).toBe('ok');
  });

  it('hears a text where they have nothing else', () => {
    const rest = { code: [], message: ['response'], ok: [], flags: [], bare: true } as const;
    const texts = defineExchange({
      ...wrapped.spec,
      rest: { ...rest, items: [{ at: 'response.statuses', message: ['error'] }] },
    });
    const said = (statuses: readonly object[]): unknown =>
      verdict(texts, { status: 200, body: { status: 'ok', response: { statuses } }, method: 'POST' });
    expect(said([{ error: 'too small' }])).toBe('unknown unknown');
    expect(said([{ resting: 1 }, { error: 'too small' }])).toBe('unknown partial');
    expect(said([{ resting: 1 }])).toBe('ok');
  });
});
