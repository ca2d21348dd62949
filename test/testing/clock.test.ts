import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulateExchange } from '../../src/testing/index.ts';
import {
  type Case,
  cases,
  chainUpCase,
  keys,
  ktxCase,
  lbankCase,
  mexcCase,
  oxFunCase,
  signed,
} from './cases.ts';

const at = 1_700_000_000_000;
beforeEach(() => vi.useFakeTimers({ now: at, toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

async function codeFor(one: Case, timestamp: number, options = {}): Promise<string | undefined> {
  const sim = simulateExchange(one.exchange, { credentials: keys, ...options });
  sim.handle(await signed(one.sign, one.order('1'), timestamp));
  return sim.log[0]?.code;
}

describe('timestamps', () => {
  it.each([
    ['mexc-contract', mexcCase, 10_000, 10_000],
    ['ox-fun', oxFunCase, 5000, 5000],
    ['chainup', chainUpCase, 5000, 1000],
  ] as const)('%s takes what it documents and not a step more', async (_, one, behindMs, aheadMs) => {
    const step = one === oxFunCase ? 1000 : 1;
    expect(await codeFor(one, at - behindMs)).toBeUndefined();
    expect(await codeFor(one, at + aheadMs)).toBeUndefined();
    expect(await codeFor(one, at - behindMs - step)).toBe(one.codes.timestamp);
    expect(await codeFor(one, at + aheadMs + step)).toBe(one.codes.timestamp);
  });

  it('KTX takes any expiry that has not gone by, and a request without one', async () => {
    expect(await codeFor(ktxCase, at - 5000)).toBeUndefined();
    expect(await codeFor(ktxCase, at - 5001)).toBe('-11001');
    expect(await codeFor(ktxCase, at + 3_600_000)).toBeUndefined();
    expect(await codeFor(ktxCase, at - 5400, { toleranceMs: 500 })).toBeUndefined();
    expect(await codeFor(ktxCase, at + 3_600_000, { toleranceMs: 500 })).toBeUndefined();
  });

  it('LBank documents no tolerance: checked only if the test says how much', async () => {
    expect(await codeFor(lbankCase, at - 3_600_000)).toBeUndefined();
    expect(await codeFor(lbankCase, at - 5001, { toleranceMs: 5000 })).toBe('10004');
    expect(await codeFor(lbankCase, at - 5000, { toleranceMs: 5000 })).toBeUndefined();
  });

  it.each(cases)('%s refuses one that is missing or unreadable', async (_, one) => {
    const sim = simulateExchange(one.exchange, { credentials: keys, toleranceMs: 1000 });
    const names = ['request-time', 'timestamp', 'x-ch-ts', 'api-expire-time'];
    const right = await signed(one.sign, one.order('1'), at);
    const rest = Object.entries(right.headers ?? {}).filter(([name]) => !names.includes(name.toLowerCase()));
    sim.handle({ ...right, headers: Object.fromEntries(rest) });
    sim.handle({
      ...right,
      headers: { ...Object.fromEntries(rest), ...Object.fromEntries(names.map((n) => [n, 'soon'])) },
    });
    expect(sim.log.map(({ code, executed }) => [typeof code, executed])).toEqual([
      ['string', false],
      ['string', false],
    ]);
    expect(sim.log[1]?.code).toBe(one.codes.timestamp);
  });

  it('without credentials one that is there is checked, none is no mistake', () => {
    const sim = simulateExchange(mexcCase.exchange);
    sim.handle(mexcCase.order('a'));
    sim.handle({ ...mexcCase.order('b'), headers: { 'Request-Time': String(at - 45_000) } });
    expect(sim.log.map(({ code, timestamp }) => [code, timestamp])).toEqual([
      [undefined, undefined],
      ['513', at - 45_000],
    ]);
  });

  it('ChainUp lets the request say its own window', async () => {
    const order = chainUpCase.order('a');
    const wide = { ...order, query: 'recvWindow=9000' };
    const sim = simulateExchange(chainUpCase.exchange, { credentials: keys });
    sim.handle(await signed(chainUpCase.sign, wide, at - 9000));
    sim.handle(await signed(chainUpCase.sign, wide, at - 9001));
    expect(sim.log.map(({ code }) => code)).toEqual([undefined, '-1021']);
  });
});

describe('the clock of the exchange', () => {
  it('is off by the skew and runs off by the drift, from the start of the simulator', () => {
    const sim = simulateExchange(mexcCase.exchange, { clockSkewMs: -45_000, clockDriftPpm: 200 });
    expect(sim.serverTime()).toBe(at - 45_000);
    vi.setSystemTime(at + 3_600_000);
    expect(sim.serverTime()).toBe(at + 3_600_000 - 45_000 + 720);
    expect(JSON.parse(sim.handle({ method: 'GET', path: mexcCase.time }).body).data).toBe(sim.serverTime());
  });

  it('can be stepped in the middle of a test', () => {
    const sim = simulateExchange(mexcCase.exchange, { clockSkewMs: 1000 });
    sim.stepClock(5000);
    expect(sim.serverTime()).toBe(at + 6000);
    sim.reset();
    expect(sim.serverTime()).toBe(at + 1000);
  });

  it.each(cases.filter(([, { exchange }]) => exchange !== lbankCase.exchange))(
    '%s: 45 s off is refused until the client has asked for the time',
    async (_, one) => {
      expect(await codeFor(one, at, { clockSkewMs: 45_000 })).toBe(one.codes.timestamp);
      expect(await codeFor(one, at + 45_000, { clockSkewMs: 45_000 })).toBeUndefined();
    },
  );

  it('those who ask for the time are counted', () => {
    const sim = simulateExchange(oxFunCase.exchange);
    sim.handle({ method: 'HEAD', path: '/' });
    sim.handle({ method: 'GET', path: '/v2/ping' });
    sim.handle({ method: 'GET', path: oxFunCase.ticker });
    expect(sim.timeRequests.map(({ path }) => path)).toEqual(['/', '/v2/ping']);
  });
});
