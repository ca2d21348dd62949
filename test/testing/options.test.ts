import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { simulateExchange } from '../../src/testing/index.ts';
import { mexcCase } from './cases.ts';

/** What JavaScript passes and TypeScript would not let through. */
function loose(options: Record<string, unknown>): object {
  return options;
}

describe('a mistake is named, with what it got and what it takes', () => {
  it.each([
    [{ limit: [] }, 'limit` must be one of limits, window'],
    [{ limits: 5 }, 'limits` must be a list of limits, or false; got 5'],
    [
      { limits: [{ capacity: 0, windowMs: 1 }] },
      'limits[0].capacity` must be a whole number, 1 or more; got 0',
    ],
    [{ limits: [null] }, 'limits[0].capacity` must be a whole number, 1 or more; got undefined'],
    [{ limits: [{ capacity: 1, windowMs: -1 }] }, 'limits[0].windowMs` must be a positive number'],
    [{ window: 'rolling' }, "window` must be 'sliding' or 'fixed'; got rolling"],
    [{ retryAfter: 1 }, 'retryAfter` must be true or false; got 1'],
    [{ ban: { after: 0, forMs: 1 } }, 'ban.after` must be a whole number of requests'],
    [{ ban: { after: 1, forMs: 0 } }, 'ban.forMs` must be a positive number of milliseconds; got 0'],
    [{ clockSkewMs: '45' }, 'clockSkewMs` must be a number of milliseconds; got 45'],
    [{ clockDriftPpm: Number.NaN }, 'clockDriftPpm` must be a number of millionths; got NaN'],
    [{ toleranceMs: -1 }, 'toleranceMs` must be a number of milliseconds, 0 or more; got -1'],
    [{ faults: 0.25 }, 'faults` must be an object'],
    [{ faults: { rate: 2 } }, 'faults.rate` must be a share from 0 to 1; got 2'],
    [{ faults: [{ rate: 1, kinds: ['fire'] }] }, 'faults.kinds` must be one of request-lost, answer-lost'],
    [{ faults: { rate: 1, kinds: [] } }, 'faults.kinds` must be at least one kind'],
    [{ funds: -1 }, 'funds` must be a number of quote units, 0 or more; got -1'],
    [{ price: 0 }, 'price` must be a positive number of quote units; got 0'],
    [{ credentials: {} }, 'credentials.apiKey` must be a string'],
    [{ credentials: { apiKey: 'a' } }, 'credentials.apiSecret` must be a string'],
    [{ deduplicate: 'yes' }, 'deduplicate` must be true or false; got yes'],
    [{ lookupLagMs: -300 }, 'lookupLagMs` must be a number of milliseconds, 0 or more; got -300'],
    [{ latencyMs: Number.POSITIVE_INFINITY }, 'latencyMs` must be a number of milliseconds, 0 or more'],
    [{ seed: 'a' }, 'seed` must be a number; got a'],
    [{ now: 5 }, 'now` must be a function'],
    [{ dialect: 'mexc' }, 'dialect` must be a dialect; got mexc'],
  ])('%o', (options, sentence) => {
    const make = () => simulateExchange(mexcCase.exchange, loose(options));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`simulateExchange: \`${sentence}`);
  });

  it('so are those of the methods', () => {
    const sim = simulateExchange(mexcCase.exchange);
    expect(() => sim.failNext('html', { times: 0 })).toThrow(
      '`times` must be a whole number, 1 or more; got 0',
    );
    expect(() => sim.failNext({ kind: JSON.parse('"fire"') })).toThrow('`fault` must be one of request-lost');
    expect(() => sim.handlers('contract', { http: { all: () => 1 } })).toThrow('`baseUrl` must be a URL');
  });

  it('so is what is no object at all', () => {
    expect(() => simulateExchange(mexcCase.exchange, JSON.parse('null'))).toThrow(
      '`options` must be an object; got null',
    );
  });

  it('undefined is as good as nothing', () => {
    const nothing = {
      limits: undefined,
      now: undefined,
      ban: undefined,
      faults: undefined,
      credentials: undefined,
    };
    const sim = simulateExchange(mexcCase.exchange, loose(nothing));
    expect(sim.handle(mexcCase.order('a')).status).toBe(200);
  });
});

describe('the server', () => {
  it('goes on when a client goes away in the middle of a request or of its wait', async () => {
    const sim = simulateExchange(mexcCase.exchange, { latencyMs: 20 });
    const url = await sim.listen();
    const half = connect(Number(new URL(url).port), '127.0.0.1');
    half.on('error', () => undefined);
    half.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf a bo', () =>
      half.resetAndDestroy(),
    );
    const gone = new AbortController();
    const waiting = fetch(url + mexcCase.time, { signal: gone.signal });
    while (sim.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    gone.abort();
    await expect(waiting).rejects.toThrow('abort');
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect((await fetch(url + mexcCase.time)).status).toBe(200);
    expect(sim.log).toHaveLength(2);
    await sim.close();
  });

  it('says its URL while it listens, and may be ended and started again', async () => {
    const sim = simulateExchange(mexcCase.exchange);
    expect(sim.url).toBeUndefined();
    await sim.close();
    const url = await sim.listen();
    expect([sim.url, await sim.listen()]).toEqual([url, url]);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await sim.close();
    expect(sim.url).toBeUndefined();
    await expect(fetch(url + mexcCase.time)).rejects.toThrow();
    const again = await sim.listen({ port: Number(new URL(url).port) });
    expect([again, (await fetch(again + mexcCase.time)).status]).toEqual([url, 200]);
    await sim.close();
  });

  it('fails to listen where another does', async () => {
    const first = simulateExchange(mexcCase.exchange);
    const port = Number(new URL(await first.listen()).port);
    await expect(simulateExchange(mexcCase.exchange).listen({ port })).rejects.toThrow('EADDRINUSE');
    await first.close();
  });
});
