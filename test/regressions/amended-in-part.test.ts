import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { binanceUsdm, bybit, mexcContract, okx } from '../../src/catalog/all.ts';
import type { Exchange } from '../../src/catalog/exchange.ts';
import { byClientOrderId, createGateway, interceptFetch, isExchangeError } from '../../src/index.ts';
import { settle } from '../support/time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const good = { retCode: 0, retMsg: 'OK' };
const futures = '/fapi/v1/order?symbol=X&side=BUY&orderId=5&quantity=3&price=2';

/** An amend to 3 at 2, and what its look-up answers of an order by price, size and state. */
const amends: readonly [
  exchange: Exchange,
  request: readonly [method: string, path: string, body?: object],
  shown: (price: number, size: number, isOpen: boolean) => object,
][] = [
  [
    mexcContract,
    ['POST', '/api/v1/private/order/change_limit_order', { orderId: '5', price: 2, vol: 3 }],
    (price, vol, isOpen) => ({
      success: true,
      code: 0,
      data: { orderId: '5', price, vol, state: isOpen ? 2 : 3 },
    }),
  ],
  [
    okx,
    ['POST', '/api/v5/trade/amend-order', { instId: 'X', ordId: '5', newPx: '2', newSz: '3' }],
    (px, sz, isOpen) => ({ code: '0', data: [{ ordId: '5', px, sz, state: isOpen ? 'live' : 'filled' }] }),
  ],
  [
    bybit,
    ['POST', '/v5/order/amend', { category: 'linear', symbol: 'X', orderId: '5', price: '2', qty: '3' }],
    (price, qty, isOpen) => ({
      ...good,
      result: { list: [{ orderId: '5', price, qty, orderStatus: isOpen ? 'New' : 'Filled' }] },
    }),
  ],
  [
    binanceUsdm,
    ['PUT', futures],
    (price, origQty, isOpen) => ({ orderId: 5, price, origQty, status: isOpen ? 'NEW' : 'FILLED' }),
  ],
];

/** How it ends where every copy is lost, and how many there were. */
async function lost(
  exchange: Exchange,
  [method, path, body]: (typeof amends)[number][1],
  shown: object,
): Promise<string> {
  const reconcile = byClientOrderId({ settleMs: 50, asks: 2 });
  const gateway = createGateway({ exchange, sign: () => ({}), limits: false, maxAttempts: 2, reconcile });
  let sent = 0;
  const send = interceptFetch(gateway, async (_, init) => {
    if ((init?.method ?? 'GET') !== method) return Response.json(shown);
    sent += 1;
    throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
  });
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  const { error } = await settle(send(`https://${exchange.hosts[0]}${path}`, init), 20);
  await gateway.close();
  return `${isExchangeError(error) ? error.outcome : 'good'} ${sent}`;
}

it('an amend whose order shows some of what was sent goes again, and ends in doubt', async () => {
  const wrong: string[] = [];
  for (const [exchange, request, shown] of amends) {
    const ends = [
      ['as it was', await lost(exchange, request, shown(1, 1, true)), 'rejected 2'],
      ['in part', await lost(exchange, request, shown(2, 1, true)), 'unknown 2'],
      ['in part, and over', await lost(exchange, request, shown(2, 1, false)), 'unknown 1'],
      ['as it was, and over', await lost(exchange, request, shown(1, 1, false)), 'rejected 1'],
      ['amended', await lost(exchange, request, shown(2, 3, true)), 'good 1'],
    ] as const;
    for (const [what, told, right] of ends)
      if (told !== right) wrong.push(`${exchange.id}, ${what}: ${told}, not ${right}`);
  }
  expect(wrong).toEqual([]);
});
