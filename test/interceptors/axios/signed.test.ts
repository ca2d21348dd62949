import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGateway, type GatewayOptions, interceptAxios, mexcContract } from '../../../src/index.ts';
import { credentials } from '../../support/exchange.ts';
import { copies } from './copies.ts';
import { callsOf, good, type Loopback, listen } from './server.ts';

const { apiKey, apiSecret } = credentials;
const order = '/api/v1/private/order/submit';
const read = '/api/v1/private/account/assets';
const json = { 'content-type': 'application/json' };
const refusal = '{"success":false,"code":2005,"message":"Balance insufficient"}';

let server: Loopback;
beforeAll(async () => {
  server = await listen({
    refused: (_, response) => {
      response.writeHead(200, json);
      response.end(refusal);
    },
    packed: (_, response) => {
      response.writeHead(200, { ...json, 'content-encoding': 'gzip' });
      response.end(gzipSync(refusal));
    },
    lost: (request) => {
      request.socket.destroy();
    },
    odd: (_, response) => {
      response.writeHead(200, { ...json, 'content-encoding': 'zip' });
      response.end('PK');
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.log.length = 0;
});

const signatureOf = ({ headers, body }: Loopback['log'][number]): string =>
  createHmac('sha256', apiSecret).update(`${apiKey}${headers['request-time']}${body}`).digest('hex');

describe.each(copies)('with %s', (_, axios) => {
  const attach = (options: Partial<GatewayOptions> = {}, adapter: 'http' | 'fetch' = 'http') => {
    const api = axios.create({ baseURL: server.origin, adapter });
    const sign = mexcContract.signer(credentials);
    const gateway = createGateway({ exchange: mexcContract, sign, limits: false, ...options });
    interceptAxios(api, gateway);
    return { api, gateway };
  };

  const text = JSON.stringify({ externalOid: 'my-1', text: 'ü' });
  const bytes = new TextEncoder().encode(text);
  const bodies: Readonly<Record<string, () => unknown>> = {
    'a text': () => text,
    'a Buffer': () => Buffer.from(text),
    'a Uint8Array': () => bytes,
    'an ArrayBuffer': () => bytes.slice().buffer,
    'a view of another kind': () => new DataView(bytes.slice().buffer),
  };

  it.each(Object.entries(bodies))('signs the text of %s, and knows its order', async (__, body) => {
    const { api } = attach();
    await api.post(order, body(), { headers: json });
    const seen = server.log.find(({ url }) => url === order);
    expect(seen && Buffer.from(seen.body, 'latin1').toString()).toBe(text);
    expect(seen?.headers['signature']).toBe(seen && signatureOf({ ...seen, body: text }));
    const error: unknown = await api
      .post(order, body(), { headers: json, timeout: 1, url: order, baseURL: `${server.origin}/never` })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ outcome: 'unknown', clientOrderId: 'my-1' });
  });

  it.each([5, true])('signs %j, which the fetch adapter sends', async (body) => {
    const { api } = attach({}, 'fetch');
    await api.post(order, body, { headers: { 'Content-Type': 'text/plain' } });
    const seen = server.log.find(({ url }) => url === order);
    expect(seen?.body).toBe(String(body));
    expect(seen?.headers['signature']).toBe(seen && signatureOf(seen));
  });

  it.each([
    ['bytes that are no text', () => new Uint8Array([0x7b, 0xff, 0xfe])],
    ['a Blob', () => new Blob(['{}'])],
    ['a FormData', () => new FormData()],
  ])('signs nothing in place of %s', async (__, body) => {
    let signed = 0;
    const sign = () => {
      signed += 1;
      return {};
    };
    const { api } = attach({ sign });
    const error: unknown = await api
      .post(order, body(), { headers: { 'Content-Type': 'x/y' } })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/cannot be signed/);
    expect([signed, callsOf(server.log)]).toEqual([0, []]);
    expect((await api.post(order, body(), { exchange: { signed: false } })).status).toBe(200);
  });

  it.each([
    ['http', { headers: { 'x-own': 'a\nb' } }],
    ['fetch', { headers: { 'x-own': 'a\nb' } }],
    ['http', { method: 'A B' }],
    ['fetch', { method: 'A B' }],
    ['fetch', { method: 'TRACE', data: undefined }],
    ['fetch', { fetchOptions: { cache: 'nope' } }],
  ] as const)('calls an order rejected, once, of which %s makes no request: %j', async (adapter, config) => {
    const api = axios.create({ baseURL: server.origin, adapter });
    const gateway = createGateway({ exchange: mexcContract });
    interceptAxios(api, gateway);
    const order = { url: '/api/v1/private/order/submit', method: 'POST', data: { a: 1 } };
    const answer = api.request({ ...order, ...(config as object) });
    const outcome = await answer.then(
      ({ status }) => status,
      (error: { outcome: unknown; attempts: unknown }) => [error.outcome, error.attempts],
    );
    // Newer copies drop what no header may hold.
    expect([200, ['rejected', 1]]).toContainEqual(outcome);
    expect(server.log).toHaveLength(outcome === 200 ? 1 : 0);
    await gateway.close();
  });

  it('signs nothing for an address that is none, and asks nobody about it', async () => {
    const { api } = attach();
    for (const baseURL of ['http://[', 'relative/address']) {
      const error: unknown = await api.post(order, {}, { baseURL }).catch((e: unknown) => e);
      expect(error).toMatchObject({ category: 'invalid-request', outcome: 'rejected', attempts: 1 });
      expect(axios.isAxiosError(error)).toBe(true);
    }
    const params = { at: new Date(Number.NaN) };
    const error: unknown = await api.get(read, { params }).catch((e: unknown) => e);
    expect(error).toMatchObject({ category: 'invalid-request', outcome: 'rejected' });
    expect(callsOf(server.log)).toEqual([]);
  });

  describe.each(['http', 'fetch'] as const)('by %s', (adapter) => {
    const shows = (value: unknown): boolean => {
      const deep = { depth: 12, showHidden: true, getters: true } as const;
      const printed = [
        inspect(value),
        inspect(value, { depth: 12 }),
        inspect(value, deep),
        JSON.stringify(value),
      ];
      const { signature } = callsOf(server.log).at(-1)?.headers ?? {};
      return printed.some((one) => one?.includes(apiKey) || one?.includes(String(signature)));
    };

    it('shows neither key nor signature in what it resolves with', async () => {
      const { api } = attach({}, adapter);
      expect(shows(await api.get(read))).toBe(false);
      expect(shows(await api.post(order, { a: 1 }))).toBe(false);
      const streamed = await api.post(order, { a: 1 }, { responseType: 'stream' });
      expect(shows(streamed)).toBe(false);
    });

    it('prints neither key nor signature of a stream that is not read yet', async () => {
      const { api } = attach({}, adapter);
      const response = await api.get(read, { responseType: 'stream' });
      expect(inspect(response, { depth: 12 })).not.toContain(apiKey);
      expect(inspect(response)).not.toContain('Signature');
    });

    it('shows neither key nor signature in what it rejects with', async () => {
      const { api } = attach({}, adapter);
      const config = { validateStatus: (status: number) => status === 201 };
      const calls = [
        () => api.get(read, config),
        () => api.post(order, { a: 1 }, config),
        () => api.post('/refused', {}, { exchange: { signed: true } }),
      ];
      for (const call of calls) {
        const error: unknown = await call().catch((e: unknown) => e);
        expect(shows(error)).toBe(false);
        expect(shows(Reflect.get(Object(error), 'response'))).toBe(false);
        expect(axios.isAxiosError(error) && error.config?.baseURL).toBe(server.origin);
      }
    });

    it.each(['stream', 'arraybuffer', 'blob', 'text', 'json', undefined] as const)(
      'hears that an order was refused, where %s is asked for',
      async (responseType) => {
        const { api } = attach({}, adapter);
        const config = responseType ? { responseType } : {};
        await expect(api.post('/refused', {}, config)).rejects.toMatchObject({
          code: '2005',
          category: 'funds',
        });
        await expect(
          api.post('/refused', {}, { ...config, transformResponse: () => 1 }),
        ).rejects.toMatchObject({ code: '2005' });
      },
    );
  });

  it('hears that an order was refused in an answer that is left packed', async () => {
    const { api } = attach();
    for (const responseType of ['text', 'json', 'arraybuffer', 'stream'] as const) {
      await expect(api.post('/packed', {}, { decompress: false, responseType })).rejects.toMatchObject({
        code: '2005',
      });
    }
    await expect(api.post('/packed', {}, { decompress: false })).rejects.toMatchObject({ code: '2005' });
    await expect(
      api.get('/packed', { decompress: false, responseType: 'arraybuffer' }),
    ).rejects.toMatchObject({ code: '2005' });
  });

  it('hands on what cannot be unpacked to whoever reads it, and calls an order unknown', async () => {
    const { api } = attach();
    expect((await api.get('/odd', { decompress: false })).data).toBe('PK');
    await expect(api.post('/odd', {}, { decompress: false })).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('gives an order that was read on the way as the stream that was asked for', async () => {
    const { api } = attach();
    const { data } = await api.post(order, {}, { responseType: 'stream' });
    const pieces: Uint8Array[] = [];
    for await (const piece of data) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(good);
  });

  it('hands over what was found out about an order as what was asked for', async () => {
    const { api } = attach({ reconcile: () => ({ found: true, response: { success: true, data: 'ü' } }) });
    const found = '{"success":true,"data":"ü"}';
    const as = async (
      responseType: 'text' | 'json' | 'arraybuffer' | 'stream' | 'blob',
    ): Promise<unknown> => {
      const { data, headers } = await api.post('/lost', {}, { responseType });
      expect(headers['x-exchange-interceptors']).toBe('reconciled');
      return data;
    };
    expect(await as('text')).toBe(found);
    expect(await as('json')).toEqual(JSON.parse(found));
    expect(await as('arraybuffer')).toEqual(Buffer.from(found));
    expect(await ((await as('blob')) as Blob).text()).toBe(found);
    const pieces: Uint8Array[] = [];
    for await (const piece of (await as('stream')) as AsyncIterable<Uint8Array>) pieces.push(piece);
    expect(Buffer.concat(pieces).toString()).toBe(found);
    const seen: unknown[] = [];
    await api.post('/lost', {}, { transformResponse: (data: unknown) => seen.push(data) });
    expect(seen).toEqual([found]);
  });

  it("parses once with axios's own transform, and never in place of another", async () => {
    const { defaults } = axios;
    const { transformResponse } = defaults;
    const body = '{"success":true,"code":0,"data":739062119803068417}';
    const server2 = await listen({
      big: (_, response) => response.writeHead(200, json).end(body),
    });
    const seen: unknown[] = [];
    const keep = (data: unknown): unknown => {
      seen.push(data);
      return 'kept';
    };
    const sign = mexcContract.signer(credentials);
    try {
      defaults.transformResponse = [keep];
      const before = axios.create({ baseURL: server2.origin });
      interceptAxios(before, createGateway({ exchange: mexcContract, sign }));
      expect((await before.get('/big')).data).toBe('kept');
      defaults.transformResponse = keep;
      expect((await before.get('/big', { transformResponse: keep })).data).toBe('kept');
      const detach = interceptAxios(axios, createGateway({ exchange: mexcContract, sign }));
      expect((await axios.get(`${server2.origin}/big`)).data).toBe('kept');
      detach();
    } finally {
      if (transformResponse) defaults.transformResponse = transformResponse;
      await server2.close();
    }
    expect(seen).toEqual([body, body, body]);
  });
});
