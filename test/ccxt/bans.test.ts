import { describe, expect, it } from 'vitest';
import { classify } from '../../src/index.ts';
import { make, theirs } from './support.ts';

const now = Date.now();
const banned = (until: number | string): string =>
  JSON.stringify({ code: -1003, msg: `Way too much request weight used; IP banned until ${until}.` });

describe('a ban whose end stands in the text', () => {
  it.each(['binance', 'binanceusdm', 'binanceus'])(
    'is waited for at %s, by the clock of the answer',
    (id) => {
      const exchange = theirs(make(id));
      const at = Date.UTC(2033, 10, 6, 8, 49, 37);
      const headers = { date: 'Sun, 06 Nov 2033 08:49:37 GMT' };
      expect(classify(exchange, { status: 418, headers, body: banned(at + 120_000) })).toMatchObject({
        category: 'rate-limit',
        outcome: 'rejected',
        retryAfterMs: 120_000,
      });
    },
  );

  it.each([now - 5000, 'tomorrow', '12345'])('is no wait where it is over, or no instant: %s', (until) => {
    const verdict = classify(theirs(make('binance')), {
      status: 418,
      headers: {},
      body: banned(until),
    });
    expect((verdict.ok ? undefined : verdict.retryAfterMs) ?? 0).toBe(0);
  });

  it('is looked for nowhere else', () => {
    expect(theirs(make('okx')).retryAfter).toBeUndefined();
  });
});

it('an expired timestamp at Gate is a fault of the clock', () => {
  const body = {
    label: 'REQUEST_EXPIRED',
    message: 'gap between request Timestamp and server time exceeds 60',
  };
  expect(classify(theirs(make('gate')), { status: 401, headers: {}, body })).toMatchObject({
    category: 'timestamp',
    outcome: 'rejected',
  });
});
