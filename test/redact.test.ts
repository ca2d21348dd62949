import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redact, redactPath, safeCause, secretsOf, secretsOfBody } from '../src/redact.ts';

const key = 'mx0vglTopSecret';

describe('redact', () => {
  it('takes secrets out wherever they stand', () => {
    expect(redact(`${key} and ${key}`, [key])).toBe('[redacted] and [redacted]');
  });

  it('leaves short words, which stand in answers by chance', () => {
    expect(redact('GET 12345 failed', ['GET', '12345'])).toBe('GET 12345 failed');
  });

  it('leaves nothing of a secret that holds another', () => {
    expect(redact(`got Bearer ${key}.5ad1`, [key, `Bearer ${key}.5ad1`])).toBe('got [redacted]');
  });

  it('takes the query off every URL', () => {
    const text = 'GET https://a.example/x?sign=1f&b=2 then (http://b.example/y?c=3) ended';
    expect(redact(text, [])).toBe('GET https://a.example/x?… then (http://b.example/y?…) ended');
    expect(redact('https://a.example/x ended? yes', [])).toBe('https://a.example/x ended? yes');
  });
});

describe('a path', () => {
  const listenKey = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1';

  it('is told without a listen key, and with every id of an order', () => {
    expect(redactPath(`/ws/${listenKey}/x`)).toBe('/ws/[redacted]/x');
    const orders = [
      '/api/v3/order',
      `/orders/0x${'0'.repeat(31)}1`,
      '/o/5d2c9b0a-9e1f-4c55-8f2e-0a1b2c3d4e5f',
    ];
    expect(orders.map(redactPath)).toEqual(orders);
    const words = '/api/v1/an-endpoint-whose-name-is-longer-than-any-key-is';
    expect(redactPath(words)).toBe(words);
  });

  it('stands in an address that is quoted', () => {
    expect(redact(`no route to wss://a.example/ws/${listenKey}`, [])).toBe(
      'no route to wss://a.example/ws/[redacted]',
    );
  });
});

describe('redact, of a secret that is printed in another form', () => {
  const secret = 'aB+c/d12==';
  it.each([
    ['another letter case', 'AB+C/D12=='],
    ['percent-encoded', 'aB%2Bc%2Fd12%3D%3D'],
    ['percent-encoded in lower case', 'aB%2bc%2fd12%3d%3d'],
    ['the other alphabet of base64', 'aB-c_d12'],
    ['without its padding', 'aB+c/d12'],
    ['turned into base64', btoa(secret)],
    ['inside JSON', JSON.stringify({ key: secret })],
  ])('%s', (_, printed) => {
    const clean = redact(`refused: ${printed} is wrong`, [secret]);
    expect(clean).toContain('[redacted]');
    expect(clean).not.toMatch(/ab.{0,3}c.{0,3}d12/i);
    expect(clean).not.toContain(btoa(secret).slice(0, 8));
  });

  it('takes a password out of an address, whoever put it there', () => {
    expect(redact('Invalid URL: http://bot:pass word@1.2.3.4/x', [])).toBe(
      'Invalid URL: http://bot:pass word@1.2.3.4/x',
    );
    expect(redact('to wss://bot:password@h.example/x?k=1 or ftp://u@h/', [])).toBe(
      'to wss://…@h.example/x?… or ftp://…@h/',
    );
  });
});

describe('secretsOfBody', () => {
  it('takes what signing put in, and what fields say of themselves, and leaves what the caller wrote', () => {
    const before = '{"symbol":"BTC_USDT","price":"64000.5","passphrase":"own-pass"}';
    const body =
      '{"symbol":"BTC_USDT","price":"64000.5","passphrase":"own-pass","api_key":"KEY-01","n":{"ts":1764097200123}}';
    expect(secretsOfBody(body, before)).toEqual(['own-pass', 'KEY-01', '1764097200123']);
    expect(secretsOfBody(before, before)).toEqual(['own-pass']);
    expect(secretsOfBody('symbol=BTC&sign=a%2Bb', 'symbol=BTC')).toEqual(['a+b', 'a%2Bb']);
    expect(secretsOfBody('c2lnbmF0dXJl==', '{"sessionId":"session-1"}')).toEqual(['c2lnbmF0dXJl==']);
    expect(secretsOfBody(undefined, undefined)).toEqual([]);
  });

  it('takes what stands in a signature of several parts, though the caller made it', () => {
    const body = '{"action":{"type":"order"},"nonce":1,"signature":{"r":"0xaaaa01","s":"0xbbbb02","v":27}}';
    expect(secretsOfBody(body, body)).toEqual(['1', '0xaaaa01', '0xbbbb02', '27']);
    expect(secretsOfBody('{"keys":["one-key",{"a":null}]}', undefined)).toEqual(['one-key']);
  });
});

