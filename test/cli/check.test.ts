import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, record } from './support.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const rest = { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false } as const;
const rows = [
  ['1001', 'rate-limit', 'rejected', 'Too many requests', { limit: true }],
  [
    '2001',
    'invalid-order',
    'rejected',
    'Order refused',
    { when: [{ text: 'Insufficient balance', category: 'funds', outcome: 'rejected' }] },
  ],
  ['5000', 'server', 'rejected', 'Maintenance'],
  ['9001', 'server', 'unknown', 'System busy'],
  ['9001', 'server', 'unknown', 'System busy'],
  ['9001', 'funds', 'rejected', 'Purse too light', { over: 'ws' }],
] as const;
const spec = {
  id: 'acme',
  name: 'Acme',
  table: { source: 'https://docs.acme.example', rows },
  rest,
} as const;

/** A module with these exports. */
const module = (exported: Readonly<Record<string, unknown>>): string =>
  Object.entries(exported)
    .map(([name, value]) => {
      const text = JSON.stringify(value);
      return name === 'default' ? `export default ${text};` : `export const ${name} = ${text};`;
    })
    .join('\n');

const full = {
  ...spec,
  hosts: ['api.acme.example'],
  limits: [
    { name: 'orders', scope: 'account', capacity: 60, windowMs: 2000, match: { kind: 'order' } },
    { name: 'calls', scope: 'ip', capacity: 15, refill: { units: 1, everyMs: 3000 } },
    { name: 'nonce', scope: 'account', capacity: 1, inFlight: true },
  ],
  time: { routes: [{ path: '/time' }], from: [{ field: 'result.unixtime', unit: 's' }] },
  routes: [
    { method: 'POST', path: '/orders', kind: 'cancel', params: { type: 'cancel' } },
    { method: 'POST', path: '/orders', kind: 'order' },
  ],
  signedPaths: ['/orders'],
  lookup: [{ method: 'GET', path: '/orders', query: { id: '{clientOrderId}' } }],
  validity: { forMs: 5000 },
};
/** What JSON cannot hold. */
const ids = `clientOrderId: { fields: ['id'], pattern: /^\\w+$/, deduplicated: 'always' }`;

