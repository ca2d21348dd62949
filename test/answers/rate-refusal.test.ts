import { describe, expect, it } from 'vitest';
import { readRateRefusal } from '../../src/answers/rate-refusal.ts';
import { defineExchange } from '../../src/catalog/define.ts';
import type { Limit } from '../../src/catalog/limit.ts';
import { usedHeader } from '../../src/catalog/usage.ts';
import type { Failure } from '../../src/types.ts';
import { wrapped } from '../policies/tiny.ts';

const limits = [
  { name: 'orders', scope: 'account', capacity: 10, windowMs: 1000 },
  { name: 'orders-1d', scope: 'account', capacity: 20, windowMs: 86_400_000 },
  { name: 'routes', scope: 'ip', capacity: 5, windowMs: 1000, per: 'route' },
] as const satisfies readonly Limit[];
/** Of a call that counts on all of them. */
const charges = limits.map(({ name, scope, capacity }) => ({ window: { limit: name, scope, capacity } }));

describe('a refusal', () => {
  const exchange = defineExchange({
    ...wrapped.spec,
    limits,
    table: {
      source: 'https://example.com',
      rows: [
        ['510', 'rate-limit', 'rejected', 'Too many requests'],
        ['511', 'rate-limit', 'rejected', 'Too many orders', { limit: 'orders', waitMs: 5000 }],
        ['512', 'rate-limit', 'rejected', 'Too many of both', { limit: ['orders', 'orders-1d'] }],
        ['513', 'rate-limit', 'rejected', 'Too many of the account', { limit: true }],
      ],
    },
    usage: [
      usedHeader('x-count', 'orders'),
      usedHeader('x-any', ''),
      { limit: ['orders-1d', 'routes'], left: 'X-Left' },
    ],
    statuses: [
      { status: 403, category: 'rate-limit', outcome: 'rejected', waitMs: 600_000 },
      { status: 460, category: 'rate-limit', outcome: 'rejected', limit: 'orders-1d' },
    ],
  });
  const about = (code: string | undefined, status: number, headers: Record<string, string> = {}): unknown => {
    const entry = code === undefined ? undefined : exchange.catalog.get(code);
    const failure: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected' };
    return readRateRefusal(
      exchange,
      entry ? { ...failure, entry } : failure,
      { status, headers },
      charges,
      0,
    );
  };
  const everything = { limits: [], scope: 'account', documentedMs: undefined };

  it.each([
    ['the row of its code', '511', 429, {}, { ...everything, limits: ['orders'], documentedMs: 5000 }],
    ['a row about several limits', '512', 429, {}, { ...everything, limits: ['orders', 'orders-1d'] }],
    ['a row about those of the account', '513', 429, {}, { ...everything, limits: ['orders', 'orders-1d'] }],
    [
      'a header of several limits',
      '510',
      429,
      { 'x-left': '0' },
      { ...everything, limits: ['orders-1d', 'routes'] },
    ],
    ['the row of its status', undefined, 460, {}, { ...everything, limits: ['orders-1d'] }],
    [
      'a header that names a spent limit',
      '510',
      429,
      { 'x-count': '10' },
      { ...everything, limits: ['orders'] },
    ],
    ['nobody: a header of what is not spent', '510', 429, { 'x-count': '9' }, everything],
    ['nobody: a header that names no limit', '510', 429, { 'x-any': '10' }, everything],
    ['nobody', undefined, 429, {}, everything],
    ['a ban of the address', undefined, 418, {}, { ...everything, scope: 'ip' }],
    ['a ban, whatever led to it', '511', 418, {}, { limits: [], scope: 'ip', documentedMs: 5000 }],
    [
      'a page, by the row of its status',
      undefined,
      403,
      {},
      { limits: [], scope: 'ip', documentedMs: 600_000 },
    ],
    [
      'the code, although the status is one of pages',
      '511',
      403,
      {},
      { limits: ['orders'], scope: 'account', documentedMs: 5000 },
    ],
  ])('is about what %s says', (_, code, status, headers, refusal) => {
    expect(about(code, status, headers)).toEqual(refusal);
  });
});
