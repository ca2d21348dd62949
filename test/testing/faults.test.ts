import { afterEach, describe, expect, it } from 'vitest';
import { type FaultKind, type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { cases, keys, mexcCase, over, signed } from './cases.ts';

const running = new Set<SimulatedExchange>();
afterEach(async () => {
  await Promise.all([...running].map((sim) => sim.close()));
  running.clear();
});

async function start(one = mexcCase, options = {}): Promise<{ sim: SimulatedExchange; url: string }> {
  const sim = simulateExchange(one.exchange, { limits: false, ...options });
  running.add(sim);
  return { sim, url: await sim.listen() };
}

/** What a client of fetch gets: status and text, or how far it came. */
async function seen(url: string, request = mexcCase.order('a')): Promise<string> {
  let response: Response;
  try {
    response = await over(url, request);
  } catch {
    return 'no answer';
  }
  try {
    return `${response.status} ${await response.text()}`;
  } catch {
    return `${response.status} broken off`;
  }
}

const serverError = '500 {"success":false,"code":500,"message":"Internal error"}';

describe('each fault, over a real socket', () => {
  it.each([
    ['request-lost', 'no answer', 0],
    ['answer-lost', 'no answer', 1],
    ['error-before', serverError, 0],
    ['error-after', serverError, 1],
    ['truncated', '200 broken off', 1],
    ['cut-json', '200 {"success":true,"code":0,', 1],
    ['garbage', '200 \u0000\u0001upstream<<', 1],
    ['html', expect.stringMatching(/^403 <html>/), 0],
    ['delay', '200 {"success":true,"code":0,"data":102057569836905984}', 1],
    ['code', '200 {"success":false,"code":2011,"message":"Order quantity error"}', 0],
    ['throttle', '200 {"success":false,"code":510,"message":"Excessive frequency of requests"}', 0],
  ] as const)('%s', async (kind, expected, executions) => {
    const { sim, url } = await start();
    sim.failNext({ kind, ...(kind === 'delay' ? { delayMs: 5 } : {}) });

    expect(await seen(url)).toEqual(expected);
    expect(sim.executions('a')).toBe(executions);
    expect(sim.log).toMatchObject([{ clientOrderId: 'a', fault: kind, executed: executions === 1 }]);
    expect(await seen(url, mexcCase.order('b'))).toMatch(/^200 /);
    expect(sim.log[1]).not.toHaveProperty('fault');
  });

  it('html-502 is carried out or not by a coin, the same for the same seed', async () => {
    const story = async (seed: number) => {
      const { sim, url } = await start(mexcCase, { seed });
      sim.failNext('html-502', { times: 12 });
      for (let order = 0; order < 12; order += 1) {
        expect(await seen(url, mexcCase.order(`o${order}`))).toMatch(/^502 <html>/);
      }
      return sim.log.map(({ executed }) => executed);
    };

    const first = await story(3);
    expect(new Set(first)).toEqual(new Set([true, false]));
    expect(await story(3)).toEqual(first);
    expect(await story(4)).not.toEqual(first);
  });

  it.each(cases)('%s: a cut answer is no JSON, its own server error comes under HTTP 500', async (_, one) => {
    const { sim, url } = await start(one);
    sim.failNext('cut-json');
    const cut = await seen(url, one.order('1'));
    expect(() => JSON.parse(cut.slice(4))).toThrow(SyntaxError);
    sim.failNext('error-after');
    const failed = await seen(url, one.order('2'));
    expect(failed).toMatch(/^500 /);
    expect(failed).toContain(one.codes.server);
    sim.failNext('truncated');
    expect(await seen(url, one.lookup('1'))).toBe('200 broken off');
    expect([sim.executions('1'), sim.executions('2')]).toEqual([1, 1]);
  });
});

describe('details of a fault', () => {
  it('a code of choice, exactly as the table has it, and its text', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext({ kind: 'code', code: '2009' });
    const { status, body, fault } = sim.handle(mexcCase.order('a'));
    expect([status, body, fault]).toEqual([
      200,
      '{"success":false,"code":2009,"message":"Positions do not exist or have been closed"}',
      'code',
    ]);
  });

  it('a code that no table has, without a text', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext({ kind: 'code', code: '31337' });
    expect(sim.handle(mexcCase.order('a')).body).toBe('{"success":false,"code":31337,"message":""}');
  });

  it('a throttle with the wait that the test wants', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext({ kind: 'throttle', retryAfterMs: 29_001 });
    expect(sim.handle(mexcCase.order('a')).headers['retry-after']).toBe('30');
  });

  it('executed first or not, whatever the kind says by itself', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext({ kind: 'code', code: '9999', executed: true });
    sim.failNext({ kind: 'answer-lost', executed: false });
    sim.handle(mexcCase.order('a'));
    sim.handle(mexcCase.order('b'));
    expect(sim.log.map(({ code, executed }) => [code, executed])).toEqual([
      ['9999', true],
      [undefined, false],
    ]);
    expect([sim.executions('a'), sim.executions('b')]).toEqual([1, 0]);
  });

  it('delays add up with the latency of every answer', () => {
    const sim = simulateExchange(mexcCase.exchange, { latencyMs: 40 });
    sim.failNext('delay');
    expect([sim.handle(mexcCase.order('a')).delayMs, sim.handle(mexcCase.order('b')).delayMs]).toEqual([
      1040, 40,
    ]);
  });

  it('close() does not wait for answers that are held back', async () => {
    const { sim, url } = await start(mexcCase, { latencyMs: 60_000 });
    const pending = seen(url);
    while (sim.log.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await sim.close();
    expect(await pending).toBe('no answer');
  });
});

