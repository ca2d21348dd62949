import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/answers/classify.ts';
import { provesRefusal } from '../../../src/answers/status-row.ts';
import type { Exchange } from '../../../src/catalog/exchange.ts';
import type { Classification } from '../../../src/types.ts';
import { type Body, bodiesOf, drafts } from './drafts.ts';

const now = 1_700_000_000_000;
const read = (
  exchange: Exchange,
  { expected: _, why: _why, now: _now, ...answer }: Body,
  body: unknown,
  status = answer.status,
): Classification => classify(exchange, { ...answer, status, body }, now);

/** Numbers from 0 to 1 that are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const strange: readonly unknown[] = [
  null,
  true,
  false,
  '',
  '0',
  0,
  -1,
  1e308,
  [],
  {},
  [[]],
  [null],
  ['E'],
  { code: '__proto__' },
  'toString',
  'constructor',
  'x'.repeat(2000),
  { '0': { sCode: {} } },
];

/** The same value with one thing in it that stands for another. */
function changed(value: unknown, next: () => number): unknown {
  if (typeof value !== 'object' || value === null || next() < 0.2)
    return strange[Math.floor(next() * strange.length)];
  const keys = Object.keys(value);
  const key = keys[Math.floor(next() * keys.length)];
  if (key === undefined) return value;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  if (next() < 0.1) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, changed(Reflect.get(value, key), next));
  return copy;
}

const parsed = (body: string): object | undefined => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

describe.each(Object.entries(drafts))('whatever the answers of %s hold', (id, exchange) => {
  const bodies = bodiesOf(id);
  const json = bodies.filter(({ body }) => typeof (parsed(body) ?? undefined) === 'object');
  const refused = json.filter(({ expected }) => !expected.ok);

  it('text, bytes and values mean the same', () => {
    for (const body of json) {
      const said = read(exchange, body, body.body);
      expect(read(exchange, body, parsed(body.body)), body.why).toEqual(said);
      expect(read(exchange, body, new TextEncoder().encode(body.body)), body.why).toEqual(said);
    }
  });

  it('members that no exchange sends change nothing', () => {
    const members = '"__proto__":{"ok":true,"code":"0"},"constructor":"0","toString":1,"hasOwnProperty":null';
    for (const body of json.filter((one) => one.body.startsWith('{'))) {
      const more = `{${members}${body.body === '{}' ? '' : ','}${body.body.slice(1)}`;
      const said = read(exchange, body, more);
      // What answers with an empty object says nothing of it.
      if (body.body !== '{}') expect(said.ok, body.why).toBe(read(exchange, body, body.body).ok);
    }
  });

  it('a write under 5xx is neither good nor refused, unless the exchange publishes of its text that it is', () => {
    for (const body of json.filter(({ transport, method }) => transport === 'rest' && method !== 'GET')) {
      for (const status of [500, 502, 503, 504]) {
        const said = read(exchange, body, body.body, status);
        const isProven = provesRefusal(exchange, { ...body, status });
        expect(said.ok, body.why).toBe(false);
        if (!isProven && !said.ok) expect(said.outcome, `${body.why} under ${status}`).toBe('unknown');
      }
    }
  });

  it('a refused order that is cut off is not good', () => {
    for (const body of refused.filter(({ method }) => method === 'POST')) {
      for (let end = 1; end < body.body.length; end += 7)
        expect(read(exchange, body, body.body.slice(0, end)).ok, body.why).toBe(false);
    }
  });

  it('it is read without an error', () => {
    const source = numbers(id.length + 7);
    const next = (): number => source.next().value;
    for (const body of json) {
      let value: unknown = parsed(body.body);
      for (let round = 0; round < 40; round += 1) {
        value = changed(value, next);
        const said = read(exchange, body, value);
        expect(said.ok).toBeTypeOf('boolean');
        if (!said.ok) expect(said.category).toBeTypeOf('string');
        if (!said.ok) expect(said.message).not.toBe('an answer that cannot be read');
        if (typeof value !== 'object' || value === null) value = parsed(body.body);
      }
    }
  });

  it('the time for a batch grows with its items', () => {
    const [one] = json.filter(({ method, expected }) => method === 'POST' && expected.items);
    const place = exchange.rest.items?.find(({ parts }) => !parts)?.at;
    if (!one || place === undefined) return;
    const item = {
      code: -2010,
      sCode: '51008',
      error: 'EOrder:Insufficient funds (really)',
      msg: 'x',
      sMsg: 'x',
    };
    const list = Array.from({ length: 200_000 }, () => item);
    const value =
      place === '' ? list : place.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), list);
    const start = performance.now();
    const said = read(
      exchange,
      one,
      Array.isArray(value) ? value : { ...parsed(one.body), ...(value as object) },
    );
    expect(said).toMatchObject({ ok: false });
    expect(performance.now() - start).toBeLessThan(8000);
  });

  it('long lists and depth without end in the place of a code, a text or an item', () => {
    const texts = JSON.stringify(Array.from({ length: 200_000 }, () => 'W:x'));
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const inside of [texts, deep, `"${'E:'.repeat(100_000)}"`]) {
      for (const name of ['error', 'code', 'data', 'retCode', 'msg']) {
        const said = classify(
          exchange,
          { status: 200, method: 'POST', url: 'https://x/', body: `{"${name}":${inside}}` },
          now,
        );
        expect(said.ok, name).toBeTypeOf('boolean');
      }
    }
  });
});
