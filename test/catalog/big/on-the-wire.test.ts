// What arrives is what was signed: checked by a server that has only the documents, through axios and fetch.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import axios from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signer as binanceSpot } from '../../../src/catalog/binance-spot/signer.ts';
import { signer as bitget } from '../../../src/catalog/bitget/signer.ts';
import { signer as bybit } from '../../../src/catalog/bybit/signer.ts';
import { signer as deribit } from '../../../src/catalog/deribit/signer.ts';
import { signer as gate } from '../../../src/catalog/gate/signer.ts';
import { signer as htx } from '../../../src/catalog/htx/signer.ts';
import { signer as kraken } from '../../../src/catalog/kraken/signer.ts';
import { signer as okx } from '../../../src/catalog/okx/signer.ts';
import { createGateway, interceptAxios, interceptFetch, ktx } from '../../../src/index.ts';
import type { Sign } from '../../../src/types.ts';

interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

const secret = 'ZmFrZS1zZWNyZXQ=';
const keys = { apiKey: 'fake-key', apiSecret: secret };

const hmac = (message: string): Buffer => createHmac('sha256', secret).update(message).digest();
const withoutSignature = (pairs: string): string => pairs.replace(/(?:^|&)signature=[^&]*/, '');

/** Each scheme as its page tells it, for what arrived. */
const schemes = {
  binanceSpot: ({ query, body, headers }: Arrived): boolean => {
    const sent = new URLSearchParams(query).get('signature') ?? new URLSearchParams(body).get('signature');
    const expected = hmac(withoutSignature(query) + withoutSignature(body)).toString('hex');
    return headers['x-mbx-apikey'] === 'fake-key' && sent === expected;
  },
  bybit: ({ method, query, body, headers }: Arrived): boolean => {
    const head = `${headers['x-bapi-timestamp']}fake-key${headers['x-bapi-recv-window']}`;
    const expected = hmac(head + (method === 'GET' ? query : body)).toString('hex');
    return headers['x-bapi-sign'] === expected;
  },
  deribit: ({ method, path, query, body, headers }: Arrived): boolean => {
    const sent = /^deri-hmac-sha256 id=fake-key,ts=(\d+),sig=(\w+),nonce=(\w+)$/.exec(
      headers.authorization ?? '',
    );
    const target = query === '' ? path : `${path}?${query}`;
    return sent?.[2] === hmac(`${sent?.[1]}\n${sent?.[3]}\n${method}\n${target}\n${body}\n`).toString('hex');
  },
  okx: ({ method, path, query, body, headers }: Arrived): boolean => {
    const target = query === '' ? path : `${path}?${query}`;
    const expected = hmac(headers['ok-access-timestamp'] + method + target + body).toString('base64');
    return headers['ok-access-sign'] === expected && headers['ok-access-passphrase'] === 'fake-Phrase-1';
  },
  bitget: ({ method, path, query, body, headers }: Arrived): boolean => {
    const target = query === '' ? path : `${path}?${query}`;
    const expected = hmac(headers['access-timestamp'] + method + target + body).toString('base64');
    const names = query.split('&').map((pair) => pair.split('=')[0]);
    return headers['access-sign'] === expected && String(names) === String(names.toSorted());
  },
  gate: ({ method, path, query, body, headers }: Arrived): boolean => {
    const hash = createHash('sha512').update(body).digest('hex');
    const plain = decodeURIComponent(query.replaceAll('+', ' '));
    const text = [method, path, plain, hash, headers['timestamp']].join('\n');
    return headers['sign'] === createHmac('sha512', secret).update(text).digest('hex');
  },
  htx: ({ method, path, query, headers }: Arrived): boolean => {
    const pairs = query.split('&').filter((pair) => !pair.startsWith('Signature='));
    const text = [method, headers.host, path, pairs.toSorted().join('&')].join('\n');
    const sent = new URLSearchParams(query).getAll('Signature');
    return sent.length === 1 && sent[0] === hmac(text).toString('base64');
  },
  kraken: ({ path, body, headers }: Arrived): boolean => {
    const isJson = headers['content-type']?.startsWith('application/json');
    const nonce = isJson ? String(JSON.parse(body).nonce) : new URLSearchParams(body).get('nonce');
    const hash = createHash('sha256').update(`${nonce}${body}`).digest();
    const digest = createHmac('sha512', Buffer.from(secret, 'base64'))
      .update(path)
      .update(hash)
      .digest('base64');
    return headers['api-sign'] === digest;
  },
};

