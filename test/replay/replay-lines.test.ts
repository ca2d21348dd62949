import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { progressOn } from '../../src/cli/replay-progress.ts';
import { BadLine } from '../../src/replay/json-lines.ts';
import { readLine } from '../../src/replay/recorded-request.ts';
import type { Summary } from '../../src/replay/report.ts';
import { cli, record } from '../cli/support.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const ok = { at: 1, method: 'GET', path: '/x', status: 204 } as const;

describe('a line', () => {
  const why = (line: unknown): string => {
    try {
      const read = readLine(typeof line === 'string' ? line : JSON.stringify(line));
      return read === undefined ? 'event' : 'request';
    } catch (error) {
      if (error instanceof BadLine) return error.message;
      throw error;
    }
  };

  it.each([
    ['nonsense', 'it is not JSON'],
    ['{"at":1', 'it is not JSON, from "at" on'],
    ['{"at":1,"method":"GET","path":"/x,"status":200}', 'it is not JSON, from "path" on'],
    ['[]', 'it is no JSON object'],
    ['7', 'it is no JSON object'],
    [{ ...ok }, 'it names no exchange: --exchange <id> says which'],
    [
      { ...ok, exchange: 'binance' },
      `its exchange "binance" is none of ${exchanges.map(({ id }) => id).join(', ')}`,
    ],
    [{ ...ok, exchange: 'ktx', method: 7 }, 'request'],
    [{ ...ok, exchange: 'ktx', method: '' }, 'it has no method'],
    [{ ...ok, exchange: 'ktx', path: '' }, 'it has no path'],
    [{ ...ok, exchange: 'ktx', at: 'noon' }, 'its at is neither a number nor ISO 8601'],
    [{ ...ok, exchange: 'ktx', at: 1e300 }, 'its at is neither a number nor ISO 8601'],
    [{ ...ok, exchange: 'ktx', at: {} }, 'its at is neither a number nor ISO 8601'],
    [{ ...ok, exchange: 'ktx', status: 'ok' }, 'it has neither status, body, fault nor category'],
    [{ ...ok, exchange: 'ktx', status: 7 }, 'its status is no HTTP status'],
    [{ ...ok, exchange: 'ktx', category: 'fun' }, 'its category is none of ours'],
    [
      { ...ok, exchange: 'ktx', category: 'network', outcome: 'rejceted' },
      'its outcome takes rejected, unknown or partial; it got "rejceted"',
    ],
    [
      { ...ok, exchange: 'ktx', elapsedMs: 'soon' },
      'its elapsedMs takes a number of milliseconds; it got "soon"',
    ],
    [{ ...ok, exchange: 'ktx', elapsedMs: -1 }, 'its elapsedMs takes a number of milliseconds; it got -1'],
    [
      { ...ok, exchange: 'ktx', retryAfterMs: '3' },
      'its retryAfterMs takes a number of milliseconds; it got "3"',
    ],
    [{ ...ok, exchange: 'ktx', attempt: 0 }, 'its attempt takes a whole number from 1; it got 0'],
    [{ ...ok, exchange: 'ktx', attempt: '1' }, 'its attempt takes a whole number from 1; it got "1"'],
    [{ ...ok, exchange: 'ktx', ok: 'yes' }, 'its ok takes true or false; it got "yes"'],
    [{ ...ok, exchange: 'ktx', replaySafe: 1 }, 'its replaySafe takes true or false; it got 1'],
    [{ ...ok, exchange: 'ktx', call: {} }, 'its call takes a text or a number; it got {}'],
    [
      { ...ok, exchange: 'ktx', clientOrderId: ['a'] },
      'its clientOrderId takes a text or a number; it got ["a"]',
    ],
    [{ ...ok, exchange: 'ktx', code: true }, 'its code takes a text or a number; it got true'],
    [{ ...ok, exchange: 'ktx', phase: 'lost' }, 'its phase takes not-sent, sent or answered; it got "lost"'],
    [{ ...ok, exchange: 'ktx', headers: 'secret: 1' }, 'its headers takes an object, or a list of pairs'],
    [
      { ...ok, exchange: 'ktx', requestHeaders: 'secret: 1' },
      'its requestHeaders takes an object, or a list of pairs',
    ],
    [{ ...ok, exchange: 'ktx', query: { sign: 'secret' } }, 'its query takes a text'],
    [{ ...ok, exchange: 'ktx', elapsedMs: null, call: null, code: '', query: '', headers: null }, 'request'],
    [{ ...ok, exchange: 'ktx' }, 'request'],
    [{ ...ok, exchange: 'ktx', at: '2026-01-05T09:30:00.5Z' }, 'request'],
    [{ exchange: 'ktx', method: 'GET', path: '/x', call: 1, delayMs: 5, category: 'server' }, 'event'],
    [{ exchange: 'ktx', state: 'open', why: 'x' }, 'event'],
  ])('%j: %s', (line, told) => {
    expect(why(line)).toBe(told);
  });
});

