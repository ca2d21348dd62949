import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExchangeReport, Summary } from '../../src/replay/report.ts';
import { cli, record, type Told } from '../cli/support.ts';

const start = Date.UTC(2026, 0, 5, 9, 30);
const ticker = { method: 'GET', path: '/api/v1/contract/ticker' } as const;
const submit = { method: 'POST', path: '/api/v1/private/order/submit' } as const;
const good = { status: 200, body: { success: true, code: 0 } } as const;
const code = (number: number): object => ({
  status: 200,
  body: { success: false, code: number, message: 'x' },
});

function replay(lines: readonly object[], ...more: readonly string[]): Promise<Told> {
  return cli(['replay', '-', '--exchange', 'mexc', ...more], { stdin: record(lines) });
}

/** What the policies would have done with the record, by MEXC's rules. */
async function tally(lines: readonly object[], ...more: readonly string[]): Promise<ExchangeReport> {
  const [report] = (await summary(lines, ...more)).exchanges;
  if (!report) throw new Error('no exchange in the record');
  return report;
}

async function summary(lines: readonly object[], ...more: readonly string[]): Promise<Summary> {
  return JSON.parse((await replay(lines, '--json', ...more)).out);
}

const texts = ({ moments }: Summary): readonly string[] => moments.first.map(({ text }) => text);

