// The command line serves every built-in exchange: each form of code that one publishes, and each status.
import { describe, expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { findCode, meaningsOf, nearCodes } from '../../src/cli/explain/meanings.ts';
import { explainStatus } from '../../src/cli/explain/status.ts';
import { classify } from '../../src/index.ts';
import type { Entry } from '../../src/types.ts';
import { cli } from './support.ts';

/** Of each table about so many codes. */
const shown = 6;

/** Every table of codes of an exchange by the name that `over` has for it. */
function tablesOf({
  codes,
}: Exchange): readonly (readonly [over: string, rows: ReadonlyMap<string, Entry>])[] {
  const named = [...codes.named].map(([name, { rest }]) => [name, rest] as const);
  return [['rest', codes.rest], ['ws', codes.ws], ...named];
}

/** Some codes of each table, spread over it, a code once. */
function someCodes(exchange: Exchange): readonly string[] {
  const picked = tablesOf(exchange).flatMap(([, rows]) => {
    const codes = [...rows.keys()];
    const step = Math.max(1, Math.floor(codes.length / shown));
    return codes.filter((_, at) => at % step === 0);
  });
  return [...new Set(picked)];
}

/** The code as somebody may type it; undefined for one that is too short for a slip to be seen. */
function slipOf(code: string): string | undefined {
  if (/^-?\d+$/.test(code)) return code.startsWith('-') ? code.slice(1) : `0${code}`;
  const middle = Math.floor(code.length / 2);
  const slip = code.slice(0, middle) + code.slice(middle + 1);
  return /[a-z]{3}/i.test(slip) ? slip : undefined;
}

/** What does not hold, in words: `[]` is what is wanted. */
const wrong = (check: (exchange: Exchange) => readonly string[]): readonly string[] =>
  exchanges.flatMap((exchange) => check(exchange).map((what) => `${exchange.id}: ${what}`));

describe('explain <exchange> <code>', () => {
  it('knows the codes of every table, each with what it means there', () => {
    const unlike = wrong((exchange) => {
      const codes = someCodes(exchange);
      return tablesOf(exchange).flatMap(([over, rows]) =>
        codes.flatMap((code) => {
          const entry = rows.get(code);
          const found = findCode(code, [exchange]);
          const isTold = found.some((one) => one.category === entry?.category && one.text === entry.text);
          return entry === undefined || isTold ? [] : [`${code} over ${over}`];
        }),
      );
    });
    expect(unlike).toEqual([]);
  });

  it('takes words in any letter case, and codes with the details that answers put behind them', () => {
    const unfound = wrong((exchange) => {
      const isPrefix = exchange.rest.codes === 'prefix';
      return someCodes(exchange).flatMap((code) => {
        const asked = [code.toUpperCase(), code.toLowerCase(), ...(isPrefix ? [`${code}: x=1`] : [])];
        return asked.filter(
          (text) => !findCode(text, [exchange]).some((one) => one.code.toLowerCase() === code.toLowerCase()),
        );
      });
    });
    expect(unfound).toEqual([]);
  });

  it('says what was meant by a slip: a sign, a nought, a letter', () => {
    const unmeant = wrong((exchange) => {
      const slips = someCodes(exchange).map((code) => [slipOf(code), code] as const);
      return slips
        .filter(([slip]) => slip !== undefined && findCode(slip, [exchange]).length === 0)
        .filter(([slip = '', code]) => !nearCodes(slip, [exchange]).includes(code))
        .map(([slip, code]) => `${slip} for ${code}`);
    });
    expect(unmeant).toEqual([]);
  });

  it('explains the HTTP status of an answer without a code as answers are read', () => {
    const unlike = wrong((exchange) =>
      [400, 401, 403, 404, 408, 409, 418, 429, 451, 499, 500, 502, 503, 504].flatMap((status) => {
        const { value } = explainStatus(exchange, status);
        const told = value as readonly { html?: boolean; text?: string; category: string; outcome: string }[];
        const cases = ['', '<html>x</html>', ...told.flatMap(({ text }) => text ?? [])];
        return cases.flatMap((body) => {
          const isPage = body.startsWith('<');
          const read = classify(exchange, { status, body });
          const fits = told.find(
            ({ html = isPage, text }) => html === isPage && (text === undefined || text === body),
          );
          const isSame = !read.ok && fits?.category === read.category && fits.outcome === read.outcome;
          return isSame ? [] : [`${status} ${body}`];
        });
      }),
    );
    expect(unlike).toEqual([]);
  });

  it('prints it for people', async () => {
    expect((await cli(['explain', 'kucoin', '429'])).out).toMatchInlineSnapshot(`
      "KuCoin (kucoin): HTTP 429 with an HTML page
      No code: the HTTP status of an answer that has none.

        Category             rate-limit
        May an order stand?  rejected: no, this copy of it certainly had no effect
        Documented wait      30 s
        What we do           its limit pauses, then again

      KuCoin (kucoin): HTTP 429
      No code: the HTTP status of an answer that has none.

        Category             rate-limit
        May an order stand?  rejected: no, this copy of it certainly had no effect
        What we do           its limit pauses, then again
      "
    `);
    expect((await cli(['explain', 'coinbase', 'INVALID_PRDUCT_ID'])).err).toMatchInlineSnapshot(`
      "Coinbase lists no code "INVALID_PRDUCT_ID", and no text holds that word.
      Did you mean INVALID_PRODUCT_ID?
      A code that no table lists counts as unknown: a read fails at once, and an order
      may stand, so it is looked up before anything else.
      "
    `);
    const { out } = await cli(['explain', 'hyperliquid', 'order must have minimum value of $10. asset=3']);
    expect(out).toContain('Hyperliquid (hyperliquid): Order must have minimum value of $10 MinTradeNtl');
    expect((await cli(['explain', '418'])).err).toMatchInlineSnapshot(`
      "None of the 18 exchanges lists a code "418".
      The HTTP status 418 is explained for one: explain <exchange> 418.
      A code that no table lists counts as unknown: a read fails at once, and an order
      may stand, so it is looked up before anything else.
      "
    `);
  });
});

describe('list', () => {
  it('has every exchange, and every code of each once', async () => {
    const all: readonly { exchange: string; codes: number; name: string }[] = JSON.parse(
      (await cli(['list', '--json'])).out,
    );
    expect(all.map(({ exchange }) => exchange)).toEqual(exchanges.map(({ id }) => id));
    for (const { exchange, codes } of all) {
      const listed: readonly object[] = JSON.parse((await cli(['list', exchange, '--json'])).out);
      expect([exchange, listed.length, codes > 0]).toEqual([exchange, codes, true]);
    }
    const missing = wrong((exchange) => {
      const listed = new Set(meaningsOf(exchange).map(({ code }) => code));
      return tablesOf(exchange).flatMap(([, rows]) => [...rows.keys()].filter((code) => !listed.has(code)));
    });
    expect(missing).toEqual([]);
  });
});
