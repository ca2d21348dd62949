import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { isRead } from '../catalog/routes.ts';
import type { LightSignal } from '../transport/abortable.ts';
import type { OwnRequest, Signed } from '../transport/call.ts';

export type AxiosLibrary = typeof import('axios');

/**
 * Lends the caller's own config our signal for as long as the adapter reads it, which axios's own do at once: a copy of a
 * config costs more than all the rest of a call.
 */
export function withSignal(
  config: InternalAxiosRequestConfig,
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

export function attemptConfig(
  library: AxiosLibrary,
  config: InternalAxiosRequestConfig,
  method: string,
  signed: Signed | undefined,
  signal: AbortSignal | LightSignal | undefined,
): InternalAxiosRequestConfig {
  const isPlainRead = !signed && isRead(method);
  if (isPlainRead && !signal) return config;
  const attempt: InternalAxiosRequestConfig = signal ? { ...config, signal } : { ...config };
  if (attempt.cancelToken) delete attempt.cancelToken;
  // A redirect would turn an order into a GET, and carry signed headers to another host.
  if (!isPlainRead) {
    attempt.maxRedirects ??= 0;
    attempt.fetchOptions = { redirect: 'manual', ...attempt.fetchOptions };
  }
  return signed ? signedConfig(library, attempt, signed) : attempt;
}

function signedConfig(
  library: AxiosLibrary,
  attempt: InternalAxiosRequestConfig,
  signed: Signed,
): InternalAxiosRequestConfig {
  const headers = new library.AxiosHeaders(attempt.headers);
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  attempt.headers = headers;
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
export function ownConfig(
  library: AxiosLibrary,
  config: InternalAxiosRequestConfig,
  { method, url, headers: added, body }: OwnRequest,
  signal: AbortSignal,
): InternalAxiosRequestConfig {
  const headers = new library.AxiosHeaders({ Accept: 'application/json', ...added });
  const request: InternalAxiosRequestConfig = {
    ...config,
    url,
    method: method.toLowerCase(),
    headers,
    signal,
    responseType: 'text',
  };
  for (const own of ['baseURL', 'params', 'data', 'auth', 'cancelToken', 'validateStatus'] as const)
    delete request[own];
  if (body !== undefined) request.data = body;
  request.maxRedirects = 0;
  request.fetchOptions = { ...request.fetchOptions, redirect: 'manual' };
  delete request.onUploadProgress;
  delete request.onDownloadProgress;
  return request;
}
