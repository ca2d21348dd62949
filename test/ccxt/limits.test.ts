import { describe, expect, it } from 'vitest';
import type { Limit } from '../../src/index.ts';
import { attached, make, theirs } from './support.ts';

const mine: Limit = { name: 'mine', scope: 'ip', capacity: 10, windowMs: 60_000 };
const depth = { symbol: 'BTCUSDT', limit: 1000 };
const free = (gateway: ReturnType<typeof attached>['gateway']): object =>
  Object.fromEntries(gateway.headroom().map(({ limit, free: left }) => [limit, left]));

describe('limits of the user over ccxt', () => {
  it('count in units of the user, whatever ccxt says that a call costs', async () => {
    const { instance, gateway } = attached('binance', [{ body: {} }], { limits: [mine] });
    for (let call = 0; call < 5; call += 1) await instance['publicGetDepth']?.(depth);
    expect(free(gateway)).toEqual({ mine: 5 });
  });

  it('of one unit admit what is dear to ccxt', async () => {
    const { instance, gateway } = attached('binance', [{ body: {} }], { limits: [{ ...mine, capacity: 1 }] });
    await instance['publicGetDepth']?.(depth);
    expect(free(gateway)).toEqual({ mine: 0 });
  });

  it('stand beside that of ccxt, each with its own units', async () => {
    const { limits } = theirs(make('binance'));
    const weighed: Limit = { ...mine, name: 'weighed', weight: 2 };
    const { instance, gateway } = attached('binance', [{ body: {} }], { limits: [...limits, mine, weighed] });
    await instance['publicGetDepth']?.(depth);
    expect(free(gateway)).toEqual({ 'ccxt-cost': 140, mine: 9, weighed: 8 });
  });

  it('are weighed by what the user says of a call, and ccxt’s goes on by its own', async () => {
    const { limits } = theirs(make('binance'));
    const describe = () => ({ weight: { mine: 3 } });
    const { instance, gateway } = attached('binance', [{ body: {} }], {
      limits: [...limits, mine],
      describe,
    });
    await instance['publicGetDepth']?.(depth);
    expect(free(gateway)).toEqual({ 'ccxt-cost': 140, mine: 7 });
  });

  it('may be none', async () => {
    const { instance, gateway } = attached('binance', [{ body: {} }], { limits: false });
    await instance['publicGetDepth']?.(depth);
    expect(gateway.limits).toEqual([]);
    expect(free(gateway)).toEqual({});
  });
});