describe('a copy that is executed late', () => {
  const start = 1_700_000_000_000;

  it.each(['html-502', 'request-lost', 'answer-lost'] as const)('after a %s', (kind) => {
    let at = start;
    const sim = simulateExchange(mexcCase.exchange, { now: () => at });
    sim.failNext({ kind, executedAfterMs: 5000 });
    sim.handle(mexcCase.order('a'));
    at = start + 4999;
    expect([sim.executions('a'), JSON.parse(sim.handle(mexcCase.lookup('a')).body).code]).toEqual([0, 2040]);
    at = start + 6000;
    expect(sim.executions('a')).toBe(1);
    expect(sim.orders[0]?.placed[0]?.at).toBe(start + 5000);
    expect(sim.log.map((entry) => [entry.at - start, entry.action, entry.fault, entry.executed])).toEqual([
      [0, 'order', kind, false],
      [4999, 'lookup', undefined, false],
      [5000, 'order', kind, true],
    ]);
  });

  it('unless its signature is too old by then', async () => {
    let at = start;
    const sim = simulateExchange(mexcCase.exchange, { now: () => at, credentials: keys });
    sim.failNext({ kind: 'html-502', executedAfterMs: 10_000, executed: true });
    sim.failNext({ kind: 'html-502', executedAfterMs: 10_001 });
    sim.handle(await signed(mexcCase.sign, mexcCase.order('a'), start));
    sim.handle(await signed(mexcCase.sign, mexcCase.order('b'), start));
    at = start + 20_000;
    expect([sim.executions('a'), sim.executions('b')]).toEqual([1, 0]);
    expect(sim.log.at(-1)).toMatchObject({ code: '513', executed: false });
  });

  it('cancels and amends too, and nothing after a reset', () => {
    let at = start;
    const sim = simulateExchange(mexcCase.exchange, { now: () => at });
    sim.handle(mexcCase.order('a'));
    sim.failNext({ kind: 'html', executedAfterMs: 100 }, { match: { action: 'cancel' } });
    sim.handle(mexcCase.cancel('a'));
    at += 100;
    expect(sim.orders[0]?.placed[0]?.status).toBe('cancelled');
    sim.failNext({ kind: 'html', executedAfterMs: 100 });
    sim.handle(mexcCase.order('b'));
    sim.reset();
    at += 1000;
    expect([sim.log, sim.orders]).toEqual([[], []]);
  });
});

