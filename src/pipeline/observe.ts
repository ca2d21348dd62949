import type { CallOptions } from '../call-options.ts';
import { decide } from '../policies/decide.ts';
import { Abortable } from '../transport/abortable.ts';
import type { Answer, TransportCall } from '../transport/call.ts';
import { boundsOf, type CallResult, toPolicyContext } from './apply-decision.ts';
import { CallState, type Watcher } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { type Cancellation, CancelledError } from './cut.ts';
import { describedOptions } from './describe.ts';
import { ignoringFaults } from './guard.ts';
import { infoOf, reportAttempt } from './journal.ts';
import { classifyResult } from './judge.ts';
import { reportCall, reportSent, reportSettled } from './lifecycle.ts';
import { type SendResult, toSendResult } from './send.ts';
import { toCancelledError } from './to-error.ts';

/**
 * Shadow mode: sends once as the caller would have, unsigned and unthrottled, says what would have been decided, and
 * acts on nothing. No deadline holds, nothing that is said of the call changes it; an abort of the caller's is its client's
 * business, and only the end of the gateway reaches it.
 */
export async function observe(context: GatewayContext, transport: TransportCall): Promise<Answer> {
  const call = open(context, transport);
  const { events, deadlines, active } = context;
  deadlines.add(call.deadlineMs, call);
  active.begin();
  let ended: CallResult | undefined;
  try {
    if (events.has('call')) reportCall(context, call);
    const answer = await sendOnce(context, call);
    ended = { answer };
    return answer;
  } catch (error) {
    ended = {
      error: error instanceof CancelledError ? cancelledError(context, call, error.cancellation) : error,
    };
    throw ended.error;
  } finally {
    deadlines.delete(call.deadlineMs, call);
    const { trace } = call.options;
    if (trace) ignoringFaults(() => trace(call.trace ?? []));
    if (events.has('settled')) reportSettled(context, call, ended);
    active.end();
  }
}

function open(context: GatewayContext, transport: TransportCall): CallState {
  context.counts.numbered += 1;
  context.counts.calls += 1;
  const call = new CallState(
    context.counts.numbered,
    transport,
    context.routeOf(transport.method, transport.path),
    {
      options: optionsOf(context, transport),
      startedAt: nowAt(),
      deadlineMs: Number.POSITIVE_INFINITY,
      readId: context.readId,
    },
  );
  if (context.closed) call.cancel({ reason: 'closed', cause: undefined, isTooLate: true });
  return call;
}

/** What the gateway's `describe` says must not end a call that is only watched. */
function optionsOf({ describe }: GatewayContext, transport: TransportCall): CallOptions {
  try {
    return describedOptions(describe, transport);
  } catch {
    return transport.options;
  }
}

async function sendOnce(context: GatewayContext, call: CallState): Promise<Answer> {
  if (call.cancellation) throw new CancelledError(call.cancellation);
  const request = new Abortable();
  call.attempt = 1;
  call.sent = true;
  // Nothing calls back what is out already.
  call.inFlight = true;
  call.sentAt = nowAt();
  if (context.events.has('sent')) reportSent(context, call);
  const sent = await result(call, request);
  call.lastSentAt = nowAt();
  ignoringFaults(() => report(context, call, sent));
  if (sent.kind === 'fault') throw sent.fault.cause;
  return sent.answer;
}

/** A client that does not heed an abort ends it in its own time, as without us; the end of the gateway waits for nobody. */
function result(call: CallState, request: Abortable): Promise<SendResult> {
  const sending = toSendResult(call.transport.send(undefined, request));
  const onCancelled = ({ reason, cause }: Cancellation): void =>
    request.abort(reason === 'aborted' ? cause : undefined);
  return new Promise((resolve, reject) => {
    const watcher: Watcher = {
      onCancelled: (cancellation) => {
        onCancelled(cancellation);
        if (cancellation.reason === 'closed') reject(new CancelledError(cancellation));
      },
      onAbandoned: () => reject(new CancelledError({ reason: 'closed', cause: undefined })),
    };
    call.watch(watcher, true);
    void sending.then((end) => {
      call.unwatch(watcher);
      resolve(end);
    });
  });
}

function report(context: GatewayContext, call: CallState, sent: SendResult): void {
  const verdict = classifyResult(context, call, sent);
  reportAttempt(context, call, sent, verdict);
  if (verdict.ok) return;
  call.failedWith(verdict.category);
  const policyContext = toPolicyContext(context, call, { sent, verdict });
  const decision = decide(
    context.policyOf(verdict.category, verdict.code),
    policyContext,
    boundsOf(context, call),
  );
  const { category, code, outcome } = verdict;
  context.events.emit('observed', { ...infoOf(call), category, code, outcome, decision });
}

function cancelledError(context: GatewayContext, call: CallState, cancellation: Cancellation): unknown {
  if (cancellation.reason === 'aborted') return call.transport.canceled(cancellation.cause);
  const elapsedMs = nowAt() - call.startedAt;
  return toCancelledError(context.exchange, call, cancellation, {
    inFlight: call.sent,
    answer: undefined,
    elapsedMs,
  });
}
