import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { createGateway } from '../../src/gateway.ts';
import { interceptFetch } from '../../src/interceptors/fetch/index.ts';
import type { Summary } from '../../src/replay/report.ts';
import { cli } from '../cli/support.ts';

const start = Date.UTC(2026, 0, 5, 9, 30);
const origin = 'https://contract.mexc.com';
const ticker = '/api/v1/contract/ticker';
const submit = '/api/v1/private/order/submit';

/** One call: when it comes, where it goes, and the codes that it is answered with in turn; then a good answer. */
interface Call {
  readonly at: number;
  readonly path: string;
  readonly codes: readonly (number | 'lost')[];
}

/** What was waited, and what opened, in the order in which it happened. */
interface Day {
  readonly pauses: readonly number[];
  readonly breakerOpenings: number;
  readonly unlisted: readonly string[];
}

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  // First: what is spied on is a fake.
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Plays the calls through a gateway. @returns what it did, and the record of its requests. */
async function played(
  exchange: Exchange,
  calls: readonly Call[],
): Promise<Day & { readonly record: string }> {
  const gateway = createGateway({ exchange, limits: false, sign: () => ({}) });
  const pauses: number[] = [];
  const unlisted: string[] = [];
  const lines: string[] = [];
  let breakerOpenings = 0;
  gateway.on('paused', ({ pauseMs }) => pauses.push(pauseMs));
  gateway.on('unlisted', ({ code }) => unlisted.push(code));
  gateway.on('breaker', ({ state }) => {
    if (state === 'open') breakerOpenings += 1;
  });
  gateway.on('attempt', (event) => lines.push(`${JSON.stringify({ at: Date.now(), ...event })}\n`));
  const ended = calls.map(async ({ at, path, codes }) => {
    const left = [...codes];
    const send = interceptFetch(gateway, async () => {
      const code = left.shift();
      if (code === 'lost') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
      return Response.json({ success: code === undefined, code: code ?? 0, message: 'x', data: Date.now() });
    });
    await new Promise((resolve) => setTimeout(resolve, at));
    await send(origin + path, path === submit ? { method: 'POST', body: '{}' } : {}).catch(() => undefined);
  });
  await vi.advanceTimersByTimeAsync(120_000);
  await Promise.all(ended);
  await gateway.close();
  return { pauses, breakerOpenings, unlisted, record: lines.join('') };
}

/** What the replay of a record says of it. */
async function replayed(stdin: string): Promise<Day> {
  const { out } = await cli(['replay', '-', '--exchange', 'mexc', '--json'], { stdin });
  const { exchanges, moments }: Summary = JSON.parse(out);
  const [report] = exchanges;
  return {
    pauses: moments.first.flatMap(({ kind, text }) => {
      const [, wait = '', unit] = kind === 'paused' ? (/ waits ([\d.]+) (ms|s):/.exec(text) ?? []) : [];
      return wait === '' ? [] : [Number(wait) * (unit === 's' ? 1000 : 1)];
    }),
    breakerOpenings: report?.breakerOpenings ?? 0,
    unlisted: report?.unlisted.map(({ code }) => code) ?? [],
  };
}

const days: Readonly<Record<string, readonly Call[]>> = {
  'four calls refused once each': [1, 2, 4, 9].map((second) => ({
    at: second * 1000,
    path: ticker,
    codes: [510],
  })),
  'one call refused four times': [{ at: 0, path: ticker, codes: [510, 510, 510, 510] }],
  'refusals of one call with a lost answer between': [
    { at: 0, path: ticker, codes: [510, 'lost', 510, 510] },
  ],
  'two calls that are refused in turn': [
    { at: 0, path: ticker, codes: [510, 510] },
    { at: 5000, path: submit, codes: [510, 510, 510] },
  ],
  'credentials refused to six orders': Array.from({ length: 6 }, (_, at) => ({
    at: at * 1000,
    path: submit,
    codes: [602],
  })),
  'codes that no table lists': [
    { at: 0, path: ticker, codes: [7777] },
    { at: 10, path: submit, codes: [7778] },
  ],
};

describe('the replay of what a gateway did', () => {
  it.each(Object.entries(days))('agrees with it: %s', async (_, calls) => {
    const { record, ...day } = await played(mexcContract, calls);
    expect(day.pauses.length + day.breakerOpenings + day.unlisted.length).toBeGreaterThan(0);
    expect(await replayed(record)).toEqual(day);
  });

  it('counts refusals per call, so that those of four calls make nobody wait longer', async () => {
    const { record, pauses } = await played(mexcContract, days['four calls refused once each'] ?? []);
    expect(pauses).toEqual([375, 375, 375, 375]);
    expect((await replayed(record)).pauses).toEqual(pauses);
  });

  it('agrees where the record keeps the failures alone', async () => {
    const { record, pauses } = await played(mexcContract, days['four calls refused once each'] ?? []);
    const failures = record.split('\n').filter((line) => line.includes('"ok":false'));
    expect(failures).toHaveLength(4);
    expect((await replayed(failures.join('\n'))).pauses).toEqual(pauses);
  });

  it('holds back those alone who count on the limit that a refusal is about', async () => {
    const line = (at: number, path: string, code: number): string =>
      `${JSON.stringify({ at: start + at, method: 'GET', path, status: 200, body: { success: code === 0, code } })}\n`;
    const stdin = line(0, ticker, 510) + line(100, ticker, 0) + line(100, '/api/v1/contract/ping', 0);
    const { out } = await cli(['replay', '-', '--exchange', 'mexc', '--json'], { stdin });
    const { exchanges, moments }: Summary = JSON.parse(out);
    const isAboutOne = mexcContract.catalog.get('510')?.limit !== undefined;
    expect(moments.first[0]?.text).toContain(isAboutOne ? '"' : 'everything waits');
    expect(exchanges[0]?.heldBack).toBe(isAboutOne ? 1 : 2);
  });
});
