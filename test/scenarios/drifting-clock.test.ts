import axios, { AxiosHeaders } from 'axios';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGateway, interceptAxios, mexcContract, type Sign } from '../../src/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';

const order = 'https://contract.mexc.com/api/v1/private/order/submit';
const body = { symbol: 'BTC_USDT', side: 1, type: 1, openType: 1, price: 10, vol: 1 };
const sign: Sign = (_, { timestamp }) => ({ headers: { 'Request-Time': String(timestamp) } });
const limits = [{ name: 'all', scope: 'account', capacity: 20, windowMs: 2000 }] as const;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
});

interface World {
  readonly clockSkewMs?: number;
  readonly clockDriftPpm?: number;
  /** What the `Date` header becomes: that of the exchange where this is left out. */
  readonly date?: (() => string) | undefined;
}

/** 20 workers place 400 orders at an exchange that takes stamps of one second to either side. */
async function trade({ clockSkewMs = 0, clockDriftPpm = 0, date }: World) {
  const sim = simulateExchange(mexcContract, {
    clockSkewMs,
    clockDriftPpm,
    toleranceMs: 1000,
    limits: false,
  });
  const gateway = createGateway({ exchange: mexcContract, sign, limits });
  const client = axios.create({
    adapter: async (config) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      const response = await sim.adapter(config);
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (!date) return response;
      return { ...response, headers: AxiosHeaders.from({ ...response.headers, date: date() }) };
    },
  });
  interceptAxios(client, gateway);
  let placed = 0;
  const workers = Array.from({ length: 20 }, async (_, worker) => {
    for (let nth = 0; nth < 20; nth += 1) {
      await client.post(order, { ...body, externalOid: `o-${worker}-${nth}` });
      placed += 1;
    }
  });
  for (let second = 0; placed < 400 && second < 60; second += 1) await vi.advanceTimersByTimeAsync(1000);
  await Promise.all(workers);
  await gateway.close();
  const refused = sim.log.filter(({ code }) => code === '513').length;
  return { refused, reads: sim.timeRequests.length, offsetMs: gateway.stats().clockOffsetMs };
}

/** The edge's own clock, which is right. */
const edge = (): string => new Date().toUTCString();

describe('400 orders at 20 per 2 s, and a window for stamps of 1 s', () => {
  it('cost no reading where the clock is right', async () => {
    expect(await trade({})).toEqual({ refused: 0, reads: 0, offsetMs: undefined });
    expect(await trade({ clockSkewMs: 200, clockDriftPpm: 50 })).toMatchObject({ refused: 0, reads: 0 });
  });

  it('are refused for their time five times at most where it is off by 3 s and drifts, whatever the Date says', async () => {
    const worlds: World[] = [
      { clockDriftPpm: 50_000 },
      { clockDriftPpm: 50_000, date: edge },
      { clockDriftPpm: -50_000, date: () => '' },
      {},
    ];
    for (const world of worlds) {
      const { refused, reads } = await trade({ clockSkewMs: 3000, ...world });
      expect([refused <= 5, reads <= 12]).toEqual([true, true]);
    }
  });

  it('are not refused where a clock that was right begins to drift', async () => {
    const drifting = await trade({ clockDriftPpm: 50_000 });
    expect([drifting.refused, drifting.reads <= 12]).toEqual([0, true]);
  });
});