describe('a file', () => {
  it('with some bad lines is replayed, and they are named', async () => {
    const path = await file('some.jsonl', `${record([ok])}nonsense\n\n{"at":2}\n${record([ok])}`);
    const { code, out } = await cli(['replay', path, '--exchange', 'ktx']);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "some.jsonl: 2 requests
      2 lines could not be read:
      line 2: it is not JSON
      line 4: it has no method

      KTX (ktx): 2 requests, 2 good, 0 failed
      "
    `);
  });

  it('with bad lines only, is told of five of them', async () => {
    const path = await file('bad.jsonl', 'a\n'.repeat(7));
    const told = await cli(['replay', path]);
    expect({ ...told, err: told.err }).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "bad.jsonl holds no request that could be read.
      line 1: it is not JSON
      line 2: it is not JSON
      line 3: it is not JSON
      line 4: it is not JSON
      line 5: it is not JSON
      replay --help tells what a line looks like.
      ",
        "out": "",
      }
    `);
  });

  it.each([
    ['empty.jsonl', ''],
    ['blank.jsonl', '\n \n\r\n'],
    ['list.json', JSON.stringify([ok, ok], undefined, 2)],
    ['binary', new Uint8Array([0, 255, 254, 10, 27, 91, 50, 74])],
    ['day.jsonl.gz', gzipSync(record([ok]))],
    ['utf16.jsonl', Buffer.from(`\ufeff${record([ok])}`, 'utf16le')],
    ['utf16-without-mark.jsonl', Buffer.from(record([ok]), 'utf16le').swap16()],
    ['mac.jsonl', record([ok, ok]).replaceAll('\n', '\r')],
    ['windows.jsonl', `\ufeff${record([ok]).replaceAll('\n', '\r\n')}`],
  ])('called %s is understood or plainly refused', async (name, content) => {
    const { code, out, err } = await cli(['replay', await file(name, content), '--exchange', 'ktx']);
    expect(`${code}\n${out}${err}`).toMatchSnapshot();
  });

  it.each([
    [['replay']],
    [['replay', 'a', 'b']],
    [['replay', 'x', '--moments', 'many']],
    [['replay', 'x', '--exchange', 'mexx']],
  ])('is asked for rightly: %j', async (argv) => {
    const { code, out, err } = await cli(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatchSnapshot();
  });

  it('that is not there, or a folder, is a sentence', async () => {
    expect(await cli(['replay', 'nope.jsonl'])).toEqual({
      code: 1,
      out: '',
      err: 'nope.jsonl cannot be read: there is no such file.\n',
    });
    const { code, err } = await cli(['replay', folder]);
    const unwrapped = err.replaceAll(/\s/g, '');
    expect({ code, unwrapped }).toEqual({ code: 1, unwrapped: `${folder}isafolder,andnofile.` });
  });

  it.each([100, 5000, 200_000])('holds a line %d levels deep, and the others count', async (depth) => {
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    const line = JSON.stringify({ ...ok, requestBody: 0 }).replace(
      '"requestBody":0',
      `"requestBody":${deep}`,
    );
    const stdin = [`${record([ok])}${line}\n${record([ok])}`];
    const { code, out } = await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin });
    const { lines }: Summary = JSON.parse(out);
    expect({ code, lines }).toMatchObject({
      code: 0,
      lines: { total: 3, requests: 2, firstBad: [{ line: 2, why: 'it is nested too deep' }] },
    });
  });

  it('takes a pair that ends a line for one end, wherever the chunks are cut', async () => {
    const [text, step] = [record([ok, ok, ok]).replaceAll('\n', '\r\n'), 7];
    const stdin = Array.from({ length: Math.ceil(text.length / step) }, (_, at) =>
      text.slice(at * step, (at + 1) * step),
    );
    const { out } = await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin });
    expect(JSON.parse(out)).toMatchObject({ lines: { total: 3, requests: 3, bad: 0 } });
  });

  it('holds a line that is too long for memory, and the others count', async () => {
    const film = Array.from({ length: 5 }, () => 'x'.repeat(1_000_000));
    const stdin = [record([ok]), ...film, `\n${record([ok])}`, ...film];
    const { out } = await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin });
    const { lines }: Summary = JSON.parse(out);
    const tooLong = 'it is too long for one request';
    expect(lines).toMatchObject({
      total: 4,
      requests: 2,
      firstBad: [
        { line: 2, why: tooLong },
        { line: 4, why: tooLong },
      ],
    });
  });

  it('whose times are missing or out of order is replayed all the same, and says so', async () => {
    const { at: _, ...untimed } = ok;
    const stdin = record([untimed, { ...ok, at: 50 }, { ...ok, at: 20 }, untimed]);
    const told: Summary = JSON.parse(
      (await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin })).out,
    );
    expect(told).toMatchObject({ fromAt: 50, untilAt: 50 });
    const { out } = await cli(['replay', '-', '--exchange', 'ktx'], { stdin });
    expect(out).toMatchInlineSnapshot(`
      "Standard input: 4 requests
      2 lines without a time: each counts as coming with the line before.
      1 line out of order: time stands still for them.

      KTX (ktx): 4 requests, 4 good, 0 failed
      "
    `);
  });

  it('whose times and durations are absurd is replayed all the same', async () => {
    const throttled = { ...ok, status: 429, body: '' };
    const stdin = record([
      { ...throttled, at: -8.64e15 },
      { ...throttled, at: 0.5, elapsedMs: 1e300 },
      { ...throttled, at: 8.64e15, path: 'no-slash?a#b' },
      { ...ok, at: 8.64e15, clientOrderId: 'auto', path: '//x' },
    ]);
    const { out } = await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin });
    expect(JSON.parse(out)).toMatchObject({ exchanges: [{ requests: 4, good: 1, failed: 3 }] });
  });

  it('of two hundred thousand lines is done', async () => {
    const lines = Array.from({ length: 2000 }, (_, at) => ({ ...ok, at: at * 10 }));
    const stdin = Array.from({ length: 100 }, () => record(lines));
    const { out } = await cli(['replay', '-', '--exchange', 'ktx', '--json'], { stdin });
    const { lines: counted }: Summary = JSON.parse(out);
    expect(counted).toMatchObject({ total: 200_000, requests: 200_000, bad: 0 });
  });
});

