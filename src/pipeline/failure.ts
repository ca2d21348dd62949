import { type ErrorDetails, ExchangeError, type Reason, UnknownOutcomeError } from '../errors.ts';
import { redact, safeCause, secretsOf, secretsOfBody } from '../redact.ts';
import type { Answer } from '../transport/call.ts';
import type { Failure, OutgoingRequest } from '../types.ts';
import type { Cut } from './cut.ts';
import type { Job } from './job.ts';

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
  job: Job,
  request: OutgoingRequest | undefined = requestOf(job),
): readonly string[] {
  const { signed } = job;
  const body = signed?.body ?? request?.body;
  // What a client makes of a call by itself, the frame of a command say, is no secret for that.
  const before = job.call.sign ? body : request?.body;
  return [
    ...(request ? secretsOf(request.headers, request.query) : []),
    ...(request ? [request.url.username, request.url.password] : []),
    ...(signed ? secretsOf(signed.headers, signed.url.split('?')[1]) : []),
    ...secretsOfBody(body, before),
    ...(job.call.secrets?.() ?? []),
  ];
}

/** Undefined where nobody can describe it: an address that is none, a serializer of the caller's that throws. */
function requestOf(job: Job): OutgoingRequest | undefined {
  try {
    return job.request();
  } catch {
    return undefined;
  }
}

/** Makes the error that the caller sees: what happened, what it means for the order, what to do. */
export function toError(exchange: { id: string; name: string }, job: Job, ending: Ending): ExchangeError {
  const { verdict, answer } = ending;
  const request = requestOf(job);
  const id = idOf(job);
  // Told on purpose, so that it can be looked up.
  const secrets = [...(ending.secrets ?? []), ...secretsOfCall(job, request)].filter(
    (secret) => secret !== id,
  );
  const isWrite = !job.replaySafe;
  // Once the caller aborted, axios drops every error but a cancellation, and with it what is known of the order.
  const isAborted = isWrite && job.sent && job.call.signal?.aborted === true;
  const reason = isAborted ? 'aborted' : ending.reason;
  const cause: unknown = isAborted ? job.call.signal?.reason : ending.cause;
  const outcome = isWrite && job.doubt && verdict.outcome === 'rejected' ? 'unknown' : verdict.outcome;
  const headline = [exchange.name, verdict.code, `(${verdict.category})`].filter(Boolean).join(' ');
  const text = verdict.message ?? verdict.entry?.text ?? 'no text';
  const details: ErrorDetails = {
    exchange: exchange.id,
    message: redact(
      [
        `${headline}: ${text}.`,
        attemptBefore(job, verdict),
        isUnsigned(job, verdict) && 'This route is private, and the gateway has no `sign`.',
        ending.isTold !== true && whyStopped(job, reason),
        isWrite && consequence(outcome, id),
      ]
        .filter(Boolean)
        .join(' '),
      secrets,
    ),
    category: verdict.category,
    outcome,
    reason,
    attempts: job.attempt,
    elapsedMs: ending.elapsedMs,
    code: verdict.code,
    status: answer?.status,
    retryAfterMs: ending.retryAfterMs ?? verdict.retryAfterMs,
    clientOrderId: id,
    trace: job.trace,
    items: verdict.items?.map((item) =>
      item.message === undefined ? item : { ...item, message: redact(item.message, secrets) },
    ),
    cause: reason === 'aborted' ? cause : safeCause(cause, secrets),
    request: () => request,
    response: () => (answer ?? job.late)?.native,
    config: job.call.config,
  };
  return isWrite && outcome === 'unknown' ? new UnknownOutcomeError(details) : new ExchangeError(details);
}

const stopped: Readonly<Record<Reason, string>> = {
  failed: 'The same request would fail again, so it was not repeated.',
  attempts: 'Every allowed attempt was used.',
  deadline: 'The next step would come after the deadline.',
  expired: 'It could only have been sent after its validity.',
  budget: "The gateway's retry budget is spent.",
  'outcome-unknown': 'It was not repeated, since the outcome is unknown.',
  'not-replayable': 'The body is a stream and cannot be sent again.',
  breaker: 'The breaker is open, so nothing was sent.',
  aborted: 'The caller aborted.',
  annihilated: 'The order and its cancel met here, and neither was sent.',
  panic: 'It was dropped from the queue.',
  closed: 'The gateway was closed.',
};

function whyStopped({ call }: Job, reason: Reason): string {
  return reason === 'not-replayable' ? (call.sentOnceSince ?? stopped[reason]) : stopped[reason];
}

/** What the call was to be repeated for, where the repeat was never sent. */
function attemptBefore({ lastFailure: before }: Job, { category }: Failure): string | undefined {
  if (!before || before.category === category) return undefined;
  const what = [before.code, `(${before.category})`].filter(Boolean).join(' ');
  return `The attempt before failed with ${what}: ${before.message ?? before.entry?.text ?? 'no text'}.`;
}

/** A body that nobody can describe names no order. */
function idOf(job: Job): string | undefined {
  try {
    return job.clientOrderId;
  } catch {
    return undefined;
  }
}

/** Refused for want of what nobody here could add. */
function isUnsigned(job: Job, { category }: Failure): boolean {
  return job.lacksSign && (category === 'auth' || category === 'signature');
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
export function cutShort(
  exchange: { id: string; name: string },
  job: Job,
  cut: Cut,
  known: { readonly inFlight: boolean; readonly answer?: Answer | undefined; readonly elapsedMs: number },
): unknown {
  const isWrite = !job.replaySafe;
  if (cut.reason === 'aborted' && (!isWrite || !job.sent)) return job.call.canceled(cut.cause);
  const doubtful = isWrite && (known.inFlight || job.doubt);
  const verdict: Failure = {
    ok: false,
    category: cut.reason === 'deadline' ? 'timeout' : (job.lastCategory ?? 'network'),
    outcome: doubtful ? 'unknown' : 'rejected',
    message: cutText(cut, known.inFlight, known.answer !== undefined),
  };
  return toError(exchange, job, {
    verdict,
    reason: cut.reason,
    answer: known.answer,
    cause: cut.cause,
    elapsedMs: known.elapsedMs,
    isTold: cut.reason === 'closed',
  });
}

function cutText(cut: Cut, inFlight: boolean, answered: boolean): string {
  if (cut.isTooLate) return 'the gateway is closed';
  const when = inFlight ? 'after the request was sent' : 'while the call was waiting';
  const ended = {
    aborted: 'aborted',
    deadline: 'the deadline passed',
    expired: 'its validity passed',
    annihilated: 'cancelled',
    panic: 'dropped',
    closed: 'the gateway was closed',
  }[cut.reason];
  // While it waited, a cause other than the caller's own reason is what it waited for in vain.
  const { cause, reason } = cut;
  if (!inFlight)
    return `${ended} ${when}${reason !== 'aborted' && cause instanceof Error ? `: ${cause.message}` : ''}`;
  return `${ended} ${when}${answered ? '; the answer came after all and is in `response`' : ''}`;
}
