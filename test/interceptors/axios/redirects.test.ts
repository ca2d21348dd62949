import { createRequire } from 'node:module';
import type { AxiosRequestConfig } from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deribit } from '../../../src/catalog/deribit/index.ts';
import { createGateway, interceptAxios, mexcContract } from '../../../src/index.ts';
import { credentials } from '../../support/exchange.ts';
import { copies } from './copies.ts';
import { callsOf, good, type Loopback, listen } from './server.ts';

let other: Loopback;
let exchange: Loopback;
beforeAll(async () => {
  other = await listen();
  const moved = (status: number) => (_: unknown, response: import('node:http').ServerResponse) => {
    response.writeHead(status, { location: `${other.origin}/elsewhere?signature=s3cret` });
    response.end();
  };
  exchange = await listen({
    api: (request, response) => {
      const { url = '' } = request;
      if (url.endsWith('/ping')) return moved(302)(request, response);
      if (url.includes('/late')) {
        response.writeHead(200, { 'content-type': 'application/json' });
        return response.end('{"success":false,"code":513,"message":"time"}');
      }
      const status = Number(/status=(\d+)/.exec(url)?.[1] ?? 302);
      moved(status)(request, response);
    },
  });
});
afterAll(() => Promise.all([other.close(), exchange.close()]));
beforeEach(() => {
  other.log.length = 0;
  exchange.log.length = 0;
});

const order = '/api/v1/private/order/submit';
const read = '/api/v1/private/account/assets';
const plain = '/api/v1/contract/ticker';
const follow: { readonly http: object; readonly https: object } = createRequire(import.meta.url)(
  'follow-redirects',
);

/** What a caller may have set, each of which would make axios follow. */
const willing: Readonly<Record<string, AxiosRequestConfig>> = {
  nothing: {},
  'redirects by number': { maxRedirects: 5 },
  'a hook before redirects': { maxRedirects: 5, beforeRedirect: () => {} },
  'a transport that follows': { transport: follow.http },
  "fetch's own option": { adapter: 'fetch', fetchOptions: { redirect: 'follow' } as never },
  'its fetch and redirects by number': { adapter: 'fetch', maxRedirects: 5 },
};

describe.each(copies)('with %s', (_, axios) => {
  describe.each(Object.entries(willing))('and %s in the config', (__, config) => {
    const attach = () => {
      const api = axios.create({ ...config, baseURL: exchange.origin });
      const sign = mexcContract.signer(credentials);
      const gateway = createGateway({ exchange: mexcContract, sign, limits: false });
      interceptAxios(api, gateway);
      return api;
    };

    it('leaves an order by GET, which its sender signs, where it was sent to', async () => {
      const api = axios.create({ ...config, baseURL: exchange.origin });
      interceptAxios(api, createGateway({ exchange: deribit }));
      for (const responseType of ['json', 'stream'] as const) {
        const error: unknown = await api
          .get('/api/v2/private/buy', { params: { status: 307, label: responseType }, responseType })
          .catch((e: unknown) => e);
        expect(error).toMatchObject({ name: 'UnknownOutcomeError', status: 307, attempts: 1 });
      }
      expect(other.log).toEqual([]);
    });

    it.each([301, 302, 303, 307, 308])('leaves an order where it was sent to under %i', async (status) => {
      const params = { status };
      const error: unknown = await attach()
        .post(order, { externalOid: 'o-1' }, { params })
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'UnknownOutcomeError', outcome: 'unknown', status, attempts: 1 });
      expect(String(error)).toContain(`${other.origin}/elsewhere`);
      expect(String(error)).not.toContain('s3cret');
      expect([callsOf(exchange.log).length, other.log]).toEqual([1, []]);
    });

    it('carries no signature of a read on', async () => {
      const error: unknown = await attach()
        .get(read)
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'ExchangeError', outcome: 'rejected', attempts: 1 });
      expect(String(error)).toContain(`${other.origin}/elsewhere`);
      expect([callsOf(exchange.log).length, other.log]).toEqual([1, []]);
    });

    it('carries no request of ours on', async () => {
      const error: unknown = await attach()
        .get('/api/v1/private/late')
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ category: 'timestamp' });
      expect(exchange.log.some(({ url }) => url?.endsWith('/ping'))).toBe(true);
      expect(other.log).toEqual([]);
    });

    it('follows for a plain read', async () => {
      const { data } = await attach().get(plain);
      expect(data).toEqual(JSON.parse(good));
      expect(other.log).toHaveLength(1);
    });
  });

  it.each([302, 304, 307])('shows a read its %i where the caller wants to see it, once', async (status) => {
    const api = axios.create({ baseURL: exchange.origin, maxRedirects: 0, validateStatus: () => true });
    const gateway = createGateway({ exchange: mexcContract, sign: mexcContract.signer(credentials) });
    interceptAxios(api, gateway);
    for (const path of [plain, read]) {
      const response = await api.get(path, { params: { status } });
      expect([response.status, response.headers['location']]).toEqual([
        status,
        `${other.origin}/elsewhere?signature=s3cret`,
      ]);
    }
    expect(callsOf(exchange.log)).toHaveLength(2);
    expect(gateway.stats()).toMatchObject({ breaker: 'closed', categories: {} });
  });
});
