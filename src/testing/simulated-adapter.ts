import { bodyStream } from './body-stream.ts';
import { type AnySignal, heldBack } from './held-back.ts';
import type { SimAnswer, SimRequest } from './request.ts';

type Handle = (request: SimRequest) => SimAnswer;

/** What is read of an axios config: in words of our own, so that these types also hold where axios is not installed. */
export interface AdapterConfig {
  readonly url?: string | undefined;
  readonly baseURL?: string | undefined;
  readonly method?: string | undefined;
  readonly params?: unknown;
  readonly paramsSerializer?: unknown;
  readonly data?: unknown;
  readonly headers?: unknown;
  readonly responseType?: string | undefined;
  readonly timeout?: number | undefined;
  readonly timeoutErrorMessage?: string | undefined;
  readonly signal?: unknown;
  readonly cancelToken?: unknown;
  readonly validateStatus?: ((status: number) => boolean) | null | undefined;
}

/** What an adapter resolves with. `headers` are of the class that the config's are. */
export interface AdapterResponse<Config> {
  readonly data: unknown;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Record<string, never>;
  readonly config: Config;
  readonly request: undefined;
}

/** Assignable to axios's `AxiosAdapter`. */
export type SimulatedAdapter = <Config extends AdapterConfig>(
  config: Config,
) => Promise<AdapterResponse<Config>>;

/**
 * An axios adapter that plays the exchange in this process, whatever the host: nothing leaves, and nothing but a wait that
 * was asked for leaves the microtask queue. It fails as axios's own does.
 */
export function simulatedAdapter(handle: Handle): SimulatedAdapter {
  return async (config) => {
    const { timeout = 0 } = config;
    const signals = signalsOf(config);
    const canceled = (): unknown => canceledError(config, signals);
    await heldBack(0, signals, canceled);
    const answer = handle(toRequest(config));
    const isTimedOut = timeout > 0 && answer.delayMs >= timeout;
    await heldBack(isTimedOut ? timeout : answer.delayMs, signals, canceled);
    if (isTimedOut) {
      const message = config.timeoutErrorMessage ?? `timeout of ${timeout}ms exceeded`;
      throw axiosError(message, 'ECONNABORTED', config);
    }
    if (answer.delivery === 'none') throw hungUp(config);
    return settled(config, answer);
  };
}

function settled<Config extends AdapterConfig>(config: Config, answer: SimAnswer): AdapterResponse<Config> {
  const { status, headers, body } = answer;
  const response = {
    status,
    statusText: '',
    headers: headersOf(config, headers),
    config,
    request: undefined,
  };
  // A response without data is how axios's own tells of a body that broke off.
  if (answer.delivery === 'cut') {
    throw axiosError('stream has been aborted', 'ERR_BAD_RESPONSE', config, response);
  }
  const whole = {
    ...response,
    data: dataOf(config, (config.method ?? 'get').toUpperCase() === 'HEAD' ? '' : body),
  };
  const { validateStatus } = config;
  if (!validateStatus || validateStatus(status)) return whole;
  const code = status >= 400 && status < 500 ? 'ERR_BAD_REQUEST' : 'ERR_BAD_RESPONSE';
  throw axiosError(`Request failed with status code ${status}`, code, config, whole);
}

/** Of the caller's own class, which its config brings along: `AxiosHeaders`. */
function headersOf(config: AdapterConfig, headers: Readonly<Record<string, string>>): Record<string, never> {
  const own: unknown = config.headers && Reflect.get(Object(config.headers), 'constructor');
  const isClass = typeof own === 'function' && own !== Object;
  return (isClass ? Reflect.construct(own, [headers]) : headers) as Record<string, never>;
}

function dataOf({ responseType }: AdapterConfig, text: string): unknown {
  const bytes = new TextEncoder().encode(text);
  switch (responseType) {
    case 'arraybuffer':
      return typeof Buffer === 'undefined' ? bytes.buffer : Buffer.from(bytes);
    case 'blob':
      return new Blob([bytes]);
    case 'stream':
      return bodyStream(text, false);
    default:
      return text;
  }
}

function toRequest(config: AdapterConfig): SimRequest {
  const url = urlOf(config);
  return {
    method: (config.method ?? 'get').toUpperCase(),
    path: url.pathname,
    query: url.search.slice(1),
    headers: { host: url.host, ...plain(config.headers) },
    body: textOf(config.data),
  };
}