describe('check', () => {
  it('compares a code in full that is printed in part', async () => {
    const code = 'PREVIEW_STOP_PRICE_BELOW_LAST_TRADE_PRICE';
    const body = { success: false, error_response: { error: code, message: '' } };
    const request = { method: 'POST', path: '/api/v3/brokerage/orders' };
    const line = JSON.stringify({ status: 200, body, request, expect: { code } });
    const { out, code: exit } = await cli(['check', 'coinbase', '--bodies', await file('long.jsonl', line)]);
    expect(exit).toBe(0);
    expect(out).toContain('PREVIEW_STOP_PRICE_BELOW');
  });

  it('tells what a definition says, and what is missing in it', async () => {
    const { code, out, err } = await cli(['check', await file('acme.mjs', module({ default: spec }))]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Acme (acme): 5 rows

        Categories       server 2, rate-limit 1, invalid-order 1, funds 1
        Unknown outcome  9001
        Rejected, sure?  5000
        Stands twice     9001
        Clock            /, header Date

      What is missing
        - no limits: calls wait only once the exchange has refused one
        - no clock: the time is that of the Date header, in whole seconds
        - no route of kind order: an order is a write like any other, and a lost one
          stays unknown
        - no signed paths: nothing is signed
        - no hosts: keys keep to the first origin that they are used for
        - no client order ids: an order cannot be asked about by its name
        - no look-up: a lost order stays unknown
      "
    `);
  });

  it('finds nothing missing in one that is whole', async () => {
    const path = await file('full.mjs', `export const acme = { ...${JSON.stringify(full)}, ${ids} };`);
    const { code, out } = await cli(['check', path]);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "Acme (acme): 5 rows

        Categories       server 2, rate-limit 1, invalid-order 1, funds 1
        Unknown outcome  9001
        Rejected, sure?  5000
        Stands twice     9001
        Limits           orders (60 in 2 s, by account), calls (15, 1 back in 3 s, by
                         ip), nonce (1 at once, by account)
        Clock            /time, result.unixtime
        Client order id  id
        Look-up          GET /orders
      "
    `);
    const definition: unknown = JSON.parse((await cli(['check', path, '--json'])).out);
    expect(definition).toMatchObject({ exchange: 'acme', rows: 5, missing: [], lookUps: ['GET /orders'] });
  });

  it('says that a cancel is asked about by no look-up', async () => {
    const [route] = full.lookup;
    const routes = [...full.routes, { method: 'POST', path: '/cancel', kind: 'cancel' }];
    const narrow = { ...full, routes: routes.slice(-1), lookup: [{ ...route, covers: ['/orders'] }] };
    const path = await file('narrow.mjs', `export const acme = { ...${JSON.stringify(narrow)}, ${ids} };`);
    const definition: unknown = JSON.parse((await cli(['check', path, '--json'])).out);
    expect(definition).toMatchObject({
      missing: [
        'no route of kind order: an order is a write like any other, and a lost one stays unknown',
        'no look-up covers a cancel (`covers`): a lost one stays unknown',
      ],
    });
  });

  it('misses no look-up where an order sent once more is answered with the first', async () => {
    const { lookup: _, ...rest } = full;
    const own = ids.replace("'always'", "'returned'");
    const path = await file('own.mjs', `export const acme = { ...${JSON.stringify(rest)}, ${own} };`);
    const definition: unknown = JSON.parse((await cli(['check', path, '--json'])).out);
    expect(definition).toMatchObject({ missing: [], lookUps: [] });
  });

  it('says what each gap means for orders', async () => {
    const { codes, ok, ...gone } = { codes: [['1', 'funds', 'rejected', 'x']], ok: [], lookup: full.lookup };
    const poor = { ...spec, ...gone, table: { source: 'x', rows: codes }, rest: { ...rest, ok } };
    const { out } = await cli(['check', await file('poor.mjs', module({ default: poor }))]);
    expect(out.slice(out.indexOf('What is missing'))).toMatchInlineSnapshot(`
      "What is missing
        - nothing marks a good answer (\`ok\`, \`flags\` or \`bare\`): none is read as good
        - no row is a rate limit: HTTP 429 and 418 alone make calls wait
        - no limits: calls wait only once the exchange has refused one
        - no clock: the time is that of the Date header, in whole seconds
        - no route of kind order: an order is a write like any other, and a lost one
          stays unknown
        - no signed paths: nothing is signed
        - no hosts: keys keep to the first origin that they are used for
        - no client order ids: an order cannot be asked about by its name
        - no validity or expiry: an order that is not found stays unknown, and is not
          sent again
      "
    `);
  });

  it('takes a built-in exchange by its name', async () => {
    const { code, out } = await cli(['check', 'okx']);
    expect({ code, title: out.split('\n', 1)[0] }).toEqual({
      code: 0,
      title: expect.stringMatching(/^OKX \(okx\): [\d,]+ rows$/),
    });
  });

  it('takes what defineExchange made, data, CommonJS and JSON alike', async () => {
    const index = new URL('../../src/index.ts', import.meta.url).href;
    const text = JSON.stringify(spec);
    const files = [
      [
        'made.mjs',
        `import { defineExchange } from '${index}';\nexport const acme = defineExchange(${text});\nexport const other = 7;`,
      ],
      ['named.js', `export const acme = ${text}; export const rows = []; export const time = {};`],
      ['twins.mjs', `export const acme = ${text}; export default acme;`],
      ['plain.cjs', `module.exports = { acme: ${text} };`],
      ['main.cjs', `module.exports = ${text};`],
      ['data.json', text],
      [
        'lazy.mjs',
        `export default { ...${text}, table: { source: 'x', rows: () => ${JSON.stringify(rows)} } };`,
      ],
    ] as const;
    const told: string[] = [];
    for (const [name, content] of files) {
      const { code, out, err } = await cli(['check', await file(name, content)]);
      if (code !== 0 || !out.startsWith('Acme (acme): 5 rows\n')) told.push(`${name}: ${code} ${out}${err}`);
    }
    expect(told).toEqual([]);
  });

  it('says in plain words what is wrong with a definition or its module', async () => {
    const wrong = { ...spec, table: { source: 'x', rows: [['1', 'fund', 'rejected', 'x']] } };
    const files = [
      ['category.mjs', module({ default: wrong })],
      [
        'limit.mjs',
        module({ default: { ...spec, limits: [{ name: 'a', scope: 'ip', capacity: '5', windowMs: 1 }] } }),
      ],
      ['option.mjs', module({ default: { ...spec, limit: [] } })],
      ['no-table.mjs', module({ default: { id: 'acme', name: 'Acme', rest } })],
      [
        'lazy-rows.mjs',
        `export default { ...${JSON.stringify(spec)}, table: { source: 'x', rows: () => [['1', 'fund', 'rejected', 'x']] } };`,
      ],
      ['nothing.mjs', 'export const answer = 42;'],
      ['several.mjs', module({ one: spec, two: { ...spec, id: 'other' } })],
      ['throws.mjs', "throw new Error('no key at https://u:p4ssw0rd@x.example/a?sign=s3cr3t');"],
      ['broken.json', '{"id":'],
    ] as const;
    const told: string[] = [];
    for (const [name, content] of files) {
      const { code, out, err } = await cli(['check', await file(name, content)]);
      told.push(`${name}: ${code}${out}\n${err.replaceAll(folder, '').replaceAll(/\n(?!$)/g, ' ')}`);
    }
    expect(told.join('')).toMatchInlineSnapshot(`
      "category.mjs: 1
      The definition in category.mjs is wrong. defineExchange: acme: the row of code "1" has the unknown category "fund". Did you mean funds?
      limit.mjs: 1
      The definition in limit.mjs is wrong. defineExchange: acme: \`limits[0].capacity\` takes a number, at least 1; it got '5'.
      option.mjs: 1
      The definition in option.mjs is wrong. \`defineExchange\` has no option \`limit\`. Did you mean \`limits\`? It got a list.
      no-table.mjs: 1
      The definition in no-table.mjs is wrong. defineExchange: acme: \`table\` takes an object; it got undefined.
      lazy-rows.mjs: 1
      The definition in lazy-rows.mjs is wrong. defineExchange: acme: the row of code "1" has the unknown category "fund". Did you mean funds?
      nothing.mjs: 1
      /nothing.mjs exports no exchange. It has to export what defineExchange returns, or the data that it takes, as default or as the only one.
      several.mjs: 1
      /several.mjs exports several exchanges: one of them has to be the default.
      throws.mjs: 1
      /throws.mjs cannot be loaded. no key at https://…@x.example/a?…
      broken.json: 1
      /broken.json cannot be loaded. Unexpected end of JSON input
      "
    `);
    expect((await cli(['check', './nope.mjs'])).err).toBe(
      './nope.mjs cannot be read: there is no such file.\n',
    );
  });

  it.each([[['check']], [['check', 'a', 'b']], [['check', 'acmee']]])(
    'is asked for rightly: %j',
    async (argv) => {
      const { code, out, err } = await cli(argv);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.replaceAll('\n', ' ')).toMatch(
        /^(check takes one module or exchange|There is no exchange .* A module is a path, such as \.\/my-exchange\.js\. $)/,
      );
    },
  );
});

