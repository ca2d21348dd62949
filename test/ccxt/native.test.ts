import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as all from '../../src/catalog/all.ts';
import { exchangeFromCcxt, nativeExchanges, throttleCcxt } from '../../src/ccxt/index.ts';
import {
  byClientOrderId,
  classify,
  createGateway,
  type Exchange,
  extendExchange,
  UnknownOutcomeError,
} from '../../src/index.ts';
import { settle } from '../support/time.ts';
import { type NativeRow, rows, trader } from './native-rows.ts';
import { credentials, lost, make, type Reply, Stub } from './support.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Plays one exchange: `orders` are the answers to placings in turn, `found` is whether a look-up shows the order. */
async function play(row: NativeRow, orders: readonly Reply[], found: boolean) {
  const log: string[] = [];
  const answers = [...orders];
  let bornAt = Date.now();
  const transport: typeof fetch = async (input, init = {}) => {
    const url = new URL(String(input));
    const name = `${init.method ?? 'GET'} ${url.pathname}`;
    log.push(name);
    const date = { date: new Date(Date.now() + 3000).toUTCString() };
    // Whoever asks without the keys is told nothing.
    const isSigned = JSON.stringify([url, init.headers, init.body]).includes(credentials.apiKey);
    const isRefused = row.lookUp.includes(name) && !isSigned && row.fill === undefined;
    const reply = isRefused ? { status: 401, body: '' } : replyTo(name);
    const seen = new Stub(
      reply instanceof Error ? reply : { ...reply, headers: { ...date, ...reply.headers } },
    );
    return seen.fetch(input, init);
  };
  const replyTo = (name: string): Reply => {
    if (name === row.order) {
      bornAt = Date.now();
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? lost;
    }
    if (row.lookUp.includes(name)) return found ? { body: row.shown(bornAt) } : row.absent;
    if (name === row.time?.path) return { body: { [row.time.field]: Date.now() } };
    return { status: 404, body: '' };
  };
  const instance = trader(row, transport);
  const gateway = createGateway({
    exchange: exchangeFromCcxt(instance),
    reconcile: byClientOrderId(row.fill && { fill: row.fill }),
    clock: { samples: 1 },
    deadlineMs: 110_000,
  });
  throttleCcxt(instance, gateway);
  const { value, error } = await settle(instance.place({ clientOrderId: 'my1', ...row.params }), 25);
  return { value, error, log, placed: log.filter((name) => name === row.order).length };
}

const nameOf = ({ id, type }: NativeRow): string => `${id} ${type}`;

/** What is not as wanted, by exchange. */
async function mismatches(
  check: (row: NativeRow) => Promise<unknown>,
  wanted: (row: NativeRow) => unknown,
  of: readonly NativeRow[] = rows,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const row of of) {
    const seen = await check(row).catch((error: unknown) => String(error));
    if (JSON.stringify(seen) !== JSON.stringify(wanted(row))) found.push([nameOf(row), seen, wanted(row)]);
  }
  return found;
}

