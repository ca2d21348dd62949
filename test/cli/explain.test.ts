import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { findSpeakers } from '../../src/cli/explain/explain.ts';
import { meaningsOf } from '../../src/cli/explain/meanings.ts';
import { cli } from './support.ts';

describe('explain <exchange> <code>', () => {
  it('tells what the policies of the exchange itself do', async () => {
    const cured = 'clock read; signed and sent again if it was off; the second time: fails at once';
    for (const [id, code] of [
      ['htx', 'api-signature-not-valid'],
      ['coinbase', 'UNAUTHENTICATED'],
      ['deribit', '13004'],
    ] as const) {
      const { out } = await cli(['explain', id, code, '--json']);
      const [meaning]: readonly { readonly whatWeDo: string }[] = JSON.parse(out);
      expect([id, meaning?.whatWeDo]).toEqual([id, cured]);
    }
  });

  it('tells which other exchange lists the code, since a short name stands for one of two', async () => {
    const { code, err } = await cli(['explain', 'mexc', '30004']);
    expect([code, err.split('\n').slice(0, 2)]).toEqual([
      1,
      ['MEXC contract lists no code "30004".', 'It is listed by bitget and mexc-spot.'],
    ]);
  });

  it('tells text, category, outcome, what is done, and where to read on', async () => {
    expect(await cli(['explain', 'mexc-contract', '510'])).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "MEXC contract (mexc-contract): 510
      Excessive frequency of requests

        Category             rate-limit
        May an order stand?  rejected: no, this copy of it certainly had no effect.
                             Under HTTP 5xx nobody can tell whatever the code.
        What we do           its limit pauses, then again
        Holds over           REST
        Source               https://www.mexc.com/api-docs/futures/error-code
        Read on              https://www.mexc.com/api-docs/futures
                             https://mexcdevelop.github.io/apidocs/contract_v1_en/
      ",
      }
    `);
  });

  it('tells a name, a second time that differs, and a code that looks like an option', async () => {
    expect((await cli(['explain', 'chainup', '-1021'])).out).toMatchInlineSnapshot(`
      "ChainUp OpenAPI (chainup): -1021 INVALID_TIMESTAMP
      Timestamp for this request is outside of the recvWindow. / Timestamp for this
      request was 1000ms ahead of the server's time. / Please check the difference
      between your local time and server time .

        Category             timestamp
        May an order stand?  rejected: no, this copy of it certainly had no effect.
                             Under HTTP 5xx nobody can tell whatever the code.
        What we do           clock refreshed, signed and sent again; the second time:
                             fails at once
        Holds over           REST
        Source
          https://github.com/exhcange/gitbook-en-new/blob/main/errors.md
        Read on              https://github.com/exhcange/OpenApi-en
                             https://github.com/exhcange/gitbook-en-new
                             https://docs.bitstan.trade
      "
    `);
  });

  it('tells REST and WebSocket apart where a number means two things', async () => {
    expect((await cli(['explain', 'ox.fun', '20001'])).out).toMatchInlineSnapshot(`
      "OX.FUN (ox-fun): 20001, over REST
      Invalid parameter

        Category             invalid-request
        May an order stand?  rejected: no, this copy of it certainly had no effect.
                             Under HTTP 5xx nobody can tell whatever the code.
        What we do           fails at once
        Note                 other meaning over WebSocket
        Holds over           REST
        Source
          https://github.com/oxfun-github/oxfun-exchange-docs/blob/main/source/
          includes/_v3_restapi.md
        Read on              https://docs.ox.fun/api/websocket/error-codes
                             https://github.com/oxfun-github/oxfun-exchange-docs

      OX.FUN (ox-fun): 20001, over WebSocket
      Operation failed, please contact system administrator

        Category             server
        May an order stand?  unknown: it may; look it up before sending it again
        What we do           reads: again, later and later; writes: looked up before
                             anything else
        Note                 other meaning over REST
        Holds over           WebSocket
        Source               https://docs.ox.fun/api/websocket/error-codes
        Read on              https://github.com/oxfun-github/oxfun-exchange-docs
      "
    `);
  });

  it('tells of success that it is one', async () => {
    expect((await cli(['explain', 'mexc', '0'])).out).toMatchInlineSnapshot(`
      "MEXC contract (mexc-contract): 0
      Operate succeed

        Category             success
        May an order stand?  ok: yes, this says that it worked
        What we do           hands it over
        Holds over           REST
        Source               https://www.mexc.com/api-docs/futures/error-code
        Read on              https://www.mexc.com/api-docs/futures
                             https://mexcdevelop.github.io/apidocs/contract_v1_en/
      "
    `);
  });

  it('takes the exchange first, last or as an option, and a name for the code', async () => {
    const told = await cli(['explain', 'chainup', '-1021']);
    expect(await cli(['explain', '-1021', 'chainup'])).toEqual(told);
    expect(await cli(['explain', '-1021', '--exchange', 'CHAINUP'])).toEqual(told);
    expect(await cli(['explain', 'chainup', 'invalid_timestamp'])).toEqual(told);
  });

  it('without an exchange tells of all that list the code', async () => {
    const { out } = await cli(['explain', '200', '--json']);
    const found: { exchange: string; code: string }[] = JSON.parse(out);
    expect(found.map(({ exchange, code }) => [exchange, code])).toEqual(
      exchanges.flatMap((exchange) =>
        meaningsOf(exchange)
          .filter(({ code }) => code === '200')
          .map(({ code }) => [exchange.id, code]),
      ),
    );
    expect(found.length).toBeGreaterThan(0);
  });

  it('prints the same for machines', async () => {
    expect(JSON.parse((await cli(['explain', 'mexc', '513', '--json'])).out)).toEqual([
      {
        exchange: 'mexc-contract',
        code: '513',
        text: 'Invalid request(for open api serves time more or less than 10s)',
        category: 'timestamp',
        outcome: 'rejected',
        over: ['rest'],
        whatWeDo: 'clock refreshed, signed and sent again; the second time: fails at once',
        note: 'the clock check, whatever its text says',
        source: 'https://www.mexc.com/api-docs/futures/error-code',
        docs: exchanges.find(({ id }) => id === 'mexc-contract')?.docs,
      },
    ]);
  });

  it.each(
    exchanges.flatMap((exchange) => meaningsOf(exchange).map((one) => [exchange.id, one.code, one.text])),
  )('fits 80 columns for %s %s', async (id, code, text) => {
    const { out, err } = await cli(['explain', id, code]);
    expect(err).toBe('');
    // An address that is longer than a line is broken.
    expect(out.replaceAll(/\s+/g, '')).toContain(text.replaceAll(/\s+/g, ''));
  });

  it('looks for a word that is no code in the texts, of all or of one', async () => {
    expect(await cli(['explain', 'insufficient'])).toEqual(await cli(['search', 'insufficient']));
    expect(await cli(['explain', 'balance', 'insufficient'])).toEqual(
      await cli(['search', 'balance', 'insufficient']),
    );
    expect(await cli(['explain', 'ktx', 'insufficient', 'funds'])).toEqual(
      await cli(['search', 'insufficient', 'funds', '--exchange', 'ktx']),
    );
    expect((await cli(['explain', 'ktx', 'insufficient'])).out).toMatchInlineSnapshot(`
      "Exchange  Code    Category  Outcome   Text
      ktx       -20005  funds     rejected  insufficient
      ktx       -21301  funds     rejected  insufficient funds

      2 codes with "insufficient". In full: explain <exchange> <code>.
      "
    `);
  });

  it.each([
    [['explain'], 2],
    [['explain', 'mexc'], 2],
    [['explain', 'mexx', '510'], 2],
    [['explain', '99999'], 1],
    [['explain', 'chainup', '1021'], 1],
    [['explain', 'mexc-contract', '51O'], 1],
    [['explain', 'lbank', '0510'], 1],
    [['explain', 'xyzzy'], 1],
    [['explain', 'mexc', '510', '511'], 2],
    [['explain', '510', '--status', '200'], 2],
    [['explain', '--body', '{}', 'mexc', 'ktx'], 2],
    [['explain', 'xyzzy', 'plugh', 'foo'], 2],
  ])('says what is wrong with %j', async (argv, code) => {
    const told = await cli(argv);
    expect({ code: told.code, out: told.out }).toEqual({ code, out: '' });
    expect(told.err).toMatchSnapshot();
  });

  it('prints an empty list for machines where there is none', async () => {
    expect(await cli(['explain', '99999', '--json'])).toMatchObject({ code: 1, out: '[]\n' });
    expect(await cli(['search', 'xyzzy', '--json'])).toMatchObject({ code: 1, out: '[]\n' });
    expect(await cli(['list', 'ktx', '--category', 'network', '--json'])).toMatchObject({
      code: 1,
      out: '[]\n',
    });
  });
});

describe('explain --body', () => {
  const signed = '{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}';

  it('finds the exchange that speaks so', async () => {
    expect((await cli(['explain', '--body', signed])).out).toMatchInlineSnapshot(`
      "ChainUp OpenAPI, Binance spot and Binance USD-M futures answer like this;
      --exchange picks one.

      ChainUp OpenAPI (chainup): -1021

        Its table says       INVALID_TIMESTAMP: Timestamp for this request is outside
                             of the recvWindow. / Timestamp for this request was
                             1000ms ahead of the server's time. / Please check the
                             difference between your local time and server time .
        Category             timestamp
        May an order stand?  rejected: no, this copy of it certainly had no effect
        What we do           clock refreshed, signed and sent again; the second time:
                             fails at once
        Source
          https://github.com/exhcange/gitbook-en-new/blob/main/errors.md
        Read on              https://github.com/exhcange/OpenApi-en
                             https://github.com/exhcange/gitbook-en-new
                             https://docs.bitstan.trade

      Binance spot (binance-spot): -1021

        Its table says       INVALID_TIMESTAMP: Timestamp for this request is outside
                             of the recvWindow. / Timestamp for this request was
                             1000ms ahead of the server's time.
        Category             timestamp
        May an order stand?  rejected: no, this copy of it certainly had no effect
        What we do           clock refreshed, signed and sent again; the second time:
                             fails at once
        Note                 checked on arrival and again just before the matching
                             engine
        Source
          https://github.com/binance/binance-spot-api-docs/blob/master/errors.md
        Read on
          https://developers.binance.com/docs/binance-spot-api-docs/rest-api
          https://github.com/binance/binance-spot-api-docs

      Binance USD-M futures (binance-usdm): -1021

        Its table says       INVALID_TIMESTAMP: Timestamp for this request is outside
                             of the recvWindow. / Timestamp for this request was
                             1000ms ahead of the server's time.
        Category             timestamp
        May an order stand?  rejected: no, this copy of it certainly had no effect
        What we do           clock refreshed, signed and sent again; the second time:
                             fails at once
        Source
          https://developers.binance.com/docs/derivatives/usds-margined-futures/
          error-code
        Read on
          https://developers.binance.com/docs/derivatives/usds-margined-futures/
          general-info
      "
    `);
  });

  it('reads it from standard input, in pieces', async () => {
    const whole = await cli(['explain', '--body', signed]);
    const bytes = new TextEncoder().encode(signed);
    const pieces = [bytes.slice(0, 9), bytes.slice(9)];
    expect(await cli(['explain', '--body', '-'], { stdin: pieces })).toEqual(whole);
  });

  it('heeds the status: under HTTP 500 nobody can tell', async () => {
    const body = '{"success":false,"code":2005,"message":"Balance insufficient"}';
    const { out } = await cli(['explain', '--body', body, '--status', '500']);
    expect(out).toMatchInlineSnapshot(`
      "MEXC contract (mexc-contract): 2005, under HTTP 500

        Its table says       Balance insufficient
        Category             funds
        May an order stand?  unknown: it may; look it up before sending it again
        What we do           reads: fails at once; writes: looked up before anything
                             else
        Source               https://www.mexc.com/api-docs/futures/error-code
        Read on              https://www.mexc.com/api-docs/futures
                             https://mexcdevelop.github.io/apidocs/contract_v1_en/
      "
    `);
  });

  it('leaves out who has fewer of its fields', () => {
    const body = '{"success":false,"code":777,"message":"x"}';
    const ids = findSpeakers({ body, status: 200 }).map(({ exchange }) => exchange.id);
    expect(ids).toEqual(['mexc-contract', 'ox-fun']);
  });

  it('names all who answer so, and picks one on demand', async () => {
    const body = '{"success":false}';
    const speakers = findSpeakers({ body, status: 200 }).map(({ exchange }) => exchange);
    expect(speakers.map(({ id }) => id).slice(0, 4)).toEqual([
      'mexc-contract',
      'lbank-contract',
      'ox-fun',
      'chainup',
    ]);
    const all = await cli(['explain', '--body', body]);
    const names = speakers.map(({ name }) => name);
    const told = `${names.slice(0, -1).join(', ')} and ${names.at(-1)} answer like this;`;
    expect(all.out.replaceAll(/\s+/g, ' ').startsWith(told)).toBe(true);
    const one = await cli(['explain', '--body', body, '--exchange', 'lbank']);
    expect(one.out).toMatchInlineSnapshot(`
      "LBank contract (lbank-contract): a failure without a code

        Category             unknown
        May an order stand?  unknown: it may; look it up before sending it again
        What we do           reads: fails at once; writes: looked up before anything
                             else
        Read on              https://www.lbank.com/docs/contract.html
                             https://www.lbank.com/support/articles/21534653247385
      "
    `);
    expect(await cli(['explain', 'lbank', '--body', body])).toEqual(one);
  });

  it('reads a batch of which some failed', async () => {
    const body =
      '{"success":true,"code":0,"data":[{"orderId":"1","errorCode":0},{"errorMsg":"x","errorCode":2005}]}';
    expect((await cli(['explain', '--body', body])).out).toMatchInlineSnapshot(`
      "MEXC contract (mexc-contract): 2005

        Its table says       Balance insufficient
        Category             funds
        May an order stand?  partial: some of its items stand and some do not
        Items that failed    1 (2005)
        What we do           fails, and its error lists the items
        Source               https://www.mexc.com/api-docs/futures/error-code
        Read on              https://www.mexc.com/api-docs/futures
                             https://mexcdevelop.github.io/apidocs/contract_v1_en/
      "
    `);
  });

  it('knows an answer of success', async () => {
    expect(
      (await cli(['explain', '--body', '{"success":true,"code":0,"data":7}'])).out,
    ).toMatchInlineSnapshot(`
      "MEXC contract and ChainUp OpenAPI answer like this; --exchange picks one.

      MEXC contract (mexc-contract): success

        May an order stand?  ok: yes, this says that it worked

      ChainUp OpenAPI (chainup): success

        May an order stand?  ok: yes, this says that it worked
      "
    `);
  });

  it('prints the classification for machines', async () => {
    const body = '{"success":false,"code":510,"message":"slow down"}';
    const [found] = JSON.parse((await cli(['explain', '--body', body, '--json'])).out);
    expect(found).toMatchObject({
      exchange: 'mexc-contract',
      transport: 'rest',
      sure: true,
      ok: false,
      code: '510',
      category: 'rate-limit',
      outcome: 'rejected',
      message: 'slow down',
      whatWeDo: 'its limit pauses, then again',
    });
  });

  it.each([
    ['', []],
    ['<html>busy</html>', ['--status', '429']],
    ['{"a":1}', []],
    ['{"code":', []],
    ['[]', ['--status', '404']],
    ['null', []],
    ['7', []],
  ])('says that nobody is known to answer %s %j', async (body, more) => {
    const told = await cli(['explain', '--body', body, ...more]);
    expect({ code: told.code, out: told.out }).toEqual({ code: 1, out: '' });
    expect(told.err).toMatchSnapshot();
  });

  it('refuses what is no answer at all', async () => {
    const film = Array.from({ length: 6 }, () => 'x'.repeat(1_000_000));
    expect(await cli(['explain', '--body', '-'], { stdin: film })).toMatchObject({
      code: 1,
      err: 'That is no answer of an exchange: it is longer than 5 MB.\n',
    });
    expect((await cli(['explain', '--body', '{}', '--status', 'ok'])).err).toBe(
      '--status takes a whole number from 100 to 599; it got "ok".\n',
    );
  });

  it('finds the right one for every recorded body that holds a listed code', () => {
    const file = new URL('../fixtures/bodies.json', import.meta.url);
    const bodies: {
      exchange: string;
      transport: 'rest' | 'ws';
      status?: number;
      body: unknown;
      expected: { ok: boolean; code?: string };
    }[] = JSON.parse(readFileSync(file, 'utf8'));
    const listed = bodies.filter(({ exchange, transport, expected }) => {
      const rows = exchanges.find(({ id }) => id === exchange)?.codes[transport];
      return !expected.ok && expected.code !== undefined && rows?.has(expected.code);
    });
    const missed = listed.filter(({ exchange, body, status = 200 }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return !findSpeakers({ body: text, status }).some((reading) => reading.exchange.id === exchange);
    });
    expect(listed.length).toBeGreaterThan(100);
    expect(missed).toEqual([]);
  });
});
