import type { AxiosAdapter, AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { isRead } from '../catalog/routes.ts';
import { type Answer, type Call, type Signed, unread } from '../pipeline/job.ts';
import type { CallOptions, OutgoingRequest } from '../types.ts';
import { isAnswerDue, isReplayable, parseOnce, pathOf, queryOf } from './normalize.ts';

export type AxiosLibrary = typeof import('axios');

/** What the inner adapter made of an answer: `rejection` is axios's own error where `validateStatus` refused it. */
interface Outcome {
  readonly response: AxiosResponse;
  readonly rejection?: unknown;
}

/** One axios call as the gateway sees it. */
export function toCall(
  instance: AxiosInstance,
  library: AxiosLibrary,
  adapter: AxiosAdapter,
  config: InternalAxiosRequestConfig,
  options: CallOptions,
): Call {
  const method = (config.method ?? 'get').toUpperCase();
  const parses = usesDefaultParsing(library, config);
  const understand = (outcome: Outcome): Answer => toAnswer(method, config, outcome, parses);
  return {
    method,
    path: pathOf(joined(config)),
    options,
    replayable: isReplayable(config.data),
    signal: signalOf(config),
    config,
    describe: () => describe(instance, config, method),
    send: async (signed, signal) =>
      understand(await settled(adapter, attemptConfig(library, config, method, signed, signal))),
    get: async (url, headers, signal) => {
      const { response } = await settled(adapter, ownConfig(library, config, url, headers, signal));
      return {
        status: response.status,
        headers: { ...response.headers },
        body: response.data,
        native: response,
      };
    },
    fromBody: (body) => {
      const headers = new library.AxiosHeaders({ 'x-exchange-interceptors': 'reconciled' });
      const data = parses ? body : JSON.stringify(body);
      const response: AxiosResponse = { data, status: 200, statusText: 'OK', headers, config };
      return { status: 200, headers: {}, body, native: response };
    },
    canceled: (cause) => Object.assign(new library.CanceledError(), { cause }),
  };
}

/** Runs the inner adapter; a refusal by `validateStatus` is an answer all the same. */
async function settled(adapter: AxiosAdapter, config: InternalAxiosRequestConfig): Promise<Outcome> {
  try {
    return { response: await adapter(config) };
  } catch (rejection) {
    const response: unknown =
      typeof rejection === 'object' && rejection ? Reflect.get(rejection, 'response') : undefined;
    // A body cut off in the middle is reported with a response that never got its data: no answer.
    if (isComplete(response)) return { response, rejection };
    throw rejection;
  }
}

function isComplete(response: unknown): response is AxiosResponse {
  return (
    typeof response === 'object' && response !== null && 'data' in response && response.data !== undefined
  );
}

function toAnswer(
  method: string,
  config: InternalAxiosRequestConfig,
  outcome: Outcome,
  parses: boolean,
): Answer {
  const { response, rejection } = outcome;
  // As without us: the caller's config, not the attempt's with its signature.
  response.config = config;
  const headers = { ...response.headers };
  const { status } = response;
  const accepted = rejection === undefined && (status < 200 || status > 299);
  return {
    status,
    headers,
    body: readData(method, config, response, parses),
    native: response,
    accepted,
    refusal: rejection,
  };
}

function readData(
  method: string,
  config: InternalAxiosRequestConfig,
  response: AxiosResponse,
  parses: boolean,
): unknown {
  const { data, status } = response;
  if (config.responseType === 'stream' || !isAnswerDue(method, status, { ...response.headers }))
    return unread;
  if (typeof Blob !== 'undefined' && data instanceof Blob) return unread;
  if (typeof data !== 'string' || !parses) return data;
  // Parsed once: axios's own transform leaves alone what is no text any more.
  const value = parseOnce(data);
  response.data = value;
  return value;
}

/** Whether axios would parse this answer by itself, with its defaults: only then may we do it in its place. */
function usesDefaultParsing(library: AxiosLibrary, config: InternalAxiosRequestConfig): boolean {
  const standard = [library.default.defaults.transformResponse].flat();
  const chosen = [config.transformResponse].flat();
  if (chosen.length !== 1 || chosen[0] !== standard[0]) return false;
  if ('parseReviver' in config && config.parseReviver !== undefined) return false;
  const type = config.responseType;
  return (
    type === 'json' ||
    ((type === undefined || String(type) === '') && config.transitional?.forcedJSONParsing !== false)
  );
}

function attemptConfig(
  library: AxiosLibrary,
  config: InternalAxiosRequestConfig,
  method: string,
  signed: Signed | undefined,
  signal: AbortSignal,
): InternalAxiosRequestConfig {
  const headers = new library.AxiosHeaders(config.headers);
  const attempt: InternalAxiosRequestConfig = { ...config, headers, signal };
  delete attempt.cancelToken;
  // A redirect would turn an order into a GET, and carry signed headers to another host.
  if (signed || !isRead(method)) {
    attempt.maxRedirects ??= 0;
    attempt.fetchOptions = { redirect: 'manual', ...attempt.fetchOptions };
  }
  if (!signed) return attempt;
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  attempt.url = signed.url;
  delete attempt.baseURL;
  delete attempt.params;
  if (signed.body !== undefined) {
    attempt.data = signed.body;
    // Of the body as it was before signing.
    headers.delete('content-length');
  }
  return attempt;
}

/** The caller's agents, proxy and timeout, and nothing else of theirs. */
function ownConfig(
  library: AxiosLibrary,
  config: InternalAxiosRequestConfig,
  url: string,
  added: Readonly<Record<string, string>>,
  signal: AbortSignal,
): InternalAxiosRequestConfig {
  const headers = new library.AxiosHeaders({ Accept: 'application/json', ...added });
  const request: InternalAxiosRequestConfig = {
    ...config,
    url,
    method: 'get',
    headers,
    signal,
    responseType: 'text',
  };
  for (const own of ['baseURL', 'params', 'data', 'auth', 'cancelToken', 'validateStatus'] as const)
    delete request[own];
  delete request.onUploadProgress;
  delete request.onDownloadProgress;
  return request;
}

/** `signal` and the older `cancelToken` end a call alike. */
function signalOf({ signal, cancelToken }: InternalAxiosRequestConfig): AbortSignal | undefined {
  if (!cancelToken) return signal instanceof AbortSignal ? signal : undefined;
  const controller = new AbortController();
  void cancelToken.promise.then((reason) => controller.abort(reason));
  if (cancelToken.reason) controller.abort(cancelToken.reason);
  return signal instanceof AbortSignal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
}

function joined({ baseURL = '', url = '' }: InternalAxiosRequestConfig): string {
  if (baseURL === '' || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return url;
  return `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}

function describe(
  instance: AxiosInstance,
  config: InternalAxiosRequestConfig,
  method: string,
): OutgoingRequest {
  const url = new URL(instance.getUri(config), globalThis.location?.href ?? 'http://localhost');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers.toJSON()))
    headers[name.toLowerCase()] = String(value);
  const { data } = config;
  return {
    method,
    url,
    path: url.pathname,
    query: queryOf(url),
    headers,
    body: typeof data === 'string' ? data : undefined,
  };
}