describe('check --bodies', () => {
  const busy = { body: { code: '9001', msg: 'x' } } as const;
  const answers = [
    { status: 200, body: { code: '0' }, expect: { ok: true, failed: [] } },
    {
      status: 429,
      body: '{"code":1001}',
      expect: { code: 1001, category: 'rate-limit', outcome: 'rejected' },
    },
    { body: { code: '2001', msg: 'Insufficient balance: 7' }, expect: { ok: false, category: 'funds' } },
    { body: { code: '7777', msg: 'no row' }, request: { method: 'POST', path: '/orders' } },
    { status: 502, body: '<html>Bad gateway</html>' },
  ];
  const check = async (lines: readonly object[], ...more: readonly string[]): ReturnType<typeof cli> => {
    const path = await file('acme.mjs', module({ default: spec }));
    return cli(['check', path, '--bodies', '-', ...more], { stdin: record(lines) });
  };

  it('prints how each answer is read, and which no part of the definition speaks for', async () => {
    const { code, out, err } = await check(answers);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Acme (acme): 5 answers, 3 compared

      Line  HTTP  Code  Category    Outcome   What we do
         1   200        success     ok        hands it over
         2   429  1001  rate-limit  rejected  its limit pauses, then again
         3   200  2001  funds       rejected  fails at once
         4   200  7777  unknown     unknown   no row has this code; reads: fails at
                                              once; writes: looked up before anything
                                              else
         5   502        server      unknown   nothing of the envelope is in it: its
                                              status alone speaks; reads: again, later
                                              and later; writes: looked up before
                                              anything else

      The definition does not speak of 2 answers.
      "
    `);
  });

  it('compares with what was expected, and fails where it is otherwise', async () => {
    const wrong = [
      { ...busy, expect: { ok: true, code: '9002', category: 'funds', outcome: 'rejected', failed: [1] } },
      { ...busy, expect: { category: 'server' } },
      { ...busy, transport: 'ws', expect: { category: 'funds' } },
      { ...busy, expect: { cod: 1 } },
      { ...busy, transport: 'tcp' },
      { ...busy, status: 7 },
    ];
    const { code, out, err } = await check(wrong);
    expect(code).toBe(1);
    expect(`${out}${err}`).toMatchInlineSnapshot(`
      "Acme (acme): 6 answers, 3 compared

      Line  HTTP  Code  Category  Outcome   What we do
         1   200  9001  server    unknown   WRONG: ok should be true; code should be
                                            "9002"; category should be "funds";
                                            outcome should be "rejected"; failed
                                            should be [1]
         2   200  9001  server    unknown   reads: again, later and later; writes:
                                            looked up before anything else
         3   200  9001  funds     rejected  fails at once
         4                                  WRONG: expect takes ok, code, category,
                                            outcome, failed, and no cod
         5                                  WRONG: its transport is neither rest nor
                                            ws
         6                                  WRONG: its status is no HTTP status
      4 answers not as expected: line 1, line 4, line 5, line 6.
      "
    `);
    const told: { line: number; wrong: string[] }[] = JSON.parse((await check(wrong, '--json')).out);
    expect(told.filter((one) => one.wrong.length > 0).map(({ line }) => line)).toEqual([1, 4, 5, 6]);
  });

  it('reads an answer as one to its request, parameters included', async () => {
    const accepting = { ...full, rest: { ...rest, ok: [], bare: true, accepted: ['orderId'] } };
    const path = await file('accepting.mjs', `export default { ...${JSON.stringify(accepting)}, ${ids} };`);
    const request = { method: 'post', path: '/orders?x=1' } as const;
    const body = { anything: 1 };
    const stdin = record([
      { body, request: { method: 'GET', path: '/orders' }, expect: { ok: true } },
      { body, request, expect: { ok: false } },
      { body, request: { ...request, path: 'https://api.acme.example/orders' }, expect: { ok: false } },
      { body, request: { ...request, params: { type: 'cancel' } }, expect: { ok: true } },
      { body, request: { ...request, path: '/orders?type=cancel' }, expect: { ok: true } },
    ]);
    expect(await cli(['check', path, '--bodies', '-'], { stdin })).toMatchObject({ code: 0, err: '' });
  });

  it('reads batches, and heeds headers', async () => {
    const stdin = record([
      {
        body: {
          success: true,
          code: 0,
          data: [
            { orderId: '1', errorCode: 0 },
            { errorMsg: 'x', errorCode: 2005 },
          ],
        },
        expect: { ok: false, code: '2005', outcome: 'partial', failed: [1] },
      },
    ]);
    const { code, out } = await cli(['check', 'mexc', '--bodies', '-'], { stdin });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('fails, and its error lists the items'),
    });
  });

  it('names lines that cannot be read, and holds what is endless', async () => {
    const path = await file('acme.mjs', module({ default: spec }));
    const deep = `{"body":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const stdin = [
      'nonsense\n\n[]\n',
      `${deep}\n`,
      ...Array.from({ length: 5 }, () => 'x'.repeat(1_000_000)),
      '\n',
    ];
    const read: unknown = JSON.parse((await cli(['check', path, '--bodies', '-', '--json'], { stdin })).out);
    expect(read).toEqual([
      { line: 1, wrong: ['it is not JSON'] },
      { line: 3, wrong: ['it is no JSON object'] },
      { line: 4, wrong: ['it is nested too deep'] },
      { line: 5, wrong: ['it is too long for one request'] },
    ]);
    expect(
      (await cli(['check', path, '--bodies', '-'], { stdin: record(Array(10_001).fill(busy)) })).err,
    ).toBe('Standard input holds more than 10,000 answers.\n');
    expect(await cli(['check', path, '--bodies', '-'])).toMatchObject({
      code: 1,
      err: 'Standard input holds no answer.\ncheck --help tells what a line looks like.\n',
    });
    expect((await cli(['check', path, '--bodies', 'nope.jsonl'])).err).toBe(
      'nope.jsonl cannot be read: there is no such file.\n',
    );
  });

  it('prints no secret and no control character of an answer', async () => {
    const evil = 's3cr3t\u001b[2J';
    const lines = [
      {
        body: { code: '7777', msg: evil, token: evil },
        headers: { 'set-cookie': evil },
        request: { method: 'POST', path: `/x?sign=${evil}`, params: { key: evil } },
        expect: { code: '1' },
      },
    ];
    for (const more of [[], ['--json']]) {
      const { out, err } = await check(lines, ...more);
      expect(out + err).not.toContain('s3cr3t');
    }
  });
});