describe('a throttled burst', () => {
  // Every 100 ms one; refused from the third to the tenth.
  const burst = Array.from({ length: 12 }, (_, at) => ({
    at: start + at * 100,
    ...ticker,
    ...(at >= 2 && at < 10 ? code(510) : good),
  }));

  it('would have made others wait, and spared the refusals of that time', async () => {
    const report = await tally(burst);
    // Refused at 200: waits 375, so 300, 400 and 500 are spared; they come back one by one, so 600 waits for them and is
    // spared too; at 700 another call is refused, and waits as long again.
    expect(report).toMatchObject({
      requests: 12,
      good: 4,
      failed: 8,
      categories: { 'rate-limit': 8 },
      pauses: 2,
      pausedMs: 375 + 375,
      heldBack: 4 + 4,
      decided: { retried: 2, spared: 6 },
      overLimit: 0,
    });
  });

  it('is told moment by moment, in the time of the record', async () => {
    expect(await replay(burst)).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "Standard input: 12 requests, 2026-01-05 09:30:00 to 09:30:01 UTC

      MEXC contract (mexc-contract): 12 requests, 4 good, 8 failed

      What came back
        rate-limit  8

      What the library would have done
        Sent again  2
        Spared      6 refusals, by waiting
        Paused      2 times, 750 ms in all
        Held back   8 requests, until a pause was over

      Notable moments, 2
        09:30:00.200  everything waits 375 ms: code 510, rate-limit at GET
                      /api/v1/contract/ticker
        09:30:00.700  everything waits 375 ms: code 510, rate-limit at GET
                      /api/v1/contract/ticker
      ",
      }
    `);
  });

  it('makes a call wait longer each time that it is refused, and no other call', async () => {
    const report = await tally([
      { at: start, ...ticker, ...code(510), call: 1, attempt: 1 },
      { at: start + 600, ...ticker, ...code(510), call: 1, attempt: 2 },
      { at: start + 1400, ...ticker, ...good, call: 1, attempt: 3 },
      { at: start + 1500, ...ticker, ...code(510), call: 2, attempt: 1 },
    ]);
    expect(report).toMatchObject({ pauses: 3, pausedMs: 375 + 750 + 375 });
  });

  it('counts the time of pauses that overlap once', async () => {
    const report = await tally([
      { at: start, ...ticker, ...code(510) },
      { at: start + 100, elapsedMs: 200, ...ticker, ...code(510) },
    ]);
    expect(report).toMatchObject({ pauses: 2, pausedMs: 100 + 375, heldBack: 0 });
  });

  it('is not made shorter by a wait that the exchange asked for until a date of the record', async () => {
    const until = new Date(start + 90_000).toUTCString();
    const report = await tally([
      { at: start, ...ticker, status: 429, body: '', headers: { 'Retry-After': until } },
    ]);
    expect(report).toMatchObject({ pauses: 1, pausedMs: 90_000, decided: { exhausted: 1, retried: 0 } });
  });
});

describe('an order whose answer was lost', () => {
  const lost = { at: start, elapsedMs: 300, ...submit, fault: 'ECONNRESET', clientOrderId: 'my-1' };
  const copy = { at: start + 1500, elapsedMs: 200, ...submit, ...good, requestBody: { externalOid: 'my-1' } };

  it('would not have been sent again, and the record that does so is told of it', async () => {
    const told = await summary([lost, copy]);
    expect(told.exchanges[0]).toMatchObject({
      failed: 1,
      sentAgainUnknown: 1,
      decided: { outcomeUnknown: 1, retried: 0, lookedUp: 0 },
    });
    expect(texts(told)).toEqual([
      'POST /api/v1/private/order/submit, client order id my-1, may have been executed (network): it would not have been sent again',
      'the record sends order my-1 again after 1.3 s, while nobody knew what became of the first',
    ]);
  });

  it('would have been looked up by a gateway that can', async () => {
    expect((await tally([lost], '--reconcile')).decided).toMatchObject({ outcomeUnknown: 0, lookedUp: 1 });
  });

  it('is no other order, and none that was never sent', async () => {
    const other = { ...copy, requestBody: { externalOid: 'my-2' } };
    expect((await tally([lost, other])).sentAgainUnknown).toBe(0);
    const refused = { ...lost, fault: 'ECONNREFUSED' };
    expect(await tally([refused, copy])).toMatchObject({ sentAgainUnknown: 0, decided: { retried: 1 } });
  });

  it('is not in doubt any more once the record itself looked it up', async () => {
    const [first, again] = [
      { ...lost, call: 7 },
      { ...copy, call: 7, attempt: 2, at: start + 5000 },
    ];
    const asked = {
      at: start + 1000,
      method: 'GET',
      path: '/api/v1/private/order/external/BTC_USDT/my-1',
      call: 8,
    };
    expect(await tally([first, again])).toMatchObject({ sentAgainUnknown: 1 });
    const absent = { ...asked, ...code(2040) };
    expect(await tally([first, absent, again])).toMatchObject({ sentAgainUnknown: 1 });
    expect(await tally([first, { ...absent, lookUpFor: 7 }, again])).toMatchObject({ sentAgainUnknown: 0 });
    const unanswered = { ...asked, lookUpFor: 7, status: 503, body: '' };
    expect(await tally([first, unanswered, again])).toMatchObject({ sentAgainUnknown: 1 });
  });

  it('may be asked about by another copy, where that is answered with the first', async () => {
    const order = {
      at: start,
      exchange: 'coinbase',
      method: 'POST',
      path: '/api/v3/brokerage/orders',
      clientOrderId: 'my-1',
    };
    const [report] = (
      await summary([
        { ...order, fault: 'ECONNRESET' },
        { ...order, at: start + 900, status: 204 },
      ])
    ).exchanges;
    expect(report).toMatchObject({ exchange: 'coinbase', failed: 1, sentAgainUnknown: 0 });
  });

  it('is no cancel, which may be repeated', async () => {
    const cancel = { ...lost, path: '/api/v1/private/order/cancel' };
    expect(await tally([cancel, { ...cancel, at: start + 900 }])).toMatchObject({ sentAgainUnknown: 0 });
  });

  it('goes again where that has no second effect', async () => {
    expect((await tally([{ ...lost, replaySafe: true }])).decided).toMatchObject({
      retried: 1,
      outcomeUnknown: 0,
    });
    expect((await tally([{ ...lost, ...ticker }])).decided).toMatchObject({ retried: 1, outcomeUnknown: 0 });
  });
});

describe('refused credentials', () => {
  const refusals = Array.from({ length: 6 }, (_, at) => ({ at: start + at * 1000, ...submit, ...code(602) }));

  it('open the breaker at the fifth, and the sixth order stays at home', async () => {
    const told = await summary(refusals);
    expect(told.exchanges[0]).toMatchObject({
      breakerOpenings: 1,
      keptHome: 1,
      decided: { failedAtOnce: 5, turnedAway: 1 },
    });
    expect(texts(told)).toEqual([
      'the breaker opens, so that no new order goes: the exchange refused the credentials 5 times in a row (signature 602)',
    ]);
  });

  it('let one order probe after ten seconds, and close it when that is good', async () => {
    const probe = { at: start + 15_000, ...submit, ...good };
    const told = await summary([...refusals, probe]);
    expect(told.exchanges[0]).toMatchObject({ keptHome: 1 });
    expect(texts(told).slice(1)).toEqual(['the breaker lets one call probe', 'the breaker closes']);
  });

  it('keep it open whatever the orders that would have stayed at home were answered', async () => {
    const orders = [6000, 6500].map((after) => ({ at: start + after, ...submit, ...good }));
    expect(await tally([...refusals, ...orders])).toMatchObject({ keptHome: 3, breakerOpenings: 1 });
  });

  it('keep no cancel and no read at home', async () => {
    const cancel = { at: start + 6000, method: 'POST', path: '/api/v1/private/order/cancel', ...good };
    const read = { at: start + 6100, ...ticker, ...good };
    expect(await tally([...refusals, cancel, read])).toMatchObject({ keptHome: 1 });
  });
});

describe('a documented limit', () => {
  const calls = (count: number): object[] =>
    Array.from({ length: count }, (_, at) => ({ at: start + at * 10, ...ticker, ...good }));

  it('of 20 in 2 s holds 20, and the 21st would have waited', async () => {
    expect(await tally(calls(20))).toMatchObject({ overLimit: 0, overLimits: {} });
    const told = await summary(calls(21));
    expect(told.exchanges[0]).toMatchObject({
      overLimit: 1,
      overLimits: { 'public-route GET /api/v1/contract/ticker': 1 },
    });
    expect(texts(told)).toEqual([
      'over the documented limit "public-route GET /api/v1/contract/ticker" (20 in 2 s), at GET /api/v1/contract/ticker',
    ]);
  });

  it('is told once per run of requests beyond it, and anew after room was left', async () => {
    const later = calls(22).map((call) => ({ ...call, at: Number(Reflect.get(call, 'at')) + 60_000 }));
    const told = await summary([...calls(25), ...later]);
    expect(told.exchanges[0]).toMatchObject({ overLimit: 7 });
    expect(texts(told)).toHaveLength(2);
  });
});

describe('the other categories', () => {
  it.each([
    [513, { clockRefreshed: 1 }],
    [2005, { failedAtOnce: 1 }],
    [500, { outcomeUnknown: 1 }],
    [603, { failedAtOnce: 1 }],
  ] as const)('an order with code %s: %j', async (number, decided) => {
    expect((await tally([{ at: start, ...submit, ...code(number) }])).decided).toMatchObject(decided);
  });

  it('fails the second clock refusal in a row of one call', async () => {
    const refused = { ...submit, ...code(513), call: 7 };
    const report = await tally([
      { at: start, ...refused, attempt: 1 },
      { at: start + 50, ...refused, attempt: 2 },
    ]);
    expect(report.decided).toMatchObject({ clockRefreshed: 1, failedAtOnce: 1 });
  });

  it('gives up after the fifth attempt', async () => {
    const fault = { ...ticker, status: 503, body: '', call: 'a' };
    const report = await tally(
      [1, 2, 3, 4, 5].map((attempt) => ({ at: start + attempt * 5000, ...fault, attempt })),
    );
    expect(report.decided).toMatchObject({ exhausted: 1, retried: 4 });
  });

  it('spends the retry budget that all calls share, and says when it is empty', async () => {
    const faults = Array.from({ length: 251 }, (_, at) => ({
      at: start + at * 5000,
      ...ticker,
      status: 503,
      body: '',
    }));
    const told = await summary(faults, '--moments', '300');
    expect(told.exchanges[0]?.decided).toMatchObject({ retried: 250, exhausted: 1 });
    expect(texts(told).at(-1)).toBe(
      'GET /api/v1/contract/ticker fails: the retry budget of all calls is spent',
    );
  });

  it('gets budget back for what is good', async () => {
    const fault = { ...ticker, status: 503, body: '' };
    const faults = Array.from({ length: 250 }, (_, at) => ({ at: start + at * 5000, ...fault }));
    const later = [1, 2].map((at) => ({ at: start + 2e6 + at, ...ticker, ...good }));
    const report = await tally([...faults, ...later, { at: start + 3e6, ...fault }]);
    expect(report.decided).toMatchObject({ retried: 251, exhausted: 0 });
  });

  it('counts codes that no table lists, with the first text of each', async () => {
    const unheard = (message: string): object => ({
      status: 200,
      body: { success: false, code: 7777, message },
    });
    const report = await tally([
      { at: start, ...ticker, ...unheard('first') },
      { at: start + 1, ...ticker, ...unheard('second') },
    ]);
    expect(report.unlisted).toEqual([{ code: '7777', times: 2, text: 'first' }]);
  });

  it('takes a 2xx without a body for good, and an unreadable one for none', async () => {
    expect(await tally([{ at: start, ...ticker, status: 204 }])).toMatchObject({ good: 1 });
    expect(await tally([{ at: start, ...ticker, status: 200, body: '<html>' }])).toMatchObject({
      categories: { server: 1 },
    });
  });
});

describe('several exchanges in one record', () => {
  it('are judged apart: by name, by host of the url, or by --exchange', async () => {
    const throttled = { status: 429, body: '' };
    const told = await summary([
      { at: start, exchange: 'LBank', method: 'get', path: '/x', ...throttled },
      { at: start + 1, method: 'GET', url: 'https://api.ktx.com/api/v1/time?a=1', ...throttled },
      { at: start + 2, ...ticker, ...good },
    ]);
    expect(told.exchanges.map(({ exchange, good: fine, pauses }) => [exchange, fine, pauses])).toEqual([
      ['lbank-contract', 0, 1],
      ['ktx', 0, 1],
      ['mexc-contract', 1, 0],
    ]);
    expect(
      (
        await replay([
          { at: start, exchange: 'ox', ...ticker, ...throttled },
          { at: start, ...ticker, ...good },
        ])
      ).out,
    ).toMatchInlineSnapshot(`
      "Standard input: 2 requests, 2026-01-05 09:30:00 to 09:30:00 UTC

      OX.FUN (ox-fun): 1 request, 0 good, 1 failed

      What came back
        rate-limit  1

      What the library would have done
        Sent again  1
        Paused      1 time, 375 ms in all

      MEXC contract (mexc-contract): 1 request, 1 good, 0 failed

      Notable moments, 1
        09:30:00.000  ox-fun: everything waits 375 ms: rate-limit at GET
                      /api/v1/contract/ticker
      "
    `);
  });
});

describe('whatever the record holds', () => {
  const line = fc.record({
    at: fc.integer({ min: start, max: start + 60_000 }),
    elapsedMs: fc.nat(2000),
    method: fc.constantFrom('GET', 'POST'),
    path: fc.constantFrom(ticker.path, submit.path, '/api/v1/private/order/cancel'),
    status: fc.constantFrom(200, 403, 429, 500),
    body: fc.constantFrom(
      '',
      '<html>',
      ...[0, 500, 510, 513, 602, 2005, 7777].map((one) => `{"success":${one === 0},"code":${one}}`),
    ),
    call: fc.nat(5),
    attempt: fc.integer({ min: 1, max: 6 }),
    clientOrderId: fc.constantFrom('a', 'b'),
  });

  it('every request is good or failed, and every failed one was decided about once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 60 }), async (lines) => {
        const { requests, good: fine, failed, categories, decided } = await tally(lines);
        const sum = (counts: object): number =>
          Object.values(counts).reduce((all: number, one: number) => all + one, 0);
        expect(requests).toBe(lines.length);
        expect(fine + failed).toBe(requests);
        expect(sum(categories)).toBe(failed);
        expect(sum(decided)).toBe(failed);
      }),
      { numRuns: 60 },
    );
  });

  it('its cut into chunks changes nothing', async () => {
    const throttled = { at: start, method: 'GET', path: '/ü/€/🙂', status: 429, body: '' };
    const bytes = new TextEncoder().encode(record([throttled, { at: start + 5, ...ticker, ...code(510) }]));
    const whole = await cli(['replay', '-', '--exchange', 'mexc', '--json'], { stdin: [bytes] });
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const stdin = [bytes.slice(0, cut), bytes.slice(cut)];
      expect(await cli(['replay', '-', '--exchange', 'mexc', '--json'], { stdin })).toEqual(whole);
    }
    expect(whole.out).toContain('at GET /ü/€/🙂');
  });

  it.each([
    ['the query of a url', { url: 'https://contract.mexc.com/x?signature=s3cr3t-s3cr3t' }],
    ['the query of a path', { path: '/x?a=1&sign=s3cr3t-s3cr3t#x' }],
    ['a query apart from it', { query: '?sign=s3cr3t-s3cr3t' }],
    ['a header of the request', { requestHeaders: { ApiKey: 's3cr3t-s3cr3t' } }],
    ['a list of headers', { requestHeaders: [['Signature', 's3cr3t-s3cr3t']] }],
    ['a header of the answer', { headers: { 'set-cookie': 's3cr3t-s3cr3t' } }],
    ['a body', { requestBody: { sign: 's3cr3t-s3cr3t' } }],
    ['a body as text', { requestBody: '{"api_key": "s3cr3t-s3cr3t"}' }],
  ])('no secret of it is printed: %s', async (_, part) => {
    const answer = { status: 200, body: { success: false, code: 7777, message: 'bad s3cr3t-s3cr3t' } };
    const lines = [{ at: start, method: 'POST', path: '/x', ...answer, ...part }];
    for (const more of [[], ['--json']]) {
      const { out, err } = await replay(lines, ...more);
      expect(out).toContain('bad [redacted]');
      expect(out + err).not.toContain('s3cr3t');
    }
  });

  it('no control character of it reaches the terminal', async () => {
    const evil = '\u001b]0;owned\u0007\u001b[2J';
    const { out } = await replay([
      { at: start, method: `GET${evil}`, path: `/x${evil}`, clientOrderId: evil, status: 429, body: '' },
      { at: start, ...ticker, status: 200, body: { success: false, code: 7777, message: evil } },
      { at: start, ...ticker, exchange: evil, ...good },
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f]/);
  });
});
