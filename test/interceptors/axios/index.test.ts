import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import axios, { type AxiosAdapter, AxiosError, type InternalAxiosRequestConfig } from 'axios';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { createGateway, interceptAxios, isExchangeError } from '../../../src/index.ts';
import { origin } from '../../support/clients.ts';
import { done, failed, order, type Reply, read } from '../../support/exchange.ts';
import { scriptedExchange } from '../../support/scripted.ts';

const open = scriptedExchange();

function set(...replies: Reply[]) {
  const { script, gateway } = open(...replies);
  const api = axios.create({ baseURL: origin });
  const detach = interceptAxios(api, gateway);
  return { script, gateway, api, detach };
}

const text = (body: string): Response =>
  new HttpResponse(body, { headers: { 'content-type': 'application/json' } });

describe('an intercepted axios instance', () => {
  it("runs the caller's interceptors and transforms once around all attempts", async () => {
    const { script, api } = set(failed(510), failed(510), done);
    const ran: string[] = [];
    api.interceptors.request.use((config) => {
      ran.push('request');
      return config;
    });
    api.interceptors.response.use((response) => {
      ran.push('response');
      return response;
    });
    const transformRequest = (data: unknown): string => {
      ran.push('transformRequest');
      return JSON.stringify(data);
    };
    await api.post(order, { a: 1 }, { transformRequest, headers: { 'content-type': 'application/json' } });
    expect(ran).toEqual(['request', 'transformRequest', 'response']);
    expect(script.lines).toEqual(Array(3).fill(`POST ${order} {"a":1}`));
  });

  it("believes nothing about an order that an adapter of the caller's says once it has sent", async () => {
    const { script, api } = set(done, done);
    const inner = axios.getAdapter(axios.defaults.adapter);
    const adapter: AxiosAdapter = async (config) => {
      const { headers } = await inner(config);
      createHash('sha1').update(headers['none']);
      throw new Error('not reached');
    };
    const error: unknown = await api.post(order, {}, { adapter }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'UnknownOutcomeError', outcome: 'unknown', attempts: 1 });
    expect(script.lines).toHaveLength(1);
  });

  it('tells what a serializer of parameters throws by its own words', async () => {
    const { script, api } = set();
    const paramsSerializer = (): string => {
      throw new Error('no such symbol');
    };
    const call = api.post(order, {}, { params: { a: 1 }, paramsSerializer });
    const message = expect.stringMatching(/no such symbol\. (?!.*baseURL)/);
    await expect(call).rejects.toMatchObject({ category: 'invalid-request', outcome: 'rejected', message });
    expect(script.lines).toEqual([]);
  });

  it('gives a custom transformResponse the text, once', async () => {
    const { api } = set(failed(510), text('{"success":true,"code":0,"data":102057569836905984}'));
    const seen: unknown[] = [];
    const transformResponse = (data: unknown): unknown => {
      seen.push(data);
      return 'mine';
    };
    const { data } = await api.get(read, { transformResponse });
    expect(data).toBe('mine');
    expect(seen).toEqual(['{"success":true,"code":0,"data":102057569836905984}']);
  });

  it('hands 18-digit ids over as axios alone would', async () => {
    const body = '{"success":true,"code":0,"data":102057569836905984}';
    const { api, detach } = set(text(body));
    const ours = await api.get(read);
    const raw = await api.get(read, { responseType: 'text' });
    detach();
    const theirs = await api.get(read);
    expect(ours.data).toEqual(theirs.data);
    expect(raw.data).toBe(body);
  });

  it.each(['arraybuffer', 'stream', 'text', 'json'] as const)(
    'keeps responseType %s',
    async (responseType) => {
      const { api, detach } = set(done);
      const ours = await api.get(read, { responseType });
      detach();
      const theirs = await api.get(read, { responseType });
      expect(Object.getPrototypeOf(Object(ours.data))).toBe(Object.getPrototypeOf(Object(theirs.data)));
      if (ours.data instanceof Readable) ours.data.resume();
      if (theirs.data instanceof Readable) theirs.data.resume();
    },
  );

  it('finds an error code in an arraybuffer', async () => {
    const { api } = set(failed(2005));
    await expect(api.get(read, { responseType: 'arraybuffer' })).rejects.toMatchObject({ code: '2005' });
  });

  it('lets validateStatus decide where only the status speaks, and never hides a code', async () => {
    const { api } = set(
      new HttpResponse('', { status: 404 }),
      HttpResponse.json(failed(2005), { status: 400 }),
    );
    const validateStatus = (): boolean => true;
    const plain = await api.get(read, { validateStatus });
    expect(plain.status).toBe(404);
    await expect(api.get(read, { validateStatus })).rejects.toMatchObject({ category: 'funds', status: 400 });
  });

  it("rejects as axios would when the caller's validateStatus refuses a good answer", async () => {
    const { api } = set(done);
    const error: unknown = await api
      .get(read, { validateStatus: (status) => status === 201 })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AxiosError);
    expect(isExchangeError(error)).toBe(false);
  });

  it('goes through an adapter that one request brings along', async () => {
    const { script, api } = set(done);
    const bodies = [failed(510), done];
    const seen: InternalAxiosRequestConfig[] = [];
    const adapter = async (config: InternalAxiosRequestConfig) => {
      seen.push(config);
      return { data: JSON.stringify(bodies.shift()), status: 200, statusText: 'OK', headers: {}, config };
    };
    const { data } = await api.post(order, { a: 1 }, { adapter });
    expect(data).toEqual(done);
    expect(seen).toHaveLength(2);
    expect(seen.every((config) => config.headers.has('signature'))).toBe(true);
    expect(script.lines).toEqual([]);
  });

  it("uses the fetch that the caller's config names", async () => {
    const { script, api } = set(done);
    const seen: string[] = [];
    const own: typeof fetch = async (input) => {
      seen.push(input instanceof Request ? input.url : String(input));
      return Response.json(done);
    };
    const { data } = await api.get(read, { adapter: 'fetch', env: { fetch: own } });
    expect([data, seen, script.lines]).toEqual([done, [`${origin}${read}`], []]);
  });

  it("resolves with the caller's own config, without the signature", async () => {
    const { api } = set(done);
    const { config } = await api.get(read, { params: { page: 1 } });
    expect(config.params).toEqual({ page: 1 });
    expect(config.url).toBe(read);
    expect(config.headers.has('signature')).toBe(false);
  });

  it('raises errors that pass for axios errors, with response and config', async () => {
    const { api } = set(failed(2005));
    const error: unknown = await api.post(order, { a: 1 }).catch((e: unknown) => e);
    expect(axios.isAxiosError(error)).toBe(true);
    expect(axios.isCancel(error)).toBe(false);
    if (!axios.isAxiosError(error)) return;
    expect(error.response?.data).toEqual(failed(2005));
    expect(error.response?.status).toBe(200);
    expect(error.config?.url).toBe(order);
  });

  it('sends the length of the body that it sends', async () => {
    const { script, api } = set(failed(510), done);
    await api.post(order, { text: 'ü' });
    expect(
      script.log.map(({ headers, body }) => [headers.get('content-length'), Buffer.byteLength(body)]),
    ).toEqual([
      ['13', 13],
      ['13', 13],
    ]);
  });

  it('sends a stream once and says why it cannot go again', async () => {
    const { script, api } = set(failed(510), done);
    const error: unknown = await api
      .post(order, Readable.from(['{"a":1}']), { headers: { 'content-type': 'application/json' } })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ reason: 'not-replayable', category: 'rate-limit', outcome: 'rejected' });
    expect(String(error)).toContain('stream');
    expect(script.lines).toEqual([`POST ${order} {"a":1}`]);
  });

  it('heeds the older cancelToken too', async () => {
    const { api } = set(() => new Promise<Response>(() => {}));
    const source = axios.CancelToken.source();
    setTimeout(() => source.cancel('enough'), 20);
    const error: unknown = await api.get(read, { cancelToken: source.token }).catch((e: unknown) => e);
    expect(axios.isCancel(error)).toBe(true);
  });

  it('says why a call was cancelled that axios itself ended before it was sent', async () => {
    const { script, gateway, api, detach } = set(done);
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const ran: string[] = [];
    api.interceptors.request.use((config) => {
      ran.push('request');
      return config;
    });
    const error: unknown = await api.post(order, {}, { signal }).catch((thrown: unknown) => thrown);
    expect(axios.isCancel(error)).toBe(true);
    expect(error).toMatchObject({ cause: reason, config: { url: order } });
    const controller = new AbortController();
    api.interceptors.request.use(async (config) => {
      controller.abort(reason);
      return config;
    });
    await expect(api.get(read, { signal: controller.signal })).rejects.toMatchObject({ cause: reason });
    expect([ran, script.lines]).toEqual([['request', 'request'], []]);
    detach();
    const bare: unknown = await api.get(read, { signal }).catch((thrown: unknown) => thrown);
    expect(bare).not.toHaveProperty('cause');
    const observing = createGateway({ exchange: gateway.exchange, mode: 'observe' });
    interceptAxios(api, observing);
    const observed: unknown = await api.get(read, { signal }).catch((thrown: unknown) => thrown);
    expect(observed).not.toHaveProperty('cause');
  });

  it('keeps a timeout per attempt', async () => {
    const { script, api } = set(() => new Promise<Response>(() => {}), done);
    const { data } = await api.get(read, { timeout: 30 });
    expect(data).toEqual(done);
    expect(script.lines).toHaveLength(2);
  });

  it('is as before after detach, and says so when attached twice', async () => {
    const { script, gateway, api, detach } = set(failed(510));
    expect(() => interceptAxios(api, gateway)).toThrow(/attached to a gateway already/);
    const before = axios.create({ baseURL: origin });
    detach();
    expect(api.defaults.adapter).toEqual(before.defaults.adapter);
    const { data } = await api.post(order, { a: 1 });
    expect(data).toEqual(failed(510));
    expect(script.log.map((seen) => seen.timestamp)).toEqual([null]);
    const again = interceptAxios(api, gateway);
    again();
  });

  it('refuses what is no instance and no gateway, in words', () => {
    const { gateway } = set(done);
    expect(() => Reflect.apply(interceptAxios, undefined, [{}, gateway])).toThrow(TypeError);
    expect(() => Reflect.apply(interceptAxios, undefined, [axios.create(), {}])).toThrow(/gateway/);
  });

  it('takes params and paramsSerializer into what is signed', async () => {
    const { script, api } = set(done);
    await api.get(read, { params: { b: 'x y', a: [1, 2] }, paramsSerializer: { indexes: null } });
    expect(script.log[0]?.signatureOk).toBe(true);
    expect(script.log[0]?.query).toContain('a=1&a=2');
  });
});
