import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { cli } from './support.ts';

/** An exchange that takes so long for each answer, and whose clock is so far ahead of ours. */
function slowClock(
  trips: readonly number[],
  aheadMs: number,
  answer: (ms: number) => Response,
): typeof fetch {
  let asked = 0;
  return async () => {
    const trip = trips[asked % trips.length] ?? 0;
    asked += 1;
    vi.advanceTimersByTime(trip / 2);
    const response = answer(Date.now() + aheadMs);
    vi.advanceTimersByTime(trip / 2);
    return response;
  };
}

const mexc = (ms: number): Response => Response.json({ success: true, code: 0, data: ms });

describe('clock, under a frozen clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells offset, error bound and round trip, by the sample with the shortest trip', async () => {
    const fetch = slowClock([40, 10, 30, 10, 60], 45_003, mexc);
    expect(await cli(['clock', 'mexc', '--host', 'http://127.0.0.1:1'], { fetch })).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "MEXC contract (mexc-contract)
      http://127.0.0.1:1/api/v1/contract/ping

        Offset       +45,003 ms: this machine's clock is behind
        Error bound  6 ms either way
        Round trip   10 ms, the shortest of 5

      A gateway corrects its timestamps by that by itself as soon as the exchange
      refuses one.
      ",
      }
    `);
  });

  it('tells a clock that is ahead, and one that does not differ', async () => {
    const ahead = await cli(['clock', 'mexc'], { fetch: slowClock([10], -12_000, mexc) });
    expect(ahead.out).toContain("  Offset       -12,000 ms: this machine's clock is ahead\n");
    const same = await cli(['clock', 'mexc'], { fetch: slowClock([10], 4, mexc) });
    expect(same.out).toContain('  Offset       +4 ms: no difference that could be measured\n');
  });

  it('counts the whole seconds of a Date header into the error bound', async () => {
    const dated = (ms: number): Response =>
      new Response('', { headers: { date: new Date(ms).toUTCString() } });
    const { out } = await cli(['clock', 'ox-fun'], { fetch: slowClock([20], 3000, dated) });
    expect(out).toMatchInlineSnapshot(`
      "OX.FUN (ox-fun)
      https://api.ox.fun/v2/ping

        Offset       +3,490 ms: this machine's clock is behind
        Error bound  510 ms either way, since it tells whole seconds only
        Round trip   20 ms, the shortest of 5

      A gateway corrects its timestamps by that by itself as soon as the exchange
      refuses one.
      "
    `);
  });

  it('prints the reading for machines', async () => {
    const fetch = slowClock([10], 45_000, mexc);
    expect(JSON.parse((await cli(['clock', 'mexc', '--json', '--samples', '2'], { fetch })).out)).toEqual({
      exchange: 'mexc-contract',
      url: 'https://contract.mexc.com/api/v1/contract/ping',
      offsetMs: 45_000,
      errorMs: 6,
      roundTripMs: 10,
      samples: 2,
      asked: 2,
    });
  });

  it('goes on after a lost sample, and says how many were lost', async () => {
    let asked = 0;
    const good = slowClock([10], 0, mexc);
    const fetch: typeof globalThis.fetch = (...request) => {
      asked += 1;
      return asked === 2 ? Promise.reject(new Error('lost')) : good(...request);
    };
    const { code, out } = await cli(['clock', 'mexc'], { fetch });
    expect({ code, asked }).toEqual({ code: 0, asked: 5 });
    expect(out).toContain('  Lost         1 of 5\n');
  });

  it('asks the documented route of each exchange, and only that', async () => {
    const seen: string[] = [];
    for (const { id } of exchanges) {
      const fetch: typeof globalThis.fetch = (url) => {
        seen.push(String(url));
        return Promise.resolve(new Response('{}'));
      };
      const { code } = await cli(['clock', id, '--host', 'http://127.0.0.1:1/', '--samples', '1'], { fetch });
      expect(code).toBe(1);
    }
    expect(seen).toEqual(
      [
        '/api/v1/time',
        '/api/v1/contract/ping',
        '/cfd/openApi/v1/pub/getTime',
        '/v2/ping',
        '/sapi/v1/time',
        ...exchanges.slice(5).map(({ time }) => time.routes.at(-1)?.path),
      ].map((path) => `http://127.0.0.1:1${path}`),
    );
  });

  it.each([
    ['HTTP 404', () => Promise.resolve(new Response('<html>', { status: 404 }))],
    ['a refused connection', () => Promise.reject(new TypeError('x', { cause: { code: 'ECONNREFUSED' } }))],
    ['no answer', () => Promise.reject(new DOMException('x', 'TimeoutError'))],
    ['an unknown fault', () => Promise.reject(new TypeError('fetch failed'))],
  ] as const)('says plainly that it got no time: %s', async (_, fetch) => {
    const told = await cli(['clock', 'mexc', '--host', 'http://127.0.0.1:1'], { fetch });
    expect({ code: told.code, out: told.out }).toEqual({ code: 1, out: '' });
    expect(told.err).toMatchSnapshot();
  });

  it.each([
    ['microseconds of 1996', 1e15 - 1],
    ['of 2001', 1_000_000_000_000],
    ['of 2090', Date.UTC(2090)],
    ['of the day after tomorrow', Date.UTC(2026, 0, 3)],
    ['beyond all dates', 1e308],
    ['before 1970', -5],
  ])('believes no absurd time: %s', async (_, data) => {
    const fetch = async (): Promise<Response> => Response.json({ success: true, code: 0, data });
    const { code, out, err } = await cli(['clock', 'mexc', '--json'], { fetch });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replaceAll(/\s+/g, ' ')).toMatch(
      /told no time: (?:\S+ is more than a day off|it answered HTTP 200 without a time)/,
    );
  });

  it('reads no more of an answer than a time can take', async () => {
    let sent = 0;
    const fetch = async (): Promise<Response> =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            sent += 1;
            controller.enqueue(new Uint8Array(32_768));
          },
        }),
      );
    const { code, err } = await cli(['clock', 'mexc', '--samples', '1'], { fetch });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('longer than 65536 bytes') });
    expect(sent).toBeLessThan(6);
  });

  it.each([
    [['clock']],
    [['clock', 'mexc', 'ktx']],
    [['clock', 'mexcx']],
    [['clock', 'chainup']],
    [['clock', 'ktx', '--host', 'ftp://example.com']],
    [['clock', 'ktx', '--host', 'http://']],
    [['clock', 'ktx', '--path', 'time']],
    [['clock', 'ktx', '--samples', '0']],
    [['clock', 'ktx', '--samples', '-5']],
    [['clock', 'ktx', '--samples', '2.5']],
  ])('says what is wrong with %j', async (argv) => {
    const { code, out, err } = await cli(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatchSnapshot();
  });
});