describe('secretsOf', () => {
  it('takes the values of headers and query, the plain headers left out', () => {
    const headers = { ApiKey: key, 'Content-Type': 'application/json', 'user-agent': 'bot' };
    expect(secretsOf(headers, 'symbol=BTC')).toEqual([key, 'BTC']);
    expect(secretsOf(undefined, undefined)).toEqual([]);
  });

  it('takes what stands in a header apart: a token behind its scheme, cookies, what a JWT says of itself', () => {
    const claims = btoa(JSON.stringify({ sub: 'organizations/1/apiKeys/2f' })).replace(/=+$/, '');
    const jwt = `eyJhbGciOiJFUzI1NiJ9.${claims}.c2lnbmF0dXJl`;
    const headers = {
      authorization: `Bearer ${jwt}`,
      cookie: 'session=s-0123456789; theme=dark',
      'x-auth': 'deri-hmac-sha256 id=key-5f0e9a1c,sig=0f1e2d3c4b5a,nonce=6d5c4b3a',
    };
    const secrets = secretsOf(headers, undefined);
    const quoted = `${jwt} organizations/1/apiKeys/2f s-0123456789 key-5f0e9a1c 0f1e2d3c4b5a 6d5c4b3a`;
    expect(redact(quoted, secrets)).toBe(Array(6).fill('[redacted]').join(' '));
    expect(redact('Bearer of a session expired', secrets)).toBe('Bearer of a session expired');
    expect(secretsOf({ authorization: 'Bearer eyJ%' }, undefined)).toEqual(['Bearer eyJ%']);
  });

  it('knows a value in the query decoded, and as it was written', () => {
    const secrets = secretsOf({}, 'a=1&sign=aGVs%2Bbg%3D%3D&raw=bG8+d29=');
    for (const shown of ['aGVs+bg==', 'aGVs%2Bbg%3D%3D', 'bG8+d29='])
      expect(redact(`/order?x=${shown}`, secrets)).toBe('/order?x=[redacted]');
  });
});

describe('safeCause', () => {
  const everything = (error: unknown): string =>
    inspect(error, { showHidden: true, depth: 20, getters: true }) + JSON.stringify(error) + String(error);

  it('keeps name, message and code, of the causes too', () => {
    const inner = Object.assign(new TypeError('inner'), { code: 'ECONNRESET' });
    const safe = safeCause(new RangeError('outer', { cause: inner }), []);
    expect([safe?.name, safe?.message, safe?.stack]).toEqual(['RangeError', 'outer', 'RangeError: outer']);
    expect(safe?.cause).toMatchObject({ name: 'TypeError', message: 'inner', code: 'ECONNRESET' });
  });

  it('shows no secret of message, cause, URL, config, request, response or stack', () => {
    const inner = new Error(`connect to https://a.example/order?sign=${key}`);
    const error = Object.assign(new Error(`no ${key}`, { cause: inner }), {
      config: { headers: { ApiKey: key } },
      request: { path: `/order?${key}` },
      response: { headers: key },
    });
    expect(everything(error)).toContain(key);
    expect(everything(safeCause(error, [key]))).not.toContain(key);
  });

  it('shows none that stands in the name or the code of an error', () => {
    const inner = Object.assign(new Error('x'), { name: `E ${key}`, code: `ECONN ${key}` });
    const safe = safeCause(new Error('y', { cause: inner }), [key]);
    expect(everything(safe)).not.toContain(key);
    expect(safe?.cause).toMatchObject({ name: 'E [redacted]', code: 'ECONN [redacted]' });
  });

  it('makes an error of what is none, and nothing of nothing', () => {
    expect(safeCause(`lost ${key}`, [key])?.message).toBe('lost [redacted]');
    expect([safeCause(undefined, []), safeCause(null, [])]).toEqual([undefined, undefined]);
  });

  it('drops a code that is no text', () => {
    expect(safeCause(new DOMException('late', 'TimeoutError'), [])).not.toHaveProperty('code');
  });

  it('keeps the class of what the platform throws', () => {
    expect(safeCause(new SyntaxError('x'), [])).toBeInstanceOf(SyntaxError);
    expect(safeCause(new TypeError('x'), [])).toBeInstanceOf(TypeError);
  });

  it('reads what throws when it is read', () => {
    const broken: unknown = Object.create(DOMException.prototype);
    expect(safeCause(broken, [])).toBeInstanceOf(Error);
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(safeCause(revoked.proxy, [])).toBeInstanceOf(Error);
  });

  it('ends in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    let links = 0;
    for (let link: unknown = safeCause(error, []); link instanceof Error; link = link.cause) links += 1;
    expect(links).toBe(5);
  });
});