describe('the progress of a long reading', () => {
  it('is plain lines where there is no terminal, and none for who is done soon', async () => {
    vi.useFakeTimers();
    try {
      const told: string[] = [];
      const progress = await progressOn({ write: (text) => told.push(text) }, 1000);
      progress.at(100, 10);
      vi.advanceTimersByTime(2000);
      progress.at(500, 12_345);
      progress.at(600, 13_000);
      vi.advanceTimersByTime(2000);
      progress.at(1000, 20_000);
      progress.end();
      expect(told).toEqual(['replay: 50 %, 12,345 lines\n', 'replay: 100 %, 20,000 lines\n']);
      const unsized: string[] = [];
      const piped = await progressOn({ isTTY: true, write: (text) => unsized.push(text) }, undefined);
      vi.advanceTimersByTime(2000);
      piped.at(500, 7);
      expect(unsized).toEqual(['replay: 7 lines\n']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is a bar on a terminal, which is gone at the end and holds no listener', async () => {
    const listeners = process.listenerCount('SIGINT');
    const terminal = Object.assign(new PassThrough(), { isTTY: true as const, columns: 80 });
    const progress = await progressOn(terminal, 1000);
    progress.at(500, 7);
    progress.end();
    terminal.end();
    let shown = '';
    for await (const chunk of terminal) shown += String(chunk);
    expect(shown).toContain('replay [                              ] 0 %, 0 lines');
    expect(shown.indexOf('50 %, 7 lines')).toBeGreaterThan(0);
    // The cursor is back, and the line is empty.
    expect(shown.endsWith('\u001b[?25h\u001b[?7h\u001b8\u001b[1G\u001b[2K')).toBe(true);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });
});
