// Shadow mode: what the gateway would do, of calls on which it does not act.
import { callListener } from '../events.ts';
import { decide } from '../policies/decide.ts';
import { nowAt } from '../time/now.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { toBounds, toPolicyContext } from './apply-decision.ts';
import { type CallResult, CancelledError, type InFlight } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { openObserved } from './open-call.ts';
import { classifyResult, recordAttempt, recordHealth } from './read-result.ts';
import { redactCodes } from './redact-codes.ts';
import type { SendResult } from './result.ts';
import { toSendResult } from './send.ts';
import { reportCall, reportObserved, reportSent, reportSettled } from './telemetry.ts';
import { secretsOfCall, toCancelledError } from './to-error.ts';
import { handOutTrace } from './trace.ts';

/**
 * Sends once as the caller would have, unsigned and unthrottled, says what would have been decided, and acts on nothing. No
 * deadline holds; an abort of the caller's is its client's business, and only the end of the gateway reaches the call.
 */
export async function observe(context: GatewayContext, transport: TransportCall): Promise<Answer> {
  const call = openObserved(context, transport);
  context.active.begin();
  let result: CallResult | undefined;
  try {
    reportCall(context, call);
    const answer = await sendOnce(context, call);
    result = { answer };
    return answer;
  } catch (error) {
    result = { error: error instanceof CancelledError ? cancelled(context, call, error) : error };
    throw result.error;
  } finally {
    call.settle(result);
    context.deadlines.delete(call);
    handOutTrace(call);
    reportSettled(context, call);
    context.active.end();
  }
}

async function sendOnce(context: GatewayContext, call: CallState): Promise<Answer> {
  if (call.cancellation) throw new CancelledError(call.cancellation);
  const leavesAt = nowAt();
  call.attemptLeaves(call.nextAttempt(), leavesAt);
  reportSent(context, call, leavesAt);
  const result = await sendUnchanged(call);
  call.lastSentAt = nowAt();
  callListener(() => reportDecision(context, call, result));
  if (result.kind === 'fault') throw result.fault.cause;
  return result.answer;
}

/**
 * A client that does not heed an abort ends it in its own time, as without us; the end of the gateway waits for none.
 * @throws {CancelledError} when the gateway is closed.
 */
function sendUnchanged(call: CallState): Promise<SendResult> {
  const request = new Abortable();
  return new Promise((resolve, reject) => {
    const flight: InFlight = {
      kind: 'in-flight',
      onCancelled: (cancellation) => {
        const { reason, cause } = cancellation;
        request.abort(reason === 'aborted' ? cause : undefined);
        if (reason === 'closed') reject(new CancelledError(cancellation));
      },
      onAbandoned: () => reject(new CancelledError({ reason: 'closed', cause: undefined })),
    };
    call.enter(flight);
    void toSendResult(call.transport.send(undefined, request)).then((end) => {
      call.leave(flight);
      resolve(end);
    });
  });
}

function reportDecision(context: GatewayContext, call: CallState, result: SendResult): void {
  const read = classifyResult(context, call, result);
  const failure = read.ok ? read : redactCodes(read, secretsOfCall(call));
  recordHealth(context, call, failure);
  recordAttempt(context, call, result, failure);
  if (failure.ok) return;
  call.failedWith(failure.category);
  const { category, code, outcome, entry } = failure;
  const policyContext = toPolicyContext(context, call, { result, failure });
  const decision = decide(
    context.policyOf(category, code, entry?.code),
    policyContext,
    toBounds(context, call, result),
  );
  reportObserved(context, call, { category, code, outcome, decision });
}

function cancelled({ exchange }: GatewayContext, call: CallState, { cancellation }: CancelledError): unknown {
  if (cancellation.reason === 'aborted') return call.transport.canceled(cancellation.cause);
  return toCancelledError(exchange, call, cancellation, { inFlight: call.attempts > 0 });
}
