import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/policies/budget.ts';

describe('a retry budget', () => {
  it('starts with 500 tokens; a retry after a fault costs 2, after a throttle 1', () => {
    const budget = new Budget();
    expect(budget.tokens).toBe(500);
    budget.spend('server');
    expect(budget.tokens).toBe(498);
    budget.spend('timestamp');
    expect(budget.tokens).toBe(496);
    budget.spend('rate-limit');
    expect(budget.tokens).toBe(495);
  });

  it('refuses what it cannot pay, and takes nothing for it', () => {
    const budget = new Budget({ capacity: 3 });
    expect([budget.spend('server'), budget.spend('server'), budget.tokens]).toEqual([true, false, 1]);
    expect([budget.spend('rate-limit'), budget.spend('rate-limit'), budget.tokens]).toEqual([true, false, 0]);
  });

  it('a success brings one token back, up to the capacity', () => {
    const budget = new Budget({ capacity: 4 });
    budget.spend('network');
    budget.succeeded();
    expect(budget.tokens).toBe(3);
    for (let at = 0; at < 5; at += 1) budget.succeeded();
    expect(budget.tokens).toBe(4);
  });

  it('holds while every fourth attempt fails, for ever', () => {
    const budget = new Budget();
    const paid = Array.from({ length: 10_000 }, (_, at) => {
      if (at % 4 === 0) return budget.spend('server');
      budget.succeeded();
      return true;
    });
    expect(paid).not.toContain(false);
  });

  it('stops a gateway whose every attempt fails after 250 retries', () => {
    const budget = new Budget();
    let retries = 0;
    while (budget.spend('timeout')) retries += 1;
    expect(retries).toBe(250);
  });

  it('takes other prices', () => {
    const budget = new Budget({ capacity: 10, faultCost: 5, throttleCost: 3, refund: 4 });
    budget.spend('network');
    budget.spend('rate-limit');
    expect(budget.tokens).toBe(2);
    budget.succeeded();
    expect(budget.tokens).toBe(6);
  });

  it.each(['capacity', 'faultCost', 'throttleCost', 'refund'])('refuses a bad `%s` by name', (option) => {
    expect(() => new Budget({ [option]: -1 })).toThrow(
      new TypeError(`\`budget.${option}\` takes a number, at least 0; it got -1.`),
    );
  });
});
