import { Readable } from 'node:stream';
import type { AxiosInstance, AxiosRequestConfig, AxiosResponse, AxiosStatic } from 'axios';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, interceptAxios, mexcContract } from '../../../src/index.ts';
import { copies } from './copies.ts';
import { type Loopback, listen, type Seen } from './server.ts';

let server: Loopback;
beforeAll(async () => {
  server = await listen();
});
afterAll(() => server.close());

interface Given {
  readonly axios: AxiosStatic;
  readonly api: AxiosInstance;
  /** Resolves when the exchange has the request. */
  readonly arrived: () => Promise<void>;
}
type Call = (given: Given) => Promise<unknown>;

const path = '/api/v1/contract/ticker';
const order = '/api/v1/private/order/submit';

/** As a polyfill makes it. */
class ForeignSignal {
  aborted = false;
  readonly #listeners = new Set<(event: object) => void>();
  addEventListener(_: string, listener: (event: object) => void): void {
    this.#listeners.add(listener);
  }
  removeEventListener(_: string, listener: (event: object) => void): void {
    this.#listeners.delete(listener);
  }
  abort(): void {
    this.aborted = true;
    for (const listener of this.#listeners) listener.call(this, { type: 'abort' });
  }
}

const get =
  (config: AxiosRequestConfig, url = path): Call =>
  ({ api }) =>
    api.get(url, config);
const post =
  (data: unknown, config: AxiosRequestConfig = {}): Call =>
  ({ api }) =>
    api.post(order, data, config);
const all = (): boolean => true;
const echo: AxiosRequestConfig['adapter'] = async (config) => {
  const data = JSON.stringify({ success: true, code: 0, data: config.url });
  return { data, status: 200, statusText: 'OK', headers: { 'x-own': 'yes' }, config, request: 'own' };
};
const aborted =
  (url: string, config: AxiosRequestConfig = {}): Call =>
  async ({ api, arrived }) => {
    const controller = new AbortController();
    const call = api.get(url, { ...config, signal: controller.signal });
    await Promise.race([arrived(), call.catch(() => {})]);
    controller.abort();
    return call;
  };

const calls: Readonly<Record<string, Call>> = {
  'a read': get({}),
  'params of all kinds': get({
    params: { a: [1, 2], b: { c: 'x y' }, d: new Date(0), e: null, f: 'ü&=', g: [] },
  }),
  'params in URLSearchParams': get({ params: new URLSearchParams('a=1&a=2') }),
  'a serializer of params': get({ params: { a: 1 }, paramsSerializer: () => 'mine=1' }),
  'lists in params by an option': get({ params: { a: [1, 2] }, paramsSerializer: { indexes: null } }),
  'params beside a query': get({ params: { b: 2 } }, `${path}?a=1#part`),
  'an absolute address': ({ api }) =>
    api.get(`${server.origin}${path}`, { baseURL: 'http://base.invalid/x' }),
  'an address as an object': ({ axios, api }) =>
    // The types say text alone; newer copies take nothing else.
    axios.VERSION === '1.7.9' ? api.get(new URL(path, server.origin) as never) : api.get(path),
  'headers of its own': get({ headers: { 'X-Own': 'mine' } }),
  'an object': post({ price: 1, list: [1, { a: 'ü' }] }),
  'a text of JSON': post('{"price":1.10}', { headers: { 'Content-Type': 'application/json' } }),
  'a text of another type': post('plain', { headers: { 'Content-Type': 'text/plain' } }),
  'a form': post(new URLSearchParams({ a: '1', b: 'x y' })),
  'an object as a form': post({ a: 1 }, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
  'a Buffer': post(Buffer.from('{"a":1}'), { headers: { 'Content-Type': 'application/json' } }),
  'a Uint8Array': post(new TextEncoder().encode('{"a":1}'), {
    headers: { 'Content-Type': 'application/json' },
  }),
  'a FormData': async ({ api }) => {
    const form = new FormData();
    form.set('a', 'x y');
    return (await api.post(order, form)).status;
  },
  'an object as parts of a form': async ({ api }) => (await api.postForm(order, { a: 1, b: [1, 2] })).status,
  'a stream': ({ api }) => {
    const headers = { 'Content-Type': 'application/json' };
    const stream = Readable.from(['{"a":', '1}']);
    return api
      .post(order, stream, { headers, adapter: 'http', transformResponse: () => 'sent' })
      .then(({ data }) => data);
  },
  'no body': post(undefined),
  'a PUT': ({ api }) => api.put(order, { a: 1 }),
  'a PATCH': ({ api }) => api.patch(order, { a: 1 }),
  'a DELETE with a body': ({ api }) => api.delete(order, { data: { a: 1 } }),
  'a HEAD': ({ api }) => api.head(path),
  'an instance called itself': ({ api }) => api({ url: path, method: 'GET' }),
  'headers taken away': get({ headers: { Accept: false, 'User-Agent': 'mine' } as never }),
  'a name and password': get({ auth: { username: 'me', password: 'ü' } }),
  'a transformRequest': post(
    { a: 1 },
    { transformRequest: (data: unknown) => `own=${JSON.stringify(data)}` },
  ),
  'a transformRequest that makes bytes': post(
    {},
    { transformRequest: () => Buffer.from('{"b":1}'), headers: { 'Content-Type': 'application/json' } },
  ),
  'a transformResponse': get({ transformResponse: (data: unknown) => [typeof data, data] }),
  'a transformResponse of bytes': get({
    responseType: 'arraybuffer',
    transformResponse: (data: object) => data.constructor.name,
  }),
  'transforms in a row': ({ axios, api }) =>
    api.get(path, {
      transformResponse: [axios.defaults.transformResponse, (data: unknown) => typeof data].flat() as never,
    }),
  'text without parsing': get({ transitional: { forcedJSONParsing: false } }),
  ...Object.fromEntries(
    (['text', 'json', 'arraybuffer', 'stream'] as const).flatMap((responseType) => [
      [`a read as ${responseType}`, get({ responseType })],
      [`an order as ${responseType}`, post({ a: 1 }, { responseType })],
    ]),
  ),
  'a packed answer': get({}, '/gzip'),
  'a packed answer left packed': get({ decompress: false }, '/packed'),
  'a packed answer left packed, as bytes': get({ decompress: false, responseType: 'arraybuffer' }, '/packed'),
  'a packed answer to an order, left packed': ({ api }) => api.post('/packed', {}, { decompress: false }),
  'a byte order mark': get({}, '/bom'),
  'another encoding': get({ responseEncoding: 'latin1' }, '/latin'),
  'no content, as a stream': get({ responseType: 'stream' }, '/none'),
  'a file': get({ responseType: 'stream' }, '/csv'),
  'an empty 404 that is welcome': get({ validateStatus: all }, '/empty'),
  'a good answer that is not welcome': get({ validateStatus: (status) => status === 201 }),
  'an order whose good answer is not welcome': post({ a: 1 }, { validateStatus: (status) => status === 201 }),
  'not modified': get({ validateStatus: all }, '/same'),
  'not modified, and not welcome': get({}, '/same'),
  'a redirect that is followed': get({}, '/moved'),
  'a redirect that is welcome': get({ maxRedirects: 0, validateStatus: all }, '/moved'),
  'a redirect that is not welcome': get({ maxRedirects: 0 }, '/moved'),
  'progress of the answer': async ({ api }) => {
    const seen: number[] = [];
    await api.get(path, { onDownloadProgress: ({ loaded }) => seen.push(loaded) });
    return seen.at(-1);
  },
  'a limit that fits': get({ maxContentLength: 10_000, maxBodyLength: 10_000, timeout: 5000 }),
  'an adapter of its own': get({ adapter: echo }),
  'an adapter of its own in a list': get({ adapter: ['none' as never, echo].slice(1) }),
  'an adapter that nobody knows': get({ adapter: 'carrier-pigeon' as never }),
  'a stream that is let go half-way': async ({ api }) => {
    const { data } = await api.get('/half', { responseType: 'stream' });
    if (!(data instanceof ReadableStream)) return data.destroy().destroyed;
    const reader = data.getReader();
    await reader.read();
    // Nothing more comes.
    void reader.read();
    await reader.cancel();
    return 'let go';
  },
  'an abort before': get({ signal: AbortSignal.abort() }),
  'an abort in flight': aborted('/never'),
  'an abort in flight, of a later call': async (given) => {
    await given.api.get('/never', { signal: AbortSignal.abort() }).catch(() => {});
    await given.api.get(path);
    server.log.length = 0;
    return aborted('/never')(given);
  },
  'an abort of a stream': aborted('/never', { responseType: 'stream' }),
  'an abort with a reason': async ({ api, arrived }) => {
    const controller = new AbortController();
    const call = api.get('/never', { signal: controller.signal });
    await arrived();
    controller.abort(new Error('enough'));
    return call;
  },
  'an abort by a foreign signal': async ({ api, arrived }) => {
    const signal = new ForeignSignal();
    const call = api.get('/never', { signal });
    await arrived();
    signal.abort();
    return call;
  },
  'a token that is cancelled before': ({ axios, api }) => {
    const source = axios.CancelToken.source();
    source.cancel('enough');
    return api.get(path, { cancelToken: source.token });
  },
  'a token that is cancelled in flight': async ({ axios, api, arrived }) => {
    const source = axios.CancelToken.source();
    const call = api.get('/never', { cancelToken: source.token });
    await arrived();
    source.cancel('enough');
    const error: unknown = await call.catch((reason: unknown) => reason);
    return [error === source.token.reason, String(error)];
  },
  'interceptors around it': async ({ api }) => {
    api.interceptors.request.use((config) => {
      config.headers.set('X-Late', 'yes');
      return config;
    });
    api.interceptors.response.use((response) => ({ ...response, statusText: 'seen' }));
    return api.get(path);
  },
  'an interceptor that waits': async ({ api }) => {
    api.interceptors.request.use(async (config) => config);
    return api.post(order, { a: 1 });
  },
  'the config of what failed': async ({ api }) => {
    api.interceptors.response.use(undefined, (error: { config: { url: string } }) => error.config.url);
    const controller = new AbortController();
    controller.abort();
    return api.get(path, { signal: controller.signal });
  },
  'a call made again by its own config': async ({ api }) => {
    const { config } = await api.post(order, { a: 1 });
    return api(config);
  },
  'a call made again by the config of its failure': async ({ api }) => {
    const error: { config: AxiosRequestConfig } = await api
      .get(path, { validateStatus: () => false })
      .catch((reason: unknown) => reason as never);
    return api({ ...error.config, validateStatus: all });
  },
  'a child of the instance': ({ api }) => api.create({ headers: { 'X-Child': 'yes' } }).get(path),
};

/** Everything of a result that a caller could look at, as plain values. */
async function told(axios: AxiosStatic, promise: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await shown(axios, await promise) };
  } catch (error) {
    if (typeof error !== 'object' || error === null) return { rejected: error };
    const { name, message, code, response, config, request, status } = error as Record<string, unknown>;
    return {
      rejected: { name, message, code, status },
      classes: [error instanceof axios.AxiosError, error instanceof axios.CanceledError],
      is: [axios.isAxiosError(error), axios.isCancel(error)],
      response: await shown(axios, response),
      config: configOf(config),
      request: nameOf(request),
      json: keysOf(JSON.parse(JSON.stringify(error))),
    };
  }
}

