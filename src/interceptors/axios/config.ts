import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { isRead } from '../../catalog/routes.ts';
import type { Abortable, LightSignal } from '../../transport/abortable.ts';
import { noBase, type OwnRequest, type Signed } from '../../transport/call.ts';
import { isReplayable } from '../normalize.ts';
import { needsBytes } from './answer.ts';
import { headersLike } from './headers.ts';

type Config = InternalAxiosRequestConfig;

/** More than any answer to a request of ours has: beyond it, it is none. */
export const ownBodyLimit: number = 64 * 1024;

/**
 * Lends the caller's own config our signal for as long as the adapter reads it, which axios's own do at once: a copy of a
 * config costs more than all the rest of a call.
 */
export function withSignal(
  config: Config,
  signal: LightSignal,
  adapter: AxiosAdapter,
): Promise<AxiosResponse> {
  const { signal: own, cancelToken } = config;
  config.signal = signal;
  if (cancelToken) delete config.cancelToken;
  try {
    return adapter(config);
  } finally {
    if (own === undefined) delete config.signal;
    else config.signal = own;
    if (cancelToken) config.cancelToken = cancelToken;
  }
}

/**
 * Lets an adapter that is not axios's own have a signal of ours for as long as it works, made when it asks: what it sends
 * on is let go when nobody waits for it any more, and does not keep a process alive whose gateway was closed.
 */
export async function withSignalAskedFor(
  config: Config,
  flight: Abortable,
  adapter: AxiosAdapter,
): Promise<AxiosResponse> {
  const put = (own: PropertyDescriptor): object =>
    Object.defineProperty(config, 'signal', { ...own, configurable: true, enumerable: true });
  const get = (): AbortSignal => flight.signal;
  put({ get, set: (value: unknown) => put({ value, writable: true }) });
  try {
    return await adapter(config);
  } finally {
    if (Object.getOwnPropertyDescriptor(config, 'signal')?.get === get) delete config.signal;
  }
}

/** What an attempt hands to the adapter in place of the caller's config. */
export function attemptConfig(
  config: Config,
  method: string,
  signed: Signed | undefined,
  signal: AbortSignal | LightSignal | undefined,
  isPlatform: boolean,
): Config {
  const isPlainRead = !signed && isRead(method);
  if (isPlainRead && !signal) return config;
  const attempt: Config = signal ? { ...config, signal } : { ...config };
  if (attempt.cancelToken) delete attempt.cancelToken;
  if (!isPlainRead) followNothing(attempt);
  if (isPlatform && needsBytes(method, config)) attempt.responseType = 'arraybuffer';
  return signed ? signedConfig(attempt, signed) : attempt;
}

/** What axios's fetch adapter asks fetch for, as far as fetch can refuse it. */
export function fetchInit({ method = 'get', headers, data, fetchOptions }: Config): RequestInit {
  const body = isReplayable(data) ? data : undefined;
  return { ...fetchOptions, method: method.toUpperCase(), headers: { ...headers }, body };
}

/** A redirect would turn an order into a GET, and carry signed headers to another host: whatever the instance allows. */
function followNothing(attempt: Config): void {
  attempt.maxRedirects = 0;
  attempt.fetchOptions = { ...attempt.fetchOptions, redirect: 'manual' };
  delete attempt.beforeRedirect;
  // A transport of the caller's is never told of `maxRedirects` by axios.
  if (attempt.transport) attempt.transport = unfollowing(attempt.transport);
}

function unfollowing(transport: unknown): unknown {
  if (typeof transport !== 'object' || transport === null) return transport;
  const request: unknown = Reflect.get(transport, 'request');
  if (typeof request !== 'function') return transport;
  return {
    request: (options: object, ...rest: unknown[]): unknown =>
      Reflect.apply(request, transport, [{ ...options, followRedirects: false, maxRedirects: 0 }, ...rest]),
  };
}

function signedConfig(attempt: Config, signed: Signed): Config {
  const headers = headersLike(attempt.headers, attempt.headers);
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  attempt.headers = headers;
  attempt.url = signed.url.startsWith(noBase) ? signed.url.slice(noBase.length) : signed.url;
  delete attempt.baseURL;
  delete attempt.params;
  if (signed.body !== undefined) {
    attempt.data = signed.body;
    // Of the body as it was before signing.
    headers.delete('content-length');
  }
  return attempt;
}

/** Whatever says how a request is built, read or told of; what stays is how it gets there. */
const callersOwn: readonly string[] = [
  ...['baseURL', 'params', 'paramsSerializer', 'data', 'auth', 'cancelToken', 'exchange', 'formSerializer'],
  ...['transformRequest', 'transformResponse', 'parseReviver', 'responseEncoding', 'decompress', 'maxRate'],
  ...['onUploadProgress', 'onDownloadProgress', 'withCredentials', 'withXSRFToken', 'maxBodyLength', 'jar'],
];

/** The caller's agents, proxy and timeout, and nothing else of theirs. */
export function ownConfig(config: Config, own: OwnRequest, signal: AbortSignal): Config {
  const { method, url, headers, body } = own;
  const request: Config = {
    ...config,
    url: url.startsWith(noBase) ? url.slice(noBase.length) : url,
    method: method.toLowerCase(),
    headers: headersLike(config.headers, { Accept: 'application/json', ...headers }),
    signal,
    // Read piece by piece, so that no more is read than is wanted. Browsers have no such type.
    responseType: typeof XMLHttpRequest === 'undefined' ? 'stream' : 'text',
    maxContentLength: ownBodyLimit,
    validateStatus: () => true,
  };
  for (const name of callersOwn) Reflect.deleteProperty(request, name);
  if (body !== undefined) request.data = body;
  followNothing(request);
  return request;
}
