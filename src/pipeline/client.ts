import { isExchangeError } from '../errors.ts';
import type { Failure } from '../types.ts';
import { fail } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { CancelledError } from './cut.ts';
import { untilCancelled } from './waits.ts';

/**
 * Waits until the call's client can send: a socket that connects again, a log-in. Nothing was sent, so that neither an
 * end from outside nor a failure here leaves a doubt.
 */
export async function clientReady(
  context: GatewayContext,
  call: CallState,
  ready: Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  const failure = await waited(context, call, ready);
  if (!failure) return undefined;
  const { error } = failure;
  const message = error instanceof Error ? error.message : String(error);
  if (!isExchangeError(error)) {
    const verdict: Failure = { ok: false, category: 'network', outcome: 'rejected', message };
    return fail(context, call, { verdict, reason: 'failed', cause: error });
  }
  const { category, code, reason, retryAfterMs } = error;
  const verdict: Failure = {
    ok: false,
    category,
    outcome: 'rejected',
    message,
    ...(code !== undefined && { code }),
  };
  return fail(context, call, { verdict, reason, cause: error, retryAfterMs });
}

/** @throws {CutError} that carries what kept the client from sending. */
async function waited(
  context: GatewayContext,
  call: CallState,
  ready: Promise<void>,
): Promise<{ readonly error: unknown } | undefined> {
  context.unready += 1;
  try {
    return await untilCancelled(
      call,
      ready.then(
        () => undefined,
        (error: unknown) => ({ error }),
      ),
    );
  } catch (error) {
    const isLate =
      error instanceof CancelledError &&
      (error.cancellation.reason === 'deadline' || error.cancellation.reason === 'expired');
    if (!isLate) throw error;
    throw new CancelledError({ ...error.cancellation, cause: call.transport.obstacle?.() });
  } finally {
    context.unready -= 1;
  }
}

/** Whether the session was renewed for a refusal that says no more than that it was over, so that the call goes again. */
export function renewed(context: GatewayContext, call: CallState, verdict: Failure): boolean {
  if (verdict.outcome !== 'rejected' || verdict.code === undefined) return false;
  if (call.attempt >= context.maxAttempts || !call.transport.replayable) return false;
  return call.transport.renew?.(verdict.code) ?? false;
}
