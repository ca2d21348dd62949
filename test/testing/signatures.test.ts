import { createHash, createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SimRequest, simulateExchange } from '../../src/testing/index.ts';
import {
  type Case,
  cases,
  chainUpCase,
  keys,
  ktxCase,
  lbankCase,
  mexcCase,
  oxFunCase,
  signed,
} from './cases.ts';

const at = 1_700_000_000_000;
const now = () => at;
const mac = (text: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', keys.apiSecret).update(text).digest(encoding);

function judged(one: Case, request: SimRequest, options = {}) {
  const sim = simulateExchange(one.exchange, { now, credentials: keys, ...options });
  sim.handle(request);
  const { signatureOk, code, executed } = sim.log[0] ?? {};
  return { signatureOk, code, executed };
}

describe('worked out by hand from the documents', () => {
  const json = { 'content-type': 'application/json' };
  const size = '"symbol":"X","price":1.10,"vol":1,"quantity":1,"volume":1';
  const body = `{"side":"buy","type":"limit",${size}}`;
  const mexcBody = `{"side":1,"type":1,"openType":1,${size}}`;

  it.each<[string, Case, SimRequest]>([
    [
      'KTX, a body',
      ktxCase,
      {
        method: 'POST',
        path: '/papi/v1/order',
        body,
        headers: {
          ...json,
          'api-key': keys.apiKey,
          'api-expire-time': `${at + 5000}`,
          'api-sign': mac(`${at + 5000}${body}`),
        },
      },
    ],
    [
      'KTX, a query and no expiry',
      ktxCase,
      {
        method: 'GET',
        path: '/papi/v1/orders',
        query: 'symbol=X',
        headers: { 'api-key': keys.apiKey, 'api-sign': mac('symbol=X') },
      },
    ],
    [
      'MEXC, a body',
      mexcCase,
      {
        method: 'POST',
        path: '/api/v1/private/order/submit',
        body: mexcBody,
        headers: {
          ...json,
          ApiKey: keys.apiKey,
          'Request-Time': `${at}`,
          Signature: mac(`${keys.apiKey}${at}${mexcBody}`),
        },
      },
    ],
    [
      'MEXC, a query that was not sorted',
      mexcCase,
      {
        method: 'GET',
        path: '/api/v1/private/account/assets',
        query: 'b=2&a=1',
        headers: {
          ApiKey: keys.apiKey,
          'Request-Time': `${at}`,
          Signature: mac(`${keys.apiKey}${at}a=1&b=2`),
        },
      },
    ],
    [
      'OX.FUN, the documented host',
      oxFunCase,
      {
        method: 'GET',
        path: '/v3/balances',
        query: 'asset=OX',
        headers: {
          AccessKey: keys.apiKey,
          Timestamp: '2023-11-14T22:13:20',
          Nonce: '1',
          Signature: mac('2023-11-14T22:13:20\n1\nGET\napi.ox.fun\n/v3/balances\nasset=OX', 'base64'),
        },
      },
    ],
    [
      'ChainUp, a query and a body',
      chainUpCase,
      {
        method: 'POST',
        path: '/sapi/v1/order',
        query: 'recvWindow=5000',
        body,
        headers: {
          ...json,
          'X-CH-APIKEY': keys.apiKey,
          'X-CH-TS': `${at}`,
          'X-CH-SIGN': mac(`${at}POST/sapi/v1/order?recvWindow=5000${body}`),
        },
      },
    ],
    [
      'ChainUp, an empty body signed as {}',
      chainUpCase,
      {
        method: 'POST',
        path: '/sapi/v1/order',
        query: 'symbol=X&side=BUY&type=LIMIT&volume=1&price=1',
        headers: {
          'X-CH-APIKEY': keys.apiKey,
          'X-CH-TS': `${at}`,
          'X-CH-SIGN': mac(`${at}POST/sapi/v1/order?symbol=X&side=BUY&type=LIMIT&volume=1&price=1{}`),
        },
      },
    ],
  ])('%s', (_, one, request) => {
    expect(judged(one, request)).toMatchObject({ signatureOk: true });
    expect(judged(one, request).code).toBeUndefined();
  });

  const echostr = 'a'.repeat(32);
  const carried = (method: string) => ({
    'content-type': 'application/json',
    timestamp: `${at}`,
    signature_method: method,
    echostr,
  });
  const digest = (method: string) => {
    const text = `api_key=${keys.apiKey}&echostr=${echostr}&price=1.10&side=BUY&signature_method=${method}&symbol=X&tags=["a"]&timestamp=${at}&volume=1`;
    return createHash('md5').update(text).digest('hex').toUpperCase();
  };
  const lbankOrder = (sign: string, method: string): SimRequest => ({
    method: 'POST',
    path: '/cfd/openApi/v1/prv/placeOrder',
    body: `{"symbol":"X","side":"BUY","price":1.10,"volume":1,"tags":["a"],"none":null,"api_key":"${keys.apiKey}","sign":"${sign}"}`,
    headers: carried(method),
  });

  it('LBank, numbers as they are written', () => {
    expect(judged(lbankCase, lbankOrder(mac(digest('HmacSHA256')), 'HmacSHA256'))).toEqual({
      signatureOk: true,
      code: undefined,
      executed: true,
    });
  });

  it('LBank, RSA', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const sign = createSign('sha256').update(digest('RSA')).sign(privateKey, 'base64');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const credentials = { apiKey: keys.apiKey, publicKey: pem };
    expect(judged(lbankCase, lbankOrder(sign, 'RSA'), { credentials }).signatureOk).toBe(true);
    // The key is another one each time, so the signature may begin with any letter.
    const other = sign.replace(/^./, (first) => (first === '0' ? '1' : '0'));
    expect(judged(lbankCase, lbankOrder(other, 'RSA'), { credentials }).signatureOk).toBe(false);
    expect(judged(lbankCase, lbankOrder(sign, 'RSA')).signatureOk).toBe(false);
  });

  it('LBank, an echostr that is too short', () => {
    const request = lbankOrder(mac(digest('HmacSHA256')), 'HmacSHA256');
    const short = { ...request, headers: { ...request.headers, echostr: 'a' } };
    expect(judged(lbankCase, short)).toMatchObject({ signatureOk: false, code: '10003' });
  });

  it('LBank, no signature at all', () => {
    const request = lbankOrder('', 'HmacSHA256');
    const body = request.body?.replace(/,"sign":""/, '') ?? '';
    expect(judged(lbankCase, { ...request, body })).toMatchObject({ signatureOk: false, code: '10003' });
  });

  it('LBank, a request that is sent again as it was', () => {
    const sim = simulateExchange(lbankCase.exchange, { now, credentials: keys });
    const request = lbankOrder(mac(digest('HmacSHA256')), 'HmacSHA256');
    sim.handle(request);
    sim.handle(request);
    expect(sim.log.map(({ code, executed }) => [code, executed])).toEqual([
      [undefined, true],
      ['10011', false],
    ]);
  });
});

