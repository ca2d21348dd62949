// What was found out about a write of unknown outcome, and what that leads to.
import type { Reason } from '../reason.ts';
import { nowAt } from '../time/now.ts';
import type { Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { acceptedUntil } from './copy-validity.ts';
import { type AttemptEnd, fail, retry, whyNotAgain } from './end-attempt.ts';
import { findOutcome } from './find-outcome.ts';
import type { Ending } from './result.ts';
import { toError } from './to-error.ts';

/** What the failed attempt left: its failure, with the answer or the fault that it came of. */
export type KnownFailure = Pick<Ending, 'failure' | 'answer' | 'cause'>;

/**
 * Finds out what became of a write before anything else happens to it.
 * @param refusal what the last copy was refused with, where that may come of an earlier one
 * @returns the answer of a write that was carried out, another attempt of one that was not, else an error
 * @throws {CancelledError} where the call is cancelled meanwhile.
 */
export async function reconcile(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  refusal?: Failure,
): Promise<AttemptEnd> {
  call.outcomeUnknown = true;
  const failure: Failure = { ...known.failure, outcome: 'unknown' };
  const unknown: Ending = { ...known, failure, reason: 'outcome-unknown' };
  if (isOwnLookUp(context, call)) return repeatToFind(context, call, unknown);
  const error = toError(context.exchange, call, unknown);
  const found = await findOutcome(context, call, error, refusal !== undefined);
  switch (found.result) {
    case 'done':
      return { answer: call.transport.fromBody(found.response) };
    case 'refused':
      return failRefused(context, call, known, toLateRefusal(found.word));
    case 'open':
      return resend(context, call, known, unknown);
    case 'absent':
      // An order that has no name cannot have been looked for.
      if (isNameless(context, call)) return fail(context, call, unknown);
      if (!refusal) return resend(context, call, known, mayCancelYet(context, call) ? unknown : undefined);
      if (contradicts(call, refusal)) return fail(context, call, unknown);
      return failRefused(context, call, known, refusal);
    case 'unknown':
      return fail(context, call, { ...unknown, failure: whyNotAsked(context, call, failure, found.why) });
  }
}

/** Whether the exchange answers a second order of the same id with the first, and the caller wants it asked. */
function isOwnLookUp({ exchange, reconcile: asking }: GatewayContext, { request }: CallState): boolean {
  const { intent, sentId } = request.order;
  return (
    exchange.clientOrderId?.deduplicated === 'returned' &&
    asking?.lookUp !== undefined &&
    intent === 'place' &&
    sentId !== undefined
  );
}

const longestMs = 2000;

/**
 * The order itself is sent once more: whether it is found or placed now, it is there once. What refuses it says nothing of an
 * earlier copy, which may come later.
 */
function repeatToFind(
  context: GatewayContext,
  call: CallState,
  unknown: Ending,
): AttemptEnd | Promise<AttemptEnd> {
  const reason = whyNotAgain(context, call, unknown.failure);
  if (reason !== undefined) return fail(context, call, { ...unknown, reason });
  call.isRepeat = true;
  return retry(context, call, unknown.failure, Math.min(longestMs, 100 * 2 ** (call.attempts - 1)));
}

/** No copy of it stands, so that the refusal is what it says. */
function failRefused(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  failure: Failure,
): AttemptEnd {
  call.outcomeUnknown = false;
  return fail(context, call, { ...known, failure, reason: 'failed' });
}

/** The refusal itself says that an earlier copy stands, or had its effect. */
function contradicts(call: CallState, { category }: Failure): boolean {
  return category === 'duplicate' || call.request.order.intent === 'cancel';
}

/** A further cancel does no harm and so waits for nothing; but while one is on its way, it may still have an effect. */
function mayCancelYet(context: GatewayContext, call: CallState): boolean {
  if (context.reconcile?.hasOwnSettle !== false || call.request.order.intent !== 'cancel') return false;
  return nowAt() < acceptedUntil(context, call);
}

/** Why the exchange could not be asked is said with what left it in doubt. */
function whyNotAsked(
  context: GatewayContext,
  { transport }: CallState,
  failure: Failure,
  why = context.reconcile?.lookUp && transport.ownUnavailable,
): Failure {
  if (why === undefined) return failure;
  const { message = failure.entry?.text ?? 'no text' } = failure;
  return { ...failure, message: `${message}; ${why}` };
}

function toLateRefusal(word: string | undefined): Failure {
  const message = `the exchange took it and refused it later${word === undefined ? '' : ` (${word})`}`;
  return { ok: false, category: 'invalid-order', outcome: 'rejected', message };
}

/** A look-up of ours, or of the caller's, needs a name that stands in what was sent. */
function isNameless({ exchange }: GatewayContext, { request, route }: CallState): boolean {
  if (route.kind !== 'order' || route.amends || request.order.sentId !== undefined) return false;
  return exchange.clientOrderId !== undefined || request.clientOrderId === undefined;
}

/**
 * It was not carried out, so it goes again, if the call still may.
 * @param otherwise how it ends if it may not. @default that it had no effect
 */
function resend(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  otherwise?: Ending,
): AttemptEnd | Promise<AttemptEnd> {
  const failure: Failure = { ...known.failure, outcome: 'rejected' };
  const reason: Reason | undefined = whyNotAgain(context, call, failure);
  if (reason !== undefined && otherwise) return fail(context, call, { ...otherwise, reason });
  // A cancel of which the order still stands may be carried out yet.
  call.outcomeUnknown = otherwise !== undefined;
  call.isRepeat = true;
  if (reason !== undefined) return fail(context, call, { ...known, failure, reason });
  return retry(context, call, failure);
}
