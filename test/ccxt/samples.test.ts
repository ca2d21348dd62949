import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exchangeFromCcxt } from '../../src/ccxt/index.ts';
import { classify } from '../../src/index.ts';
import { ids, make, theirs } from './support.ts';

const sources = new URL('../../node_modules/ccxt/js/src/', import.meta.url);

/** The answers that stand as comments in an exchange's source: thousands of good ones, hundreds of errors. */
function samplesOf(id: string): readonly string[] {
  const blocks = readFileSync(new URL(`${id}.js`, sources), 'utf8').match(/(?:^\s*\/\/.*\n)+/gm) ?? [];
  const texts = blocks
    .map((block) => block.replace(/^\s*\/\/ ?/gm, ''))
    .flatMap((block) => [block, ...block.split(/\n\s*\n/)])
    .map((text) =>
      text.slice(text.search(/[[{]/), Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1),
    )
    .map((text) => text.replace(/,\s*([\]}])/g, '$1').replace(/\/\/.*$/gm, ''));
  return [...new Set(texts)].filter(isAnswer);
}

function isAnswer(text: string): boolean {
  try {
    return /^[[{]/.test(text) && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

const tried = ids.flatMap((id) => {
  const instance = make(id);
  const exchange = theirs(instance);
  return samplesOf(id).map((body) => {
    const verdict = classify(exchange, { status: 200, body });
    return { id, body, verdict, thrown: thrownBy(() => handle(instance, body)) };
  });
});

function handle(instance: ReturnType<typeof make>, body: string): void {
  instance.handleErrors(200, '', 'https://x.test/', 'POST', {}, body, JSON.parse(body), {}, undefined);
}

function thrownBy(run: () => void): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("the answers in ccxt's own sources", () => {
  it('are many', () => {
    expect(tried.length).toBeGreaterThan(3000);
    expect(tried.filter(({ thrown }) => thrown).length).toBeGreaterThan(300);
  });

  it('are errors wherever ccxt throws', () => {
    const missed = tried.filter(({ thrown, verdict }) => thrown !== undefined && verdict.ok);
    expect(missed.map(({ id, body }) => `${id} ${body}`)).toEqual([]);
  });

  it('are good wherever ccxt takes them, batches of which some failed apart', () => {
    const refused = tried.filter(
      ({ thrown, verdict }) => thrown === undefined && !verdict.ok && verdict.outcome !== 'partial',
    );
    // Errors that ccxt only sees under a status that is none of success.
    expect(refused.map(({ id, body }) => `${id} ${body.slice(0, 24)}`)).toEqual([
      'hollaex { "message": "Invalid to',
      'hollaex { "message":"Error 1001 ',
    ]);
  });

  it('are no failures by our own definitions either, but two that ccxt overlooks', () => {
    const refused = [...new Set(tried.map(({ id }) => id))].flatMap((id) => {
      const exchange = exchangeFromCcxt(make(id));
      if (exchange.lookup.length === 0 && id !== 'coinbase') return [];
      return (
        tried
          .filter((one) => one.id === id && one.thrown === undefined)
          .map(({ body }) => ({ body, verdict: classify(exchange, { status: 200, body }) }))
          // Without a code it is a part of an answer.
          .filter(({ verdict }) => !verdict.ok && verdict.outcome !== 'partial' && verdict.code !== undefined)
          .map(({ body }) => `${id} ${body.replace(/\s+/g, ' ').slice(0, 51)}`)
      );
    });
    expect(refused).toEqual([
      'bybit {"ret_code":30084,"ret_msg":"Isolated not modified"',
      'kucoin { "code": "200000", "msg": "Failed to transfer out.',
    ]);
  });

  it('hold batches of which some failed, at exchanges of many families', () => {
    const partial = tried.filter(({ verdict }) => !verdict.ok && verdict.outcome === 'partial');
    const families = new Set(partial.map(({ id }) => id));
    for (const id of ['binance', 'bitget', 'bybit', 'coinex', 'htx', 'mexc']) expect(families).toContain(id);
  });
});
