import type { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createGateway,
  type GatewayOptions,
  gatewayAdapter,
  interceptAxios,
  isExchangeError,
  mexcContract,
} from '../../../src/index.ts';
import { copies } from './copies.ts';
import { callsOf, type Loopback, listen } from './server.ts';

let server: Loopback;
beforeAll(async () => {
  server = await listen({
    down: (_, response) => {
      response.writeHead(500);
      response.end();
    },
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.log.length = 0;
});

const read = '/api/v1/private/account/assets';
const order = '/api/v1/private/order/submit';
const sign: GatewayOptions['sign'] = ({ query }) => ({ query: `${query}${query && '&'}signature=S` });
const urls = (): unknown[] => callsOf(server.log).map(({ url }) => url);
const make = (options: Partial<GatewayOptions> = {}) =>
  createGateway({ exchange: mexcContract, sign, limits: false, budget: false, breaker: false, ...options });

describe.each(copies)('with %s', (_, axios) => {
  const wrappers: Readonly<Record<string, (inner: AxiosAdapter) => AxiosAdapter>> = {
    'hands its config on': (inner) => (config) => inner(config),
    'hands a copy on': (inner) => (config) => inner({ ...config }),
    'sends by another instance': (inner) => (config) =>
      axios.create().request({ ...config, adapter: inner, transformRequest: [], transformResponse: [] }),
    'waits first': (inner) => async (config) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return inner(config);
    },
    'is one of three': (inner) => [1, 2, 3].reduce<AxiosAdapter>((one) => (config) => one(config), inner),
  };

  describe.each(Object.entries(wrappers))('an adapter around ours that %s', (__, wrap) => {
    const attach = (options: Partial<GatewayOptions> = {}) => {
      const api = axios.create({ baseURL: server.origin });
      const gateway = make(options);
      const detach = interceptAxios(api, gateway);
      api.defaults.adapter = wrap(api.defaults.adapter as AxiosAdapter);
      return { api, gateway, detach };
    };

    it('makes one call of one: in units, signatures and attempts', async () => {
      const limits = [{ name: 'two', scope: 'ip', capacity: 2, windowMs: 60_000, reserve: 0 }] as const;
      const { api, gateway } = attach({ limits });
      await api.get(read);
      expect(gateway.headroom()).toMatchObject([{ free: 1 }]);
      expect(urls()).toEqual([`${read}?signature=S`]);
      await gateway.close();
      server.log.length = 0;
      const free = attach({ maxAttempts: 3, policies: { server: () => ({ action: 'retry', delayMs: 0 }) } });
      await free.api.get('/down').catch(() => {});
      expect(urls()).toEqual(['/down', '/down', '/down']);
      expect(free.gateway.stats()).toMatchObject({ calls: 1, attempts: 3 });
    });

    it('leads past the gateway after `detach`', async () => {
      const { api, gateway, detach } = attach();
      detach();
      await gateway.close();
      expect((await api.get(read)).status).toBe(200);
      expect(urls()).toEqual([read]);
    });

    it('may stand around an adapter of this gateway too', async () => {
      const gateway = make();
      const api = axios.create({ baseURL: server.origin, adapter: wrap(gatewayAdapter(gateway)) });
      interceptAxios(api, gateway);
      await api.get(read);
      expect(gateway.stats().calls).toBe(1);
      expect(urls()).toEqual([`${read}?signature=S`]);
    });
  });

  it('answers out of a cache that stands behind the gateway', async () => {
    const api = axios.create({ baseURL: server.origin });
    const gateway = make();
    interceptAxios(api, gateway);
    const inner = api.defaults.adapter as AxiosAdapter;
    const kept = new Map<unknown, ReturnType<AxiosAdapter>>();
    api.defaults.adapter = (config) => {
      const answer = kept.get(config.url) ?? inner(config);
      kept.set(config.url, answer);
      return answer.then((response) => ({ ...response }));
    };
    const [one, two] = [await api.get('/a', { exchange: { signed: false } }), await api.get('/a')];
    expect([one.data, urls()]).toEqual([two.data, ['/a']]);
  });

  it('leaves alone what the default instance makes of itself, and what that makes', async () => {
    const gateway = make();
    const detach = interceptAxios(axios, gateway);
    try {
      const child = axios.create({ baseURL: server.origin });
      const grandchild = child.create();
      await Promise.all([child.get(read), grandchild.get(read)]);
      expect(urls()).toEqual([read, read]);
      expect(gateway.stats().calls).toBe(0);
      const own = make({ sign: () => ({ headers: { 'x-second': 'yes' } }) });
      const undo = interceptAxios(child, own);
      await child.get(read);
      await axios.get(`${server.origin}${read}`);
      expect(server.log.at(-2)?.headers).toMatchObject({ 'x-second': 'yes' });
      expect(urls().slice(2)).toEqual([read, `${read}?signature=S`]);
      undo();
    } finally {
      detach();
    }
    await gateway.close();
    expect((await axios.create({ baseURL: server.origin }).get(read)).status).toBe(200);
    expect((await axios.get(`${server.origin}${read}`)).status).toBe(200);
  });

  it('leaves nothing behind in the instance', () => {
    const api = axios.create();
    const before = [api.defaults.adapter, Reflect.ownKeys(api)];
    const gateway = make();
    const detach = interceptAxios(api, gateway);
    expect(() => interceptAxios(api, gateway)).toThrow(/attached to a gateway already/);
    detach();
    expect([api.defaults.adapter, Reflect.ownKeys(api)]).toEqual(before);
    interceptAxios(api, make())();
  });

  it('carries a call again that is made by the config of another, by whichever instance', async () => {
    const api = axios.create({ baseURL: server.origin });
    const gateway = make();
    const detach = interceptAxios(api, gateway);
    const { config } = await api.get(read);
    const again: InternalAxiosRequestConfig = { ...config };
    await api(config);
    await axios(again);
    expect(urls()).toEqual(Array(3).fill(`${read}?signature=S`));
    expect(gateway.stats().calls).toBe(3);
    detach();
    await gateway.close();
    await axios(again);
    expect(urls().at(-1)).toBe(read);
  });

  it('goes by the gateway whose adapter a call brings along, whoever makes it', async () => {
    const [one, two] = [make(), make({ sign: () => ({ query: 'by=two' }) })];
    const [first, second] = [
      axios.create({ baseURL: server.origin }),
      axios.create({ baseURL: server.origin }),
    ];
    const detach = interceptAxios(first, one);
    interceptAxios(second, two);
    const { config } = await first.get(read);
    await second({ ...config });
    await second.get(read, { adapter: first.defaults.adapter as AxiosAdapter });
    expect(urls()).toEqual(Array(3).fill(`${read}?signature=S`));
    detach();
    await second({ ...config });
    expect(urls().at(-1)).toBe(`${read}?by=two`);
    expect([one.stats().calls, two.stats().calls]).toEqual([3, 1]);
  });

  it('leaves alone what an attached instance makes of itself under an adapter that was put around ours', async () => {
    const api = axios.create({ baseURL: server.origin });
    const gateway = make();
    const detach = interceptAxios(api, gateway);
    const inner = api.defaults.adapter as AxiosAdapter;
    api.defaults.adapter = (config) => inner(config);
    const child = api.create();
    await child.get(read);
    const other = make({ sign: () => ({ query: 'by=other' }) });
    interceptAxios(child, other);
    await child.get(read);
    await api.get(read);
    expect(urls()).toEqual([read, `${read}?by=other`, `${read}?signature=S`]);
    detach();
    await child.create().get(read);
    expect([gateway.stats().calls, other.stats().calls]).toEqual([1, 1]);
  });

  it('runs nothing that a `create` of the caller adds to all it makes, be it this gateway', async () => {
    const ran: unknown[] = [];
    const gateway = make();
    const api = axios.create({ baseURL: server.origin });
    const { create } = api;
    api.create = (config) => {
      const child = create(config);
      child.interceptors.request.use((request) => {
        ran.push(request.url);
        return request;
      });
      child.interceptors.response.use(undefined, () => 'nothing that was asked for');
      interceptAxios(child, gateway);
      return child;
    };
    interceptAxios(api, gateway);
    const { data } = await api.get(read, { params: { a: 1 } });
    expect(data).toMatchObject({ success: true });
    expect(await api.get(read, { signal: AbortSignal.abort() }).catch(axios.isCancel)).toBe(true);
    expect([urls(), ran]).toEqual([[`${read}?a=1&signature=S`], []]);
  });

  it("keeps the config that an adapter of the caller's answers with", async () => {
    const api = axios.create({ baseURL: server.origin });
    interceptAxios(api, make());
    const other = { url: '/of/another' } as InternalAxiosRequestConfig;
    const data = '{"success":true,"code":0}';
    const answer = async () => ({ data, status: 200, statusText: 'OK', headers: {}, config: other });
    expect((await api.get('/a', { adapter: answer })).config).toBe(other);
    // Of a signed call, it may hold the signature.
    expect((await api.get(read, { adapter: answer })).config.url).toBe(read);
  });

  it('knows an adapter by name that is none, and says so as axios does, once', async () => {
    const api = axios.create({ baseURL: server.origin });
    const gateway = make();
    interceptAxios(api, gateway);
    const error: unknown = await api
      .get(read, { adapter: 'none' as never })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(axios.AxiosError);
    expect(isExchangeError(error)).toBe(false);
    expect(gateway.stats().calls).toBe(0);
  });

  it('serves whoever takes an adapter and nothing else', async () => {
    const gateway = make({ policies: { server: () => ({ action: 'fail' }) } });
    const [one, two] = [
      axios.create({ baseURL: server.origin, adapter: gatewayAdapter(gateway) }),
      axios.create({ baseURL: server.origin, adapter: gatewayAdapter(gateway, 'fetch') }),
    ];
    await one.get(read, { params: { a: 1 } });
    const { data, headers } = await two.post(order, { b: 2 });
    expect(callsOf(server.log).map(({ method, url, body }) => [method, url, body])).toEqual([
      ['GET', `${read}?a=1&signature=S`, ''],
      ['POST', `${order}?signature=S`, '{"b":2}'],
    ]);
    expect(callsOf(server.log)[1]?.headers['content-type']).toBe('application/json');
    expect([data.success, headers['x-answer']]).toEqual([true, 'yes']);
    const refused: unknown = await one.get('/down').catch((e: unknown) => e);
    expect([isExchangeError(refused, 'server'), axios.isAxiosError(refused)]).toEqual([true, true]);
    const controller = new AbortController();
    const never = one.get('/never', { signal: controller.signal }).catch((e: unknown) => e);
    while (urls().at(-1) !== '/never') await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    const aborted: unknown = await never;
    expect(axios.isCancel(aborted)).toBe(true);
  });
});

it('refuses as an adapter what is none', () => {
  const gateway = make();
  expect(() => gatewayAdapter(gateway, 1)).toThrow(/gatewayAdapter inner/);
  expect(() => gatewayAdapter(gateway, [{}])).toThrow(TypeError);
  expect(() => Reflect.apply(gatewayAdapter, undefined, [{}])).toThrow(/gateway/);
});
