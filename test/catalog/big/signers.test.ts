import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { signer as binanceSpot } from '../../../src/catalog/binance-spot/signer.ts';
import { signer as binanceUsdm } from '../../../src/catalog/binance-usdm/signer.ts';
import { signer as bitget } from '../../../src/catalog/bitget/signer.ts';
import { signer as bybit } from '../../../src/catalog/bybit/signer.ts';
import { signer as deribit } from '../../../src/catalog/deribit/signer.ts';
import { signer as gate } from '../../../src/catalog/gate/signer.ts';
import { signer as htx } from '../../../src/catalog/htx/signer.ts';
import { signer as kraken } from '../../../src/catalog/kraken/signer.ts';
import { signer as kucoin } from '../../../src/catalog/kucoin/signer.ts';
import { signer as mexcSpot } from '../../../src/catalog/mexc-spot/signer.ts';
import { signer as okx } from '../../../src/catalog/okx/signer.ts';
import type { Sign, Signature } from '../../../src/types.ts';
import { outgoing, withoutNode } from '../signing.ts';

interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly passphrase: string;
}

interface Vector {
  readonly name: string;
  readonly exchange: keyof typeof signers;
  readonly credentials: Credentials;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly timestamp: number;
  readonly how: string;
  readonly signature: string;
  readonly expected: Signature;
}

const signers = {
  binanceSpot,
  binanceUsdm,
  bitget,
  bybit,
  okx,
  htx,
  kraken,
  kucoin,
  mexcSpot,
  deribit,
  gate,
} satisfies Record<string, (credentials: Credentials) => Sign>;
const names = Object.keys(signers) as (keyof typeof signers)[];

const file = new URL('../../fixtures/big/signatures.json', import.meta.url);
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
const credentials = {
  apiKey: 'fake-key-for-tests',
  apiSecret: 'ZmFrZS1zZWNyZXQ=',
  passphrase: 'fake-Phrase-1',
};
const context = { timestamp: 1716932877381, attempt: 1 };

function run({ exchange, credentials: given, request, timestamp }: Vector): Signature | Promise<Signature> {
  const { method, url, body, headers } = request;
  return signers[exchange](given)(outgoing(method, url, body, headers), { timestamp, attempt: 1 });
}

