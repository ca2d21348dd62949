// Reads the request out of axios's config.
import { isArrayBuffer } from '../internal.ts';
import type { SimRequest } from './sim-request.ts';

/** What is read of an axios config: in words of our own, so that these types also hold where axios is not installed. */
export interface AdapterConfig {
  /** Absolute, or a path behind `baseURL`. */
  readonly url?: string | undefined;
  /** Begins a `url` that has no origin. */
  readonly baseURL?: string | undefined;
  /** In any case. @default 'GET' */
  readonly method?: string | undefined;
  /** Parameters of the query. */
  readonly params?: unknown;
  /** How `params` become a query, as axios takes it. */
  readonly paramsSerializer?: unknown;
  /** The body, as the client's `transformRequest` left it. */
  readonly data?: unknown;
  /** What is sent; `AxiosHeaders` as axios hands them over. */
  readonly headers?: unknown;
  /** As what the body is wanted. @default text */
  readonly responseType?: string | undefined;
  /** In milliseconds; 0: none. */
  readonly timeout?: number | undefined;
  /** The message of the error after `timeout`. */
  readonly timeoutErrorMessage?: string | undefined;
  /** Ends the request when it is aborted. */
  readonly signal?: unknown;
  /** Ends the request, as axios's older tokens do. */
  readonly cancelToken?: unknown;
  /** Which statuses resolve; `null`: all do. */
  readonly validateStatus?: ((status: number) => boolean) | null | undefined;
}

/** The request that axios would send. */
export function requestOf(config: AdapterConfig): SimRequest {
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
  if (isArrayBuffer(data) || ArrayBuffer.isView(data)) return new TextDecoder().decode(data);
  throw new TypeError(
    'simulateExchange: `exchange.adapter` reads a body of text or bytes, not a stream or a form.',
  );
}
