import type { InternalAxiosRequestConfig } from 'axios';
import { noBase } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { queryOf } from '../normalize.ts';
import { isArrayBuffer } from './answer.ts';

type Config = InternalAxiosRequestConfig;

/** The text of a body as it will be sent; undefined where it has none, or is none. */
function bodyText(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  if (kindOf(data) === 'URLSearchParams') return String(data);
  if (!isBytes(data)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return undefined;
  }
}

/** Why a body cannot be given to `sign`. A stream is sent once, as it is, and never looked into. */
export function unsignable(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || bodyText(data) !== undefined) return undefined;
  if (isBytes(data)) {
    return '`data` is bytes that are no UTF-8 text, so it cannot be signed: send text, or sign it yourself and set `exchange.signed` to false.';
  }
  const kind = kindOf(data);
  if (kind !== 'Blob' && kind !== 'File' && kind !== 'FormData') return undefined;
  return `\`data\` is a ${kind}, whose text is not known before it is sent, so it cannot be signed: send text, or sign it yourself and set \`exchange.signed\` to false.`;
}

function isBytes(data: unknown): data is ArrayBuffer | ArrayBufferView {
  return isArrayBuffer(data) || ArrayBuffer.isView(data);
}

/** By name, since it may be of another realm's class. */
function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null ? Reflect.get(data, Symbol.toStringTag) : undefined;
}

export interface Described {
  readonly request: OutgoingRequest;
  /** Why there is no such address. */
  readonly invalid?: TypeError;
}

/** The request as it will be sent. An address that is none is told of, since it may be asked for while a failure is reported. */
export function describeRequest(
  getUri: (config: Config) => string,
  config: Config,
  known: { readonly method: string; readonly path: string; readonly mayBeRelative: boolean },
): Described {
  const { method, path, mayBeRelative } = known;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers.toJSON()))
    headers[name.toLowerCase()] = String(value);
  const about = { method, headers, body: bodyText(config.data) };
  try {
    const url = new URL(getUri(config), globalThis.location?.href ?? (mayBeRelative ? noBase : undefined));
    return { request: { ...about, url, path: url.pathname, query: queryOf(url) } };
  } catch (cause) {
    // By this code it is known that nothing was sent.
    const message = cause instanceof Error ? cause.message : String(cause);
    const invalid = Object.assign(new TypeError(message, { cause }), { code: 'ERR_INVALID_URL' });
    return { request: { ...about, url: new URL(noBase), path, query: '' }, invalid };
  }
}

/** The address without its query. Older copies of axios take a `URL` for it, whatever their types say. */
export function joined({ baseURL = '', url: given }: Config): string {
  const url = String(given ?? '');
  if (url.startsWith('/') && !url.startsWith('//') && !baseURL.endsWith('/')) return baseURL + url;
  if (baseURL === '' || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return url;
  return `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}
