// What a client signed above the gateway: until when it is sent, and what is not asked.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exchanges } from '../../src/catalog/built-in.ts';
import { bybit } from '../../src/catalog/bybit/index.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import {
  byClientOrderId,
  createGateway,
  type ExchangeError,
  type GatewayOptions,
  interceptFetch,
} from '../../src/index.ts';
import { bodyOf, type Market, marketOf, targetOf } from '../../tools/markets.ts';
import { settle } from '../support/time.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** For how long a request is taken, in milliseconds; 0: unknown, or for orders that say so alone. */
const windowOf = ({ validity }: Exchange): number => {
  if (!validity || validity.since !== undefined) return 0;
  return validity.forMs ?? 0;
};

/** Whose users sign by a signer of ours. */
const markets: readonly Market[] = exchanges
  .filter((exchange) => windowOf(exchange) > 0 && 'signer' in exchange)
  .map(marketOf);

const throttled = (seconds: number) => () =>
  new Response('', { status: 429, headers: { 'retry-after': String(seconds) } });
const lost = (): never => {
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' }),
  });
};

type Replies = (count: number) => Response;

/** In turn; the last for ever. */
const inTurn =
  (...replies: Replies[]): Replies =>
  (count) =>
    (replies[Math.min(count, replies.length) - 1] ?? lost)(count);

/** One order that its client signed, above the gateway or below it. */
async function play(market: Market, reply: Replies, options: Partial<GatewayOptions> = {}, place = 'above') {
  const { exchange } = market;
  const origin = `https://${exchange.hosts[0] ?? 'api.test'}`;
  let sent = 0;
  const signed = async (url: string, init: RequestInit): Promise<[string, RequestInit]> => {
    const parts = new URL(url);
    const body = typeof init.body === 'string' ? init.body : undefined;
    const headers = Object.fromEntries(new Headers(init.headers));
    const request = {
      method: init.method ?? 'GET',
      url: parts,
      path: parts.pathname,
      query: parts.search.slice(1),
      headers,
      body,
    };
    const made = await market.sign(request, { timestamp: Date.now(), attempt: 1 });
    const query = made.query ?? request.query;
    return [
      `${origin}${parts.pathname}${query === '' ? '' : `?${query}`}`,
      {
        ...init,
        headers: { ...headers, ...made.headers },
        ...(made.body !== undefined && { body: made.body }),
      },
    ];
  };
  const wire: typeof fetch = async (input, init = {}) => {
    sent += 1;
    if (place === 'below') await signed(String(input), init);
    return reply(sent);
  };
  const gateway = createGateway({ exchange, limits: false, deadlineMs: 900_000, ...options });
  const send = interceptFetch(gateway, wire);
  const sample = market.order(market.id(1), 1, 1);
  const init = { method: sample.method, ...bodyOf(sample) };
  const [url, sentAs] =
    place === 'above' ? await signed(origin + targetOf(sample), init) : [origin + targetOf(sample), init];
  const { error, tookMs } = await settle(send(url, sentAs), 250, 1_000_000);
  return { error: error as ExchangeError | undefined, tookMs, sent };
}

/** What is not as wanted, by exchange. */
async function mismatches(
  check: (market: Market) => Promise<unknown>,
  wanted: unknown,
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const market of markets) {
    const seen = await check(market);
    if (JSON.stringify(seen) !== JSON.stringify(wanted)) found.push([market.exchange.id, seen]);
  }
  return found;
}

const withSign = /signed it.*option `sign`/;

describe('an order that its client signed', () => {
  it('is tried at many exchanges', () => {
    expect(markets.length).toBeGreaterThanOrEqual(10);
  });

  it('goes again while its signature can be taken, and else ends at once and says so', async () => {
    const late = await mismatches(
      async (market) => {
        const { error, tookMs, sent } = await play(market, throttled(windowOf(market.exchange) / 1000 + 1));
        return [
          error?.reason,
          error?.category,
          error?.outcome,
          sent,
          tookMs < 500,
          withSign.test(error?.message ?? ''),
        ];
      },
      ['expired', 'rate-limit', 'rejected', 1, true, true],
    );
    expect(late).toEqual([]);
    const soon = await mismatches(
      async (market) => {
        const { error, sent } = await play(market, (count) =>
          count === 1 ? throttled(1)() : throttled(900)(),
        );
        return [error?.reason, sent];
      },
      ['expired', 2],
    );
    expect(soon).toEqual([]);
  });

  it('fails once where its time is refused, and says who could sign it anew', async () => {
    const refused = () => Response.json({ retCode: 10002, retMsg: 'check your server timestamp' });
    const { error, sent } = await play(marketOf(bybit), refused);
    expect([error?.category, error?.reason, sent]).toEqual(['timestamp', 'failed', 1]);
    expect(error?.message).toMatch(withSign);
  });

  it('is not looked up where nobody could sign that, and the error says so at once', async () => {
    const seen = await mismatches(
      async (market) => {
        // An order that is its own look-up.
        if (market.exchange.clientOrderId?.deduplicated === 'returned')
          return ['UnknownOutcomeError', 1, true, true];
        const { error, tookMs, sent } = await play(market, lost, { reconcile: byClientOrderId() });
        const isTold = error?.message.includes('give the gateway the option `sign`');
        return [error?.name, sent, tookMs < 500, isTold];
      },
      ['UnknownOutcomeError', 1, true, true],
    );
    expect(seen).toEqual([]);
  });
});

describe('an order that a client below the gateway signs', () => {
  it('goes again after any wait, and its look-up is asked once where that is refused', async () => {
    const market = marketOf(bybit);
    const again = await play(
      market,
      inTurn(throttled(60), () => Response.json({ retCode: 0, result: { orderId: '1' } })),
      {},
      'below',
    );
    expect([again.error, again.sent]).toEqual([undefined, 2]);
    const denied = () => Response.json({ retCode: 10004, retMsg: 'Error sign' });
    const unsigned = await play(market, inTurn(lost, denied), { reconcile: byClientOrderId() }, 'below');
    expect([unsigned.error?.name, unsigned.sent, unsigned.tookMs < 500]).toEqual([
      'UnknownOutcomeError',
      2,
      true,
    ]);
    expect(unsigned.error?.message).toContain('give the gateway the option `sign`');
  });
});
