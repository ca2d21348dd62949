import { describe, expect, it } from 'vitest';
import { binanceSpot, bitget, bybit, coinbase, htx, kucoin, okx } from '../../src/catalog/all.ts';
import {
  chainUp,
  createGateway,
  type Exchange,
  interceptFetch,
  ktx,
  mexcContract,
  oxFun,
} from '../../src/index.ts';

const origin = 'http://127.0.0.1';

/** A fetch that answers the same to every call, and what it was asked. */
function exchange(status: number, body: string): { readonly send: typeof fetch; readonly seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    send: async (url, init) => {
      seen.push(`${init?.method} ${new URL(String(url)).pathname}`);
      return new Response(body, { status, headers: { 'content-type': 'application/json' } });
    },
  };
}

async function told(of: Exchange, path: string, send: typeof fetch): Promise<unknown> {
  const gateway = createGateway({ exchange: of });
  const call = interceptFetch(gateway, send)(`${origin}${path}`, { method: 'POST', body: '{}' });
  const error: unknown = await call.then(
    ({ status }) => status,
    (thrown: unknown) => thrown,
  );
  await gateway.close();
  return error;
}

describe('an order whose answer says two things', () => {
  it.each([429, 418, 400, 409, 422])('is sent once and its outcome is unknown: HTTP %d', async (status) => {
    const { send, seen } = exchange(status, '{"success":true,"code":0,"data":101}');
    const error = await told(mexcContract, '/api/v1/private/order/submit', send);
    expect(error).toMatchObject({ name: 'UnknownOutcomeError', outcome: 'unknown', status });
    expect(seen).toEqual(['POST /api/v1/private/order/submit']);
  });

  it('is no less in doubt where good answers wear no mark', async () => {
    const { send, seen } = exchange(429, '{"orderId":"7","status":"accepted"}');
    expect(await told(ktx, '/papi/v1/order', send)).toMatchObject({ outcome: 'unknown' });
    expect(seen).toHaveLength(1);
  });
});

it('a cancel, or an amend, whose answer says two things is sent once, and its outcome is unknown', async () => {
  const rows: readonly (readonly [Exchange, string, object])[] = [
    [chainUp, '/sapi/v1/cancel', { symbol: 'BTCUSDT', orderId: '7', status: 'PENDING_CANCEL' }],
    [ktx, '/papi/v1/order/delete', { orderId: '7' }],
    [binanceSpot, '/api/v3/order/cancelReplace', { newOrderResponse: { orderId: 7 } }],
    [htx, '/v1/order/orders/7/submitcancel', { status: 'ok', data: '7' }],
    [coinbase, '/api/v3/brokerage/orders/batch_cancel', { results: [{ success: true, order_id: '7' }] }],
  ];
  const wrong: unknown[] = [];
  for (const [of, path, body] of rows) {
    for (const status of [409, 429]) {
      const { send, seen } = exchange(status, JSON.stringify(body));
      const error = await told(of, path, send);
      const outcome = error instanceof Error && Reflect.get(error, 'outcome');
      if (outcome !== 'unknown' || seen.length !== 1) wrong.push([of.id, status, outcome, seen.length]);
    }
  }
  expect(wrong).toEqual([]);
});

describe('an order that is answered by anything but an order', () => {
  const routes: readonly (readonly [Exchange, string, string])[] = [
    [ktx, '/papi/v1/order', '{"orderId":"1","status":"accepted"}'],
    [oxFun, '/v3/orders/place', '{"success":true,"data":[{"submitted":true,"orderId":"1"}]}'],
    [chainUp, '/sapi/v1/order', '{"orderId":"1","status":"NEW"}'],
    [chainUp, '/sapi/v2/batchOrders', '{"ids":[1,2]}'],
  ];
  const hollow: readonly (readonly [Exchange, string, readonly object[]])[] = [
    [
      bybit,
      '/v5/order/create',
      [
        { retCode: 0, result: {} },
        { retCode: 0, retMsg: 'OK' },
      ],
    ],
    [
      okx,
      '/api/v5/trade/order',
      [
        { code: '0', msg: '', data: [] },
        { code: '0', data: null },
      ],
    ],
    [
      bitget,
      '/api/v2/spot/trade/place-order',
      [
        { code: '00000', data: null },
        { code: '00000', data: {} },
      ],
    ],
    [kucoin, '/api/v1/hf/orders', [{ code: '200000', data: null }, { code: '200000' }]],
    [coinbase, '/api/v3/brokerage/orders', [{ success: true }, { success: true, success_response: {} }]],
    [oxFun, '/v3/orders/place', [{ success: true }, { success: true, data: [] }]],
  ];
  it.each(hollow.map(([of, path, bodies]) => [of.id, of, path, bodies] as const))(
    'is not done by a word of success alone: %s',
    async (_, of, path, bodies) => {
      for (const body of bodies) {
        const { send } = exchange(200, JSON.stringify(body));
        expect(await told(of, path, send), JSON.stringify(body)).toMatchObject({ outcome: 'unknown' });
      }
    },
  );

  it('may stand in an envelope of a tenant', async () => {
    const body = '{"code":"0","msg":"succ","data":{"orderId":"12"}}';
    expect(await told(chainUp, '/fapi/v1/order', exchange(200, body).send)).toBe(200);
  });

  const empty = [
    '{"message":"Service unavailable"}',
    '{"error":"busy"}',
    '{"code":"E5","message":"failed"}',
    '{"code":null,"msg":"later"}',
    '{}',
    '[]',
  ];
  it.each(routes.map(([of, path, good]) => [of.id, path, of, good] as const))(
    'is not done: %s %s',
    async (_, path, of, good) => {
      for (const body of empty) {
        const { send, seen } = exchange(200, body);
        expect(await told(of, path, send), body).toMatchObject({ outcome: 'unknown', status: 200 });
        expect(seen).toHaveLength(1);
      }
      expect(await told(of, path, exchange(200, good).send)).toBe(200);
    },
  );
});
