import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { classify, ktx, mexcContract, type RawAnswer } from '../../src/index.ts';

type Body = RawAnswer & { readonly exchange: string; readonly body: unknown; readonly now?: number };

const fixtures = new URL('../fixtures/', import.meta.url);
const names = [
  'bodies.json',
  ...readdirSync(new URL('big/', fixtures)).flatMap((name) =>
    name.endsWith('.bodies.json') ? `big/${name}` : [],
  ),
];
const bodies: readonly Body[] = names.flatMap((name) =>
  JSON.parse(readFileSync(new URL(name, fixtures), 'utf8')),
);

/** The body as a parser returns it that makes each whole number a bigint; undefined where it is no JSON. */
function withBigints(body: unknown): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : JSON.stringify(body), (_, value: unknown) =>
      Number.isSafeInteger(value) ? BigInt(value as number) : value,
    );
  } catch {
    return undefined;
  }
}

it('an answer means the same where its parser made bigints of whole numbers', () => {
  const wrong = bodies.flatMap(({ exchange: id, body, now = 1_700_000_000_000, ...answer }) => {
    const exchange = exchanges.find((one) => one.id === id);
    const value = withBigints(body);
    if (!exchange || typeof value !== 'object' || value === null) return [];
    const expected = classify(exchange, { ...answer, body }, now);
    const found = classify(exchange, { ...answer, body: value }, now);
    return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ id, body, found, expected }];
  });
  expect(wrong).toEqual([]);
  expect(bodies.length).toBeGreaterThan(1000);
});

it('a refusal by a bigint is none that is read as good', () => {
  expect(classify(ktx, { body: { state: -1n } })).toMatchObject({ ok: false, code: '-1' });
  const far = 12_345_678_901_234_567_890n;
  expect(classify(mexcContract, { body: { success: false, code: far } })).toMatchObject({
    code: String(far),
  });
});
