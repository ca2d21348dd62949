// What the explorer loads for a question: the index of all exchanges stands for those that are not there.
import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codesOf, fromIndex, textsOf } from '../../docs/.vitepress/theme/explorer/codes-index.ts';
import { noFilters } from '../../docs/.vitepress/theme/explorer/find.ts';
import {
  type Loaded,
  nextPart,
  type Part,
  type Question,
  type Told,
  tell,
} from '../../docs/.vitepress/theme/explorer/next-part.ts';
import { readPasted } from '../../docs/.vitepress/theme/explorer/paste.ts';
import { readAnswer } from '../../docs/.vitepress/theme/explorer/readings.ts';
import { rowsOf } from '../../docs/.vitepress/theme/explorer/rows.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';

const codesOnly = exchanges.map((exchange) => fromIndex(asSent(codesOf(exchange))));
const withTexts = exchanges.map((exchange) =>
  fromIndex(asSent(codesOf(exchange)), asSent(textsOf(exchange))),
);

/** As the site's build writes it down. */
function asSent<Data>(data: Data): Data {
  return JSON.parse(JSON.stringify(data));
}

const nothingYet: Loaded = { index: undefined, hasTexts: false, profiles: new Map() };

function load(part: Part, loaded: Loaded): Loaded {
  if (part === 'codes') return { ...loaded, index: codesOnly };
  if (part === 'texts') return { ...loaded, index: withTexts, hasTexts: true };
  const whole = exchanges.filter(({ id }) => id === part.id).map((one) => [one.id, one] as const);
  return { ...loaded, profiles: new Map([...loaded.profiles, ...whole]) };
}

/** Loads until nothing is missing: what was loaded, and the answer then. @param openedAt which card is opened */
function loadAll(
  asked: Partial<Question>,
  openedAt?: number,
  begin: Loaded = nothingYet,
): { readonly parts: readonly string[]; readonly told: Told } {
  const question = { query: '', ...noFilters, ...asked };
  const parts: string[] = [];
  for (let loaded = begin; ; ) {
    const told = tell(question, loaded);
    const opened = told.cards.slice(openedAt ?? told.cards.length, (openedAt ?? 0) + 1);
    const part = nextPart(told, told.cards.slice(0, 40), new Set(opened.map(({ key }) => key)), loaded);
    if (part === undefined) return { parts, told };
    parts.push(typeof part === 'string' ? part : part.id);
    loaded = load(part, loaded);
  }
}

describe('the index', () => {
  it('has the rows of every exchange, but for their sources and what is done about them', () => {
    const different = exchanges.flatMap((exchange, index) => {
      const heads = [exchange, withTexts[index] ?? exchange].map((one) =>
        rowsOf(one).map(({ source: _, steps: __, ...head }) => JSON.stringify(head)),
      );
      const [whole = [], known = []] = heads;
      return whole.filter((head, row) => head !== known[row]);
    });
    expect(different).toEqual([]);
  });

  it('tells whose answer a body is as surely as all definitions do', () => {
    const pasted = recorded().map(({ status, body }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return status === undefined ? text : `HTTP/1.1 ${status} X\n\n${text}`;
    });
    const bare = [
      '<html>',
      'HTTP/1.1 403 X\ncontent-type: text/html\n\n<html>',
      '{"foo":1}',
      'http 429',
      'pong',
    ];
    const speaking = (answer: string, of: readonly Exchange[]): string => {
      const read = readPasted(answer);
      const cards = read === undefined ? [] : readAnswer(read, of);
      return cards.map(({ code, exchanges: who }) => [code, ...who.map(({ id }) => id)].join(' ')).join('; ');
    };
    const answers = [...new Set([...pasted, ...bare])];
    expect(answers.length).toBeGreaterThan(700);
    const lost = answers.filter((answer) => speaking(answer, codesOnly) !== speaking(answer, exchanges));
    expect(lost).toEqual([]);
  });
});

