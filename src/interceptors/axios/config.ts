// The config that an adapter gets in place of the caller's.
import type { InternalAxiosRequestConfig as Config, RawAxiosRequestHeaders } from 'axios';
import type { LightSignal } from '../../transport/abortable.ts';
import { type OwnRequest, type Signed, withoutNoBase } from '../../transport/call.ts';
import { ownAnswerLimit, ownInit } from '../answer-body.ts';
import { isReplayable } from '../request-body.ts';

/** Headers of the class that `model` has: axios would take an object of another copy's class for the name of a header. */
export function headersLike(model: Config['headers'], names: object): Config['headers'] {
  const Class = model.constructor as new (names: RawAxiosRequestHeaders) => Config['headers'];
  return new Class({ ...names });
}

/**
 * The config of one attempt; the caller's own where nothing has to be different.
 * @param isWrite whether it changes something
 * @param signal what aborts it. @default none of ours
 * @param isPlatform whether axios's own adapter sends
 */
export function attemptConfig(
  config: Config,
  isWrite: boolean,
  signed: Signed | undefined,
  signal: AbortSignal | LightSignal | undefined,
  isPlatform: boolean,
): Config {
  const isPlainRead = !signed && !isWrite;
  if (isPlainRead && !signal) return config;
  const attempt: Config = signal ? { ...config, signal } : { ...config };
  if (attempt.cancelToken) delete attempt.cancelToken;
  if (!isPlainRead) refuseRedirects(attempt);
  if (isPlatform && isWrite && needsBytes(config)) attempt.responseType = 'arraybuffer';
  return signed ? signedConfig(attempt, signed) : attempt;
}

/**
 * Whether an attempt has to ask for bytes, since what the caller asks for could not be read on the way. Only a write's:
 * whether an order was refused inside a good status has to be known, and a read may be handed on unread.
 */
function needsBytes({ responseType, decompress }: Config): boolean {
  return responseType === 'stream' || (decompress === false && isText(responseType));
}

function isText(responseType: string | undefined): boolean {
  return !responseType || responseType === 'json' || responseType === 'text';
}

function signedConfig(attempt: Config, signed: Signed): Config {
  const headers = headersLike(attempt.headers, attempt.headers);
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  attempt.headers = headers;
  attempt.url = withoutNoBase(signed.url);
  delete attempt.baseURL;
  delete attempt.params;
  if (signed.body !== undefined) {
    attempt.data = signed.body;
    // Of the body as it was before signing.
    headers.delete('content-length');
  }
  return attempt;
}

/** Whatever the instance allows: a redirect would turn an order into a GET, and carry signed headers to another host. */
function refuseRedirects(attempt: Config): void {
  attempt.maxRedirects = 0;
  attempt.fetchOptions = { ...attempt.fetchOptions, redirect: 'manual' };
  delete attempt.beforeRedirect;
  // A transport of the caller's does not get `maxRedirects` from axios.
  if (attempt.transport) attempt.transport = withoutRedirects(attempt.transport);
}

function withoutRedirects(transport: unknown): unknown {
  if (typeof transport !== 'object' || transport === null) return transport;
  const request: unknown = Reflect.get(transport, 'request');
  if (typeof request !== 'function') return transport;
  return {
    request: (options: object, ...rest: unknown[]): unknown =>
      Reflect.apply(request, transport, [{ ...options, followRedirects: false, maxRedirects: 0 }, ...rest]),
  };
}

/** What axios's fetch adapter asks fetch for, as far as fetch can refuse it. */
export function fetchInit({ method = 'get', headers, data, fetchOptions }: Config): RequestInit {
  const body = isReplayable(data) ? data : undefined;
  return { ...fetchOptions, method: method.toUpperCase(), headers: { ...headers }, body };
}

/** What says how a request is built, read or reported, and so is the caller's alone; what stays is how it gets there. */
const callersOwn: readonly string[] = [
  ...['baseURL', 'params', 'paramsSerializer', 'data', 'auth', 'cancelToken', 'exchange', 'formSerializer'],
  ...['transformRequest', 'transformResponse', 'parseReviver', 'responseEncoding', 'decompress', 'maxRate'],
  ...['onUploadProgress', 'onDownloadProgress', 'withCredentials', 'withXSRFToken', 'maxBodyLength', 'jar'],
];

/** The config of a request of ours (clock, look-up), which goes by the caller's agents and proxy. */
export function ownConfig(
  config: Config,
  { method, url, headers, body }: OwnRequest,
  signal: AbortSignal,
): Config {
  const request: Config = {
    ...config,
    url: withoutNoBase(url),
    method: method.toLowerCase(),
    headers: headersLike(config.headers, { Accept: 'application/json', ...headers }),
    signal,
    // Read piece by piece, so that no more is read than is wanted. Browsers have no such type.
    responseType: typeof XMLHttpRequest === 'undefined' ? 'stream' : 'text',
    maxContentLength: ownAnswerLimit,
    validateStatus: () => true,
  };
  for (const name of callersOwn) Reflect.deleteProperty(request, name);
  if (body !== undefined) request.data = body;
  refuseRedirects(request);
  request.fetchOptions = { ...request.fetchOptions, ...ownInit() };
  return request;
}
