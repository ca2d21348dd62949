// The attributes and names of spans and metrics.
import type { Attributes } from '@opentelemetry/api';
import type { AttemptEvent, CallEvent, SettledEvent } from '../internal.ts';

/** What spans and metrics show of a call: never a key, a signature, a header, a query or a client order id. */
export interface CallFacts {
  readonly call: number;
  readonly kind: CallEvent['kind'];
  readonly transport: CallEvent['transport'];
  readonly method: string;
  /** Without ids. */
  readonly path: string;
  /** The same, where it may stand in a span's name. */
  readonly template: string | undefined;
  /** Undefined over WebSocket. */
  readonly origin: URL | undefined;
  readonly lookUpFor: number | undefined;
}

/** Methods that the conventions know; any other goes by `_OTHER`. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);
/** Codes are cut to so many characters. */
const longestCode = 64;

export function callName(exchangeId: string, facts: CallFacts): string {
  return `${exchangeId} ${attemptName(facts)}`;
}

export function attemptName({ transport, method, template }: CallFacts): string {
  const verb = transport === 'ws' || methods.has(method) ? method : 'HTTP';
  return template === undefined ? verb : `${verb} ${template}`;
}

export function callAttributes({ call, kind, transport, lookUpFor }: CallFacts): Attributes {
  return {
    'exchange.call.id': call,
    'exchange.call.kind': kind,
    'exchange.transport': transport,
    ...(lookUpFor !== undefined && { 'exchange.call.look_up_for': lookUpFor }),
  };
}

/** What the span and the metric of a request have in common. */
export function requestAttributes({ method, origin }: CallFacts): Attributes {
  return {
    'http.request.method': methods.has(method) ? method : '_OTHER',
    ...(origin && {
      'server.address': origin.hostname.replace(/^\[|\]$/g, ''),
      'server.port': portOf(origin),
    }),
  };
}

export function attemptAttributes(facts: CallFacts, attempt: number): Attributes {
  const { transport, template, path, origin } = facts;
  const own = { 'exchange.attempt': attempt, 'exchange.transport': transport };
  if (transport === 'ws') return { ...own, 'network.protocol.name': 'websocket' };
  return {
    ...own,
    ...requestAttributes(facts),
    ...(origin && { 'url.full': origin.origin + path }),
    ...(template !== undefined && { 'url.template': template }),
    ...(attempt > 1 && { 'http.request.resend_count': attempt - 1 }),
  };
}

/** How an attempt ended. */
export function answerAttributes({ phase, status, ...failure }: AttemptEvent): Attributes {
  return {
    'exchange.phase': phase,
    ...(status !== undefined && { 'http.response.status_code': status }),
    ...failureAttributes(failure),
    ...(!failure.ok && { 'error.type': failure.category ?? '_OTHER' }),
  };
}

/** How a call ended. */
export function settledAttributes(event: SettledEvent): Attributes {
  return {
    'exchange.call.attempts': event.attempts,
    ...failureAttributes(event),
    ...(event.reason !== undefined && { 'exchange.reason': event.reason }),
    ...(!event.ok && { 'error.type': errorType(event) }),
  };
}

export function failureAttributes({ code, category, outcome }: FailureLike): Attributes {
  return {
    ...(code !== undefined && { 'exchange.error.code': code.slice(0, longestCode) }),
    ...(category !== undefined && { 'exchange.category': category }),
    ...(outcome !== undefined && { 'exchange.outcome': outcome }),
  };
}

type FailureLike = Partial<Pick<SettledEvent, 'code' | 'category' | 'outcome'>>;

/** Reasons that are no failure of the exchange's. */
const cancelReasons = new Set(['aborted', 'annihilated', 'panic', 'closed']);

/** The `error.type` of a call that failed: why it was cancelled, or else the category of its failure. */
export function errorType({ reason, category }: SettledEvent): string {
  if (reason !== undefined && cancelReasons.has(reason)) return reason;
  return category ?? reason ?? '_OTHER';
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}
