import { isRead } from '../../catalog/routes.ts';
import { noBase, type Signed } from '../../transport/call.ts';
import type { CallOptions, OutgoingRequest } from '../../types.ts';
import { queryOf } from '../normalize.ts';

/** What fetch takes, and what we take beside it. */
export interface ExchangeRequestInit extends RequestInit {
  readonly exchange?: CallOptions;
}

/** One request, whichever way it was given. */
export interface Plan {
  readonly url: string;
  readonly method: string;
  readonly headers: HeadersInit | undefined;
  readonly body: BodyInit | undefined;
  readonly text: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Everything else that was said about it. */
  readonly rest: RequestInit;
}

export function fromParts(input: string | URL, init: ExchangeRequestInit = {}): Plan {
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
export async function fromRequest(request: Request, init: ExchangeRequestInit = {}): Promise<Plan> {
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

export function attemptInit(
  plan: Plan,
  signed: Signed | undefined,
  signal: AbortSignal | undefined,
): RequestInit {
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

export function describe({ url, method, headers, text }: Plan): OutgoingRequest {
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