async function shown(axios: AxiosStatic, value: unknown): Promise<unknown> {
  if (!isResponse(value)) return value;
  const { data, status, statusText, headers, config, request } = value;
  return {
    data: await dataOf(data),
    status,
    statusText,
    headers: timeless(JSON.parse(JSON.stringify(headers))),
    kind: headers instanceof axios.AxiosHeaders,
    config: configOf(config),
    request: nameOf(request),
    keys: keysOf(value),
  };
}

function isResponse(value: unknown): value is AxiosResponse {
  return typeof value === 'object' && value !== null && 'data' in value && 'status' in value;
}

async function dataOf(data: unknown): Promise<unknown> {
  if (typeof data !== 'object' || data === null) return data;
  if (data instanceof ReadableStream)
    return ['web', Buffer.from(await new Response(data).arrayBuffer()).toString()];
  if (Symbol.asyncIterator in data) {
    const pieces: Uint8Array[] = [];
    for await (const piece of data as AsyncIterable<Uint8Array>) pieces.push(piece);
    return ['node', Buffer.concat(pieces).toString()];
  }
  return [data.constructor.name, data];
}

function configOf(config: unknown): unknown {
  if (typeof config !== 'object' || config === null) return config;
  const {
    adapter: _,
    env: __,
    transformRequest,
    transformResponse,
    headers,
    signal,
    ...rest
  } = config as Record<string, unknown>;
  return {
    ...rest,
    headers: timeless(JSON.parse(JSON.stringify(headers))),
    signal: nameOf(signal),
    transforms: [transformRequest, transformResponse].map((list) => [list].flat().length),
  };
}

