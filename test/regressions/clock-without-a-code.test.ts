// Exchanges that refuse a time that is off by the words for a wrong key: one look at the clock tells the two apart.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { coinbase } from '../../src/catalog/coinbase/index.ts';
import { deribit } from '../../src/catalog/deribit/index.ts';
import { htx } from '../../src/catalog/htx/index.ts';
import { createGateway, type Exchange, type Gateway, interceptFetch, type Sign } from '../../src/index.ts';

interface Row {
  readonly exchange: Exchange;
  readonly sign: Sign;
  readonly skewMs: number;
  readonly order: (at: number) => readonly [path: string, body?: object];
  readonly stampOf: (url: URL, headers: Headers) => number;
  readonly time: (ms: number) => object;
  readonly refused: () => Response;
  readonly placed: object;
}

const keys = { apiKey: 'fake-key', apiSecret: 'fake-secret' };
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pem = String(ec.export({ type: 'pkcs8', format: 'pem' }));
const claimsOf = (headers: Headers): { readonly nbf: number } =>
  JSON.parse(atob(headers.get('authorization')?.split('.')[1] ?? ''));

const rows: readonly Row[] = [
  {
    exchange: coinbase,
    sign: coinbase.signer({ apiKey: 'fake-key', apiSecret: pem }),
    skewMs: -45_000,
    order: (at) => ['/api/v3/brokerage/orders', { client_order_id: `a${at}`, product_id: 'BTC-USD' }],
    stampOf: (_, headers) => claimsOf(headers).nbf * 1000,
    time: (ms) => ({ epochMillis: String(ms) }),
    refused: () => new Response('Unauthorized\n', { status: 401 }),
    placed: { success: true, success_response: { order_id: '1' } },
  },
  {
    exchange: deribit,
    sign: deribit.signer(keys),
    skewMs: 45_000,
    order: () => ['/api/v2/private/buy?instrument_name=BTC-PERPETUAL&amount=10'],
    stampOf: (_, headers) => Number(/ts=(\d+)/.exec(headers.get('authorization') ?? '')?.[1]),
    time: (result) => ({ jsonrpc: '2.0', result }),
    refused: () =>
      Response.json({ error: { code: 13_004, message: 'invalid_credentials' } }, { status: 400 }),
    placed: { jsonrpc: '2.0', result: { order: { order_id: '1', order_state: 'open' } } },
  },
  {
    exchange: htx,
    sign: htx.signer(keys),
    skewMs: 400_000,
    order: () => ['/v1/order/orders/place', { symbol: 'btcusdt' }],
    stampOf: ({ searchParams }) => Date.parse(`${searchParams.get('Timestamp')}Z`),
    time: (data) => ({ status: 'ok', data }),
    refused: () => Response.json({ status: 'error', 'err-code': 'api-signature-not-valid', 'err-msg': 'x' }),
    placed: { status: 'ok', data: '1' },
  },
];

let opened: Gateway[] = [];
afterEach(async () => {
  for (const gateway of opened) await gateway.close();
  opened = [];
});

/** @param isTaken whether a request of that time, by the exchange's clock, is taken */
function open(row: Row, skewMs: number, isTaken: (lateMs: number) => boolean) {
  const seen = { orders: 0, placed: 0, times: 0 };
  const network: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const headers = new Headers(init?.headers);
    const nowMs = Date.now() + skewMs;
    if (row.exchange.time.routes.some(({ path }) => path === url.pathname)) {
      seen.times += 1;
      return Response.json(row.time(nowMs));
    }
    seen.orders += 1;
    if (!isTaken(Math.abs(nowMs - row.stampOf(url, headers)))) return row.refused();
    seen.placed += 1;
    return Response.json(row.placed);
  };
  const gateway = createGateway({ exchange: row.exchange, sign: row.sign, limits: false });
  opened.push(gateway);
  const send = interceptFetch(gateway, network);
  const place = (_: unknown, at: number): Promise<string> => {
    const [path, body] = row.order(at);
    const init = body && { method: 'POST', body: JSON.stringify(body) };
    return send(`https://${row.exchange.hosts[0]}${path}`, init).then(
      () => 'placed',
      ({ category, attempts }) => `${category} ${attempts}`,
    );
  };
  return { seen, place };
}

describe.each(rows)('$exchange.name', (row) => {
  it('brings twenty orders through a clock that is off, and blames no key', async () => {
    const { seen, place } = open(row, row.skewMs, (lateMs) => lateMs < 5000);
    const ends = await Promise.all(Array.from({ length: 20 }, place));
    expect(ends).toEqual(Array(20).fill('placed'));
    expect([seen.placed, seen.times]).toEqual([20, 3]);
  });

  it('a wrong key is told from it, at once and by one look in all', async () => {
    const { seen, place } = open(row, 0, () => false);
    const ends = [await place(undefined, 1), await place(undefined, 2)];
    expect(ends).toEqual([expect.stringMatching(/^(auth|signature) 1$/), ends[0]]);
    expect(seen).toEqual({ orders: 2, placed: 0, times: 3 });
  });
});
