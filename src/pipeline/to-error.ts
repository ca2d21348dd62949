// The error that the caller sees: what happened, what it means for the order, what to do.

import { type ErrorDetails, ExchangeError, UnknownOutcomeError } from '../errors.ts';
import { endings, type Reason } from '../reason.ts';
import { redact, safeCause, secretsOf, secretsOfBody } from '../redact.ts';
import { nowAt } from '../time/now.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure, ItemResult, OutgoingRequest } from '../types.ts';
import type { Cancellation } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { Ending } from './result.ts';

type ExchangeName = { readonly id: string; readonly name: string };

/** What the attempt in hand carries that must never be printed: the caller's own, and what signing added. */
export function secretsOfCall(
  { transport, attempt, request: ofCall }: CallState,
  request: OutgoingRequest | undefined = orUndefined(() => ofCall.describe()),
): readonly string[] {
  const signed = attempt?.signed;
  const body = signed?.body ?? request?.body;
  // What a client makes of a call by itself, the frame of a command say, is no secret for that.
  const before = transport.sign ? body : request?.body;
  return [
    ...(request ? secretsOf(request.headers, request.query) : []),
    ...(request ? [request.url.username, request.url.password] : []),
    ...(signed ? secretsOf(signed.headers, signed.url.split('?')[1]) : []),
    ...secretsOfBody(body, before),
    ...(transport.secrets?.() ?? []),
  ];
}

/** A request that cannot be described (an address that is none, a serializer of the caller's that throws) names no order. */
function orUndefined<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** @returns an `UnknownOutcomeError` where a write may have been executed. */
export function toError(exchange: ExchangeName, call: CallState, given: Ending): ExchangeError {
  const ending = call.batch?.ending(call.transport, given) ?? given;
  const { failure, answer } = ending;
  const request = orUndefined(() => call.request.describe());
  const id = orUndefined(() => call.request.clientOrderId);
  // The id stays readable, so that it can be looked up.
  const secrets = [...call.failedSecrets, ...secretsOfCall(call, request)].filter((secret) => secret !== id);
  const isWrite = !call.replaySafe;
  const { transport, attempt } = call;
  const { signal, config } = transport;
  // Once the caller aborted, axios drops every error but a cancellation, and with it what is known of the order.
  const isAborted = isWrite && call.attempts > 0 && signal?.aborted === true;
  const reason = isAborted ? 'aborted' : ending.reason;
  const cause: unknown = isAborted ? signal?.reason : ending.cause;
  const outcome = outcomeOf(call, failure);
  const sentences = [
    `${[exchange.name, ...namesOf(failure)].join(' ')}: ${textOf(failure)}.`,
    attemptBefore(call, failure),
    whoSigns(call, failure, reason),
    ending.isExplained !== true && whyStopped(call, reason),
    isWrite && consequence(outcome, whatToLookAt(call, id)),
  ];
  const details: ErrorDetails = {
    exchange: exchange.id,
    message: redact(sentences.filter(Boolean).join(' '), secrets),
    category: failure.category,
    outcome,
    reason,
    attempts: call.attempts,
    elapsedMs: nowAt() - call.startedAt,
    code: failure.code,
    status: answer?.status,
    retryAfterMs: ending.retryAfterMs ?? failure.retryAfterMs,
    clientOrderId: id,
    trace: call.trace,
    items: failure.items?.map((item) => redactItem(item, secrets)),
    cause: reason === 'aborted' ? cause : safeCause(cause, secrets),
    request: () => request,
    response: () => (answer ?? attempt?.lateAnswer)?.native,
    config,
  };
  return isWrite && outcome === 'unknown' ? new UnknownOutcomeError(details) : new ExchangeError(details);
}

/** An order, or a cancel, that may be repeated may have had its effect all the same; of other calls the caller knows that they have none. */
function hasEffect({ route, replaySafe }: CallState): boolean {
  return !replaySafe || route.kind === 'order' || route.kind === 'cancel';
}

function outcomeOf(call: CallState, { outcome }: Failure): Failure['outcome'] {
  return hasEffect(call) && call.outcomeUnknown && outcome === 'rejected' ? 'unknown' : outcome;
}

function redactItem(item: ItemResult, secrets: readonly string[]): ItemResult {
  return item.message === undefined ? item : { ...item, message: redact(item.message, secrets) };
}

