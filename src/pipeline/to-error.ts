import { type ErrorDetails, ExchangeError, UnknownOutcomeError } from '../errors.ts';
import type { Reason } from '../reason.ts';
import { endings } from '../reason.ts';
import { redact, safeCause, secretsOf, secretsOfBody } from '../redact.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure, OutgoingRequest } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { Cancellation } from './cut.ts';

/** What is known when a call fails. */
export interface Ending {
  readonly verdict: Failure;
  readonly reason: Reason;
  readonly answer?: Answer | undefined;
  readonly cause?: unknown;
  readonly retryAfterMs?: number | undefined;
  /** Values that signing added in the last attempt. */
  readonly secrets?: readonly string[];
  readonly elapsedMs: number;
  /** The text says why we stopped. */
  readonly isTold?: boolean;
}

/** What the attempt in hand carries that must never be printed: the caller's own, and what signing added. */
export function secretsOfCall(
  call: CallState,
  request: OutgoingRequest | undefined = requestOf(call),
): readonly string[] {
  const { signed } = call;
  const body = signed?.body ?? request?.body;
  // What a client makes of a call by itself, the frame of a command say, is no secret for that.
  const before = call.transport.sign ? body : request?.body;
  return [
    ...(request ? secretsOf(request.headers, request.query) : []),
    ...(request ? [request.url.username, request.url.password] : []),
    ...(signed ? secretsOf(signed.headers, signed.url.split('?')[1]) : []),
    ...secretsOfBody(body, before),
    ...(call.transport.secrets?.() ?? []),
  ];
}

/** Undefined where nobody can describe it: an address that is none, a serializer of the caller's that throws. */
function requestOf(call: CallState): OutgoingRequest | undefined {
  try {
    return call.request();
  } catch {
    return undefined;
  }
}

/** Makes the error that the caller sees: what happened, what it means for the order, what to do. */
export function toError(
  exchange: { id: string; name: string },
  call: CallState,
  ending: Ending,
): ExchangeError {
  const { verdict, answer } = ending;
  const request = requestOf(call);
  const id = idOf(call);
  // Told on purpose, so that it can be looked up.
  const secrets = [...(ending.secrets ?? []), ...secretsOfCall(call, request)].filter(
    (secret) => secret !== id,
  );
  const isWrite = !call.replaySafe;
  // Once the caller aborted, axios drops every error but a cancellation, and with it what is known of the order.
  const isAborted = isWrite && call.sent && call.transport.signal?.aborted === true;
  const reason = isAborted ? 'aborted' : ending.reason;
  const cause: unknown = isAborted ? call.transport.signal?.reason : ending.cause;
  const outcome =
    isWrite && call.outcomeUnknown && verdict.outcome === 'rejected' ? 'unknown' : verdict.outcome;
  const headline = [exchange.name, verdict.code, `(${verdict.category})`].filter(Boolean).join(' ');
  const text = verdict.message ?? verdict.entry?.text ?? 'no text';
  const details: ErrorDetails = {
    exchange: exchange.id,
    message: redact(
      [
        `${headline}: ${text}.`,
        attemptBefore(call, verdict),
        isUnsigned(call, verdict) && 'This route is private, and the gateway has no `sign`.',
        ending.isTold !== true && whyStopped(call, reason),
        isWrite && consequence(outcome, id),
      ]
        .filter(Boolean)
        .join(' '),
      secrets,
    ),
    category: verdict.category,
    outcome,
    reason,
    attempts: call.attempt,
    elapsedMs: ending.elapsedMs,
    code: verdict.code,
    status: answer?.status,
    retryAfterMs: ending.retryAfterMs ?? verdict.retryAfterMs,
    clientOrderId: id,
    trace: call.trace,
    items: verdict.items?.map((item) =>
      item.message === undefined ? item : { ...item, message: redact(item.message, secrets) },
    ),
    cause: reason === 'aborted' ? cause : safeCause(cause, secrets),
    request: () => request,
    response: () => (answer ?? call.lateResponse)?.native,
    config: call.transport.config,
  };
  return isWrite && outcome === 'unknown' ? new UnknownOutcomeError(details) : new ExchangeError(details);
}

function whyStopped({ transport }: CallState, reason: Reason): string {
  return reason === 'not-replayable'
    ? (transport.sentOnceSince ?? endings[reason].stopped)
    : endings[reason].stopped;
}

/** What the call was to be repeated for, where the repeat was never sent. */
function attemptBefore({ lastFailure: before }: CallState, { category }: Failure): string | undefined {
  if (!before || before.category === category) return undefined;
  const what = [before.code, `(${before.category})`].filter(Boolean).join(' ');
  return `The attempt before failed with ${what}: ${before.message ?? before.entry?.text ?? 'no text'}.`;
}

/** A body that nobody can describe names no order. */
function idOf(call: CallState): string | undefined {
  try {
    return call.clientOrderId;
  } catch {
    return undefined;
  }
}

/** Refused for want of what nobody here could add. */
function isUnsigned(call: CallState, { category }: Failure): boolean {
  return call.lacksSign && (category === 'auth' || category === 'signature');
}

function consequence(outcome: Failure['outcome'], id: string | undefined): string {
  switch (outcome) {
    case 'rejected':
      return 'It had no effect.';
    case 'partial':
      return 'Some items stand and some do not: see `items`.';
    case 'unknown':
      return id === undefined
        ? 'It may have been executed: look at open orders and positions before sending it again.'
        : `It may have been executed: look up client order id ${id} before sending it again.`;
  }
}

/** What to reject with when a call is ended from outside. */
export function toCancelledError(
  exchange: { id: string; name: string },
  call: CallState,
  cancellation: Cancellation,
  known: { readonly inFlight: boolean; readonly answer?: Answer | undefined; readonly elapsedMs: number },
): unknown {
  const isWrite = !call.replaySafe;
  if (cancellation.reason === 'aborted' && (!isWrite || !call.sent))
    return call.transport.canceled(cancellation.cause);
  const unknownCopy = isWrite && (known.inFlight || call.outcomeUnknown);
  const verdict: Failure = {
    ok: false,
    category: cancellation.reason === 'deadline' ? 'timeout' : (call.lastCategory ?? 'network'),
    outcome: unknownCopy ? 'unknown' : 'rejected',
    message: cancellationText(cancellation, known.inFlight, known.answer !== undefined),
  };
  return toError(exchange, call, {
    verdict,
    reason: cancellation.reason,
    answer: known.answer,
    cause: cancellation.cause,
    elapsedMs: known.elapsedMs,
    isTold: cancellation.reason === 'closed',
  });
}

function cancellationText(cancellation: Cancellation, inFlight: boolean, answered: boolean): string {
  if (cancellation.isTooLate) return 'the gateway is closed';
  const when = inFlight ? 'after the request was sent' : 'while the call was waiting';
  const ended = {
    aborted: 'aborted',
    deadline: 'the deadline passed',
    expired: 'its validity passed',
    annihilated: 'cancelled',
    panic: 'dropped',
    closed: 'the gateway was closed',
  }[cancellation.reason];
  // While it waited, a cause other than the caller's own reason is what it waited for in vain.
  const { cause, reason } = cancellation;
  if (!inFlight)
    return `${ended} ${when}${reason !== 'aborted' && cause instanceof Error ? `: ${cause.message}` : ''}`;
  return `${ended} ${when}${answered ? '; the answer came after all and is in `response`' : ''}`;
}
