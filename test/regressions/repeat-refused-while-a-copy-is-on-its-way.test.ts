import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bybit, htx, kucoin } from '../../src/catalog/all.ts';
import type { SigningExchange } from '../../src/catalog/exchange.ts';
import { type Ask, byClientOrderId, createGateway, interceptFetch } from '../../src/index.ts';
import { credentials } from '../../tools/samples.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Row {
  readonly of: SigningExchange<typeof credentials>;
  readonly method?: string;
  readonly path: string;
  readonly order?: object;
  /** What a look-up shows. */
  readonly shown: object;
  readonly refusals: readonly object[];
  /** Less than the exchange's window for stamps. @default 4500 */
  readonly deadlineMs?: number;
}

const bad = (code: string) => ({ status: 'error', 'err-code': code, 'err-msg': 'no', data: null });

/** The first two refuse a second order of an id for good, so that the repeat waits for no copy that may still be carried out. */
const rows: readonly Row[] = [
  {
    of: htx,
    path: '/v1/order/orders/place',
    order: { symbol: 'btcusdt', type: 'buy-limit', amount: '1', price: '1', 'client-order-id': '7' },
    shown: bad('base-record-invalid'),
    refusals: ['api-signature-not-valid', 'account-frozen-balance-insufficient-error'].map(bad),
    deadlineMs: 15_000,
  },
  {
    of: bybit,
    path: '/v5/order/create',
    order: { category: 'linear', symbol: 'BTCUSDT', side: 'Buy', qty: '1', price: '1', orderLinkId: '7' },
    shown: { retCode: 0, retMsg: 'OK', result: { list: [] } },
    refusals: [10003, 110007].map((retCode) => ({ retCode, retMsg: 'no' })),
  },
  {
    of: kucoin,
    method: 'DELETE',
    path: '/api/v1/hf/orders/client-order/7?symbol=BTC-USDT',
    shown: { code: '200000', data: { id: '1', clientOid: '7', symbol: 'BTC-USDT', active: true } },
    refusals: [{ code: '400003', msg: 'no' }],
  },
];

const ask: Ask = ({ lookUp }) => lookUp();
const hooks = { 'the ready hook': byClientOrderId(), 'a hook that asks by its look-up': ask };

interface Case extends Row {
  readonly refusal: object;
  readonly reconcile: (typeof hooks)[keyof typeof hooks];
  readonly maxAttempts: number;
}

/** The first copy is lost, and a second one, if it may go, is refused. */
async function sendTwice({ of, path, order, shown, ...rest }: Case): Promise<string> {
  const { method = 'POST', deadlineMs = 4500, refusal, reconcile, maxAttempts } = rest;
  let sent = 0;
  const gateway = createGateway({
    exchange: of,
    sign: of.signer(credentials),
    hosts: ['exchange.test'],
    limits: false,
    breaker: false,
    deadlineMs,
    reconcile,
    maxAttempts,
  });
  const send = interceptFetch(gateway, async (input, init) => {
    if (init?.method !== method)
      return Response.json(/market|common|v1.timestamp/.test(String(input)) ? {} : shown);
    sent += 1;
    return sent === 1 ? new Response('<html>', { status: 502 }) : Response.json(refusal);
  });
  const headers = { 'content-type': 'application/json' };
  const body = order && JSON.stringify(order);
  const call = send(`http://exchange.test${path}`, { method, headers, ...(body && { body }) }).then(
    () => 'done',
    (error: unknown) => Reflect.get(Object(error), 'outcome'),
  );
  await vi.advanceTimersByTimeAsync(20_000);
  const outcome = await call;
  await gateway.close();
  return `${outcome}, ${sent}`;
}

it('a repeat that is refused or may not go says nothing of a copy that is carried out after it', async () => {
  const wrong: unknown[] = [];
  for (const row of rows) {
    for (const refusal of row.refusals) {
      for (const [name, reconcile] of Object.entries(hooks)) {
        for (const maxAttempts of [1, 2]) {
          const end = await sendTwice({ ...row, refusal, reconcile, maxAttempts });
          if (end !== `unknown, ${maxAttempts}`) wrong.push([row.of.id, name, refusal, maxAttempts, end]);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});
