// Coinbase, played from its definition: an order that is sent once more is its own look-up.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coinbase } from '../../../src/catalog/coinbase/index.ts';
import type { SimulateOptions } from '../../../src/testing/index.ts';
import type { OutgoingRequest, Signature } from '../../../src/types.ts';
import { open, type Stage, type StageOptions, settle, startMs } from './stage.ts';

const place = '/api/v3/brokerage/orders';
const cancel = '/api/v3/brokerage/orders/batch_cancel';
const order = (client_order_id?: string) => ({
  ...(client_order_id !== undefined && { client_order_id }),
  product_id: 'BTC-USD',
  side: 'BUY',
  order_configuration: { limit_limit_gtc: { base_size: '1', limit_price: '100' } },
});

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;
const pem = (type: 'pkcs8' | 'sec1', key = ec): string => String(key.export({ type, format: 'pem' }));
const seed = ed.export({ type: 'pkcs8', format: 'der' }).subarray(-32);
const apiKey = 'organizations/o/apiKeys/k';

let stages: Stage[] = [];
function start(
  options: Partial<StageOptions> = {},
  simulated: SimulateOptions = {},
  answers: readonly object[] = [],
): Stage {
  const sign = coinbase.signer({ apiKey, apiSecret: pem('sec1') });
  const stage = open(coinbase, { sign, ...options }, simulated, answers);
  stages.push(stage);
  return stage;
}
const untimed = (seen: readonly string[]): string[] => seen.map((one) => one.replace(/^\d+ /, ''));

