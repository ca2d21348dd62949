import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  byClientOrderId,
  createGateway,
  defineExchange,
  interceptFetch,
  isExchangeError,
} from '../../src/index.ts';

/** Open orders at one route, all others at another, as Bybit and Kraken have them. */
const exchange = defineExchange({
  id: 'two-books',
  name: 'Two Books',
  hosts: ['127.0.0.1'],
  table: {
    source: 'here',
    rows: [
      ['0', 'success', 'ok', 'OK'],
      ['7', 'server', 'unknown', 'Oops'],
    ],
  },
  rest: { code: ['code'], message: ['msg'], ok: ['0'], flags: [], bare: false },
  routes: [{ method: 'POST', path: '/order', kind: 'order' }],
  clientOrderId: { fields: ['link'], pattern: /^\w+$/, deduplicated: 'always' },
  lookup: [
    {
      method: 'GET',
      path: '/open',
      query: { link: '{clientOrderId}' },
      order: 'data.list',
      next: [{ path: '/history', order: 'data.old' }],
    },
  ],
  settle: { settleMs: 1000, asks: 2 },
});

type Books = Readonly<Record<'/open' | '/history', readonly unknown[] | 'down'>>;

/** Places an order whose answers are `answers` in turn. @returns how it ended, and the log of what the exchange saw */
async function place(books: (count: number) => Books, answers: readonly ('lost' | 'good')[]) {
  const seen: string[] = [];
  let rounds = 0;
  const gateway = createGateway({
    exchange,
    limits: false,
    reconcile: byClientOrderId(),
    deadlineMs: 20_000,
  });
  const send = interceptFetch(gateway, async (input, init) => {
    const { pathname } = new URL(String(input));
    seen.push(pathname);
    if (init?.method === 'POST') {
      const answer = answers[seen.filter((path) => path === '/order').length - 1];
      if (answer === 'good') return Response.json({ code: 0, data: {} });
      throw new TypeError('fetch failed', { cause: { code: 'UND_ERR_SOCKET' } });
    }
    if (pathname === '/open') rounds += 1;
    const book = books(rounds)[pathname === '/open' ? '/open' : '/history'];
    if (book === 'down') return Response.json({}, { status: 503 });
    return Response.json({ code: 0, data: { [pathname === '/open' ? 'list' : 'old']: book } });
  });
  const ended = send('http://127.0.0.1/order', { method: 'POST', body: '{"link":"a1"}' }).then(
    (response) => response.json(),
    (error: unknown) => (isExchangeError(error) ? error.outcome : error),
  );
  await vi.advanceTimersByTimeAsync(30_000);
  const end: unknown = await ended;
  await gateway.close();
  return { end, seen };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const none: Books = { '/open': [], '/history': [] };

describe('look-ups in turn', () => {
  it('end with the first that shows the order', async () => {
    const { end, seen } = await place(() => ({ ...none, '/open': [{ link: 'a1' }] }), ['lost']);
    expect(end).toEqual({ code: 0, data: { list: [{ link: 'a1' }] } });
    expect(seen).toEqual(['/order', '/open']);
  });

  it('find in the second what the first does not show', async () => {
    const { end, seen } = await place(() => ({ ...none, '/history': [{ link: 'a1' }] }), ['lost']);
    expect(end).toEqual({ code: 0, data: { old: [{ link: 'a1' }] } });
    expect(seen).toEqual(['/order', '/open', '/history']);
  });

  it('send it again only after all said that it is absent, twice', async () => {
    const { end, seen } = await place(() => none, ['lost', 'good']);
    expect(end).toEqual({ code: 0, data: {} });
    expect(seen).toEqual(['/order', '/open', '/history', '/open', '/history', '/order']);
  });

  it('do not count a round in which one of them could not be asked', async () => {
    const { end, seen } = await place(
      (round) => (round < 2 ? { '/open': [], '/history': 'down' } : none),
      ['lost', 'good'],
    );
    expect(end).toEqual({ code: 0, data: {} });
    const rounds = seen.filter((path) => path === '/open').length;
    expect(rounds).toBe(3);
    expect(seen.filter((path) => path === '/order')).toHaveLength(2);
  });

  it('never send it again while one of them cannot be asked', async () => {
    const { end, seen } = await place(() => ({ '/open': 'down', '/history': [] }), ['lost', 'good']);
    expect(end).toBe('unknown');
    expect(seen.filter((path) => path === '/order')).toHaveLength(1);
  });
});