describe('which request a fault is for', () => {
  const kinds = (sim: SimulatedExchange): (FaultKind | undefined)[] => sim.log.map(({ fault }) => fault);

  it('those for the time are spared unless the match says so', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext('html');
    sim.handle({ method: 'GET', path: mexcCase.time });
    sim.handle(mexcCase.order('a'));
    sim.failNext('html', { match: { action: 'time' } });
    sim.handle(mexcCase.order('b'));
    sim.handle({ method: 'GET', path: mexcCase.time });
    expect(kinds(sim)).toEqual([undefined, 'html', undefined, 'html']);
  });

  it.each([
    ['a kind', { kind: 'order' }],
    ['a path', { path: '/api/v1/private/order/*', method: 'post' }],
    ['a function', ({ clientOrderId }: { clientOrderId: string | undefined }) => clientOrderId === 'b'],
  ] as const)('by %s, and as often as ordered', (_, match) => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext('garbage', { match, times: 2 });
    sim.handle({ method: 'GET', path: mexcCase.balance });
    for (let time = 0; time < 3; time += 1) sim.handle(mexcCase.order('b'));
    expect(kinds(sim)).toEqual([undefined, 'garbage', 'garbage', undefined]);
  });

  it('by the kind and the path of routes that the exchange does not have', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.failNext('garbage', { match: { kind: 'write', path: '/no/**' } });
    sim.failNext('html', { match: { kind: 'read', path: '/no/such/route' } });
    sim.handle({ method: 'PUT', path: '/other' });
    sim.handle({ method: 'PUT', path: '/no/such' });
    sim.handle({ method: 'HEAD', path: '/no/such' });
    sim.handle({ method: 'HEAD', path: '/no/such/route' });
    expect(kinds(sim)).toEqual([undefined, 'garbage', undefined, 'html']);
  });

  it('by chance: the share, the kinds and the requests that a table names', () => {
    const sim = simulateExchange(mexcCase.exchange, {
      limits: false,
      deduplicate: false,
      faults: [
        { rate: 0.25, kinds: ['garbage', { kind: 'code', code: '501' }], match: { kind: 'order' } },
        { rate: 1, kinds: ['html'], match: { action: 'lookup' } },
      ],
    });
    for (let order = 0; order < 1000; order += 1) sim.handle(mexcCase.order(`o${order}`));
    for (let read = 0; read < 10; read += 1) sim.handle(mexcCase.lookup('o1'));
    sim.handle({ method: 'GET', path: mexcCase.ticker });

    const played = kinds(sim);
    const count = (kind: FaultKind) => played.filter((one) => one === kind).length;
    expect(count('garbage') + count('code')).toBeGreaterThan(200);
    expect(count('garbage') + count('code')).toBeLessThan(300);
    expect(Math.min(count('garbage'), count('code'))).toBeGreaterThan(90);
    expect(count('html')).toBe(10);
    expect(played.at(-1)).toBeUndefined();
  });

  it('by chance, but the same for each order whoever comes first, and for each of its copies', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `o${index}`);
    const story = (order: readonly string[], seed = 5) => {
      const sim = simulateExchange(mexcCase.exchange, { limits: false, faults: { rate: 0.4, seed } });
      for (const id of order) sim.handle(mexcCase.order(id));
      for (const id of order) sim.handle(mexcCase.order(id));
      const lines = sim.log.map((entry) => `${entry.clientOrderId} ${entry.fault} ${entry.executed}`);
      return { lines: [...lines].sort(), faults: kinds(sim) };
    };
    const forwards = story(ids);
    expect(story([...ids].reverse()).lines).toEqual(forwards.lines);
    expect(story(ids, 6).lines).not.toEqual(forwards.lines);
    expect(forwards.faults.slice(0, 60)).not.toEqual(forwards.faults.slice(60));
  });

  it('without a list of kinds: eight of them', () => {
    const sim = simulateExchange(mexcCase.exchange, { limits: false, faults: { rate: 1 } });
    for (let order = 0; order < 300; order += 1) sim.handle(mexcCase.order(`o${order}`));
    expect([...new Set(kinds(sim))].sort()).toEqual([
      'answer-lost',
      'error-after',
      'error-before',
      'garbage',
      'html',
      'html-502',
      'request-lost',
      'truncated',
    ]);
  });
});
