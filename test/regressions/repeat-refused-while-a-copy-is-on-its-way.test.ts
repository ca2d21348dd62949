import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bybit, htx } from '../../src/catalog/all.ts';
import type { SigningExchange } from '../../src/catalog/exchange.ts';
import { byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { credentials } from '../../tools/samples.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Row {
  readonly of: SigningExchange<typeof credentials>;
  readonly path: string;
  readonly order: object;
  readonly none: object;
  readonly refusals: readonly object[];
}

const bad = (code: string) => ({ status: 'error', 'err-code': code, 'err-msg': 'no', data: null });

/** Both refuse a second order of an id for good, so that the repeat waits for no copy that may still be carried out. */
const rows: readonly Row[] = [
  {
    of: htx,
    path: '/v1/order/orders/place',
    order: { symbol: 'btcusdt', type: 'buy-limit', amount: '1', price: '1', 'client-order-id': '7' },
    none: bad('base-record-invalid'),
    refusals: ['api-signature-not-valid', 'account-frozen-balance-insufficient-error'].map(bad),
  },
  {
    of: bybit,
    path: '/v5/order/create',
    order: { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', qty: '1', price: '1', orderLinkId: '7' },
    none: { retCode: 0, retMsg: 'OK', result: { list: [] } },
    refusals: [10003, 110007].map((retCode) => ({ retCode, retMsg: 'no' })),
  },
];

it('a repeat that is refused says nothing of a copy that is carried out after it', async () => {
  const wrong: unknown[] = [];
  for (const { of, path, order, none, refusals } of rows) {
    for (const refusal of refusals) {
      const sent: string[] = [];
      const gateway = createGateway({
        exchange: of,
        sign: of.signer(credentials),
        hosts: ['exchange.test'],
        limits: false,
        breaker: false,
        deadlineMs: 4500,
        reconcile: byClientOrderId(),
      });
      const send = interceptFetch(gateway, async (input, init) => {
        if (init?.method !== 'POST') return Response.json(/market|common/.test(String(input)) ? {} : none);
        sent.push(path);
        return sent.length === 1 ? new Response('<html>', { status: 502 }) : Response.json(refusal);
      });
      const body = JSON.stringify(order);
      const headers = { 'content-type': 'application/json' };
      const call = send(`http://exchange.test${path}`, { method: 'POST', body, headers }).catch(
        (error: unknown) => error,
      );
      await vi.advanceTimersByTimeAsync(10_000);
      const error = await call;
      const outcome = error instanceof Error ? Reflect.get(error, 'outcome') : 'done';
      if (outcome !== 'unknown' || sent.length !== 2) wrong.push([of.id, refusal, outcome, sent.length]);
      await gateway.close();
    }
  }
  expect(wrong).toEqual([]);
});
