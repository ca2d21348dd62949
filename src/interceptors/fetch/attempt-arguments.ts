// What fetch is called with for one attempt, and what `sign` and errors see of it.
import { noBase, type Signed, withoutNoBase } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import type { FetchRequest } from './fetch-request.ts';
import { makeLike } from './taken-classes.ts';

/** @throws what the client says of headers that are none */
function headersOf({ headers, original }: FetchRequest): Headers {
  // Pairs: a header object made of another has been seen to lose entries in wrapped globals.
  return new Headers(headers ?? (original && [...original.headers]));
}

function readableHeaders(request: FetchRequest): Headers {
  try {
    return headersOf(request);
  } catch {
    return new Headers();
  }
}

/** The request as it will be sent, unsigned. Never throws: the client refuses address and headers, in its own words. */
export function describe(request: FetchRequest): OutgoingRequest {
  const url = addressOf(request.url) ?? new URL(noBase);
  return {
    method: request.method,
    url,
    path: url.pathname,
    query: url.search.slice(1),
    headers: Object.fromEntries(readableHeaders(request)),
    body: request.text,
  };
}

function addressOf(url: string): URL | undefined {
  const base = globalThis.location?.href ?? noBase;
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

/** What fetch is called with. */
export interface FetchArguments {
  readonly input: string | Request;
  readonly init: RequestInit;
}

/** How one attempt differs from what the caller asked for. */
export interface AttemptChanges {
  readonly signed: Signed | undefined;
  readonly signal: AbortSignal | undefined;
  readonly redirect: RequestInit['redirect'];
}

/**
 * What fetch is called with. The caller's `Request` stays the base where it can: a new address would have to be another one.
 * @param takesRequest whether this fetch takes a `Request` of that class
 * @throws what the client says of a request that cannot be made
 */
export function attemptArguments(
  request: FetchRequest,
  changes: AttemptChanges,
  takesRequest: boolean,
): FetchArguments {
  const { original: base } = request;
  const { signed } = changes;
  const keeps = base && takesRequest && (signed === undefined || signed.url === request.url);
  return keeps ? fromBase(base, request, changes) : fromFields(request, changes);
}

function fromFields(request: FetchRequest, changes: AttemptChanges): FetchArguments {
  const { signed } = changes;
  const init = changed(carriedBy(request), request, changes);
  const headers = request.headers ?? (request.original && [...request.original.headers]);
  if (headers !== undefined) init.headers = headers;
  if (signed) init.headers = Object.fromEntries(withSigned(headersOf(request), request, signed));
  return { input: withoutNoBase(signed?.url ?? request.url), init };
}

function fromBase(base: Request, request: FetchRequest, changes: AttemptChanges): FetchArguments {
  const { signed } = changes;
  const init = changed(request.rest, request, changes);
  if (request.headers !== undefined) init.headers = request.headers;
  // A function that takes a `Request` and nothing else gets one that it can read, and that is not redirected.
  if (!signed && init.body === undefined && init.redirect === base.redirect) return { input: base, init };
  const next = makeLike(base, base, init);
  if (signed) withSigned(next.headers, request, signed);
  // The signal once more: a copied `Request` is aborted later, and one of another kind perhaps not at all.
  return { input: next, init: init.signal ? { signal: init.signal } : {} };
}

/** A copy of what goes on as it is, with what is different in this attempt. */
function changed(
  carried: RequestInit,
  request: FetchRequest,
  { signed, signal, redirect }: AttemptChanges,
): RequestInit {
  const init: RequestInit = { ...carried };
  if (signal && !request.rest.signal) init.signal = signal;
  if (redirect !== undefined) init.redirect = redirect;
  const body = signed ? (signed.body ?? signedBody(request)) : request.body;
  if (body !== undefined) init.body = body;
  return init;
}

/** A form is sent as the text that was signed: written anew it would have another boundary. */
function signedBody({ body, text }: FetchRequest): RequestInit['body'] | undefined {
  return typeof FormData === 'function' && body instanceof FormData ? text : body;
}

/** Puts in what signing added; `set` keeps the case of names that a `Request` has already. */
function withSigned(headers: Headers, request: FetchRequest, signed: Signed): Headers {
  // Of the body as it was before signing.
  headers.delete('content-length');
  if (request.type !== undefined && !headers.has('content-type')) headers.set('content-type', request.type);
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  return headers;
}

const fields = [
  ...['cache', 'credentials', 'integrity', 'keepalive', 'method', 'mode', 'redirect', 'referrer'],
  'referrerPolicy',
] as const;

/** What a `Request` and `init` hold beside address, headers, body and signal, field by field. */
export function carriedBy({ original, rest }: FetchRequest): RequestInit {
  if (!original) return rest;
  // Other libraries keep theirs in plain members (node-fetch: `agent`), Node 20 and 22 the dispatcher under a symbol.
  const carried: Record<string, unknown> = { ...original };
  for (const symbol of Object.getOwnPropertySymbols(original)) {
    if (symbol.description === 'dispatcher') carried['dispatcher'] = Reflect.get(original, symbol);
    Reflect.deleteProperty(carried, symbol);
  }
  for (const name of fields) if (original[name] !== undefined) carried[name] = original[name];
  // Fetch refuses it from a caller.
  if (carried['mode'] === 'navigate') delete carried['mode'];
  return { ...carried, ...rest };
}