const timeless = ({ date: _, ...headers }: Record<string, unknown>): object => headers;
const keysOf = (value: object): string[] =>
  Object.keys(value)
    .filter((key) => key !== 'duration')
    .sort();
/** The two classes of request that Node's adapter uses, by whether redirects are followed, count as one. */
const nameOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? value.constructor.name.replace('RedirectableRequest', 'ClientRequest')
    : value;

/** Told by their caller to end, they end with an error that only newer copies of axios have, and with the token's own reason. */
const older = [
  'an abort in flight',
  'an abort in flight, of a later call',
  'an abort of a stream',
  'an abort with a reason',
  'an abort by a foreign signal',
];
const better: ReadonlySet<string> = new Set([...older, 'a token that is cancelled in flight']);

/** What `observe` has to leave as it is, and what we change otherwise, as the contract says. */
const bareOnly: Readonly<Record<string, Call>> = {
  'an order that is redirected': ({ api }) => api.post('/moved', { a: 1 }),
  'an order that is aborted': async ({ api, arrived }) => {
    const controller = new AbortController();
    const call = api.post('/never', {}, { signal: controller.signal });
    await arrived();
    controller.abort();
    return call;
  },
  'an order that is aborted at once': async ({ api }) => {
    await api.get(path);
    const controller = new AbortController();
    const call = api.post('/never', {}, { signal: controller.signal });
    controller.abort();
    const error: object = await call.catch((reason: unknown) => reason as never);
    return ['name', 'message', 'request'].map((name) => nameOf(Reflect.get(error, name)));
  },
  'an order whose answer is empty': ({ api }) => api.delete('/none'),
  'a read that is refused': get({}, '/empty'),
  'a read that times out': get({ timeout: 40 }, '/never'),
  'nobody at the address': get({ baseURL: 'http://127.0.0.1:1' }),
  'an address that is none': get({ baseURL: 'http://[' }),
  'an order that is too long': post('long', { maxBodyLength: 1 }),
};

