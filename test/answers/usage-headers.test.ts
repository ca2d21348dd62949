import { describe, expect, it } from 'vitest';
import { readUsage } from '../../src/answers/usage-headers.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Limit } from '../../src/catalog/limit.ts';
import type { UsageHeader } from '../../src/catalog/limit-signals.ts';
import { wrapped } from '../policies/tiny.ts';

const limits: readonly Limit[] = [{ name: 'orders', scope: 'account', capacity: 10, windowMs: 1000 }];

describe('what a header tells', () => {
  const header = (parse: unknown): UsageHeader => ({
    header: 'x-used',
    limit: 'orders',
    parse: parse as UsageHeader['parse'],
  });
  const told = (parse: unknown): unknown =>
    readUsage(defineExchange({ ...wrapped.spec, limits, usage: [header(parse)] }), { 'x-used': '7' }, 0);

  it.each([
    [{ used: 7 }],
    [{ left: 0 }],
    [{ capacity: 400 }],
    [{ used: 3, left: 4, capacity: 7, resetMs: 100 }],
  ])('is %o', (usage) => {
    expect(told(() => usage)).toEqual([{ limit: 'orders', usage }]);
  });

  it.each([
    () => undefined,
    () => null,
    () => 'seven',
    () => Promise.resolve({ used: 7 }),
    () => ({}),
    () => ({ used: Number.NaN }),
    () => ({ used: -1 }),
    () => ({ left: Number.POSITIVE_INFINITY }),
    () => ({ used: '7' }),
    () => ({ capacity: 0 }),
    () => {
      throw new Error('of the parser');
    },
  ])('is nothing for garbage: %s', (parse) => {
    expect(told(parse)).toEqual([]);
  });
});
