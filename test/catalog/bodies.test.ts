import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/answers/classify.ts';
import { exchanges } from '../../src/catalog/built-in.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import type { Classification, ItemResult } from '../../src/types.ts';

/** What an answer is expected to mean. What is absent must be absent. */
interface Expected {
  readonly ok: boolean;
  readonly code?: string;
  readonly category?: string;
  readonly outcome?: string;
  /** Indexes of the items of a batch that failed; absent: nothing is said of items. */
  readonly failedItems?: readonly number[];
  readonly retryAfterMs?: number;
}

/** One answer: where it comes from, what it means and why. Ids and amounts are invented, no account's data. */
interface Body {
  readonly exchange: string;
  readonly transport: 'rest' | 'ws';
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly expected: Expected;
  readonly why: string;
  /** Where such an answer was published, if it is not put together from the table. */
  readonly source?: string;
}

const file = new URL('../fixtures/bodies.json', import.meta.url);
const bodies: readonly Body[] = JSON.parse(readFileSync(file, 'utf8'));

function of(id: string): Exchange {
  const found = exchanges.find((exchange) => exchange.id === id);
  if (!found) throw new Error(`no exchange ${id}`);
  return found;
}

function failedItems(items: readonly ItemResult[] | undefined): number[] {
  return (items ?? []).filter(({ ok }) => !ok).map(({ index }) => index);
}

function seen(verdict: Classification, expected: Expected): Expected {
  const items = expected.failedItems && { failedItems: failedItems(verdict.items) };
  if (verdict.ok) return { ok: true, ...items };
  const { code, category, outcome, retryAfterMs } = verdict;
  const wait = retryAfterMs === undefined ? undefined : { retryAfterMs };
  return { ok: false, ...(code !== undefined && { code }), category, outcome, ...wait, ...items };
}

function classified({ exchange, body, status, headers, transport }: Body): Classification {
  return classify(of(exchange), { body, transport, ...(status && { status }), ...(headers && { headers }) });
}

/** The answers of the others are in the folder `big`. */
const small = exchanges.filter(
  ({ id }) => !existsSync(new URL(`../fixtures/big/${id}.bodies.json`, import.meta.url)),
);

describe.each(small)('answers of $id', ({ id }) => {
  const own = bodies.filter(({ exchange }) => exchange === id);

  it.each(own.map((body) => [`${body.transport} ${body.status ?? ''} ${said(body)}: ${body.why}`, body]))(
    '%s',
    (_, body) => {
      expect(seen(classified(body as Body), (body as Body).expected)).toEqual((body as Body).expected);
    },
  );

  it('are of every kind', () => {
    expect(own.length).toBeGreaterThanOrEqual(40);
    expect(new Set(own.map(({ transport }) => transport))).toEqual(new Set(['rest', 'ws']));
    expect(new Set(own.map(({ expected }) => expected.ok))).toEqual(new Set([true, false]));
  });

  it('mean the same whether they are text, bytes or a value', () => {
    for (const body of own) {
      if (typeof body.body !== 'string') continue;
      const text = classified(body);
      expect(classified({ ...body, body: new TextEncoder().encode(body.body) }), body.why).toEqual(text);
      const value = parsed(body.body);
      // Ids beyond 2^53 are rounded when somebody else parses them; they show in texts only.
      if (value)
        expect(seen(classified({ ...body, body: value }), body.expected), body.why).toEqual(body.expected);
    }
  });

  it('are no success when they are cut off', () => {
    for (const { body, ...rest } of own) {
      if (typeof body !== 'string') continue;
      for (let end = 1; end < body.trimEnd().length; end += 7) {
        const cut = body.slice(0, end);
        if (parsed(cut)) continue;
        expect(classified({ ...rest, body: cut }).ok, cut).toBe(rest.status === 204);
      }
    }
  });
});

function said({ body }: Body): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text.trim());
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
