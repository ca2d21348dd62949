import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { chainUp } from '../../src/catalog/chainup/index.ts';
import { ktx } from '../../src/catalog/ktx/index.ts';
import { lbankContract } from '../../src/catalog/lbank-contract/index.ts';
import { mexcContract } from '../../src/catalog/mexc-contract/index.ts';
import { oxFun } from '../../src/catalog/ox-fun/index.ts';
import type { Sign, Signature } from '../../src/types.ts';
import { outgoing, withoutNode } from './signing.ts';

interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
}

interface Vector {
  readonly name: string;
  readonly exchange: keyof typeof signers;
  readonly credentials: Credentials;
  readonly request: { readonly method: string; readonly url: string; readonly body?: string };
  readonly timestamp: number;
  readonly how: string;
  readonly signature: string;
  readonly expected: Signature;
}

const signers = {
  ktx: ktx.signer,
  mexcContract: mexcContract.signer,
  lbankContract: lbankContract.signer,
  oxFun: oxFun.signer,
  chainUp: chainUp.signer,
} satisfies Record<string, (credentials: Credentials) => Sign>;

const file = new URL('../fixtures/signatures.json', import.meta.url);
const { vectors }: { vectors: readonly Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
const credentials = { apiKey: 'fake-key-for-tests', apiSecret: 'fake-secret-for-tests' };
const context = { timestamp: 1716932877381, attempt: 1 };

function freezeRandom(): void {
  vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => {
    if (ArrayBuffer.isView(array)) new Uint8Array(array.buffer).fill(0x2a);
    return array;
  });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('signatures agree with openssl', () => {
  beforeEach(freezeRandom);

  it.each(vectors)('$exchange: $name', async (vector) => {
    const sign: Sign = signers[vector.exchange](vector.credentials);
    const { method, url, body } = vector.request;
    const given = await sign(outgoing(method, url, body), { timestamp: vector.timestamp, attempt: 1 });
    expect(given).toEqual(vector.expected);
  });

  it('says what a page needs that has no WebCrypto', async () => {
    withoutNode();
    vi.stubGlobal('crypto', {});
    onTestFinished(() => void vi.unstubAllGlobals());
    const request = outgoing('GET', 'https://contract.mexc.com/api/v1/private/account/assets', undefined);
    const signed = async (): Promise<unknown> =>
      signers.mexcContract({ apiKey: 'k', apiSecret: 's' })(request, { timestamp: 1, attempt: 1 });
    await expect(signed).rejects.toThrow(/^Signing takes `crypto.subtle`.* Nothing was sent\.$/);
  });

  it.each(vectors)('$exchange: $name, by WebCrypto', async (vector) => {
    withoutNode();
    const sign: Sign = signers[vector.exchange](vector.credentials);
    const { method, url, body } = vector.request;
    const given = sign(outgoing(method, url, body), { timestamp: vector.timestamp, attempt: 1 });
    expect(given).toBeInstanceOf(Promise);
    expect(await given).toEqual(vector.expected);
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  it.skipIf(!openssl).each(vectors)(
    '$exchange: $name: was made as the fixture says',
    ({ how, signature }) => {
      expect(execFileSync('sh', ['-c', how], { encoding: 'utf8' }).trim()).toBe(signature);
    },
  );
});

describe('every signer', () => {
  const names = Object.keys(signers) as (keyof typeof signers)[];
  const request = outgoing('POST', 'https://example.com/v1/order', '{"a":1}');

  it.each(names)('%s signs at once where node:crypto is there, and makes its key once', (name) => {
    const crypto = process.getBuiltinModule('node:crypto');
    const makeKey = vi.spyOn(crypto, 'createSecretKey');
    const sign: Sign = signers[name](credentials);
    const given = [sign(request, context), sign(request, { ...context, attempt: 2 })];
    expect(given.every((one) => 'headers' in one && !(one instanceof Promise))).toBe(true);
    expect(makeKey).toHaveBeenCalledTimes(1);
  });

  it.each(names)('%s imports its key once, by WebCrypto', async (name) => {
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
    expect(second.headers).not.toEqual(first.headers);
  });

  it.each(names)('%s sends a whole time though the clock has fractions', async (name) => {
    freezeRandom();
    const sign: Sign = signers[name](credentials);
    const whole = await sign(request, context);
    expect(await sign(request, { timestamp: context.timestamp + 0.4, attempt: 1 })).toEqual(whole);
  });

  it.each(names)('%s leaves a content type alone', async (name) => {
    const typed = outgoing('POST', 'https://example.com/v1/order', '{"a":1}', {
      'content-type': 'application/json; charset=utf-8',
    });
    const { headers } = await signers[name](credentials)(typed, context);
    expect(Object.keys(headers ?? {}).map((header) => header.toLowerCase())).not.toContain('content-type');
  });

  it.each(names)('%s shows nothing of its credentials', (name) => {
    const sign: Sign = signers[name](credentials);
    const shown = inspect(sign, { showHidden: true, depth: 5 }) + String(sign) + JSON.stringify({ sign });
    expect(shown).not.toContain(credentials.apiKey);
    expect(shown).not.toContain(credentials.apiSecret);
  });

  it.each(
    names.flatMap((name) => [
      { name, missing: 'apiKey', given: { ...credentials, apiKey: undefined }, found: 'none' },
      { name, missing: 'apiSecret', given: { ...credentials, apiSecret: '' }, found: 'empty' },
      { name, missing: 'apiSecret', given: { ...credentials, apiSecret: 'fake-secret\n' }, found: 'white' },
      { name, missing: 'apiKey', given: { ...credentials, apiKey: 42 }, found: 'type number' },
      { name, missing: 'apiKey', given: undefined, found: 'none' },
    ]),
  )('$name names a missing $missing and shows no value ($found)', ({ name, missing, given, found }) => {
    const make = () => Reflect.apply(signers[name], undefined, [given]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(new RegExp(`^${name}\\.signer: \`${missing}\` must be .*${found}`));
    expect(make).not.toThrow(/fake-/);
  });
});

describe('options of signers', () => {
  it.each([0, -1, 1.5, Number.NaN, 'soon'])('ktx refuses a window of %s', (windowMs) => {
    const make = () => ktx.signer({ ...credentials, windowMs: windowMs as number });
    expect(make).toThrow(
      new TypeError(`ktx.signer: \`windowMs\` must be a positive whole number, but got ${windowMs}.`),
    );
  });

  it('mexcContract refuses a window above the exchange’s', () => {
    expect(() => mexcContract.signer({ ...credentials, recvWindow: 5000 })).toThrow(
      new TypeError(
        'mexcContract.signer: `recvWindow` must be a positive whole number up to 60, but got 5000.',
      ),
    );
  });

  it('chainUp refuses another empty body', () => {
    expect(() => chainUp.signer({ ...credentials, emptyBody: 'null' as '{}' })).toThrow(
      /`emptyBody` must be '' or '\{\}', but got null/,
    );
  });
});

describe('what an attempt alone may have', () => {
  it('lbankContract draws a new echostr of 30 to 40 letters and digits', async () => {
    const sign = lbankContract.signer(credentials);
    const request = outgoing('GET', 'https://lbkperp.lbank.com/cfd/openApi/v1/prv/account?asset=USDT');
    const drawn = new Set<string | undefined>();
    for (const attempt of [1, 2, 3]) {
      drawn.add((await sign(request, { ...context, attempt })).headers?.['echostr']);
    }
    expect(drawn.size).toBe(3);
    for (const echostr of drawn) expect(echostr).toMatch(/^[a-z\d]{30,40}$/i);
  });

  it('oxFun draws a new nonce', async () => {
    const sign = oxFun.signer(credentials);
    const request = outgoing('GET', 'https://api.ox.fun/v3/positions');
    const drawn = new Set<string | undefined>();
    for (const attempt of [1, 2, 3]) {
      drawn.add((await sign(request, { ...context, attempt })).headers?.['Nonce']);
    }
    expect(drawn.size).toBe(3);
    for (const nonce of drawn) expect(nonce).toMatch(/^\d+$/);
  });
});

describe('what LBank signs', () => {
  const sign = lbankContract.signer(credentials);
  const post = (body: string) => sign(outgoing('POST', 'https://lbkperp.lbank.com/x', body), context);

  beforeEach(freezeRandom);

  it('is not what an earlier signature left in the query', async () => {
    const clean = await sign(outgoing('GET', 'https://lbkperp.lbank.com/x?a=1'), context);
    const used = await sign(outgoing('GET', 'https://lbkperp.lbank.com/x?a=1&api_key=old&sign=old'), context);
    expect(used).toEqual(clean);
  });

  it('does not depend on white space or the order of members', async () => {
    const [one, two] = await Promise.all([post('{"a":1,"b":"x y"}'), post('{ "b" : "x y",\n"a" : 1 }\n')]);
    const signOf = (body = '') => /"sign":"(\w+)"/.exec(body)?.[1];
    expect(signOf(two.body)).toBe(signOf(one.body));
  });

  it('stays valid JSON whatever the body looks like', async () => {
    for (const body of ['{}', ' { } ', '{"a":{"b":[1,2]},"c":"}"}', '{"quoted":"\\"1,2\\""}']) {
      const signed: unknown = JSON.parse((await post(body)).body ?? '');
      expect(signed).toMatchObject({ ...JSON.parse(body), api_key: credentials.apiKey });
    }
  });

  it.each(['[1]', 'a=1', '"text"', '1', '{"a":'])('cannot be %s', async (body) => {
    await expect(post(body)).rejects.toThrow(
      new TypeError('lbankContract.signer: the body of a signed POST must be a JSON object.'),
    );
  });
});
