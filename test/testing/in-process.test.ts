import axios, { AxiosHeaders } from 'axios';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGateway, interceptAxios } from '../../src/index.ts';
import { type FaultKind, type SimulatedExchange, simulateExchange } from '../../src/testing/index.ts';
import { keys, mexcCase, over, signed } from './cases.ts';

const base = 'https://contract.mexc.com';
const { path } = mexcCase.order('a');
const order = (id: string): object => JSON.parse(mexcCase.order(id).body ?? '');
const inProcess = (options = {}): SimulatedExchange =>
  simulateExchange(mexcCase.exchange, { limits: false, ...options });

afterEach(() => {
  vi.unstubAllGlobals();
});

/** What a client is told: the answer, or how far its request got. */
const told = {
  async fetch(send: typeof fetch, url: string): Promise<string> {
    const { body = '', headers = {} } = mexcCase.order('a');
    try {
      const response = await send(url + path, { method: 'POST', body, headers });
      return `${response.status} ${response.headers.get('content-type')} ${await response.text()}`;
    } catch (error) {
      const { name, message, cause } = error as Error;
      return `${name}: ${message}, ${Reflect.get(Object(cause), 'code')}`;
    }
  },
  async axios(api: ReturnType<typeof axios.create>): Promise<string> {
    try {
      const { status, headers, data } = await api.post(path, order('a'), { validateStatus: () => true });
      return `${status} ${headers['content-type']} ${JSON.stringify(data)}`;
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      const { name, code, message, response } = error;
      return `${name} ${code} ${message} ${response?.status} ${response?.data}`;
    }
  },
};

const kinds: readonly FaultKind[] = [
  'request-lost',
  'answer-lost',
  'error-before',
  'error-after',
  'truncated',
  'cut-json',
  'garbage',
  'html',
  'code',
  'throttle',
];

describe.each([undefined, ...kinds])(
  'fault %s: a client is told in process what it is told over a socket',
  (kind) => {
    const arm = (exchange: SimulatedExchange): void => {
      if (kind) exchange.failNext(kind);
    };

    it('fetch', async () => {
      const exchange = inProcess();
      const url = await exchange.listen();
      arm(exchange);
      const overSocket = await told.fetch(fetch, url);
      exchange.reset();
      arm(exchange);
      expect(await told.fetch(exchange.fetch, url)).toBe(overSocket);
      await exchange.close();
    });

    it('axios', async () => {
      const exchange = inProcess();
      const baseURL = await exchange.listen();
      arm(exchange);
      const overSocket = await told.axios(axios.create({ baseURL, proxy: false }));
      exchange.reset();
      arm(exchange);
      const { adapter } = exchange;
      expect(await told.axios(axios.create({ baseURL, adapter }))).toBe(overSocket);
      await exchange.close();
    });
  },
);