describe('what is loaded', () => {
  it('is one part after the other, and no exchange that the question is not about', () => {
    const body = '{"state":-11001,"msg":"expired"}';
    const asked: readonly (readonly [
      asked: Partial<Question>,
      parts: readonly string[],
      openedAt?: number,
    ])[] = [
      [{}, []],
      [{ exchange: 'okx' }, ['okx']],
      [{ exchange: 'okx', query: 'insufficient', category: 'funds' }, ['okx']],
      [{ exchange: 'okx', query: body }, ['okx']],
      [{ query: '20007' }, ['codes', 'ox-fun']],
      [{ query: '510' }, ['codes', 'mexc-contract', 'htx', 'mexc-spot']],
      [{ query: 'TOO_MANY_REQUESTS' }, ['codes', 'gate']],
      [{ query: body }, ['codes', 'ktx']],
      [{ query: '<html>' }, ['codes']],
      [{ query: '<html>' }, ['codes', 'ktx'], 0],
      [{ query: 'insufficient' }, ['codes', 'texts']],
      [{ category: 'funds' }, ['codes', 'texts']],
      [{ query: '987654' }, ['codes', 'texts']],
      [{ query: '987654' }, ['codes', 'texts', 'ktx'], 0],
    ];
    for (const [question, parts, openedAt] of asked)
      expect(loadAll(question, openedAt).parts, JSON.stringify(question)).toEqual(parts);
  });

  it('is not loaded again', () => {
    const loaded = load({ id: 'ktx' }, load('texts', nothingYet));
    expect(loadAll({ query: '{"state":-11001,"msg":"expired"}' }, 0, loaded).parts).toEqual([]);
    expect(loadAll({ exchange: 'ktx' }, 0, loaded).parts).toEqual([]);
    expect(loadAll({ query: 'insufficient' }, undefined, loaded).parts).toEqual([]);
  });

  it('answers as if everything were there', () => {
    const all: Loaded = { index: exchanges, hasTexts: true, profiles: new Map() };
    const queries = [
      '510',
      '-1021',
      '1021',
      '987654',
      '429',
      'insufficient',
      'mexc leverage',
      'insuficient',
      'ktx 510',
    ];
    for (const query of [...queries, '<html>', '{"foo":1}', '{"code":-1021,"msg":"late"}']) {
      const { told } = loadAll({ query });
      const whole = tell({ query, ...noFilters }, all);
      const heads = ({ cards }: Told): unknown =>
        cards.map(({ key, code, text, category, outcome, stands }) => ({
          key,
          code,
          text,
          category,
          outcome,
          stands,
        }));
      expect(heads(told), query).toEqual(heads(whole));
      expect([told.summary, told.suggestion], query).toEqual([whole.summary, whole.suggestion]);
    }
  });

  it('of an opened card is what its exchange does, where that is not what is usual', () => {
    const special = exchanges.flatMap((exchange, index) => {
      const usual = new Map(rowsOf(withTexts[index] ?? exchange).map(({ key, steps }) => [key, steps]));
      return rowsOf(exchange).filter(({ key, steps }) => !isDeepStrictEqual(usual.get(key), steps));
    });
    expect(special.length).toBeGreaterThan(2);
    for (const { key, code = '', steps } of special) {
      const { cards } = loadAll({ query: code }).told;
      const { told } = loadAll(
        { query: code },
        cards.findIndex((card) => card.key === key),
      );
      expect(told.cards.find((card) => card.key === key)?.steps, key).toEqual(steps);
    }
  });
});

/** Answers with what they are to be read as, of all exchanges. */
function recorded(): readonly { readonly status?: number; readonly body: unknown }[] {
  const folder = new URL('../fixtures/', import.meta.url);
  const big = readdirSync(new URL('big/', folder)).filter((name) => name.endsWith('.bodies.json'));
  return ['bodies.json', ...big.map((name) => `big/${name}`)].flatMap((name) =>
    JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
  );
}