// Where a nonce is random it is this.
beforeEach(() => {
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((numbers) => {
    if (numbers instanceof Uint32Array) numbers.fill(7);
    return numbers;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe('signatures agree with openssl', () => {
  it.each(vectors)('$exchange: $name', (vector) => {
    expect(run(vector)).toEqual(vector.expected);
  });

  it.each(vectors)('$exchange: $name, by WebCrypto', async (vector) => {
    withoutNode();
    const given = run(vector);
    expect(given).toBeInstanceOf(Promise);
    expect(await given).toEqual(vector.expected);
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  it.skipIf(!openssl).each(vectors)('$exchange: $name: was made as the fixture says', (vector) => {
    const env = { ...process.env, PEM: vector.credentials.apiSecret };
    const printed = execFileSync('sh', ['-c', vector.how], { encoding: 'utf8', env });
    expect(printed.trim()).toBe(vector.signature);
  });
});

describe('every signer', () => {
  const request = outgoing('POST', 'https://example.com/v1/order', '{"a":1}');

  it.each(names)('%s signs at once where node:crypto is there, and makes its key once', (name) => {
    const makeKey = vi.spyOn(process.getBuiltinModule('node:crypto'), 'createSecretKey');
    const sign: Sign = signers[name](credentials);
    const given = [sign(request, context), sign(request, { ...context, attempt: 2 })];
    expect(given.every((one) => 'headers' in one && !(one instanceof Promise))).toBe(true);
    expect(makeKey).toHaveBeenCalledTimes(1);
  });

  it.each(names)('%s imports its key once, by WebCrypto, and not for export', async (name) => {
    withoutNode();
    const importKey = vi.spyOn(globalThis.crypto.subtle, 'importKey');
    const sign: Sign = signers[name](credentials);
    await Promise.all([sign(request, context), sign(request, context)]);
    await sign(request, { ...context, attempt: 2 });
    expect(importKey).toHaveBeenCalledTimes(1);
    expect(importKey.mock.calls[0]?.[3]).toBe(false);
  });

  it.each(names)('%s signs each attempt with its own time', async (name) => {
    const sign: Sign = signers[name](credentials);
    const first = await sign(request, context);
    const second = await sign(request, { timestamp: context.timestamp + 1000, attempt: 2 });
    expect(second).not.toEqual(first);
  });

  it.each(names)('%s sends a whole time though the clock has fractions', async (name) => {
    const whole = await signers[name](credentials)(request, context);
    const part = await signers[name](credentials)(request, {
      timestamp: context.timestamp + 0.4,
      attempt: 1,
    });
    expect(part).toEqual(whole);
  });

  it.each(names)('%s leaves a content type alone', async (name) => {
    const type = 'application/json; charset=utf-8';
    const typed = outgoing('POST', 'https://example.com/v1/order', '{"a":1}', { 'content-type': type });
    const { headers } = await signers[name](credentials)(typed, context);
    expect(Object.keys(headers ?? {}).map((header) => header.toLowerCase())).not.toContain('content-type');
  });

  it.each(names)('%s shows nothing of its credentials', (name) => {
    const sign: Sign = signers[name](credentials);
    const shown = inspect(sign, { showHidden: true, depth: 5 }) + String(sign) + JSON.stringify({ sign });
    for (const secret of Object.values(credentials)) expect(shown).not.toContain(secret);
  });

  it.each(
    names.flatMap((name) => [
      { name, missing: 'apiKey', given: { ...credentials, apiKey: undefined }, found: 'none' },
      { name, missing: 'apiSecret', given: { ...credentials, apiSecret: '' }, found: 'empty' },
      {
        name,
        missing: 'apiSecret',
        given: { ...credentials, apiSecret: 'ZmFrZS1zZWNyZXQ=\n' },
        found: 'white',
      },
      { name, missing: 'apiKey', given: { ...credentials, apiKey: 42 }, found: 'type number' },
      { name, missing: 'apiKey', given: undefined, found: 'none' },
    ]),
  )('$name names a missing $missing and shows no value ($found)', ({ name, missing, given, found }) => {
    const make = () => Reflect.apply(signers[name], undefined, [given]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(new RegExp(`^${name}\\.signer: \`${missing}\` must be .*${found}`));
    expect(make).not.toThrow(/fake-|ZmFrZ/);
  });

  it.each(names)('%s knows no option that it has not', (name) => {
    const make = () => Reflect.apply(signers[name], undefined, [{ ...credentials, recWindow: 1 }]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(/recWindow/);
  });
});

describe('private keys', () => {
  const pemOf = (name: string): string => {
    const found = vectors.find((vector) => vector.name === name);
    return found?.credentials.apiSecret ?? '';
  };
  const rsa = pemOf('a key of RSA');
  const ed25519 = pemOf('a key of Ed25519');
  const request = outgoing('GET', 'https://api.binance.com/api/v3/account');

  it.each([
    ['binanceSpot', 'Ed25519 or RSA'],
    ['binanceUsdm', 'Ed25519 or RSA'],
    ['bybit', 'RSA'],
    ['bitget', 'RSA'],
  ] as const)('%s refuses what is no key of %s, and shows nothing of it', (name, wanted) => {
    const body = rsa.split('\n').slice(1, -2);
    const labelled = (label: string, lines: readonly string[]) =>
      [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
    const ec = 'MHcCAQEEIJE6Vv0cFX2CBVmrb2kX6Dpfkdu9KkVH5uhYl5UqXRa5oAoGCCqGSM49AwEHoUQDQgAE';
    const cases: readonly (readonly [string, RegExp])[] = [
      [labelled('PUBLIC KEY', body), /but got a public key\.$/],
      [labelled('ENCRYPTED PRIVATE KEY', body), /one that a password protects\.$/],
      [
        labelled('RSA PRIVATE KEY', ['Proc-Type: 4,ENCRYPTED', '', ...body]),
        /one that a password protects\.$/,
      ],
      [labelled('EC PRIVATE KEY', [ec]), /but got one of another kind\.$/],
      [labelled('PRIVATE KEY', ['no base64!']), /no private key can be read from it\.$/],
      [labelled('PRIVATE KEY', body.slice(0, 3)), /no private key can be read from it\.$/],
      ['-----BEGIN PRIVATE KEY-----\nAAAA', /no private key can be read from it\.$|one of another kind\.$/],
    ];
    for (const [apiSecret, message] of cases) {
      const make = () => signers[name]({ ...credentials, apiSecret });
      expect(make).toThrow(TypeError);
      expect(make).toThrow(message);
      expect(make).toThrow(new RegExp(`^${name}\\.signer: \`apiSecret\``));
      if (!message.source.includes('read')) expect(make).toThrow(`a key of ${wanted} in PEM`);
      for (const line of [...body, ec]) expect(make).not.toThrow(line.slice(0, 16));
    }
  });

  it('bybit has no keys of Ed25519', () => {
    expect(() => bybit({ ...credentials, apiSecret: ed25519 })).toThrow(
      new TypeError('bybit.signer: `apiSecret` must be a key of RSA in PEM, but got Ed25519.'),
    );
  });

  it('may have come through a variable of the environment', () => {
    const sign = (apiSecret: string) => binanceSpot({ ...credentials, apiSecret })(request, context);
    expect(sign(rsa.trim().replaceAll('\n', '\\n'))).toEqual(sign(rsa));
    expect(sign(rsa.replaceAll('\n', '\r\n'))).toEqual(sign(rsa));
  });

  it('need no api secret beside them, and still an api key', () => {
    expect(() => Reflect.apply(binanceSpot, undefined, [{ apiSecret: rsa }])).toThrow(
      /^binanceSpot\.signer: `apiKey`/,
    );
  });
});

describe('Binance', () => {
  const sign = binanceSpot({ apiKey: 'k', apiSecret: 's' });

  it.each(['GET', 'POST', 'DELETE'])('signs a %s alike after it was signed before', (method) => {
    const clean = outgoing(method, 'https://api.binance.com/api/v3/order?symbol=A&recvWindow=1');
    const once = sign(clean, context);
    const again = sign({ ...clean, query: ('query' in once && once.query) || '' }, context);
    expect(again).toEqual(once);
  });

  it.each(['/fapi/v1/listenKey', '/api/v3/userDataStream', '/api/v3/historicalTrades'])(
    'sends %s the key alone',
    (path) => {
      const request = outgoing('POST', `https://api.binance.com${path}?symbol=A`);
      expect(sign(request, context)).toEqual({ headers: { 'X-MBX-APIKEY': 'k' } });
    },
  );

  it.each([0, -1, 1.5, 60_001, 'soon'])('refuses a window of %s', (recvWindow) => {
    expect(() =>
      Reflect.apply(binanceSpot, undefined, [{ apiKey: 'k', apiSecret: 's', recvWindow }]),
    ).toThrow(
      new TypeError(
        `binanceSpot.signer: \`recvWindow\` must be a positive whole number up to 60000, but got ${recvWindow}.`,
      ),
    );
  });

  it.each(['s', 'RSA'])('makes no session with a key of another kind (%s)', async (secret) => {
    const rsa = vectors.find(({ name }) => name === 'a key of RSA')?.credentials.apiSecret ?? '';
    const other = binanceSpot({ apiKey: 'k', apiSecret: secret === 'RSA' ? rsa : secret });
    const request = outgoing('WS', 'https://api.binance.com/session.logon', '{"method":"session.logon"}');
    await expect(other(request, context)).rejects.toThrow(/sessions are for Ed25519 keys alone/);
  });

  it.each(['[1]', '{"params":[1]}', 'text'])('signs no command that is %s', async (body) => {
    await expect(sign(outgoing('WS', 'https://api.binance.com/order.place', body), context)).rejects.toThrow(
      new TypeError('binanceSpot.signer: a command must be a JSON object.'),
    );
  });

  it('sends an empty object as no body', () => {
    const bare = sign(outgoing('POST', 'https://api.binance.com/api/v3/order?symbol=A'), context);
    const empty = sign(outgoing('POST', 'https://api.binance.com/api/v3/order?symbol=A', ' {} '), context);
    expect(empty).toEqual({ ...bare, body: '' });
  });

  it('leaves what is encoded as it is', () => {
    const request = outgoing('GET', 'https://api.binance.com/api/v3/klines?a=%5b%e2%82%ac%5D+%2B&b=x~y.z-_');
    expect('query' in sign(request, context) && sign(request, context)).toMatchObject({
      query: expect.stringMatching(/^a=%5b%e2%82%ac%5D\+%2B&b=x~y\.z-_&timestamp=\d+&signature=[\da-f]{64}$/),
    });
  });
});

describe.each(['okx', 'bitget', 'kucoin'] as const)('%s', (name) => {
  it.each([
    ['none', undefined],
    ['one that is empty or has white space around it', ''],
    ['one that is empty or has white space around it', 'fake-Phrase-1\n'],
  ])('names a passphrase that is %s', (found, passphrase) => {
    const make = () => Reflect.apply(signers[name], undefined, [{ ...credentials, passphrase }]);
    expect(make).toThrow(
      new TypeError(`${name}.signer: \`passphrase\` must be the one of the key, but got ${found}.`),
    );
  });
});

it('KuCoin has keys of two versions', () => {
  expect(() => Reflect.apply(kucoin, undefined, [{ ...credentials, keyVersion: '1' }])).toThrow(
    new TypeError("kucoin.signer: `keyVersion` must be '2' or '3', but got 1."),
  );
});

describe('Kraken', () => {
  const request = outgoing('POST', 'https://api.kraken.com/0/private/Balance');
  const nonceOf = (signature: Signature | Promise<Signature>): bigint => {
    const body = 'body' in signature ? signature.body : '';
    return BigInt(/nonce=(\d+)/.exec(body ?? '')?.[1] ?? 0);
  };

  it.each(['ms', 'us', 'ns'] as const)('raises the nonce (%s) whatever the clock does', (nonceUnit) => {
    const sign = kraken({ ...credentials, nonceUnit });
    const times = [1000, 1000, 1000.9, 999, 5, 1001, 1001, 2000, 1999, 2000, 0];
    const nonces = times.map((after) =>
      nonceOf(sign(request, { timestamp: 1716932877381 + after, attempt: 1 })),
    );
    for (const [index, nonce] of nonces.entries()) {
      if (index > 0) expect(nonce).toBeGreaterThan(nonces[index - 1] ?? 0n);
      expect(nonce).toBeLessThan(2n ** 64n);
    }
  });

  it('gives twenty at once twenty nonces in order, by WebCrypto too', async () => {
    withoutNode();
    const sign = kraken(credentials);
    const signed = await Promise.all(Array.from({ length: 20 }, () => sign(request, context)));
    const nonces = signed.map(nonceOf);
    expect(nonces).toEqual(nonces.map((_, index) => BigInt(context.timestamp + index)));
  });

  it.each(['GET', 'WS'])('signs no %s', async (method) => {
    await expect(kraken(credentials)({ ...request, method }, context)).rejects.toThrow(
      new TypeError(
        `kraken.signer: private requests are POST; sockets take a token of GetWebSocketsToken, but got ${method}.`,
      ),
    );
  });

  it('names a secret that is no base64, and a unit that it has not', () => {
    expect(() => kraken({ ...credentials, apiSecret: 'fake-secret!' })).toThrow(
      new TypeError('kraken.signer: `apiSecret` must be the private key in base64, but got something else.'),
    );
    expect(() => Reflect.apply(kraken, undefined, [{ ...credentials, nonceUnit: 's' }])).toThrow(
      new TypeError("kraken.signer: `nonceUnit` must be 'ms', 'us' or 'ns', but got s."),
    );
  });
});
