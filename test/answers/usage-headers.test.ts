import { describe, expect, it } from 'vitest';
import { readUsage } from '../../src/answers/usage-headers.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Limit } from '../../src/catalog/limit.ts';
import type { LimitHeaders, UsageHeader } from '../../src/catalog/limit-signals.ts';
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

describe('headers by what they tell', () => {
  const nowMs = 1_700_000_000_000;
  const told = (rule: Omit<LimitHeaders, 'limit'>, headers: Record<string, string>): unknown =>
    readUsage(
      defineExchange({ ...wrapped.spec, limits, usage: [{ limit: 'orders', ...rule }] }),
      headers,
      nowMs,
    );

  it.each<[Omit<LimitHeaders, 'limit'>, Record<string, string>, object]>([
    [{ used: 'X-Used' }, { 'x-used': '7' }, { used: 7 }],
    [{ used: 'x-used' }, { 'X-Used': ' 7.5 points' }, { used: 7.5 }],
    [
      { left: 'x-left', capacity: 'x-limit' },
      { 'x-left': '3', 'x-limit': '10' },
      { left: 3, capacity: 10 },
    ],
    [{ used: { header: 'x-all', pattern: /^\d+:(\d+)/ } }, { 'x-all': '1:20:9' }, { used: 20 }],
    [{ used: 'x-used', scale: 0.01 }, { 'x-used': '700' }, { used: 7 }],
    [
      { used: 'x-used', reset: { header: 'X-Reset', unit: 's' } },
      { 'x-used': '1', 'x-reset': '2' },
      { used: 1, resetMs: 2000 },
    ],
    [
      { used: 'x-used', reset: { header: 'x-reset', unit: 'ms' } },
      { 'x-used': '1', 'x-reset': '250' },
      { used: 1, resetMs: 250 },
    ],
    [
      { used: 'x-used', reset: { header: 'x-reset', unit: 'instant' } },
      { 'x-used': '1', 'x-reset': String(nowMs + 400) },
      { used: 1, resetMs: 400 },
    ],
    [{ used: 'x-used', left: 'x-left' }, { 'x-used': 'many', 'x-left': '4' }, { left: 4 }],
  ])('%o of %o', (rule, headers, usage) => {
    expect(told(rule, headers)).toEqual([{ limit: 'orders', usage }]);
  });

  it.each([
    [{ used: 'x-used' }, {}],
    [{ used: 'x-used' }, { 'x-used': '' }],
    [{ used: 'x-used' }, { 'x-used': '-1' }],
    [{ used: { header: 'x-used', pattern: /(\d*)$/ } }, { 'x-used': 'none' }],
    [{ capacity: 'x-limit' }, { 'x-limit': '0' }],
  ])('%o of %o is nothing', (rule, headers) => {
    expect(told(rule, headers)).toEqual([]);
  });
});
