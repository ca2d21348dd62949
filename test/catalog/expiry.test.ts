import { describe, expect, it } from 'vitest';
import { isInstant, readExpiry, withExpiry } from '../../src/catalog/expiry.ts';
import { putParameter } from '../../src/catalog/put-parameter.ts';
import type { Expiry, OutgoingRequest } from '../../src/index.ts';

const stampMs = 1_764_097_200_123;
const request = (parts: Partial<OutgoingRequest> & { search?: string } = {}): OutgoingRequest => {
  const { search = '', ...own } = parts;
  const url = new URL(`https://x.test/order${search}`);
  return {
    method: 'POST',
    url,
    path: url.pathname,
    query: url.search.slice(1),
    headers: {},
    body: undefined,
    ...own,
  };
};

describe('the units of an expiry', () => {
  it.each<[Expiry['unit'], number, string]>([
    ['ms', 2500, '2500'],
    ['s', 2500, '2'],
    ['s', 400, '1'],
    ['ms', 0.4, '1'],
    ['instant-ms', 2500, '1764097202623'],
    ['instant-s', 2500, '1764097202'],
    ['instant-s', 400, '1764097201'],
    ['instant-us', 2500, '1764097202623000'],
    ['iso', 2500, '2025-11-25T19:00:02.623Z'],
  ])('%s of %d ms: %s', (unit, validMs, text) => {
    const made = withExpiry({ header: 'exptime', unit }, request(), validMs, stampMs);
    expect(made.headers).toEqual({ exptime: text });
    const untilMs = readExpiry({ unit }, text, stampMs) ?? 0;
    expect(Math.abs(untilMs - stampMs - validMs)).toBeLessThan(
      unit.endsWith('s') && !unit.endsWith('ms') ? 1000 : 1,
    );
  });

  it('tells instants from durations, and reads no garbage', () => {
    const all = ['ms', 's', 'instant-ms', 'instant-s', 'instant-us', 'iso'] as const;
    expect(all.map((unit) => isInstant({ unit }))).toEqual([false, false, true, true, true, true]);
    expect(readExpiry({ unit: 'ms' }, ' ', stampMs)).toBeUndefined();
    expect(readExpiry({ unit: 'iso' }, 'soon', stampMs)).toBeUndefined();
    expect(readExpiry({ unit: 'ms' }, undefined, stampMs)).toBeUndefined();
  });
});

describe('an expiry is written', () => {
  const window: Expiry = { param: 'recvWindow', unit: 'ms', most: 60_000 };
  it.each<[string, Parameters<typeof request>[0], Partial<OutgoingRequest>]>([
    ['into the query', { search: '?a=1' }, { query: 'a=1&recvWindow=900' }],
    ['into an empty query', {}, { query: 'recvWindow=900' }],
    ['into a form', { body: 'a=1&b=x%20y' }, { body: 'a=1&b=x%20y&recvWindow=900' }],
    [
      'into JSON, digits kept',
      { body: '{"id":1764097200123456789}' },
      { body: '{"recvWindow":900,"id":1764097200123456789}' },
    ],
    ['into empty JSON', { body: '{}' }, { body: '{"recvWindow":900}' }],
    [
      'in place of a longer one',
      { body: '{"a":{"b":1},"recvWindow": 5000}' },
      { body: '{"a":{"b":1},"recvWindow":900}' },
    ],
    [
      'in place of a longer one as text',
      { body: '{"recvWindow":"5000","a":1}' },
      { body: '{"recvWindow":900,"a":1}' },
    ],
    [
      'in place of a longer one in a query',
      { search: '?recvWindow=5000&a=1', body: '{}' },
      { query: 'a=1&recvWindow=900', body: '{}' },
    ],
    ['not over a shorter one', { search: '?recvWindow=500' }, { query: 'recvWindow=500' }],
    ['not into a list', { body: '[{"a":1}]' }, { body: '[{"a":1}]', query: '' }],
    [
      'not where it stands twice',
      { body: '{"x":{"recvWindow":1},"recvWindow":5000}' },
      { body: '{"x":{"recvWindow":1},"recvWindow":5000}' },
    ],
  ])('%s', (_, parts, made) => {
    const expiring = withExpiry(window, request(parts), 900, stampMs);
    expect(expiring).toMatchObject(made);
    expect(expiring.url.search.slice(1)).toBe(expiring.query);
  });

  it('never longer than the exchange takes', () => {
    expect(withExpiry(window, request(), 300_000, stampMs).query).toBe('recvWindow=60000');
  });

  it('over no shorter header, and in place of one that cannot be read', () => {
    const expiry: Expiry = { header: 'exptime', unit: 'instant-ms' };
    const headers = { exptime: String(stampMs + 10) };
    expect(withExpiry(expiry, request({ headers }), 900, stampMs).headers).toEqual(headers);
    const unreadable = request({ headers: { exptime: 'soon' } });
    expect(withExpiry(expiry, unreadable, 900, stampMs).headers).toEqual({ exptime: String(stampMs + 900) });
  });
});

it('a parameter has no place in a body that has none', () => {
  expect(putParameter({ path: '/x', body: 'plain text' }, 'a', 1)).toBeUndefined();
});
