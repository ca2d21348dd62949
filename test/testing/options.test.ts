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
    [{ limits: 5 }, '`limits` takes a list of limits, or false; it got 5.'],
    [
      { limits: [{ capacity: 0, windowMs: 1 }] },
      '`limits[0].capacity` takes a whole number, at least 1; it got 0.',
    ],
    [{ limits: [null] }, '`limits[0]` takes an object; it got null.'],
    [
      { limits: [{ capacity: 1, windowMs: -1 }] },
      '`limits[0].windowMs` takes a number of milliseconds, at least 1; it got -1.',
    ],
    [{ window: 'rolling' }, "`window` takes 'sliding' or 'fixed'; it got 'rolling'."],
    [{ retryAfter: 1 }, '`retryAfter` takes true or false; it got 1.'],
    [{ ban: { after: 0, forMs: 1 } }, '`ban.after` takes a whole number, at least 1; it got 0.'],
    [{ ban: { after: 1, forMs: 0 } }, '`ban.forMs` takes a number of milliseconds, at least 1; it got 0.'],
    [{ clockSkewMs: '45' }, "`clockSkewMs` takes a finite number; it got '45'."],
    [{ clockDriftPpm: Number.NaN }, '`clockDriftPpm` takes a finite number; it got NaN.'],
    [{ toleranceMs: -1 }, '`toleranceMs` takes a number of milliseconds, at least 0; it got -1.'],
    [{ faults: 0.25 }, '`faults` takes an object, or a list; it got 0.25.'],
    [{ faults: {} }, '`faults.rate` takes a number, at least 0, at most 1; it got undefined.'],
    [{ faults: { rate: 2 } }, '`faults.rate` takes a number, at least 0, at most 1; it got 2.'],
    [{ faults: [{ rate: 1, kinds: ['fire'] }] }, "`faults[0].kinds[0]` takes 'request-lost', 'answer-lost'"],
    [{ faults: { rate: 1, kinds: [] } }, '`faults.kinds` takes at least one kind; it got a list.'],
    [{ funds: -1 }, '`funds` takes a number, at least 0; it got -1.'],
    [{ price: 0 }, '`price` takes a number above 0; it got 0.'],
    [{ credentials: {} }, '`credentials.apiKey` takes a string that is not empty; it got undefined.'],
    [
      { credentials: { apiKey: 'a' } },
      '`credentials.apiSecret` takes a string, unless there is a `publicKey`; it got undefined.',
    ],
    [{ symbols: 'BTC' }, "`symbols` takes a list of markets; it got 'BTC'."],
    [
      { faults: { rate: 1, kinds: [{ kind: 'code', code: 'nope' }] } },
      "`faults.kinds.code` takes a code as the exchange writes its own; it got 'nope'.",
    ],
    [{ deduplicate: 'yes' }, "`deduplicate` takes true or false; it got 'yes'."],
    [{ lookupLagMs: -300 }, '`lookupLagMs` takes a finite number, at least 0; it got -300.'],
    [
      { latencyMs: Number.POSITIVE_INFINITY },
      '`latencyMs` takes a finite number, at least 0; it got Infinity.',
    ],
    [{ seed: 'a' }, "`seed` takes a finite number; it got 'a'."],
    [{ now: 5 }, '`now` takes a function; it got 5.'],
    [{ dialect: 'mexc' }, '`dialect` takes a dialect; it got a string.'],
    [{ dialect: {} }, '`dialect.id` takes a string that is not empty; it got undefined.'],
    [{ dialect: { id: 'x', verify: true } }, '`dialect.verify` takes a function; it got true.'],
    [
      { dialect: { id: 'x', routes: [{ method: 'GET', path: 'time', action: 'time' }] } },
      "`dialect.routes[0].path` takes a path that starts with '/'; it got 'time'.",
    ],
    [
      { dialect: { id: 'x', codes: { throttle: 510 } } },
      '`dialect.codes.throttle` takes a string that is not empty; it got 510.',
    ],
  ])('%o', (options, sentence) => {
    const make = () => simulateExchange(mexcCase.exchange, loose(options));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`simulateExchange: ${sentence}`);
  });

  it.each([
    [{ limit: [] }, 'limit', 'limits'],
    [{ limits: [{ capacity: 1, windowMs: 1, matches: {} }] }, 'limits[0].matches', 'limits[0].match'],
    [{ faults: { rate: 1, kind: ['html'] } }, 'faults.kind', 'faults.kinds'],
    [{ faults: [{ rate: 1, match: { kinds: 'order' } }] }, 'faults[0].match.kinds', 'faults[0].match.kind'],
    [{ dialect: { id: 'x', verfy: () => true } }, 'dialect.verfy', 'dialect.verify'],
    [{ dialect: { id: 'x', codes: { throtle: '1' } } }, 'dialect.codes.throtle', 'dialect.codes.throttle'],
    [{ ban: { after: 1, forMS: 1 } }, 'ban.forMS', 'ban.forMs'],
    [{ credentials: { apiKey: 'a', secret: 'hidden' } }, 'credentials.secret', 'credentials.apiSecret'],
  ])('a misspelt option: %o', (options, name, meant) => {
    const make = () => simulateExchange(mexcCase.exchange, loose(options));
    expect(make).toThrow(TypeError);
    expect(make).toThrow(`\`simulateExchange\` has no option \`${name}\`. Did you mean \`${meant}\`?`);
    expect(make).not.toThrow('hidden');
  });

  it('so are those of the methods', () => {
    const sim = simulateExchange(mexcCase.exchange);
    const told = (method: (...given: never[]) => unknown, ...given: readonly unknown[]): unknown => {
      try {
        return Reflect.apply(method, sim, given);
      } catch (error) {
        return error instanceof TypeError ? error.message : error;
      }
    };
    expect(told(sim.failNext, 'html', { times: 0 })).toBe(
      'simulateExchange: `failNext.times` takes a whole number, at least 1; it got 0.',
    );
    expect(told(sim.failNext, 'html', { matches: {} })).toContain('Did you mean `failNext.match`?');
    expect(told(sim.failNext, 'html', { match: 'cancel' })).toContain('`failNext.match` takes an object, or');
    expect(told(sim.failNext, 'html', { match: { actoin: 'cancel' } })).toContain('`failNext.match.action`');
    expect(told(sim.failNext, { kind: 'html', match: {} })).toContain('has no option `fault.match`');
    expect(told(sim.failNext, { kind: 'code', code: 'nope' })).toContain('`fault.code` takes a code as the');
    expect(told(sim.failNext, { kind: 'delay', delayMs: -5 })).toContain('`fault.delayMs` takes a number');
    for (const server of [undefined, null, 'ws', {}])
      expect(told(sim.attach, server)).toContain('`server` takes a server of WebSockets, such as');
    expect(told(sim.failNext, { kind: 'fire' })).toContain("`fault.kind` takes 'request-lost',");
    expect(told(sim.failNext, { kind: 'delay', delay: 5 })).toContain('Did you mean `fault.delayMs`?');
    expect(told(sim.handlers, 'contract', { http: { all: () => 1 } })).toContain('`baseUrl` takes a URL');
    expect(told(sim.handlers, 'https://x.test', {})).toContain(
      '`handlers.http` takes `http` of msw; it got undefined.',
    );
    expect(told(sim.handlers, 'https://x.test')).toContain('`handlers` takes an object; it got undefined.');
    expect(told(sim.handle, {})).toContain(
      "`request.method` takes a method such as 'GET'; it got undefined.",
    );
    expect(told(sim.handle, { method: 'GET' })).toContain('`request.path` takes a path');
    expect(told(sim.attach, {}, { latency: 5 })).toContain('Did you mean `attach.latencyMs`?');
  });

  it('so is a port that there is none of', async () => {
    const listening = Reflect.apply(
      simulateExchange(mexcCase.exchange).listen,
      simulateExchange(mexcCase.exchange),
      [{ port: 70_000 }],
    );
    await expect(listening).rejects.toThrow('`listen.port` takes a whole number, at least 0, at most 65535');
  });

  it('so is what is no exchange, or no object at all', () => {
    expect(() => Reflect.apply(simulateExchange, undefined, [])).toThrow(
      new TypeError(
        'simulateExchange: `exchange` takes an exchange, such as `mexcContract` or what `defineExchange` returns; it got undefined.',
      ),
    );
    expect(() => simulateExchange(mexcCase.exchange, JSON.parse('null'))).toThrow(
      '`simulateExchange options` takes an object; it got null',
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

  it('is one, whoever else begins to listen at the same time, and ends once', async () => {
    const sim = simulateExchange(mexcCase.exchange);
    const [first, second] = await Promise.all([sim.listen(), sim.listen()]);
    expect(second).toBe(first);
    await Promise.all([sim.close(), sim.close()]);
    await expect(fetch(first + mexcCase.time)).rejects.toThrow();
  });

  it('fails to listen where another does', async () => {
    const first = simulateExchange(mexcCase.exchange);
    const port = Number(new URL(await first.listen()).port);
    const second = simulateExchange(mexcCase.exchange);
    await expect(second.listen({ port })).rejects.toThrow('EADDRINUSE');
    await first.close();
    expect(await second.listen({ port })).toBe(`http://127.0.0.1:${port}`);
    await second.close();
  });
});
