import { describe, expect, it } from 'vitest';
import {
  chainUp,
  classify,
  defineExchange,
  type ExchangeSpec,
  ktx,
  mexcContract,
  oxFun,
} from '../../src/index.ts';

const rest = { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: true } as const;
const spec: ExchangeSpec = {
  id: 'mine',
  name: 'Mine',
  table: { source: 'https://example.com', rows: [['1', 'funds', 'rejected', 'no money']] },
  rest,
};
/** Of every form that a definition may say answers by. */
const everything = defineExchange({
  ...spec,
  id: 'all',
  rest: {
    ...rest,
    code: ['error', 'code'],
    codeList: true,
    codes: 'prefix',
    shape: /^(?:E|\d)/,
    defer: ['1'],
    failure: [{ field: 'err' }],
    status: 'status',
    items: [
      { at: 'data', parts: ['one', '0.two'], code: ['code'], bad: ['code'], id: ['id'] },
      { failed: 'failed', done: 'success', code: ['0', 'code'], subCode: ['sub'], id: ['id'] },
      { at: '', bad: ['error'], ok: ['fine'], message: ['error'] },
    ],
  },
  table: {
    source: 'https://example.com',
    rows: () => [
      [
        '1',
        'funds',
        'rejected',
        'no money',
        { when: [{ text: 'x', category: 'server', outcome: 'unknown' }] },
      ],
      ['1', 'auth', 'rejected', 'no key', { over: 'there' }],
    ],
  },
  namespaces: [{ name: 'there', match: { host: 'example.com', path: '/**' } }],
  statuses: [
    { status: 200, html: true, text: 'x', category: 'server', outcome: 'unknown' },
    { status: 429, text: 'x', category: 'server', outcome: 'unknown' },
  ],
  waits: [
    { field: 'data.0.until', unit: 's' },
    { text: /(\d+)/, unit: 'ms' },
  ],
});
const fault = (): never => {
  throw new Error('a fault of the definition');
};

/** What a caller without types could pass. */
const strange: readonly unknown[] = [
  undefined,
  null,
  5,
  'text',
  {},
  { body: Symbol('x') },
  { body: () => 1 },
  { status: 'ok', body: '{"code":1}' },
  { status: Number.NaN, body: '' },
  { status: 200, headers: null, body: '' },
  { status: 429, headers: { get: fault }, body: '{}' },
  { status: 429, headers: { 'retry-after': Symbol('x') }, body: '{}' },
  { status: 200, transport: 'udp', body: '{"code":1,"msg":"x"}' },
  { status: 200, url: 5, method: {}, body: '[]' },
  { status: 200, body: Object.defineProperty({}, 'code', { enumerable: true, get: fault }) },
  {
    status: 200,
    body: new Proxy({}, { get: fault, has: fault, ownKeys: fault, getOwnPropertyDescriptor: fault }),
  },
  { status: 200, body: `{"failed":[${'['.repeat(20_000)}${']'.repeat(20_000)}],"success":[]}` },
  { status: 200, body: { code: 1n, msg: 'x' } },
];

describe('classify never throws', () => {
  it.each(
    [ktx, oxFun, chainUp, mexcContract, defineExchange(spec), everything].map(
      (exchange) => [exchange.id, exchange] as const,
    ),
  )('%s, whatever it gets', (_, exchange) => {
    for (const answer of strange)
      for (const transport of ['rest', 'ws'])
        expect(
          Reflect.apply(classify, undefined, [
            exchange,
            typeof answer === 'object' && answer ? { transport, ...answer } : answer,
          ]).ok,
          String(strange.indexOf(answer)),
        ).toBeTypeOf('boolean');
  });

  it('when a reader of the definition throws, which says nothing: the fault is no success', () => {
    const exchange = defineExchange({ ...spec, rest: { ...rest, read: fault }, retryAfter: fault });
    expect(classify(exchange, { status: 200, body: '{"data":1}', method: 'POST' })).toMatchObject({
      ok: false,
      outcome: 'unknown',
    });
    expect(classify(exchange, { status: 429, headers: { 'retry-after': '2' }, body: '' })).toMatchObject({
      ok: false,
      category: 'rate-limit',
      retryAfterMs: 2000,
    });
  });

  it.each<[string, unknown]>([
    ['a text', 'soon'],
    ['not a number', Number.NaN],
    ['a time ago', -5],
    ['for ever', Number.POSITIVE_INFINITY],
    ['a promise', Promise.resolve(5)],
  ])('when a reader says %s of a wait, which is none', (_, said) => {
    const retryAfter = (): never => said as never;
    const result = classify(defineExchange({ ...spec, retryAfter }), { status: 429, body: '' });
    expect(result).not.toHaveProperty('retryAfterMs');
  });

  it.each<[string, unknown]>([
    ['true', true],
    ['nothing that is a classification', {}],
    ['another category', { ok: false, category: 'money', outcome: 'rejected' }],
    ['another outcome', { ok: false, category: 'funds', outcome: 'maybe' }],
    ['a promise', Promise.resolve({ ok: true })],
  ])('when a reader says %s, which is no classification: it is in doubt', (_, said) => {
    const read = (): never => said as never;
    const exchange = defineExchange({ ...spec, rest: { ...rest, read } });
    expect(classify(exchange, { status: 200, body: '{"data":1}', method: 'POST' })).toMatchObject({
      ok: false,
      outcome: 'unknown',
    });
  });
});
