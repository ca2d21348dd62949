import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { redact, safeCause, secretsOf } from '../src/redact.ts';

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

describe('secretsOf', () => {
  it('takes the values of headers and query, the plain headers left out', () => {
    const headers = { ApiKey: key, 'Content-Type': 'application/json', 'user-agent': 'bot' };
    expect(secretsOf(headers, 'symbol=BTC')).toEqual([key, 'BTC']);
    expect(secretsOf(undefined, undefined)).toEqual([]);
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

  it('makes an error of what is none, and nothing of nothing', () => {
    expect(safeCause(`lost ${key}`, [key])?.message).toBe('lost [redacted]');
    expect([safeCause(undefined, []), safeCause(null, [])]).toEqual([undefined, undefined]);
  });

  it('drops a code that is no text', () => {
    expect(safeCause(new DOMException('late', 'TimeoutError'), [])).not.toHaveProperty('code');
  });

  it('ends in a circle', () => {
    const error = new Error('round');
    error.cause = error;
    let links = 0;
    for (let link: unknown = safeCause(error, []); link instanceof Error; link = link.cause) links += 1;
    expect(links).toBe(5);
  });
});