/** Its code, where it has one, and its category. */
function namesOf({ code, category }: Failure): readonly string[] {
  return code ? [code, `(${category})`] : [`(${category})`];
}

function textOf({ message, entry }: Failure): string {
  return message ?? entry?.text ?? 'no text';
}

function whyStopped({ transport }: CallState, reason: Reason): string {
  const { stopped } = endings[reason];
  return reason === 'not-replayable' ? (transport.sentOnceSince ?? stopped) : stopped;
}

/** What the call was to be repeated for, where the repeat was never sent. */
function attemptBefore({ lastFailure: before }: CallState, { category }: Failure): string | undefined {
  if (!before || before.category === category) return undefined;
  return `The attempt before failed with ${namesOf(before).join(' ')}: ${textOf(before)}.`;
}

/** What comes of it that the gateway has no `sign`: a signature that it could not add, or not make anew. */
function whoSigns(call: CallState, { category }: Failure, reason: Reason): string | undefined {
  if (reason === 'expired' && call.validForMs !== call.options.validForMs)
    return `Its client signed it, and the exchange takes that for ${Math.round(call.validForMs ?? 0)} ms alone: with the option \`sign\` the gateway signs each attempt anew.`;
  if (call.attempt?.lacksSigner !== true) return undefined;
  if (category === 'auth' || category === 'signature')
    return 'This route is private, and the gateway has no `sign`.';
  return category === 'timestamp'
    ? "Its client signed it, and the gateway cannot sign it again with the exchange's time: with the option `sign` it does."
    : undefined;
}

/** An id that does not stand in what was sent finds nothing, which would look as if the order had never been executed. */
function whatToLookAt({ request }: CallState, id: string | undefined): string {
  const orders = 'look at open orders and positions';
  if (id === undefined) return orders;
  return request.lacksItsId
    ? `client order id ${id} is not in what was sent: ${orders}`
    : `look up client order id ${id}`;
}

function consequence(outcome: Failure['outcome'], how: string): string {
  if (outcome === 'rejected') return 'It had no effect.';
  if (outcome === 'partial') return 'Some items stand and some do not: see `items`.';
  return `It may have been executed: ${how} before sending it again.`;
}

/**
 * What a call that was cancelled rejects with: the client's own cancellation where the caller aborted it and nothing of it
 * can have had an effect.
 * @param inFlight its request was out; `answer` came all the same
 */
export function toCancelledError(
  exchange: ExchangeName,
  call: CallState,
  cancellation: Cancellation,
  { inFlight, answer }: { readonly inFlight: boolean; readonly answer?: Answer | undefined },
): unknown {
  const { reason, cause } = cancellation;
  const isWrite = !call.replaySafe;
  if (reason === 'aborted' && (!isWrite || call.attempts === 0)) return call.transport.canceled(cause);
  const failure: Failure = {
    ok: false,
    category: reason === 'deadline' ? 'timeout' : (call.lastCategory ?? 'network'),
    outcome: hasEffect(call) && (inFlight || call.outcomeUnknown) ? 'unknown' : 'rejected',
    message: cancellationText(cancellation, inFlight, answer !== undefined),
  };
  const isExplained = reason === 'closed' || reason === 'deadline';
  return toError(exchange, call, { failure, reason, answer, cause, isExplained });
}

const cancelledBy: Readonly<Record<Cancellation['reason'], string>> = {
  aborted: 'aborted',
  deadline: 'the deadline passed (option `deadlineMs`)',
  expired: 'its validity passed',
  annihilated: 'cancelled',
  panic: 'dropped',
  closed: 'the gateway was closed',
};

function cancellationText(
  { reason, cause, isTooLate }: Cancellation,
  inFlight: boolean,
  isAnswered: boolean,
): string {
  if (isTooLate) return 'the gateway is closed';
  const ended = cancelledBy[reason];
  if (isAnswered)
    return `${ended} after the request was sent; the answer came after all and is in \`response\``;
  if (inFlight) return `${ended} after the request was sent`;
  // A cause other than the caller's own reason is what the call waited for in vain.
  const obstacle = reason !== 'aborted' && cause instanceof Error ? `: ${cause.message}` : '';
  return `${ended} while the call was waiting${obstacle}`;
}
