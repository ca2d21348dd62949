import type { CallOptions } from '../../call-options.ts';
import { isRead } from '../../catalog/routes.ts';
import { noBase, type Signed } from '../../transport/call.ts';
import type { OutgoingRequest } from '../../types.ts';
import { queryOf } from '../normalize.ts';
import { type Content, contentOf, textOf } from './request-body.ts';

/** What fetch takes, and what we take beside it. */
export interface ExchangeRequestInit extends RequestInit {
  readonly exchange?: CallOptions;
}

/** One request, whichever way it was given. */
export interface Plan extends Content {
  readonly url: string;
  readonly method: string;
  /** As given; undefined where they stand in `request` alone. */
  readonly headers: RequestInit['headers'];
  readonly signal: AbortSignal | undefined;
  /** What the caller wants to happen. @default 'follow' */
  readonly redirect: RequestInit['redirect'];
  /** Everything else that was said in `init`, the method as it was written among it, and what is no signal in its place. */
  readonly rest: RequestInit;
  /** The caller's own, which may carry what nobody can read: a dispatcher, the case of its headers. */
  readonly request: Request | undefined;
}

/**
 * Made by hand, for what can be read at once. What a caller may change later is copied, as fetch does: the call may wait,
 * and go more than once.
 */
export function fromParts(input: string | URL, init: ExchangeRequestInit | null = {}): Plan | Promise<Plan> {
  const { body } = init ?? {};
  const plan = { ...saidBy(init ?? {}, 'GET'), url: String(input), request: undefined };
  const content = contentOf(body);
  return content instanceof Promise
    ? content.then((read) => ({ ...plan, ...read }))
    : { ...plan, body: content.body, text: content.text, type: content.type };
}

type Said = Pick<Plan, 'method' | 'headers' | 'signal' | 'redirect' | 'rest'>;

function saidBy(init: ExchangeRequestInit, usual: string, usualSignal?: AbortSignal): Said {
  const { exchange: _, method, headers, body: __, signal = usualSignal, ...rest } = init;
  if (method !== undefined) Reflect.set(rest, 'method', method);
  const isOne = isSignal(signal);
  // The client refuses it, in its own words.
  if (!isOne && signal) Reflect.set(rest, 'signal', signal);
  return {
    method: upperCased(method ?? usual),
    headers: copyOf(headers),
    signal: isOne ? signal : undefined,
    redirect: rest.redirect,
    rest,
  };
}

function isSignal(signal: unknown): signal is AbortSignal {
  return (
    typeof signal === 'object' &&
    signal !== null &&
    typeof Reflect.get(signal, 'addEventListener') === 'function'
  );
}

/** Whatever is no headers goes on as it is, for the client to refuse it. */
function copyOf(headers: RequestInit['headers']): RequestInit['headers'] {
  if (typeof headers !== 'object' || headers === null) return headers;
  if (Array.isArray(headers)) return headers.map((pair) => (Array.isArray(pair) ? [...pair] : pair));
  if (!(Symbol.iterator in headers)) return { ...headers };
  try {
    if (typeof Reflect.get(headers, 'append') !== 'function') return [...headers];
    return Reflect.construct(headers.constructor, [headers]);
  } catch {
    return headers;
  }
}

/** A `Request` of whichever realm or copy: a class of its own beside the platform's is no other thing. */
export function isRequest(input: unknown): input is Request {
  return (
    typeof input === 'object' &&
    input !== null &&
    typeof Reflect.get(input, 'url') === 'string' &&
    typeof Reflect.get(input, 'arrayBuffer') === 'function'
  );
}

/** It gives its body away once, so that is read up front; `init` wins over it, as it does for fetch. */
export async function fromRequest(request: Request, init: ExchangeRequestInit | null = {}): Promise<Plan> {
  const { body } = init ?? {};
  const said = saidBy(init ?? {}, request.method, request.signal);
  const plan = { ...said, redirect: said.redirect ?? request.redirect, url: request.url, request };
  if (body !== undefined && body !== null) return { ...plan, ...(await contentOf(body)) };
  if (isRead(plan.method) || !hasBody(request)) return { ...plan, ...(await contentOf(undefined)) };
  // One that was used is refused in the client's own words.
  if (request.bodyUsed || request.body?.locked) Reflect.construct(request.constructor, [request]);
  const bytes = await unlessAborted(request.arrayBuffer(), plan.signal);
  return { ...plan, body: bytes, text: textOf(bytes), type: undefined };
}

/** As the gateway names it. What is sent is what was written, of which fetch puts some in capitals. */
export function upperCased(method: unknown): string {
  return String(method).toUpperCase();
}

