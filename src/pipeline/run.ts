// Carries one call from the caller to its result. The only importer of p-retry.
import pRetry from 'p-retry';
import { onNextTurn } from '../time/in-slices.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { attempt } from './attempt.ts';
import type { CallResult } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { again } from './end-attempt.ts';
import { observe } from './observe.ts';
import { followCaller, openCall } from './open-call.ts';
import { hasToWait, noteOutcome, waitForOthers } from './same-order.ts';
import { reportCall, reportSettled } from './telemetry.ts';
import { toCancelledError } from './to-error.ts';
import { handOutTrace } from './trace.ts';

/**
 * Carries one call out.
 * @returns the answer of the attempt that succeeded, or one made of what was found out
 * @throws {ExchangeError} where the call failed; what its client rejects with where the caller aborted it unsent; what code
 * of the caller's throws before anything was sent.
 */
export async function run(context: GatewayContext, transport: TransportCall): Promise<Answer> {
  if (context.mode === 'observe') return observe(context, transport);
  const call = openCall(context, transport);
  const unfollow = followCaller(context, call);
  const isOver = call.isEnding;
  if (!transport.isSilent) context.active.begin();
  let result: CallResult | undefined;
  try {
    reportCall(context, call);
    const unsent = hasToWait(context, call) ? await waitForOthers(context, call) : undefined;
    const first = unsent ?? (await attempt(context, call));
    result = first === again ? await attemptAgain(context, call) : first;
    if ('answer' in result && isAbortedWhileAnswered(call)) result = keepAnswer(context, call, result.answer);
    if ('error' in result) {
      // What ends while it waits ends at a turn of its own already, and in the order of its crowd.
      const isRefused = call.attempts === 0 && (isOver || !call.cancellation);
      if (isRefused && isTurnDue(context)) await new Promise<void>(onNextTurn);
      throw result.error;
    }
    return result.answer;
  } finally {
    settle(context, call, result);
    unfollow?.();
    handOutTrace(call);
    reportSettled(context, call);
    if (!transport.isSilent) context.active.end();
  }
}

/** After so many, or twice as many where a message overtakes what else is due, the rest of the process has its turn. */
const refusalsPerTurn = 64;

/**
 * A loop that calls again whatever happens is refused without any wait while its limit is paused or the breaker is open:
 * without a turn now and then nothing else of the process would go on, not even the end of the pause.
 */
function isTurnDue({ counts }: GatewayContext): boolean {
  counts.unsent += 1;
  return counts.unsent % refusalsPerTurn === 0;
}

const goAgain: Error = new Error('again');
const isAgain = ({ error }: { readonly error: unknown }): boolean => error === goAgain;

/**
 * The attempts from the second on, run by p-retry. It knows no more than "again" and "done": waits, deadlines and decisions
 * are ours, so that it neither shortens a wait nor throws an answer away. Most calls need one attempt only, and p-retry costs
 * more than all the rest of the pipeline does for them (docs/decisions/0017).
 */
function attemptAgain(context: GatewayContext, call: CallState): Promise<CallResult> {
  const next = async (): Promise<CallResult> => {
    const end = await attempt(context, call);
    if (end === again) throw goAgain;
    return end;
  };
  const retries = Math.max(0, context.maxAttempts - 2);
  return pRetry(next, { retries, minTimeout: 0, shouldRetry: isAgain });
}

function settle(context: GatewayContext, call: CallState, result: CallResult | undefined): void {
  call.settle(result);
  context.deadlines.delete(call);
  if (call.route.kind !== 'order' || !context.placings.end(call)) return;
  call.left();
  noteOutcome(context, call);
}

/**
 * Aborted at the very moment at which the answer to a write came: axios would drop it for a bare cancellation, which says
 * that nothing was sent.
 */
function isAbortedWhileAnswered({ transport, replaySafe }: CallState): boolean {
  return transport.signal?.aborted === true && transport.config !== undefined && !replaySafe;
}

function keepAnswer({ exchange }: GatewayContext, call: CallState, answer: Answer): CallResult {
  const cancellation = { reason: 'aborted', cause: call.transport.signal?.reason } as const;
  return { error: toCancelledError(exchange, call, cancellation, { inFlight: true, answer }) };
}