describe('clock, against an exchange on a loopback port', () => {
  it.each(exchanges.map((exchange) => [exchange.id, exchange] as const))(
    'the offset of %s is right within its error bound',
    async (id, exchange) => {
      const sim = simulateExchange(exchange, { clockSkewMs: 45_000 });
      const host = await sim.listen();
      try {
        const { out } = await cli(['clock', id, '--host', host, '--json'], { fetch });
        const told: { offsetMs: number; errorMs: number; samples: number } = JSON.parse(out);
        // The machine's clock, from which the offset is told, has whole milliseconds: up to one is cut off.
        expect(Math.abs(told.offsetMs - 45_000)).toBeLessThan(told.errorMs + 1);
        expect(told.samples).toBe(5);
        expect(sim.timeRequests.length).toBe(5);
        expect(sim.log.length).toBe(5);
      } finally {
        await sim.close();
      }
    },
  );

  it('says plainly that nobody listens there', async () => {
    const sim = simulateExchange(mexcContract);
    const host = await sim.listen();
    await sim.close();
    expect(await cli(['clock', 'mexc', '--host', host], { fetch })).toEqual({
      code: 1,
      out: '',
      err: `${host} told no time: the connection was refused.\nIt was asked for /api/v1/contract/ping.\n`,
    });
  });
});
