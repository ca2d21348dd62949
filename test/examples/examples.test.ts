import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';

const folder = new URL('../../examples/', import.meta.url);

/** What each example prints, line by line. A number in a sentence is a promise. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'axios-retry-four-times.ts': [
    'axios-retry: ECONNRESET',
    'POST /order arrived 4 times',
    'exchange-interceptors: unknown',
    'POST /order arrived 1 time',
  ],
  'ccxt.ts': [
    'rate-limit: signed anew, sent again',
    'first: OK',
    "second: ccxt's InsufficientFunds",
    'third: unknown, sent once',
  ],
  'custom-exchange.ts': [
    'attempt 1: E10',
    'attempt 2: ok',
    "{ orderId: '1' }",
    'attempt 1: E20',
    'Acme E20 (funds): low. The same request would fail again, so it was not repeated. It had no effect.',
  ],
  'custom-policy.ts': [
    'first: market-unavailable, attempts: 3',
    'second: rate-limit, attempts: 1',
    'third: placed',
  ],
  'ky.ts': ['attempt 1: rate-limit, goes again', 'executed 1 time', '2: unknown, sent 1 time'],
  'otel.ts': [
    'POST /api/v1/private/order/submit: sent again 0, rate-limit',
    'POST /api/v1/private/order/submit: sent again 1, ok',
    'mexc-contract POST /api/v1/private/order/submit: sent again 0, ok',
    'open a position: sent again 0, ok',
  ],
  'quick-start-axios.ts': [
    'attempt 1: rate-limit, goes again',
    'attempt 2: rate-limit, goes again',
    'success true, executed 1 time',
    '2005 funds, rejected, after 1 attempt',
  ],
  'quick-start-fetch.ts': [
    'the exchange is 45 s ahead',
    'HTTP 200, executed 1 time',
    '-2013 order-not-found, rejected, after 1 attempt',
  ],
  'safe-order.ts': [
    'asked the exchange: found',
    'answer-lost: sent 1, executed 1',
    'asked the exchange: absent',
    'request-lost: sent 2, executed 1',
  ],
  'socket-orders.ts': [
    'submitted: true',
    'executed 1 time',
    '20006 invalid-order, rejected, over connection 2',
  ],
  'white-label.ts': [
    '-1999 market-unavailable: Trading is halted',
    '-2017 funds: Insufficient balance',
    '8 orders, 0 over the limit',
  ],
};

const examples = readdirSync(folder).filter((name) => name.endsWith('.ts'));

afterEach(() => {
  vi.restoreAllMocks();
});

describe('examples', () => {
  it('are all run here', () => {
    expect(examples.toSorted()).toEqual(Object.keys(expected));
  });

  it('have each a command in their README', () => {
    const page = readFileSync(new URL('README.md', folder), 'utf8');
    const commands = [...page.matchAll(/^\| `npm run example examples\/(.+)` \|/gm)].map(([, name]) => name);
    expect(commands.toSorted()).toEqual(Object.keys(expected));
  });

  it.each(examples)('%s has 40 lines at most', (name) => {
    const lines = readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it.each(examples)('%s prints what it promises', async (name) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await import(new URL(name, folder).href);
    const printed = log.mock.calls.map((values) =>
      values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' '),
    );
    expect(printed).toEqual(expected[name]);
  });
});