describe.each(cases)('%s', (_, one) => {
  it("takes what the package's signer makes, for reads and writes", async () => {
    for (const request of [
      one.order('1'),
      one.lookup('1'),
      { method: 'GET', path: one.open, query: 'b=2&a=x%20y' },
    ]) {
      expect(judged(one, await signed(one.sign, request, at)).signatureOk).toBe(true);
    }
  });

  it('refuses another secret, a changed body and another path', async () => {
    const right = await signed(one.sign, one.order('1'), at);
    const wrong = { signatureOk: false, code: one.codes.signature, executed: false };
    const credentials = { ...keys, apiSecret: 'another' };
    expect(judged(one, right, { credentials })).toEqual(wrong);
    expect(judged(one, { ...right, body: right.body?.replace('BTC', 'ETH') ?? '' })).toEqual(wrong);
  });

  it('refuses another key, and a secret that is not there', async () => {
    const right = await signed(one.sign, one.order('1'), at);
    const stranger = judged(one, right, { credentials: { ...keys, apiKey: 'somebody' } });
    expect(stranger).toMatchObject({ signatureOk: false, executed: false });
    expect(stranger.code).not.toBe(one.codes.signature);
    const credentials = { apiKey: keys.apiKey, publicKey: 'none' };
    expect(judged(one, right, { credentials }).signatureOk).toBe(false);
  });

  it('asks for none without credentials, nor on public routes', () => {
    expect(judged(one, one.order('1'), { credentials: undefined })).toEqual({
      signatureOk: undefined,
      code: undefined,
      executed: true,
    });
    expect(judged(one, { method: 'GET', path: one.ticker }).signatureOk).toBeUndefined();
    expect(judged(one, one.order('1'))).toMatchObject({ signatureOk: false, executed: false });
  });
});

it('MEXC: a request without its time says so before its signature is looked at', () => {
  const headers = { 'content-type': 'application/json', ApiKey: keys.apiKey, Signature: 'x' };
  const sim = simulateExchange(mexcCase.exchange, { now, credentials: { ...keys } });
  sim.handle({ ...mexcCase.order('1'), headers });
  expect(sim.log[0]).toMatchObject({ code: '602', executed: false });
  const oxFun = simulateExchange(oxFunCase.exchange, { now, credentials: { ...keys } });
  oxFun.handle({ ...oxFunCase.order('1'), headers: { ...headers, AccessKey: keys.apiKey } });
  expect(oxFun.log[0]).toMatchObject({ code: '20023', executed: false });
});