const signers: Record<keyof typeof schemes, Sign> = {
  binanceSpot: binanceSpot(keys),
  bybit: bybit(keys),
  deribit: deribit(keys),
  okx: okx({ ...keys, passphrase: 'fake-Phrase-1' }),
  bitget: bitget({ ...keys, passphrase: 'fake-Phrase-1' }),
  gate: gate(keys),
  htx: htx(keys),
  kraken: kraken(keys),
};

let arrived: Arrived[] = [];
let server: Server;
let origin = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [path = '', query = ''] = (request.url ?? '').split('?');
      const { method = '', headers } = request;
      arrived.push({ method, path, query, headers, body: Buffer.concat(chunks).toString() });
      response.setHeader('content-type', 'application/json').end('{"state":0,"result":{}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

afterAll(() => server.close());

beforeEach(() => {
  arrived = [];
});

const names = ['binanceSpot', 'bybit', 'okx', 'bitget', 'htx', 'kraken', 'deribit', 'gate'] as const;
const exchange = { signed: true };
const path = '/0/private/order';

describe.each(names)('%s', (name) => {
  // Any profile would do: the scheme is the signer's alone.
  const gateway = createGateway({ exchange: ktx, sign: signers[name], limits: false });
  const api = axios.create();
  interceptAxios(api, gateway);
  const send = interceptFetch(gateway);

  const allGood = (): void => {
    expect(arrived.filter((one) => !schemes[name](one))).toEqual([]);
  };

  it('signs what axios sends', async () => {
    const post = (data: unknown, params = {}) => api.post(`${origin}${path}`, data, { params, exchange });
    await post(new URLSearchParams({ id: 'größe 7', list: '["a","b"]' }));
    await post(undefined, name === 'kraken' ? {} : { id: 'größe 7', list: '["a","b"]' });
    await post(null);
    await post({});
    await post({ id: 'größe', long: 1.5 });
    await post('a=1&b=ö');
    if (name !== 'kraken')
      await api.get(`${origin}${path}`, { params: { list: ['x', 'y'], b: 'ö z' }, exchange });
    if (name !== 'kraken') await api.delete(`${origin}${path}`, { params: { id: 'a:b/c.d' }, exchange });
    expect(arrived).toHaveLength(name === 'kraken' ? 6 : 8);
    allGood();
  });

  it('signs what fetch sends', async () => {
    const post = (body?: BodyInit) =>
      send(`${origin}${path}`, { method: 'POST', exchange, ...(body !== undefined && { body }) });
    await post(new URLSearchParams({ id: 'größe 7' }));
    await post('a=1&b=2');
    await post();
    await post(new TextEncoder().encode('a=1'));
    if (name !== 'kraken') await send(`${origin}${path}?b=ö&c=d%20e`, { exchange });
    expect(arrived).toHaveLength(name === 'kraken' ? 4 : 5);
    allGood();
  });

  it('signs anew what a client above has signed', async () => {
    const old = 'signature=00&timestamp=1&nonce=1';
    await api.post(`${origin}${path}`, `${old}&id=7`, {
      exchange,
      headers: { 'X-BAPI-SIGN': 'old', 'OK-ACCESS-SIGN': 'old', 'API-Sign': 'old', 'X-MBX-APIKEY': 'old' },
    });
    allGood();
    const { body } = arrived[0] ?? { body: '' };
    if (name === 'binanceSpot') expect(body).not.toMatch(/signature=00(&|$)|timestamp=1&/);
    if (name === 'kraken') expect(new URLSearchParams(body).getAll('nonce')).toHaveLength(1);
  });
});

it('kraken: twenty calls at once have twenty nonces', async () => {
  const gateway = createGateway({ exchange: ktx, sign: signers.kraken, limits: false });
  const api = axios.create();
  interceptAxios(api, gateway);
  await Promise.all(Array.from({ length: 20 }, () => api.post(`${origin}${path}`, undefined, { exchange })));
  const nonces = arrived.map(({ body }) => new URLSearchParams(body).get('nonce'));
  expect(new Set(nonces).size).toBe(20);
});
