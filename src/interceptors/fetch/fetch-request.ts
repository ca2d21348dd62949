// A request as it was given to fetch, read once, so that it can be sent more than once.

import type { CallOptions } from '../../call-options.ts';
import { isRead } from '../../catalog/routes.ts';
import { isPromise } from '../../options/is-promise.ts';
import { decodeUtf8 } from '../request-body.ts';
import { type BodyContent, readBody } from './body-content.ts';
import { makeLike } from './taken-classes.ts';

/** What fetch takes, and what we take beside it. */
export interface ExchangeRequestInit extends RequestInit {
  /** The options of this call. */
  readonly exchange?: CallOptions;
}

/** One request, given by its parts or as a `Request`. */
export interface FetchRequest extends BodyContent {
  readonly url: string;
  readonly method: string;
  /** As given; undefined where they stand in `original` alone. */
  readonly headers: RequestInit['headers'];
  readonly signal: AbortSignal | undefined;
  /** What the caller wants to happen. @default 'follow' */
  readonly redirect: RequestInit['redirect'];
  /** Every other field of `init`: the method as it was written among them, and a `signal` that is none. */
  readonly rest: RequestInit;
  /** The caller's own, which may carry what cannot be read from it: a dispatcher, the case of its headers. */
  readonly original: Request | undefined;
}

/**
 * The request of an address and `init`; at once, unless its body has to be read first. What a caller may change later is
 * copied, as fetch does: the call may wait, and go more than once.
 */
export function fromParts(
  input: string | URL,
  init?: ExchangeRequestInit | null,
): FetchRequest | Promise<FetchRequest> {
  if (!init) return bareRead(String(input));
  // Its fields are getters, which no copy of it has.
  if (isRequest(init)) return fromRequest(makeLike(init, input, init));
  const { body } = init;
  const fields = { ...readInit(init, 'GET'), url: String(input), original: undefined };
  const content = readBody(body);
  return isPromise(content)
    ? content.then((read) => ({ ...fields, ...read }))
    : { ...fields, body: content.body, text: content.text, type: content.type };
}

const noInit: RequestInit = Object.freeze({});

/** Written out, since most reads are nothing but an address. */
function bareRead(url: string): FetchRequest {
  return {
    method: 'GET',
    headers: undefined,
    signal: undefined,
    redirect: undefined,
    rest: noInit,
    url,
    original: undefined,
    body: undefined,
    text: undefined,
    type: undefined,
  };
}

type InitFields = Pick<FetchRequest, 'method' | 'headers' | 'signal' | 'redirect' | 'rest'>;

function readInit(init: ExchangeRequestInit, usual: string, usualSignal?: AbortSignal): InitFields {
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

/** What is no headers goes on as it is, for the client to refuse it. */
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

/** Whether it is a `Request`, of any realm or copy of undici. */
export function isRequest(input: unknown): input is Request {
  return (
    typeof input === 'object' &&
    input !== null &&
    typeof Reflect.get(input, 'url') === 'string' &&
    typeof Reflect.get(input, 'arrayBuffer') === 'function'
  );
}

/**
 * The request of a `Request` and `init`, which wins, as it does for fetch. A `Request` gives its body once, so that is read
 * here.
 * @throws what the platform says of a body that was used; the reason of an abort while it is read
 */
export async function fromRequest(
  request: Request,
  init: ExchangeRequestInit | null = {},
): Promise<FetchRequest> {
  const { body } = init ?? {};
  const own = readInit(init ?? {}, request.method, request.signal);
  const fields = { ...own, redirect: own.redirect ?? request.redirect, url: request.url, original: request };
  if (body !== undefined && body !== null) return { ...fields, ...(await readBody(body)) };
  if (isRead(fields.method) || !hasBody(request)) return { ...fields, ...(await readBody(undefined)) };
  // One that was used is refused in the client's own words.
  if (request.bodyUsed || request.body?.locked) makeLike(request, request);
  const bytes = await unlessAborted(request.arrayBuffer(), fields.signal);
  return { ...fields, body: bytes, text: decodeUtf8(bytes), type: undefined };
}

/** A method as the gateway names it. What is sent is what was written, of which fetch puts some in capitals. */
export function upperCased(method: unknown): string {
  return String(method).toUpperCase();
}

/** In Firefox, whose `Request` has no `body`, it may have one. */
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
