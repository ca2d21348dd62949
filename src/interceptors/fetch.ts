import { isRead } from '../catalog/routes.ts';
import type { Gateway } from '../gateway.ts';
import { checkFunction, checkObject } from '../options.ts';
import type { Abortable } from '../pipeline/abortable.ts';
import { type Answer, type Call, noBase, type Signed, unread } from '../pipeline/job.ts';
import type { CallOptions, OutgoingRequest } from '../types.ts';
import { HandOn } from './handed-on.ts';
import { isAnswerDue, isReplayable, parseOnce, pathOf, queryOf } from './normalize.ts';
import { callOptions } from './options.ts';
import { Streams } from './streams.ts';

/** What fetch takes, and what we take beside it. */
export interface ExchangeRequestInit extends RequestInit {
  readonly exchange?: CallOptions;
}

/** Assignable to `typeof fetch`. */
export type ExchangeFetch = (input: string | URL | Request, init?: ExchangeRequestInit) => Promise<Response>;

/** One request, whichever way it was given. */
interface Plan {
  readonly url: string;
  readonly method: string;
  readonly headers: HeadersInit | undefined;
  readonly body: BodyInit | undefined;
  readonly text: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Everything else that was said about it. */
  readonly rest: RequestInit;
}

/**
 * Makes a fetch that goes through the gateway. An answer of the exchange that is an error rejects with an
 * `ExchangeError`; every other `Response` is handed on with its body unread.
 * @param fetchFn any function with fetch's signature. @default the global one, looked up at each call
 * @throws {TypeError} for something that is no gateway or no function.
 */
export function interceptFetch(gateway: Gateway, fetchFn?: typeof fetch): ExchangeFetch {
  checkObject('interceptFetch gateway', gateway);
  checkFunction('interceptFetch gateway.run', gateway.run);
  if (fetchFn !== undefined) checkFunction('interceptFetch fetchFn', fetchFn);
  const { fetch: platform } = globalThis;
  // Put in the place of the global one, it must not call itself.
  const global: typeof fetch = (input, init) =>
    globalThis.fetch === own ? platform(input, init) : globalThis.fetch(input, init);
  const way: FetchWay = {
    send: fetchFn ?? global,
    hands: new HandOn(),
    streams: new Streams(),
    isPlatform: fetchFn === undefined || fetchFn === platform,
  };
  const own: ExchangeFetch = async (input, init) => {
    const options = callOptions(init?.exchange);
    const plan = input instanceof Request ? await fromRequest(input, init) : fromParts(input, init);
    const { native } = await gateway.run(new FetchCall(way, plan, options));
    return asResponse(native);
  };
  return own;
}

function asResponse(native: unknown): Response {
  // What comes back is what `toCall` put in; the check only tells the types.
  if (typeof native === 'object' && native !== null && 'status' in native) return native as Response;
  throw new TypeError('the fetch that was given to interceptFetch did not answer with a Response');
}

function fromParts(input: string | URL, init: ExchangeRequestInit = {}): Plan {
  const { exchange: _, method = 'GET', headers, body, signal, ...rest } = init;
  return {
    url: String(input),
    method: method.toUpperCase(),
    headers,
    body: body ?? undefined,
    text: typeof body === 'string' ? body : body instanceof URLSearchParams ? String(body) : undefined,
    signal: signal ?? undefined,
    rest,
  };
}

/** A `Request` gives its body away once, so it is read up front; what else it says is carried over field by field. */
async function fromRequest(request: Request, init: ExchangeRequestInit = {}): Promise<Plan> {
  const { url, method, signal } = request;
  // Pairs: a header object made of another has been seen to lose entries in wrapped globals.
  const headers = [...request.headers];
  const { cache, credentials, integrity, keepalive, mode, redirect, referrer, referrerPolicy } = request;
  const said: RequestInit = { cache, credentials, integrity, keepalive, redirect, referrer, referrerPolicy };
  // Nobody may ask for a navigation by hand.
  if (mode !== 'navigate') said.mode = mode;
  const plan = fromParts(url, { ...said, method, headers, signal, ...init });
  if (plan.body !== undefined || isRead(plan.method)) return plan;
  const bytes = await request.arrayBuffer();
  return bytes.byteLength === 0 ? plan : { ...plan, body: bytes, text: asText(bytes) };
}

