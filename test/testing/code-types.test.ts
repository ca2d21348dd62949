// Codes are played as the documents write them: texts in some answers, numbers in others.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { valueAt } from '../../src/catalog/field.ts';
import type { Exchange } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { marketOf } from '../../tools/markets.ts';
import { requestOf } from './sample-request.ts';

interface Published {
  readonly exchange: string;
  readonly transport?: string;
  readonly body: unknown;
}

const load = (name: string): readonly Published[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8'));
const seeds = load('bodies');
const seedIds = new Set(seeds.map(({ exchange }) => exchange));
const publishedOf = ({ id }: Exchange): readonly Published[] =>
  seedIds.has(id) ? seeds.filter(({ exchange }) => exchange === id) : load(`big/${id}.bodies`);

/** The codes of digits that stand in an answer over REST, by their fields. */
function codesIn({ rest }: Exchange, body: unknown): readonly (readonly [string, unknown])[] {
  const whole = rest.code.map((field) => [field, valueAt(body, field)] as const);
  const items = (rest.items ?? []).flatMap(({ at = '', failed = at, code = [] }) => {
    const list = failed === '' ? body : valueAt(body, failed);
    if (!Array.isArray(list)) return [];
    return list.flatMap((item) => code.map((field) => [`${failed} ${field}`, valueAt(item, field)] as const));
  });
  return [...whole, ...items].filter(([, code]) => /^-?\d+$/.test(String(code)));
}

function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' ? JSON.parse(body) : body;
  } catch {
    return undefined;
  }
}

/** What most published answers write, by field: gateways in front of an exchange have a hand of their own. */
function writtenBy(exchange: Exchange): ReadonlyMap<string, string> {
  const rest = publishedOf(exchange).filter(({ transport }) => transport !== 'ws');
  const seen = rest.flatMap(({ body }) => codesIn(exchange, parsed(body)));
  return new Map(
    seen.map(([field]) => {
      const codes = seen.filter(([other]) => other === field);
      const texts = codes.filter(([, code]) => typeof code === 'string').length;
      return [field, texts * 2 > codes.length ? 'string' : 'number'];
    }),
  );
}

/** A good order, one that is refused, and a batch of which one is. */
function playedBy(exchange: Exchange): readonly unknown[] {
  const { order, batch, id } = marketOf(exchange);
  const sim = simulateExchange(exchange);
  const answerTo = (sample: Parameters<typeof requestOf>[0]): unknown =>
    parsed(sim.handle(requestOf(sample)).body);
  const good = answerTo(order(id(1), 1, 1));
  sim.failNext('throttle');
  const refused = answerTo(order(id(2), 1, 1));
  sim.failNext({ kind: 'throttle', items: [1] });
  return [good, refused, ...(batch ? [answerTo(batch([id(3), id(4)]))] : [])];
}

it('every built-in exchange writes its codes as its documents do', () => {
  const wrong = exchanges.flatMap((exchange) => {
    const written = writtenBy(exchange);
    return playedBy(exchange)
      .flatMap((body) => codesIn(exchange, body))
      .filter(([field, code]) => written.has(field) && written.get(field) !== typeof code)
      .map(([field, code]) => `${exchange.id} ${field}: ${JSON.stringify(code)}`);
  });
  expect(wrong).toEqual([]);
});

it('some write them as texts', () => {
  const texts = exchanges.filter((exchange) => [...writtenBy(exchange).values()].includes('string'));
  expect(texts.map(({ id }) => id).toSorted()).toEqual(['bitget', 'kucoin', 'okx', 'ox-fun']);
  expect(texts.map(({ rest }) => rest.codeType)).toEqual(texts.map(() => 'string'));
});
