// The request of an axios config as it will be sent, for `sign`, look-ups and errors.

import type { InternalAxiosRequestConfig as Config } from 'axios';
import { isArrayBuffer } from '../../answers/is-array-buffer.ts';
import { noBase } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { decodeUtf8, kindOf, unsignableSentence } from '../request-body.ts';

/** A request, and why it could not be sent. */
export interface Described {
  readonly request: OutgoingRequest;
  /** Set where there is no such address. */
  readonly invalid?: TypeError;
}

/**
 * The request of a config. Never throws for an address that is none, since it is asked for while a failure is reported too.
 * @param getUri the address with its query, as the caller's copy of axios writes it
 */
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
  let uri: string | undefined;
  try {
    uri = getUri(config);
    const url = new URL(uri, globalThis.location?.href ?? (mayBeRelative ? noBase : undefined));
    return { request: { ...about, url, path: url.pathname, query: url.search.slice(1) } };
  } catch (cause) {
    // By this code it is known that nothing was sent.
    const told = cause instanceof Error ? cause.message : String(cause);
    // A serializer of the caller's may throw too, of the query.
    const hint =
      uri === undefined ? '' : `: no host for '${path}'; \`baseURL\` is missing, or lacks its https://`;
    const message = told + hint;
    const invalid = Object.assign(new TypeError(message, { cause }), { code: 'ERR_INVALID_URL' });
    return { request: { ...about, url: new URL(noBase), path, query: '' }, invalid };
  }
}

/** The text of a body as it will be sent; undefined where it has none, or is none. */
function bodyText(data: unknown): string | undefined {
  // Axios's fetch adapter sends a number too, which its http adapter refuses.
  if (typeof data === 'string' || (data && typeof data !== 'object')) return String(data);
  if (kindOf(data) === 'URLSearchParams') return String(data);
  return isBytes(data) ? decodeUtf8(data) : undefined;
}

/** Why a body cannot be given to `sign`; undefined where it can. A stream is sent once, as it is, and never looked into. */
export function unsignable(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || bodyText(data) !== undefined) return undefined;
  if (isBytes(data)) return unsignableSentence('data', 'bytes that are no UTF-8 text');
  const kind = kindOf(data);
  if (kind !== 'Blob' && kind !== 'File' && kind !== 'FormData') return undefined;
  return unsignableSentence('data', `a ${kind}, whose text is not known before it is sent`);
}

function isBytes(data: unknown): data is ArrayBuffer | ArrayBufferView {
  return isArrayBuffer(data) || ArrayBuffer.isView(data);
}

/** The address without its query. Older copies of axios take a `URL` for it, whatever their types say. */
export function joinBase({ baseURL = '', url: given }: Config): string {
  const url = String(given ?? '');
  if (url.startsWith('/') && !url.startsWith('//') && !baseURL.endsWith('/')) return baseURL + url;
  if (baseURL === '' || /^([a-z][a-z\d+\-.]*:)?\/\//i.test(url)) return url;
  return `${baseURL.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}`;
}