function asText(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What all calls through one fetch share. */
interface FetchWay {
  readonly send: typeof fetch;
  readonly hands: HandOn;
  readonly streams: Streams;
  /** Whether it is the platform's own, on a real socket, which an abort has to free. */
  readonly isPlatform: boolean;
}

/** One fetch as the gateway sees it. */
class FetchCall implements Call {
  readonly method: string;
  readonly path: string;
  readonly options: CallOptions;
  readonly replayable: boolean;
  readonly signal: AbortSignal | undefined;
  readonly config: undefined;
  readonly #plan: Plan;
  readonly #way: FetchWay;

  constructor(way: FetchWay, plan: Plan, options: CallOptions) {
    this.method = plan.method;
    this.path = pathOf(plan.url);
    this.options = options;
    this.replayable = isReplayable(plan.body);
    this.signal = plan.signal;
    this.#plan = plan;
    this.#way = way;
  }

  describe(): OutgoingRequest {
    return describe(this.#plan);
  }

  send(signed: Signed | undefined, flight: Abortable): Promise<Answer> {
    const { isPlatform, streams } = this.#way;
    const { signal } = this;
    // Without the caller's signal only a real socket needs one of ours.
    const own = isPlatform || signal ? flight.signal : undefined;
    return answered(
      this.#way,
      this.method,
      signed?.url ?? this.#plan.url,
      attemptInit(this.#plan, signed, own),
      signal && ((body) => streams.follow(signal, body, flight)),
    );
  }

  get(url: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Answer> {
    const accepting = { accept: 'application/json', ...headers };
    return answered(this.#way, 'GET', url, {
      ...this.#plan.rest,
      method: 'GET',
      headers: accepting,
      signal,
    });
  }

  fromBody(body: unknown): Answer {
    const native = Response.json(body, { headers: { 'x-exchange-interceptors': 'reconciled' } });
    return { status: 200, headers: {}, body, native };
  }

  canceled(reason: unknown): unknown {
    return reason;
  }
}

function attemptInit(plan: Plan, signed: Signed | undefined, signal: AbortSignal | undefined): RequestInit {
  const { method, headers, body, rest } = plan;
  const init: RequestInit = { ...rest, method };
  if (signal) init.signal = signal;
  if (headers !== undefined) init.headers = headers;
  const sent = signed?.body ?? body;
  if (sent !== undefined) init.body = sent;
  // A redirect would turn an order into a GET, and carry signed headers to another host.
  if ((signed || !isRead(method)) && (init.redirect ?? 'follow') === 'follow') init.redirect = 'manual';
  if (signed) {
    const merged: Record<string, string> = Object.fromEntries(new Headers(headers));
    // Of the body as it was before signing.
    delete merged['content-length'];
    for (const [name, value] of Object.entries(signed.headers)) merged[name.toLowerCase()] = value;
    init.headers = merged;
  }
  return init;
}

/** Keeps nothing between calls: each decodes a whole body. */
const decoder: TextDecoder = new TextDecoder();

/** Sends once and reads what is to be understood; `onUnread` gets a body that is handed on as it is. */
async function answered(
  way: FetchWay,
  method: string,
  url: string,
  init: RequestInit,
  onUnread?: (body: unknown) => void,
): Promise<Answer> {
  const response = await way.send(url.startsWith(noBase) ? url.slice(noBase.length) : url, init);
  const { status, headers } = response;
  if (!isAnswerDue(method, status, headers)) {
    onUnread?.(response.body);
    return { status, headers, body: unread, native: response };
  }
  // By `bytes()` where the platform has it: it may give what was read, not a copy.
  const bytes =
    'bytes' in response ? await response.bytes() : new Uint8Array(await (response as Response).arrayBuffer());
  const value = parseOnce(decoder.decode(bytes));
  return { status, headers, body: value, native: way.hands.handOn(response, bytes, value) };
}

function describe({ url, method, headers, text }: Plan): OutgoingRequest {
  const parsed = new URL(url, globalThis.location?.href ?? noBase);
  return {
    method,
    url: parsed,
    path: parsed.pathname,
    query: queryOf(parsed),
    headers: Object.fromEntries(new Headers(headers)),
    body: text,
  };
}