/** As axios puts the parts of an address together. */
function urlOf(config: AdapterConfig): URL {
  const { url = '', baseURL = '' } = config;
  const isAbsolute = baseURL === '' || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  const joined = isAbsolute
    ? url
    : url === ''
      ? baseURL
      : `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
  const query = queryOf(config);
  const bare = joined.replace(/#.*$/s, '');
  const address = query === '' ? bare : `${bare}${bare.includes('?') ? '&' : '?'}${query}`;
  return new URL(address, 'http://localhost');
}

function queryOf({ params, paramsSerializer }: AdapterConfig): string {
  if (typeof params !== 'object' || params === null) return '';
  const own: unknown =
    typeof paramsSerializer === 'function'
      ? paramsSerializer
      : Reflect.get(Object(paramsSerializer), 'serialize');
  if (typeof own === 'function') return String(own(params, paramsSerializer));
  if (params instanceof URLSearchParams) return String(params);
  return Object.entries(params)
    .flatMap(([name, value]: [string, unknown]) => pairs(name, value))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
}

/** Lists as `name[]`, objects as `name[member]`, dates in their ISO form; what is null or undefined is left out. */
function pairs(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (value === null || value === undefined) return [];
  if (value instanceof Date) return [[name, value.toISOString()]];
  if (Array.isArray(value)) return value.flatMap((item: unknown) => pairs(`${name}[]`, item));
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([member, item]: [string, unknown]) =>
    pairs(`${name}[${member}]`, item),
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/%3A/gi, ':')
    .replace(/%24/g, '$')
    .replace(/%2C/gi, ',')
    .replace(/%20/g, '+');
}

function plain(headers: unknown): Record<string, string> {
  const own: unknown = Reflect.get(Object(headers), 'toJSON');
  const entries: unknown = typeof own === 'function' ? own.call(headers) : headers;
  const pairsOf = Object.entries(Object(entries)).filter(
    ([, value]) => value !== undefined && value !== null && value !== false,
  );
  return Object.fromEntries(pairsOf.map(([name, value]) => [name, String(value)]));
}

function textOf(data: unknown): string {
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return data;
  if (data instanceof URLSearchParams) return String(data);
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  if (ArrayBuffer.isView(data)) {
    return new TextDecoder().decode(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  throw new TypeError(
    'simulateExchange: `exchange.adapter` reads a body of text or bytes, not a stream or a form.',
  );
}

/** `signal` and the older `cancelToken`, which has the reason itself. */
function signalsOf({ signal, cancelToken }: AdapterConfig): readonly AnySignal[] {
  const found: AnySignal[] = [];
  if (isSignal(signal)) found.push(signal);
  if (typeof cancelToken === 'object' && cancelToken !== null) found.push(tokenSignal(cancelToken));
  return found;
}

function isSignal(value: unknown): value is AnySignal {
  return typeof value === 'object' && value !== null && 'aborted' in value;
}

function tokenSignal(token: object): AnySignal {
  const call = (name: string, listener: () => void): void => {
    const method: unknown = Reflect.get(token, name);
    if (typeof method === 'function') method.call(token, listener);
  };
  return {
    get aborted() {
      return Boolean(Reflect.get(token, 'reason'));
    },
    get reason(): unknown {
      return Reflect.get(token, 'reason');
    },
    addEventListener: (_, listener) => call('subscribe', listener),
    removeEventListener: (_, listener) => call('unsubscribe', listener),
  };
}

function canceledError(config: AdapterConfig, signals: readonly AnySignal[]): unknown {
  const reason = signals.find(({ aborted }) => aborted)?.reason;
  if (typeof reason === 'object' && reason !== null && Reflect.get(reason, '__CANCEL__') === true)
    return reason;
  const error = axiosError('canceled', 'ERR_CANCELED', config);
  return Object.assign(error, { name: 'CanceledError', __CANCEL__: true });
}

/** What Node says of a connection that died before an answer. */
function hungUp(config: AdapterConfig): Error {
  const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  // The name is the one of the cause, in axios too.
  return Object.assign(axiosError('socket hang up', 'ECONNRESET', config), { name: 'Error', cause });
}

/** As much of an `AxiosError` as `axios.isAxiosError` and its readers ask of one: the class is the caller's copy's. */
function axiosError(message: string, code: string, config: AdapterConfig, response?: object): Error {
  const status: unknown = response && Reflect.get(response, 'status');
  return Object.assign(new Error(message), {
    name: 'AxiosError',
    isAxiosError: true,
    code,
    config,
    request: undefined,
    ...(response ? { response, status } : {}),
    toJSON: () => ({ name: 'AxiosError', message, code, status: status ?? null }),
  });
}