async function outcome(axios: AxiosStatic, adapter: 'http' | 'fetch', call: Call, mode?: 'act' | 'observe') {
  server.log.length = 0;
  const api = axios.create({ baseURL: server.origin, adapter });
  const gateway = createGateway({ exchange: mexcContract, limits: false, mode: mode ?? 'act' });
  if (mode) interceptAxios(api, gateway);
  const arrived = async (): Promise<void> => {
    while (server.log.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  const result = await told(axios, call({ axios, api, arrived }));
  await gateway.close();
  return { result, seen: server.log.map(seenOf) };
}

/** Without what is another one every time, or of the connection. */
function seenOf({ headers, body, ...rest }: Seen): unknown {
  const type = String(headers['content-type']).replace(/boundary=.*/, 'boundary');
  const text = body.replaceAll(/--[-.\w]+/g, '--boundary');
  return { ...rest, headers: { ...headers, connection: '', 'content-type': type }, body: text };
}

describe.each(copies)('%s', (version, axios) => {
  describe.each(['http', 'fetch'] as const)('by %s', (adapter) => {
    const isBetter = (name: string): boolean =>
      adapter === 'fetch' && version.startsWith('1.7') && better.has(name);
    it.each(Object.entries(calls).filter(([name]) => !isBetter(name)))(
      'carries %s as it is, attached or watched',
      async (_, call) => {
        const bare = await outcome(axios, adapter, call);
        expect(await outcome(axios, adapter, call, 'act')).toEqual(bare);
        expect(await outcome(axios, adapter, call, 'observe')).toEqual(bare);
      },
    );
    it.each(Object.entries(bareOnly))('leaves %s alone while it watches', async (_, call) => {
      const bare = await outcome(axios, adapter, call);
      expect(await outcome(axios, adapter, call, 'observe')).toEqual(bare);
    });
  });
});
