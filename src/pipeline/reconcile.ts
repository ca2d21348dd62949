// What was found out about a write of unknown outcome, and what that leads to.
import type { Reason } from '../reason.ts';
import { nowAt } from '../time/now.ts';
import type { Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { acceptedUntil } from './copy-validity.ts';
import { type AttemptEnd, fail, retry, whyNotAgain } from './end-attempt.ts';
import { findOutcome } from './find-outcome.ts';
import { isOwnLookUp } from './look-up.ts';
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
  return carryOut(context, call, known, await conclude(context, call, known, refusal));
}

/** What follows from what was found out. */
export type Conclusion =
  | { readonly next: 'done'; readonly response: unknown }
  /** No copy of it stands. */
  | { readonly next: 'refused'; readonly failure: Failure }
  /** `otherwise`: how it ends if it may not go again. @default that it had no effect */
  | { readonly next: 'again'; readonly otherwise: Ending | undefined; readonly delayMs?: number }
  | { readonly next: 'unknown'; readonly ending: Ending };

/** Finds it out. @throws {CancelledError} where the call is cancelled meanwhile. */
export async function conclude(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  refusal?: Failure,
): Promise<Conclusion> {
  const failure: Failure = { ...known.failure, outcome: 'unknown' };
  const ending: Ending = { ...known, failure, reason: 'outcome-unknown' };
  // The order itself is sent once more: whether it is found or placed now, it is there once. What refuses it says nothing of an
  // earlier copy, which may come later.
  if (isOwnLookUp(context, call)) return { next: 'again', otherwise: ending, delayMs: delayOf(call) };
  const error = toError(context.exchange, call, ending);
  const found = await findOutcome(context, call, error, refusal !== undefined);
  switch (found.result) {
    case 'done':
      return { next: 'done', response: found.response };
    case 'refused':
      return { next: 'refused', failure: toLateRefusal(found.word) };
    case 'open':
      // At once, then less and less often: what went wrong twice may go on.
      return { next: 'again', otherwise: ending, delayMs: call.attempts > 1 ? delayOf(call) : 0 };
    case 'absent':
      // An order that has no name cannot have been looked for.
      if (isNameless(context, call)) return { next: 'unknown', ending };
      if (!refusal) return { next: 'again', otherwise: mayComeYet(context, call) ? ending : undefined };
      return contradicts(call, refusal) ? { next: 'unknown', ending } : { next: 'refused', failure: refusal };
    case 'unknown':
      return {
        next: 'unknown',
        ending: {
          ...ending,
          failure: whyNotAsked(context, call, failure, found.why),
          ...(found.fault !== undefined && { cause: found.fault }),
        },
      };
  }
}

/** Does what follows. @throws {CancelledError} where the call is cancelled while it waits for its next attempt. */
export function carryOut(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  conclusion: Conclusion,
): AttemptEnd | Promise<AttemptEnd> {
  switch (conclusion.next) {
    case 'done':
      return { answer: call.transport.fromBody(conclusion.response) };
    case 'refused':
      return failRefused(context, call, known, conclusion.failure);
    case 'again':
      return resend(context, call, known, conclusion);
    case 'unknown':
      return fail(context, call, conclusion.ending);
  }
}

const longestMs = 2000;
const delayOf = ({ attempts }: CallState): number => Math.min(longestMs, 100 * 2 ** (attempts - 1));

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

/** A further copy that does no harm waits for nothing; but while one is on its way, it may still have an effect. */
function mayComeYet(context: GatewayContext, call: CallState): boolean {
  if (context.reconcile?.hasOwnSettle !== false && !call.isLookedUp && !call.overdue) return false;
  // An order that is not shown may be gone because it was cancelled.
  return call.request.order.intent === 'cancel' || nowAt() < acceptedUntil(context, call);
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

/** It was not carried out, so it goes again, if the call still may. */
function resend(
  context: GatewayContext,
  call: CallState,
  known: KnownFailure,
  { otherwise, delayMs }: Extract<Conclusion, { readonly next: 'again' }>,
): AttemptEnd | Promise<AttemptEnd> {
  const failure: Failure = { ...known.failure, outcome: 'rejected' };
  const reason: Reason | undefined = whyNotAgain(context, call, failure);
  if (reason !== undefined && otherwise) return fail(context, call, { ...otherwise, reason });
  // An earlier copy may be carried out yet.
  call.outcomeUnknown = otherwise !== undefined;
  call.isRepeat = true;
  if (reason !== undefined) return fail(context, call, { ...known, failure, reason });
  return retry(context, call, failure, delayMs);
}
