import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { categories } from '../../../src/types.ts';

/** One entry of a batch, as it is expected. */
interface ExpectedItem {
  readonly index: number;
  readonly ok: boolean;
  readonly code?: string;
}

/** What an answer is expected to mean. What is absent must be absent, but for items: then nothing is said of them. */
interface Expected {
  readonly ok: boolean;
  readonly code?: string;
  readonly category?: string;
  readonly outcome?: string;
  readonly items?: readonly ExpectedItem[];
  readonly retryAfterMs?: number;
}

/** One answer, the request that it belongs to, what it means and why. Ids and amounts are no account's. */
interface Body {
  readonly exchange: string;
  readonly transport: 'rest' | 'ws';
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The wall clock when it is read, in milliseconds since 1970, where a wait depends on it. */
  readonly now?: number;
  readonly body: string;
  readonly expected: Expected;
  readonly why: string;
  /** Where such an answer was published, if it is not put together from the documented envelope and table. */
  readonly source?: string;
  /** What is doubtful, and which other reading would do. */
  readonly note?: string;
}

const ids = [
  'binance-spot',
  'binance-usdm',
  'bybit',
  'okx',
  'kraken',
  'coinbase',
  'kucoin',
  'mexc-spot',
  'bitget',
  'deribit',
  'gate',
  'htx',
  'hyperliquid',
];

function bodiesOf(id: string): readonly Body[] {
  return JSON.parse(readFileSync(new URL(`../../fixtures/big/${id}.bodies.json`, import.meta.url), 'utf8'));
}

/** The rules that hold for every expectation, whatever the exchange. */
function faultsOf({ expected, transport, status, method, url, why }: Body): string[] {
  const { ok, code, category, outcome, items = [], retryAfterMs } = expected;
  const failed = items.filter((item) => !item.ok);
  const rules: readonly (readonly [string, boolean])[] = [
    ['says why', why.length > 3],
    [
      'names its request',
      transport === 'ws' || (method !== undefined && url !== undefined && status !== undefined),
    ],
    ['says nothing more of a success', !ok || (code ?? category ?? outcome ?? retryAfterMs) === undefined],
    ['knows the category', ok || (categories as readonly (string | undefined)[]).includes(category)],
    ['knows the outcome', ok || ['rejected', 'unknown', 'partial'].includes(outcome ?? '')],
    ['has a good answer of good items alone', !ok || failed.length === 0],
    ['counts its items', items.every(({ index }, place) => index === place)],
    ['takes code from the first item that failed', items.length === 0 || ok || failed[0]?.code === code],
    ['is not rejected where an item stands', outcome !== 'rejected' || failed.length === items.length],
    [
      'is partial only where something stands',
      outcome !== 'partial' || items.length === 0 || failed.length < items.length,
    ],
    [
      'proves nothing under 5xx',
      ok || (status ?? 0) < 500 || outcome === 'unknown' || why.startsWith('503 '),
    ],
    ['waits for a refusal by rate alone', retryAfterMs === undefined || category === 'rate-limit'],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule);
}

describe.each(ids)('answers of %s, as collected', (id) => {
  const bodies = bodiesOf(id);

  it('are many, of every kind, and most of them published', () => {
    expect(bodies.length).toBeGreaterThanOrEqual(60);
    expect(new Set(bodies.map(({ exchange }) => exchange))).toEqual(new Set([id]));
    expect(new Set(bodies.map(({ transport }) => transport))).toEqual(new Set(['rest', 'ws']));
    expect(bodies.filter(({ expected }) => expected.ok).length).toBeGreaterThanOrEqual(12);
    expect(bodies.filter(({ expected }) => expected.outcome === 'unknown').length).toBeGreaterThanOrEqual(8);
    expect(bodies.filter(({ expected }) => expected.outcome === 'partial').length).toBeGreaterThanOrEqual(2);
    expect(bodies.filter(({ source }) => source).length).toBeGreaterThan(bodies.length / 2);
  });

  it('are each told once', () => {
    const told = bodies.map(({ transport, method, url, status, body, why }) =>
      JSON.stringify([transport, method, url, status, body, why]),
    );
    expect(new Set(told).size).toBe(told.length);
  });

  it('mean what can be', () => {
    const faults = bodies.flatMap((body) => faultsOf(body).map((fault) => `${body.why}: ${fault}`));
    expect(faults).toEqual([]);
  });

  it('show no key', () => {
    for (const { body } of bodies) expect(body).not.toMatch(/api-?key["']?\s*[:=]\s*["']\w{20}/i);
  });
});