describe('a ccxt exchange that is one of ours', () => {
  it('looks up an order whose answer was lost, and resolves with what ccxt makes of it', async () => {
    const seen = await mismatches(
      async (row) => {
        const replies = row.isItsOwnLookUp ? [lost, { body: row.accepted }] : [lost];
        const { value, error, placed } = await play(row, replies, true);
        return [
          error instanceof Error ? error.message : 'done',
          (value as { id?: string } | undefined)?.id,
          placed,
        ];
      },
      ({ id, isItsOwnLookUp }) => ['done', id === 'kraken' ? 'O-28' : '28', isItsOwnLookUp ? 2 : 1],
    );
    expect(seen).toEqual([]);
  });

  it('sends it again once it is known to be absent, and says that it may stand where that cannot be known', async () => {
    const seen = await mismatches(
      async (row) => {
        const { value, error, placed } = await play(row, [lost, { body: row.accepted }], false);
        return [error instanceof UnknownOutcomeError, value !== undefined, placed];
      },
      ({ goesAgain }) => (goesAgain ? [false, true, 2] : [true, false, 1]),
    );
    expect(seen).toEqual([]);
  });

  it('sends a throttled order again, and a late one with a clock that was read', async () => {
    for (const kind of ['throttled', 'late'] as const) {
      const seen = await mismatches(
        async (row) => {
          const { value, error, placed } = await play(
            row,
            [row[kind] ?? lost, { body: row.accepted }],
            false,
          );
          return [String(error), value !== undefined, placed];
        },
        () => ['undefined', true, 2],
        rows.filter((row) => row[kind] !== undefined),
      );
      expect(seen, kind).toEqual([]);
    }
  });

  it('ends at once for want of money, with the class of ccxt', async () => {
    const seen = await mismatches(
      async (row) => {
        const { error, placed } = await play(row, [row.funds], false);
        const { name, cause } = error as {
          readonly name: string;
          readonly cause: { readonly category?: string };
        };
        return [name, cause.category, placed];
      },
      ({ fundsClass = 'InsufficientFunds' }) => [fundsClass, 'funds', 1],
    );
    expect(seen).toEqual([]);
  });

  it('reads answers as our own definition does', () => {
    // When the bodies that name an instant are from.
    vi.setSystemTime(1_741_500_000_000);
    const seen: unknown[] = [];
    for (const { id, native, type } of rows) {
      const natives: readonly Exchange[] = [native].flat();
      const exchange = exchangeFromCcxt(make(id), { native });
      const different = natives.flatMap((one) => differences(exchange, one, natives.length > 1));
      seen.push(...different.map((found) => [`${id} ${type}`, ...found]));
    }
    expect(seen).toEqual([]);
  });

  it('takes rows of the user before ours, and tells the limits of two parts apart', () => {
    const exchange = exchangeFromCcxt(make('binance'), { native: [all.binanceSpot, all.binanceUsdm] });
    const row = ['-2010', 'account', 'rejected', 'mine'] as const;
    const changed = extendExchange(exchange, { table: { source: 'mine', rows: [row] } });
    const answer = {
      url: 'https://api.binance.com/api/v3/order',
      method: 'POST',
      status: 400,
      body: '{"code":-2010,"msg":"Account has insufficient balance for requested action."}',
    };
    expect(classify(exchange, answer)).toMatchObject({ category: 'funds' });
    expect(classify(changed, answer)).toMatchObject({ category: 'account' });
    const names = exchange.limits.map(({ name }) => name);
    expect(names).toContain('binance-spot:weight');
    expect(names).toContain('binance-usdm:weight');
    expect(names).toContain('ccxt-cost');
  });

  it('finds what an instance is', async () => {
    const found: Record<string, readonly string[]> = {};
    for (const id of ['binance', 'mexc', 'gate', 'bybit', 'binanceus', 'bybiteu', 'bitfinex', 'coinbase'])
      found[id] = (await nativeExchanges(make(id))).map((one) => one.id);
    expect(found).toEqual({
      binance: ['binance-spot', 'binance-usdm'],
      mexc: ['mexc-contract', 'mexc-spot'],
      gate: ['gate'],
      bybit: ['bybit'],
      binanceus: [],
      bybiteu: [],
      bitfinex: [],
      coinbase: ['coinbase'],
    });
    expect(exchangeFromCcxt(make('bybit')).lookup).toEqual(all.bybit.lookup);
    expect(exchangeFromCcxt(make('bybit'), { native: [] }).lookup).toEqual([]);
    expect(exchangeFromCcxt(make('bybiteu')).lookup).toEqual([]);
    for (const { id, native } of rows) {
      const ids = (await nativeExchanges(make(id))).map((one) => one.id);
      expect(ids).toEqual(expect.arrayContaining([native].flat().map((one) => one.id)));
    }
    await expect(nativeExchanges({} as never)).rejects.toThrow(/a ccxt exchange/);
  });

  it('goes through a gateway to our own exchange too, and through no other one', async () => {
    const row = rows.find(({ id }) => id === 'okx');
    if (!row) throw new Error('no okx');
    const instance = trader(row, new Stub(lost).fetch);
    expect(() => throttleCcxt(instance, createGateway({ exchange: all.bybit }))).toThrow(
      /gateway of its own/,
    );
    expect(() => exchangeFromCcxt(make('okx'), { native: all.bybit })).toThrow(/`native` takes .*okx/);
    expect(() => exchangeFromCcxt(make('okx'), { native: 'okx' } as never)).toThrow(/`native` takes/);
    throttleCcxt(instance, createGateway({ exchange: all.okx }));
    const { error } = await settle(instance.place({ clientOrderId: 'my1' }), 25);
    expect(error).toMatchObject({ name: 'UnknownOutcomeError', clientOrderId: 'my1' });
  });
});

interface SeenBody {
  readonly transport: 'rest' | 'ws';
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** Answers over REST, judged from the documents. */
function bodiesOf(id: string): readonly SeenBody[] {
  const file = new URL(`../fixtures/big/${id}.bodies.json`, import.meta.url);
  try {
    const bodies: readonly SeenBody[] = JSON.parse(readFileSync(file, 'utf8'));
    return bodies.filter(({ transport }) => transport === 'rest');
  } catch {
    return [];
  }
}

/** The answers of `own` that the two read in different ways. */
function differences(exchange: Exchange, own: Exchange, isPart: boolean): readonly (readonly unknown[])[] {
  return bodiesOf(own.id).flatMap((answer) => {
    const result = classify(own, answer);
    // Of which part a text that is no JSON is cannot be told: none proves a refusal.
    const isOpen = isPart && !/^[{[]/.test(answer.body) && !result.ok && result.category === 'server';
    const wanted = told(isOpen ? { ...result, outcome: 'unknown' } : result);
    const found = told(classify(exchange, answer));
    return found === wanted ? [] : [[answer.url, answer.body, found, wanted]];
  });
}

/** What counts of a classification, in whatever order: limits have other names. */
function told(result: ReturnType<typeof classify>): string {
  const members = Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(members), (name, value: unknown) =>
    name === 'entry' ? undefined : value,
  );
}
