import { describe, expect, it } from 'vitest';
import type { SimulatedExchange } from '../../src/testing/index.ts';
import { simulateExchange } from '../../src/testing/index.ts';
import { cases, chainUpCase, ktxCase, mexcCase } from './cases.ts';

const ticker = { method: 'GET', path: mexcCase.ticker };
const refused = (sim: SimulatedExchange): boolean[] => sim.log.map(({ violations }) => violations.length > 0);

function sendAt(sim: SimulatedExchange, times: readonly number[], request = ticker): void {
  for (const at of times) sim.handle({ ...request, at });
}

describe('windows', () => {
  it('sliding: a unit comes back one window after it was taken, not sooner', () => {
    const sim = simulateExchange(mexcCase.exchange, { limits: [{ capacity: 2, windowMs: 100 }] });
    sendAt(sim, [0, 60, 99, 100, 101, 159, 160]);
    expect(refused(sim)).toEqual([false, false, true, false, true, true, false]);
  });

  it('fixed: all units come back at the multiples of the window', () => {
    const sim = simulateExchange(mexcCase.exchange, {
      window: 'fixed',
      limits: [{ capacity: 2, windowMs: 100 }],
    });
    sendAt(sim, [60, 98, 99, 100, 101, 102, 200]);
    expect(refused(sim)).toEqual([false, false, true, false, false, true, false]);
  });

  it('many requests in one long window are all remembered, and forgotten in time', () => {
    const sim = simulateExchange(mexcCase.exchange, { limits: [{ capacity: 3000, windowMs: 3000 }] });
    sendAt(
      sim,
      Array.from({ length: 9000 }, (_, at) => at),
    );
    expect(sim.violations).toEqual([]);
    sendAt(sim, [8999]);
    expect(sim.violations).toMatchObject([{ at: 8999 }]);
  });
});

describe('what a limit counts', () => {
  it('only what it is for, with its weights; the log names it', () => {
    const sim = simulateExchange(mexcCase.exchange, {
      limits: [
        { name: 'orders', capacity: 1, windowMs: 1000, match: { kind: 'order' } },
        {
          capacity: 10,
          windowMs: 1000,
          weight: ({ kind }) => (kind === 'order' ? 1 : 4),
          match: ({ path }) => path !== '/',
        },
      ],
    });
    sendAt(sim, [0, 1]);
    sendAt(sim, [2, 3], mexcCase.order('a'));
    sendAt(sim, [4]);
    expect(sim.log.map(({ violations }) => violations)).toEqual([[], [], [], ['orders'], ['limit 2']]);
  });

  it('per route: each has the capacity for itself, whatever the id in its path', () => {
    const sim = simulateExchange(mexcCase.exchange, {
      limits: [{ capacity: 1, windowMs: 1000, per: 'route' }],
    });
    sendAt(sim, [0]);
    sendAt(sim, [1], mexcCase.lookup('a'));
    sendAt(sim, [2], mexcCase.lookup('b'));
    expect(refused(sim)).toEqual([false, false, true]);
  });

  it('per account: each key has the capacity for itself', () => {
    const sim = simulateExchange(mexcCase.exchange, {
      limits: [{ scope: 'account', capacity: 1, windowMs: 1000 }],
    });
    for (const ApiKey of ['one', 'two', 'one']) sim.handle({ ...ticker, headers: { ApiKey }, at: 0 });
    expect(refused(sim)).toEqual([false, false, true]);
  });

  it('requests that the exchange never saw do not count', () => {
    const sim = simulateExchange(mexcCase.exchange, { limits: [{ capacity: 1, windowMs: 1000 }] });
    sim.failNext('request-lost');
    sim.failNext('html');
    sendAt(sim, [0, 1, 2, 3]);
    expect(refused(sim)).toEqual([false, false, false, true]);
  });

  it.each(cases)('%s enforces what it documents unless told otherwise', (_, one) => {
    const flood = (options: object) => {
      const sim = simulateExchange(one.exchange, options);
      sendAt(sim, new Array<number>(10_001).fill(0), { method: 'GET', path: one.ticker });
      return sim.violations.length;
    };
    expect(flood({})).toBeGreaterThan(0);
    expect(flood({ limits: false })).toBe(0);
  });
});

describe('throttled answers', () => {
  const options = { limits: [{ capacity: 1, windowMs: 5000 }] };

  it('say when there is room again only if asked to', () => {
    const silent = simulateExchange(mexcCase.exchange, options);
    silent.handle({ ...ticker, at: 0 });
    expect(silent.handle({ ...ticker, at: 1500 }).headers).not.toHaveProperty('retry-after');

    const sliding = simulateExchange(mexcCase.exchange, { ...options, retryAfter: true });
    sliding.handle({ ...ticker, at: 0 });
    expect(sliding.handle({ ...ticker, at: 1500 }).headers['retry-after']).toBe('4');

    const fixed = simulateExchange(mexcCase.exchange, { ...options, retryAfter: true, window: 'fixed' });
    fixed.handle({ ...ticker, at: 4000 });
    expect(fixed.handle({ ...ticker, at: 4500 }).headers['retry-after']).toBe('1');
  });

  it('ChainUp bans those who go on: HTTP 418 until the ban is over', () => {
    const sim = simulateExchange(chainUpCase.exchange, {
      ...options,
      retryAfter: true,
      ban: { after: 2, forMs: 60_000 },
    });
    const request = { method: 'GET', path: chainUpCase.ticker };
    const statuses = [0, 1, 2, 3, 60_001, 60_002].map((at) => sim.handle({ ...request, at }).status);
    expect(statuses).toEqual([200, 429, 429, 418, 418, 200]);
    expect(sim.log[3]).toMatchObject({ violations: ['ban'], code: '-1003', executed: false });
    expect(sim.handle({ ...request, at: 60_003 }).headers['retry-after']).toBe('5');
  });

  it('others ban at the edge, with a page', () => {
    const sim = simulateExchange(ktxCase.exchange, { ...options, ban: { after: 1, forMs: 1000 } });
    const request = { method: 'GET', path: ktxCase.ticker };
    sendAt(sim, [0, 1], request);
    const { status, body } = sim.handle({ ...request, at: 2 });
    expect([status, body.slice(0, 6)]).toEqual([403, '<html>']);
  });
});