/** Firefox has no `body` there, and then nobody knows. */
function hasBody(request: Request): boolean {
  return request.body !== null;
}

async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return work;
  signal.throwIfAborted();
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}

/** The headers as they were given, for whoever has to see them. Never throws: the client refuses them in its own words. */
function headersOf({ headers, request }: Plan): Headers {
  try {
    // Pairs: a header object made of another has been seen to lose entries in wrapped globals.
    return new Headers(headers ?? (request && [...request.headers]));
  } catch {
    return new Headers();
  }
}

/** Never throws: what is no address is refused by the client, in its own words. */
export function describe(plan: Plan): OutgoingRequest {
  const url = addressOf(plan.url) ?? new URL(noBase);
  return {
    method: plan.method,
    url,
    path: url.pathname,
    query: queryOf(url),
    headers: Object.fromEntries(headersOf(plan)),
    body: plan.text,
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
 * The caller's `Request` stays the base where it can: a new address would have to be another one.
 * @param takesRequest whether this fetch takes one of that class
 */
export function attemptArguments(plan: Plan, changes: AttemptChanges, takesRequest: boolean): FetchArguments {
  const { request } = plan;
  const { signed } = changes;
  const keeps = request && takesRequest && (signed === undefined || signed.url === plan.url);
  return keeps ? fromBase(request, plan, changes) : fromFields(plan, changes);
}

function fromFields(plan: Plan, changes: AttemptChanges): FetchArguments {
  const { signed } = changes;
  const init: RequestInit = { ...carriedBy(plan), ...changesOf(plan, changes) };
  const headers = plan.headers ?? (plan.request && [...plan.request.headers]);
  if (headers !== undefined) init.headers = headers;
  if (signed) init.headers = Object.fromEntries(withSigned(headersOf(plan), plan, signed));
  const url = signed?.url ?? plan.url;
  return { input: url.startsWith(noBase) ? url.slice(noBase.length) : url, init };
}

function fromBase(request: Request, plan: Plan, changes: AttemptChanges): FetchArguments {
  const { signed } = changes;
  const init: RequestInit = { ...plan.rest, ...changesOf(plan, changes) };
  if (plan.headers !== undefined) init.headers = plan.headers;
  if (!signed) return { input: request, init };
  const next: Request = Reflect.construct(request.constructor, [request, init]);
  withSigned(next.headers, plan, signed);
  // Once more: a copy hears a signal later, and a `Request` of another kind may not hear it at all.
  return { input: next, init: init.signal ? { signal: init.signal } : {} };
}

function changesOf(plan: Plan, { signed, signal, redirect }: AttemptChanges): RequestInit {
  const init: RequestInit = {};
  if (signal && !plan.rest.signal) init.signal = signal;
  if (redirect !== undefined) init.redirect = redirect;
  const body = signed ? (signed.body ?? signedBody(plan)) : plan.body;
  if (body !== undefined) init.body = body;
  return init;
}

/** A form is sent as the text that was signed: written anew it would have another boundary. */
function signedBody({ body, text }: Plan): RequestInit['body'] | undefined {
  return typeof FormData === 'function' && body instanceof FormData ? text : body;
}

/** Puts in what signing added; `set` keeps the case of names that a `Request` has already. */
function withSigned(headers: Headers, plan: Plan, signed: Signed): Headers {
  // Of the body as it was before signing.
  headers.delete('content-length');
  if (plan.type !== undefined && !headers.has('content-type')) headers.set('content-type', plan.type);
  for (const [name, value] of Object.entries(signed.headers)) headers.set(name, value);
  return headers;
}

const fields = [
  ...['cache', 'credentials', 'integrity', 'keepalive', 'method', 'mode', 'redirect', 'referrer'],
  'referrerPolicy',
] as const;

/** What a `Request` and `init` say beside address, headers, body and signal, field by field. */
export function carriedBy({ request, rest }: Plan): RequestInit {
  if (!request) return rest;
  // Other libraries keep theirs in plain members (node-fetch: `agent`), Node 20 and 22 the dispatcher under a symbol.
  const said: Record<string, unknown> = { ...request };
  for (const symbol of Object.getOwnPropertySymbols(request)) {
    if (symbol.description === 'dispatcher') said['dispatcher'] = Reflect.get(request, symbol);
    Reflect.deleteProperty(said, symbol);
  }
  for (const name of fields) if (request[name] !== undefined) said[name] = request[name];
  // Nobody may ask for a navigation by hand.
  if (said['mode'] === 'navigate') delete said['mode'];
  return { ...said, ...rest };
}
