// One attempt of a call: admit -> ready -> sign -> send -> read -> decide.
import { isPromise } from '../options/is-promise.ts';
import { nowAt } from '../time/now.ts';
import type { Classification, Sign } from '../types.ts';
import { admit, breakerRejection, isPermit, isReady, renewSession } from './admit.ts';
import { applyDecision } from './apply-decision.ts';
import type { CallResult, Cancellation } from './call-stage.ts';
import type { Attempt, CallState } from './call-state.ts';
import { classifyItems } from './classify-items.ts';
import type { GatewayContext } from './context.ts';
import { type AttemptEnd, endCancelled, endingOf, endThrown, fail, retry } from './end-attempt.ts';
import { settleOverdue } from './overdue.ts';
import { classifyResult, recordAttempt, recordClock, recordHealth, recordLimits } from './read-result.ts';
import { redactCodes } from './redact-codes.ts';
import type { Ending, SendEnd, SendResult } from './result.ts';
import { isUnsent, send } from './send.ts';
import { prepareSigning, signAttempt, unknownHost, untilTried } from './signing.ts';
import { reportSent } from './telemetry.ts';
import { secretsOfCall } from './to-error.ts';
import { traceAttempt } from './trace.ts';
import { pause } from './waits.ts';

/** Rounds after which the next one waits: a client that says ready and is not must not keep the process busy. */
const patientRounds = 2;

/** Makes one attempt, and waits for what follows a failed one. Never rejects. */
export async function attempt(context: GatewayContext, call: CallState): Promise<AttemptEnd> {
  try {
    call.throwIfEnding();
    const rejection = breakerRejection(context, call) ?? unknownHost(context, call);
    if (rejection) return fail(context, call, rejection);
    const trial = untilTried(context, call);
    if (trial) await trial;
    const current = call.nextAttempt();
    const sent = await sendAdmitted(context, call, current);
    // What never reached the exchange costs nothing.
    current.permit?.release('kind' in sent && !isUnsent(sent) ? 'sent' : 'unsent');
    if (!('kind' in sent)) return fail(context, call, sent);
    call.lastSentAt = nowAt();
    const end = sent.kind === 'overdue' ? await settleOverdue(context, call, sent.request) : sent;
    if (end.kind === 'concluded') return end.next;
    if (end.kind === 'cancelled')
      return endCancelled(context, call, end.cancellation, { inFlight: true, answer: end.answer });
    const next = handleResult(context, call, current, end);
    // Awaited in here, since the call may be cancelled while it waits or asks.
    return isPromise(next) ? await next : next;
  } catch (error) {
    // Where it was sent, the permit is back by now.
    call.attempt?.permit?.release('unsent');
    return endThrown(context, call, error);
  }
}

/**
 * Sends it with a permit, which `attempt` gives back. It waits only where it has to: an attempt that needs no wait is sent
 * before this function returns, and pays for no loop.
 * @returns how the request ended, or why the call ends without one
 */
function sendAdmitted(
  context: GatewayContext,
  call: CallState,
  current: Attempt,
): Promise<SendEnd | Ending> | Ending {
  const signer = prepareSigning(context, call, current);
  const admitted = admit(context, call);
  if (signer || isPromise(admitted)) return sendInRounds(context, call, current, { signer, admitted });
  if (!isPermit(admitted)) return admitted;
  current.permit = admitted;
  if (isReady(call) && !admitted.isVoid) return depart(context, call, current);
  return sendInRounds(context, call, current, { signer, admitted });
}

/**
 * What was true before a wait may not be after it: the client may have lost its line or its session, and a pause may have
 * begun while the signature was made. Then the permit is given back, and the next round takes another.
 */
async function sendInRounds(
  context: GatewayContext,
  call: CallState,
  current: Attempt,
  { signer, admitted }: { readonly signer: Sign | undefined; readonly admitted: ReturnType<typeof admit> },
): Promise<SendEnd | Ending> {
  let admitting = admitted;
  for (let round = 1; ; round += 1) {
    const permit = isPromise(admitting) ? await admitting : admitting;
    if (!isPermit(permit)) return permit;
    current.permit = permit;
    const canSend = isReady(call) && (!signer || (await signAttempt(context, call, current, signer)));
    if (canSend && !permit.isVoid) return await depart(context, call, current);
    permit.release('unsent');
    if (round >= patientRounds) await pause(call, Math.min(1000, 10 * 2 ** (round + 1 - patientRounds)));
    admitting = admit(context, call);
  }
}

/** The last moment at which it can be called back for nothing; then it is out. */
function depart(context: GatewayContext, call: CallState, current: Attempt): Promise<SendEnd> {
  const leavesAt = nowAt();
  const late = call.lateness(leavesAt);
  const ending: Cancellation | undefined = late ? { reason: late, cause: undefined } : endingOf(call);
  if (ending) call.cancel(ending);
  call.throwIfEnding();
  call.attemptLeaves(current, leavesAt);
  reportSent(context, call, leavesAt);
  const sending = send(context, call, current);
  call.left();
  return sending;
}

/** What an answer, or the lack of one, leads to. */
function handleResult(
  context: GatewayContext,
  call: CallState,
  current: Attempt,
  result: SendResult,
): AttemptEnd | Promise<AttemptEnd> {
  const { permit } = current;
  const answered = classifyResult(context, call, result);
  recordClock(context, current, result, answered);
  if (permit) recordLimits(context, permit, result, answered);
  const classification = classifyItems(context, call, result, answered);
  if (call.transport.isSilent) return silentEnd(result, classification);
  if (classification.ok) {
    recordHealth(context, call, classification);
    recordAttempt(context, call, result, classification);
    traceAttempt(context, call, result, classification);
    return call.batch ? { answer: call.batch.answerFor(call.transport) } : toAnswer(result);
  }
  call.failedSecrets = secretsOfCall(call);
  const failure = redactCodes(classification, call.failedSecrets);
  call.lastFailure = failure;
  const isRenewed = renewSession(context, call, failure);
  recordAttempt(context, call, result, failure);
  traceAttempt(context, call, result, failure);
  if (isRenewed) return retry(context, call, failure);
  return applyDecision(context, call, { result, failure });
}

/** Nothing is learned of a silent call but its answer. */
function silentEnd(result: SendResult, classification: Classification): CallResult {
  return classification.ok ? toAnswer(result) : { error: new Error(classification.message) };
}

function toAnswer(result: SendResult): CallResult {
  if (result.kind === 'answer') return result;
  throw new Error('unreachable: only an answer can be good');
}