beforeEach(() => {
  vi.useFakeTimers({ now: startMs });
});
afterEach(async () => {
  for (const { gateway } of stages) await gateway.close();
  stages = [];
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('an order of unknown outcome', () => {
  it.each(['answer-lost', 'request-lost', 'garbage', 'html-502'] as const)(
    'is sent once more after %s, with a new token, and is there once',
    async (fault) => {
      const { call, seen, sim, headers } = start();
      sim.failNext(fault);
      expect(await settle(call('POST', place, order('a')))).toMatchObject({ success: true });
      expect(untimed(seen)).toEqual([`POST ${place}`, `POST ${place}`]);
      expect(new Set(headers.map((one) => one.get('authorization'))).size).toBe(2);
      expect(sim.executions('a')).toBe(1);
    },
  );

  it('that is refused when it is sent again stays unknown: an earlier copy may come', async () => {
    const refused = {
      success: false,
      error_response: { error: 'INSUFFICIENT_FUND', message: 'Insufficient balance in source account' },
    };
    const lost = new Response('<html>bad gateway</html>', { status: 502 });
    const { call, seen } = start({ maxAttempts: 3 }, {}, [lost, refused, refused]);
    expect(await settle(call('POST', place, order('a')))).toMatch(/ unknown$/);
    expect(untimed(seen)).toEqual(Array(3).fill(`POST ${place}`));
  });

  it('is not sent again without a name, without a look-up, or when it is worth nothing any more', async () => {
    for (const [id, stage, own] of [
      [undefined, start(), {}],
      ['b', start({ reconcile: undefined } as object), {}],
      ['c', start(), { validForMs: 1 }],
    ] as const) {
      stage.sim.failNext({ kind: 'answer-lost' });
      expect(await settle(stage.call('POST', place, order(id), own))).toMatch(/ unknown$/);
      expect(untimed(stage.seen)).toEqual([`POST ${place}`]);
    }
  });

  it('that was refused for certain is sent once', async () => {
    const { call, seen, sim } = start();
    sim.failNext({ kind: 'code', code: 'INSUFFICIENT_FUND' });
    expect(await settle(call('POST', place, order('a')))).toBe('INSUFFICIENT_FUND funds rejected');
    expect(seen).toHaveLength(1);
  });
});

it('a cancel of which one was filled says which', async () => {
  const answer = {
    results: [
      { success: true, failure_reason: 'UNKNOWN_CANCEL_FAILURE_REASON', order_id: 'a' },
      { success: false, failure_reason: 'ORDER_IS_FULLY_FILLED', order_id: 'b' },
    ],
  };
  const { call } = start({}, {}, [answer]);
  const end = await settle(call('POST', cancel, { order_ids: ['a', 'b'] }));
  expect(end).toBe('ORDER_IS_FULLY_FILLED order-not-found partial');
});

describe('the token', () => {
  const address = new URL(`https://api.coinbase.com${place}?limit=1`);
  const request: OutgoingRequest = {
    method: 'GET',
    url: address,
    path: address.pathname,
    query: 'limit=1',
    headers: {},
    body: undefined,
  };
  const part = (text = ''): Record<string, unknown> => JSON.parse(String(Buffer.from(text, 'base64url')));
  const tokenOf = ({ headers }: Signature): string => (headers?.['Authorization'] ?? '').slice(7);

  const keys = [
    ['EC in PEM of SEC 1', pem('sec1'), 'ES256', ec],
    ['EC in PEM of PKCS 8', pem('pkcs8'), 'ES256', ec],
    ['EC out of a variable', pem('sec1').replaceAll('\n', '\\n'), 'ES256', ec],
    ['Ed25519 in PEM', pem('pkcs8', ed), 'EdDSA', ed],
    ['Ed25519 in base64', Buffer.concat([seed, seed]).toString('base64'), 'EdDSA', ed],
  ] as const;

  it.each(keys.flatMap((key) => [[...key, true] as const, [...key, false] as const]))(
    'of a key of %s is one that its public half confirms',
    async (_, apiSecret, alg, key, hasNode) => {
      if (!hasNode) vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
      const sign = coinbase.signer({ apiKey, apiSecret });
      const tokens = [await sign(request, { timestamp: startMs + 400, attempt: 1 })].map(tokenOf);
      tokens.push(tokenOf(await sign(request, { timestamp: startMs + 400, attempt: 2 })));
      const [head, claims, signature = ''] = tokens[0]?.split('.') ?? [];
      const from = startMs / 1000;
      expect(part(head)).toEqual({
        alg,
        typ: 'JWT',
        kid: apiKey,
        nonce: expect.stringMatching(/^[\da-f]{32}$/),
      });
      expect(part(claims)).toEqual({
        sub: apiKey,
        iss: 'cdp',
        nbf: from,
        exp: from + 120,
        uri: `GET api.coinbase.com${place}`,
      });
      const signed = Buffer.from(`${head}.${claims}`);
      const publicKey = createPublicKey(key);
      const options = alg === 'ES256' ? ({ key: publicKey, dsaEncoding: 'ieee-p1363' } as const) : publicKey;
      const digest = alg === 'ES256' ? 'sha256' : null;
      expect(verify(digest, signed, options, Buffer.from(signature, 'base64url'))).toBe(true);
      expect(new Set(tokens).size).toBe(2);
    },
  );

  it('is made of no other key, and nothing of one is shown', () => {
    const rsa = String(
      generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    const p384 = pem('pkcs8', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey);
    for (const apiSecret of [
      rsa,
      p384,
      'c2VjcmV0',
      '-----BEGIN EC PRIVATE KEY-----\nx\n-----END EC PRIVATE KEY-----',
    ]) {
      const make = () => coinbase.signer({ apiKey, apiSecret });
      expect(make).toThrow(TypeError);
      expect(make).toThrow(/^coinbase\.signer: `apiSecret` must be a key of EC \(P-256\) in PEM/);
      expect(make).not.toThrow(apiSecret.slice(40, 60) || 'nothing');
    }
    expect(() => Reflect.apply(coinbase.signer, undefined, [{ apiSecret: pem('sec1') }])).toThrow(/`apiKey`/);
    const sign = coinbase.signer({ apiKey, apiSecret: pem('sec1') });
    expect(inspect(sign, { showHidden: true, depth: 5 })).not.toContain(apiKey);
  });
});