describe('fetch', () => {
  it('takes what the platform takes: a URL, a Request, a form, bytes', async () => {
    const exchange = inProcess({ credentials: keys });
    const { body = '', headers = {} } = await signed(mexcCase.sign, mexcCase.order('a'), Date.now());
    const { host: _, ...sent } = headers;
    const init = { method: 'post', body, headers: sent };
    expect((await exchange.fetch(new URL(base + path), init)).status).toBe(200);
    const again = await exchange.fetch(new Request(base + path, { ...init, method: 'POST' }));
    expect(await again.json()).toMatchObject({ code: 603 });
    const bytes = new TextEncoder().encode(body);
    expect(await (await exchange.fetch(base + path, { ...init, body: bytes })).json()).toMatchObject({
      code: 603,
    });
    const form = await exchange.fetch(base + path, {
      method: 'POST',
      body: new URLSearchParams({ symbol: 'X' }),
    });
    expect(form.status).toBe(200);
    const blob = new Blob(['{}'], { type: 'application/json' });
    expect((await exchange.fetch(base + path, { method: 'POST', body: blob })).status).toBe(200);
    expect(exchange.log.map(({ signatureOk, executed }) => [signatureOk, executed])).toEqual([
      [true, true],
      [true, false],
      [true, false],
      [false, false],
      [false, false],
    ]);
  });

  it('a string without a content type is sent as text, as the platform does, and refused', async () => {
    const exchange = inProcess();
    const { body = '' } = mexcCase.order('a');
    const response = await exchange.fetch(base + path, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ code: 600 });
  });

  it('answers with a Response of its address, once to be read', async () => {
    const exchange = inProcess();
    const response = await over(base, { method: 'GET', path: mexcCase.time }).catch(() => undefined);
    expect(response).toBeUndefined();
    const played = await exchange.fetch(`${base}${mexcCase.time}?a=1#part`);
    expect([played instanceof Response, played.url, played.bodyUsed]).toEqual([
      true,
      `${base}${mexcCase.time}?a=1`,
      false,
    ]);
    const copy = played.clone();
    expect(await played.text()).toBe(await copy.text());
    await expect(played.text()).rejects.toThrow(TypeError);
    const head = await exchange.fetch(base + mexcCase.time, { method: 'HEAD' });
    expect([head.body, await head.text()]).toEqual([null, '']);
    await expect(exchange.fetch('/relative')).rejects.toThrow(TypeError);
  });

  it('ends with the reason of its signal: before, and while the answer is held back', async () => {
    const exchange = inProcess({ latencyMs: 60_000 });
    const reason = new Error('enough');
    const before = exchange.fetch(base + mexcCase.time, { signal: AbortSignal.abort(reason) });
    await expect(before).rejects.toBe(reason);
    expect(exchange.log).toEqual([]);
    const controller = new AbortController();
    const held = exchange.fetch(base + mexcCase.time, { signal: controller.signal });
    await vi.waitUntil(() => exchange.log.length === 1);
    controller.abort(reason);
    await expect(held).rejects.toBe(reason);
    expect(exchange.log).toHaveLength(1);
  });

  it('listens once to a signal that many requests share', async () => {
    const exchange = inProcess({ latencyMs: 60_000 });
    const controller = new AbortController();
    const { signal } = controller;
    const listen = vi.spyOn(signal, 'addEventListener');
    const leave = vi.spyOn(signal, 'removeEventListener');
    const held = Array.from({ length: 20 }, () => exchange.fetch(base + mexcCase.time, { signal }));
    await vi.waitUntil(() => exchange.log.length === 20);
    controller.abort('enough');
    const ends = await Promise.allSettled(held);
    expect(ends.filter(({ status }) => status !== 'rejected')).toEqual([]);
    expect([listen.mock.calls.length, leave.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('adapter', () => {
  const make = (options = {}) => {
    const exchange = inProcess(options);
    return { exchange, api: axios.create({ baseURL: base, adapter: exchange.adapter }) };
  };

  it('puts the address together as axios does', async () => {
    const { exchange, api } = make();
    const params = { a: 1, list: [1, 2], deep: { x: 'y z' }, at: new Date(0), none: null, text: 'a:b,c' };
    const config = { params, headers: { 'x-none': null } };
    const expected = api.getUri({ url: mexcCase.time, ...config });
    await api.get(mexcCase.time, config);
    await api.get(`${base}${mexcCase.time}?b=2#part`, { params: new URLSearchParams({ c: '3' }) });
    await api.get('', { baseURL: base + mexcCase.time, params: { q: 1 }, paramsSerializer: () => 'own=1' });
    await api.get(mexcCase.time, { params: { q: 1 }, paramsSerializer: { serialize: () => 'own=2' } });
    expect(exchange.log.map(({ path: seen, query }) => `${base}${seen}?${query}`)).toEqual([
      expected,
      `${base}${mexcCase.time}?b=2&c=3`,
      `${base}${mexcCase.time}?own=1`,
      `${base}${mexcCase.time}?own=2`,
    ]);
  });

  it('keeps the meaning of validateStatus, responseType and headers', async () => {
    const { exchange, api } = make();
    exchange.failNext('html');
    await expect(api.post(path, order('a'))).rejects.toMatchObject({
      code: 'ERR_BAD_REQUEST',
      message: 'Request failed with status code 403',
      response: { status: 403 },
    });
    exchange.failNext('error-before');
    await expect(api.post(path, order('a'))).rejects.toMatchObject({ code: 'ERR_BAD_RESPONSE' });
    const plain = await api.get(mexcCase.time);
    expect([plain.headers instanceof AxiosHeaders, plain.data.code]).toEqual([true, 0]);
    const types = ['arraybuffer', 'blob', 'stream', 'text'] as const;
    const bodies = await Promise.all(types.map((responseType) => api.get(mexcCase.time, { responseType })));
    expect(bodies.map(({ data }) => Object.prototype.toString.call(data))).toEqual([
      '[object Uint8Array]',
      '[object Blob]',
      '[object ReadableStream]',
      '[object String]',
    ]);
    expect((await api.head(mexcCase.time, { validateStatus: null })).data).toBe('');
  });

  it('takes text and bytes, and says what it does not take', async () => {
    const { exchange, api } = make();
    const headers = { 'content-type': 'application/json' };
    const body = mexcCase.order('a').body ?? '';
    await api.post(path, new TextEncoder().encode(body), { headers });
    await api.post(path, new TextEncoder().encode(body).buffer, { headers });
    await api.post(path, new URLSearchParams({ a: '1' }));
    expect(exchange.log.map(({ code }) => code)).toEqual([undefined, '603', '600']);
    await expect(api.post(path, new FormData())).rejects.toThrow('reads a body of text or bytes');
  });

  it('ends by signal, by cancelToken with its own reason, and by timeout', async () => {
    const { exchange, api } = make({ latencyMs: 60_000 });
    const controller = new AbortController();
    const source = axios.CancelToken.source();
    const held = [
      api.get(mexcCase.time, { signal: controller.signal }),
      api.get(mexcCase.time, { cancelToken: source.token }),
      api.get(mexcCase.time, { timeout: 1 }),
      api.get(mexcCase.time, { timeout: 1, timeoutErrorMessage: 'too slow' }),
    ].map((call) => call.catch((error: unknown) => error));
    await vi.waitUntil(() => exchange.log.length === 4);
    controller.abort();
    source.cancel('changed my mind');
    const [aborted, cancelled, late, slow] = await Promise.all(held);
    expect([axios.isCancel(aborted), axios.isCancel(cancelled)]).toEqual([true, true]);
    expect(aborted).toMatchObject({ code: 'ERR_CANCELED', message: 'canceled' });
    expect(cancelled).toMatchObject({ message: 'changed my mind' });
    expect(late).toMatchObject({ code: 'ECONNABORTED', message: 'timeout of 1ms exceeded' });
    expect(slow).toMatchObject({ message: 'too slow' });
    await expect(api.get(mexcCase.time, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ERR_CANCELED',
    });
    expect(exchange.log).toHaveLength(4);
  });

  it('its error shows as one of axios, and prints what axios prints', async () => {
    const { exchange, api } = make();
    exchange.failNext('answer-lost');
    const error: unknown = await api.post(path, order('a')).catch((caught: unknown) => caught);
    expect([axios.isAxiosError(error), JSON.parse(JSON.stringify(error))]).toMatchObject([
      true,
      { name: 'AxiosError', code: 'ECONNRESET', message: 'socket hang up', status: null },
    ]);
  });
});

/** As `whatwg-fetch` and `node-fetch` have them: members that the constructor assigns to, and no stream of the platform's. */
class PolyfilledResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bodyUsed: boolean = false;
  readonly url: string;

  constructor(_: unknown, { status = 200, headers }: ResponseInit = {}) {
    this.status = status;
    this.headers = new Headers(headers);
    this.url = '';
  }
}

it('answers where a test environment has a `Response` and an `AbortSignal` of its own', async () => {
  vi.stubGlobal('Response', PolyfilledResponse);
  vi.stubGlobal('AbortSignal', class {});
  const exchange = inProcess();
  const response = await exchange.fetch(base + mexcCase.ticker);
  expect([response.url, await response.json()]).toMatchObject([base + mexcCase.ticker, { success: true }]);
  const gateway = createGateway({ exchange: mexcCase.exchange });
  const api = axios.create({ baseURL: base, adapter: exchange.adapter });
  interceptAxios(api, gateway);
  expect(await api.get(mexcCase.ticker)).toMatchObject({ data: { success: true } });
  await gateway.close();
});
