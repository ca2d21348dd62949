import { readRateRefusal } from '../answers/rate-refusal.ts';
import type { ExchangeError } from '../errors.ts';
import { type BoundedDecision, type Bounds, decide } from '../policies/decide.ts';
import type { PolicyContext } from '../policies/policy.ts';
import type { Answer } from '../transport/call.ts';
import type { Category, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { acceptedUntil } from './copy-validity.ts';
import { infoOf, reportGiveUp } from './journal.ts';
import { orderOf } from './order.ts';
import { findOut } from './reconcile.ts';
import type { SendResult } from './send.ts';
import { signerOf } from './signing.ts';
import { syncClock } from './sync-clock.ts';
import { traceClock, traceDecision } from './telemetry.ts';
import { type Ending, toError } from './to-error.ts';
import { pause, untilCancelled } from './waits.ts';

/** How a call ended. */
export type CallResult = { readonly answer: Answer } | { readonly error: unknown };

/** The next attempt is to be made. */
export const again: unique symbol = Symbol('again');
export type Again = typeof again;

/** How an attempt ended, and what that means. */
export interface Failing {
  readonly sent: SendResult;
  readonly verdict: Failure;
}

/** An attempt that failed, and what it was signed with. */
export interface FailedAttempt extends Failing {
  readonly secrets: readonly string[];
}

export type Known = Omit<Ending, 'reason' | 'elapsedMs'>;

/** Carries out what the policy decided. */
export async function applyDecision(
  context: GatewayContext,
  call: CallState,
  failed: FailedAttempt,
): Promise<CallResult | Again> {
  const { sent, verdict, secrets } = failed;
  call.failedWith(verdict.category);
  if (verdict.outcome === 'unknown') {
    call.outcomeUnknown = true;
    call.unknownCopy = call.copy;
  }
  const known: Known = {
    verdict,
    secrets,
    ...(sent.kind === 'answer' ? { answer: sent.answer } : { cause: sent.fault.cause }),
  };
  if (isEvidence(context, call, failed)) return reconcile(context, call, known, verdict);
  const policy = context.policyOf(verdict.category, verdict.code);
  const policyContext = toPolicyContext(context, call, failed);
  const decision = paid(context, call, decide(policy, policyContext, boundsOf(context, call)), verdict);
  if ('pauseMs' in decision) pauseCalls(context, call, failed, decision.pauseMs);
  traceDecision(call, decision.action, decision.action === 'retry' ? decision.delayMs : 0);
  switch (decision.action) {
    case 'fail':
      if (known.answer && callerAccepts(call, known.answer, policyContext)) return { answer: known.answer };
      return fail(context, call, {
        ...known,
        ...explained(decision.reason, verdict, call),
        ...(decision.fault !== undefined && { cause: decision.fault }),
      });
    case 'retry':
      if (decision.pause) pauseCalls(context, call, failed, decision.delayMs);
      return retry(context, call, verdict, decision.delayMs, decision.pause === true);
    case 'refresh-clock':
      // Whoever was signed before the last refresh only has to be signed again.
      traceClock(
        call,
        context.clock.version !== call.clockVersion || (await untilCancelled(call, syncClock(context, call))),
      );
      return retry(context, call, verdict, 0, false);
    case 'reconcile':
      return reconcile(context, call, known, verdict.outcome === 'rejected' ? verdict : undefined);
  }
}

/** Gives up: tells the listeners, and makes the error. */
export function fail(
  context: GatewayContext,
  call: CallState,
  ending: Omit<Ending, 'elapsedMs'>,
): { readonly error: ExchangeError } {
  const error = toError(context.exchange, call, { ...ending, elapsedMs: nowAt() - call.startedAt });
  reportGiveUp(context, call, error);
  return { error };
}

export function toPolicyContext(
  context: GatewayContext,
  call: CallState,
  { sent, verdict }: Failing,
): PolicyContext {
  return {
    exchange: context.exchange.id,
    category: verdict.category,
    code: verdict.code,
    outcome: verdict.outcome,
    status: sent.kind === 'answer' ? sent.answer.status : undefined,
    phase: sent.kind === 'answer' ? 'answered' : sent.fault.phase,
    attempt: call.attempt,
    maxAttempts: context.maxAttempts,
    inRow: call.inRow,
    replaySafe: call.replaySafe || verdict.outcome === 'rejected',
    retryAfterMs: verdict.retryAfterMs,
    remainingMs: Math.min(call.deadlineAt, call.validUntilAt) - nowAt(),
    random: context.random,
  };
}

/**
 * A status that the caller's own `validateStatus` takes is theirs to read, where only the status speaks: a code of the
 * exchange's stays a failure, and so does a write that nobody can be sure of.
 */
function callerAccepts(
  call: CallState,
  answer: Answer,
  { code, outcome, replaySafe }: PolicyContext,
): boolean {
  if (outcome === 'partial') return call.options.partial === 'resolve';
  return answer.accepted === true && code === undefined && (outcome === 'rejected' || replaySafe);
}

/** What the call and the gateway still allow. */
export function boundsOf(context: GatewayContext, call: CallState): Bounds {
  return {
    replayable: call.transport.replayable,
    canReconcile: context.reconcile !== undefined,
    signable: signerOf(context, call) !== undefined,
    isClosing: context.closed,
    maxPauseMs: context.throttle.maxPauseMs,
  };
}

/** A retry is paid for out of the budget that all calls share. */
function paid(
  context: GatewayContext,
  call: CallState,
  decision: BoundedDecision,
  verdict: Failure,
): BoundedDecision {
  if (decision.action !== 'retry' || !context.budget || call.transport.spendsBudget === false)
    return decision;
  if (context.budget.spend(verdict.category)) return decision;
  return { action: 'fail', reason: 'budget', ...(decision.pause && { pauseMs: decision.delayMs }) };
}

/** Refusals of a repeat that an earlier copy explains: it took the money, the position, the place, or the order away. */
const explicable: ReadonlySet<Category> = new Set([
  'duplicate',
  'funds',
  'position',
  'order-limit',
  'invalid-order',
]);

/** Whether a refusal may come of a copy that was sent before and of which nobody knew what became of it. */
function isEvidence(context: GatewayContext, call: CallState, { sent, verdict }: Failing): boolean {
  if (!call.unknownCopy && call.earlierUntilAt === Number.NEGATIVE_INFINITY && !call.isRepeat) return false;
  if (call.replaySafe || verdict.outcome !== 'rejected' || !context.reconcile) return false;
  return isExplicable(context, call, verdict, sent);
}

function isExplicable(
  context: GatewayContext,
  call: CallState,
  { category }: Failure,
  sent: SendResult,
): boolean {
  if (explicable.has(category)) return true;
  if (sent.kind === 'answer' && sent.answer.status === 409) return true;
  // What is cancelled already cannot be cancelled, nor changed.
  return category === 'order-not-found' && orderOf(context, call).intent !== 'place';
}

/** Whatever explains a refusal of a repeat, nobody may call it rejected: without anybody to ask its outcome is unknown. */
function explained(
  reason: Ending['reason'],
  verdict: Failure,
  call: CallState,
): Pick<Ending, 'reason' | 'verdict'> {
  const isDuplicate = verdict.category === 'duplicate' && call.attempt > 1 && !call.replaySafe;
  const outdated = reason === 'deadline' && call.validUntilAt < call.deadlineAt;
  return {
    reason: outdated ? 'expired' : reason,
    verdict: isDuplicate ? { ...verdict, outcome: 'unknown' } : verdict,
  };
}

export async function retry(
  context: GatewayContext,
  call: CallState,
  failure: Failure,
  delayMs: number,
  isShared: boolean,
): Promise<Again> {
  const { events } = context;
  const { category } = failure;
  if (events.has('retry'))
    events.emit('retry', { ...infoOf(call), attempt: call.attempt, category, delayMs });
  // A shared pause is waited for at the gate, with everybody else and in order.
  if (isShared) return again;
  const lastAt = Math.min(call.deadlineAt, call.validUntilAt);
  // A pause that lets it go too late only ends its wait: admission tells it so.
  await pause(call, delayMs, (wake) => context.throttle.watch(call.permit?.charges ?? [], lastAt, wake));
  return again;
}

/** The exchange refused for rate reasons: who counts on the limit that it is about sends nothing until the time is over. */
function pauseCalls(
  { exchange, throttle, counts, events }: GatewayContext,
  call: CallState,
  { sent, verdict }: Failing,
  pauseMs = 0,
): void {
  const charges = call.permit?.charges ?? [];
  const refusal = readRateRefusal(exchange, verdict, sent.kind === 'answer' ? sent.answer : {}, charges);
  call.permit?.refused(refusal.limits);
  const limits = throttle.pause({ ...refusal, charges, untilAt: nowAt() + pauseMs, slowStart: true });
  counts.pauses += 1;
  if (events.has('paused')) events.emit('paused', { ...infoOf(call), pauseMs, code: verdict.code, limits });
}

/**
 * Finds out what became of a write before anything else happens to it.
 * @param refusal what the last copy was refused with, where that may come of an earlier one
 */
export async function reconcile(
  context: GatewayContext,
  call: CallState,
  known: Known,
  refusal?: Failure,
): Promise<CallResult | Again> {
  call.outcomeUnknown = true;
  const unknown: Omit<Ending, 'elapsedMs'> = {
    ...known,
    verdict: { ...known.verdict, outcome: 'unknown' },
    reason: 'outcome-unknown',
  };
  const error = toError(context.exchange, call, { ...unknown, elapsedMs: nowAt() - call.startedAt });
  const found = await findOut(context, call, error, refusal !== undefined);
  switch (found.result) {
    case 'done':
      return { answer: call.transport.fromBody(found.response) };
    case 'refused':
      call.outcomeUnknown = false;
      return fail(context, call, { ...known, verdict: refusedLater(found.word), reason: 'failed' });
    case 'open':
      return resend(context, call, known, unknown);
    case 'absent':
      // Nobody can have looked for an order that has no name.
      if (isNameless(context, call)) return fail(context, call, unknown);
      if (refusal) return refused(context, call, known, refusal, unknown);
      return resend(context, call, known, mayCancelYet(context, call) ? unknown : undefined);
    case 'unknown':
      return fail(context, call, { ...unknown, verdict: unasked(context, call, unknown.verdict) });
  }
}

/** A further cancel does no harm and so waits for nothing; but of none that is on its way may be said that it had no effect. */
function mayCancelYet(context: GatewayContext, call: CallState): boolean {
  if (context.reconcile?.isOwnWord !== false || orderOf(context, call).intent !== 'cancel') return false;
  return nowAt() < acceptedUntil(context, call);
}

/** Why nobody could be asked is told with what left it in doubt. */
function unasked({ reconcile: asking }: GatewayContext, { transport }: CallState, verdict: Failure): Failure {
  if (!asking?.lookUp || transport.ownUnavailable === undefined) return verdict;
  const { message = verdict.entry?.text ?? 'no text' } = verdict;
  return { ...verdict, message: `${message}; ${transport.ownUnavailable}` };
}

function refusedLater(word: string | undefined): Failure {
  const message = `the exchange took it and refused it later${word === undefined ? '' : ` (${word})`}`;
  return { ok: false, category: 'invalid-order', outcome: 'rejected', message };
}

/** No earlier copy stands, so that the refusal is what it says; unless it says that one does, or that it had its effect. */
function refused(
  context: GatewayContext,
  call: CallState,
  known: Known,
  refusal: Failure,
  unknown: Omit<Ending, 'elapsedMs'>,
): CallResult {
  const contradicts = refusal.category === 'duplicate' || orderOf(context, call).intent === 'cancel';
  if (contradicts) return fail(context, call, unknown);
  call.outcomeUnknown = false;
  return fail(context, call, { ...known, verdict: refusal, reason: 'failed' });
}

/** A look-up of ours, or of the caller's, needs a name that stands in what was sent. */
function isNameless(context: GatewayContext, call: CallState): boolean {
  if (call.route.kind !== 'order' || call.route.amends) return false;
  const { sentId } = orderOf(context, call);
  return (
    sentId === undefined && (context.exchange.clientOrderId !== undefined || call.clientOrderId === undefined)
  );
}

/**
 * It was not carried out, so it goes again, if the call still may.
 * @param otherwise how it ends if it may not. @default that it had no effect
 */
function resend(
  context: GatewayContext,
  call: CallState,
  known: Known,
  otherwise?: Omit<Ending, 'elapsedMs'>,
): Promise<Again> | CallResult {
  const verdict: Failure = { ...known.verdict, outcome: 'rejected' };
  const why = whyNot(context, call, verdict);
  if (why !== undefined && otherwise) return fail(context, call, { ...otherwise, reason: why });
  // A cancel of which the order still stands may be carried out yet.
  call.outcomeUnknown = otherwise !== undefined;
  call.isRepeat = true;
  if (why !== undefined) return fail(context, call, { ...known, verdict, reason: why });
  return retry(context, call, verdict, 0, false);
}

function whyNot(context: GatewayContext, call: CallState, verdict: Failure): Ending['reason'] | undefined {
  if (!call.transport.replayable) return 'not-replayable';
  if (call.attempt >= context.maxAttempts) return 'attempts';
  if (nowAt() >= call.validUntilAt) return 'expired';
  const decision = paid(context, call, { action: 'retry', delayMs: 0 }, verdict);
  return decision.action === 'fail' ? decision.reason : undefined;
}
