// Whether an attempt may be sent now: breaker, host, limits, and its client.
import type { CallWeight } from '../catalog/limit.ts';
import { isExchangeError } from '../errors.ts';
import { passesBreaker } from '../policies/breaker.ts';
import type { Charge } from '../throttle/charge.ts';
import type { Permit, TooLate } from '../throttle/permit.ts';
import { urgentPriority } from '../throttle/queued-call.ts';
import { nowAt } from '../time/now.ts';
import type { Failure } from '../types.ts';
import { CancelledError, cancellationOf, type Waiting } from './call-stage.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { Ending } from './result.ts';
import { reportThrottled } from './telemetry.ts';
import { untilCancelled } from './waits.ts';

/** The larger goes first. */
const priorities = { cancel: urgentPriority, order: 1, write: 1, read: 0 } as const;

/** @returns why an open breaker does not let the call go */
export function breakerRejection(context: GatewayContext, call: CallState): Ending | undefined {
  if (passesBreaker(call.route)) return undefined;
  const refusal = context.breaker?.refuses(nowAt());
  if (!refusal) return undefined;
  const { why, category, waitMs } = refusal;
  const failure: Failure = { ok: false, category, outcome: 'rejected', message: why };
  return { failure, reason: 'breaker', retryAfterMs: Math.ceil(waitMs) };
}

/**
 * Waits for the client and takes the units of every limit: at once where it is ready and there is room, else after a wait, if
 * that fits the deadline.
 * @returns the permit, which the caller releases; or why the call ends unsent
 * @throws {CancelledError} where the call is cancelled while it waits.
 */
export function admit(context: GatewayContext, call: CallState): Permit | Promise<Permit | Ending> {
  const unready = call.transport.ready?.();
  return unready ? admitWhenReady(context, call, unready) : acquire(context, call);
}

async function admitWhenReady(
  context: GatewayContext,
  call: CallState,
  ready: Promise<void>,
): Promise<Permit | Ending> {
  return (await clientReady(call, ready)) ?? acquire(context, call);
}

function acquire(context: GatewayContext, call: CallState): Permit | Promise<Permit | Ending> {
  const charges = context.throttle.chargesOf(call.route, weightOf(call), call.request);
  return context.throttle.tryAcquire(charges) ?? waitForPermit(context, call, charges);
}

/** Whether the call's client can send. */
export function isReady({ transport }: CallState): boolean {
  const unready = transport.ready?.();
  // It is asked for and waited for again by the next admission.
  unready?.catch(() => undefined);
  return unready === undefined;
}

export function isPermit(admitted: Permit | Ending): admitted is Permit {
  return 'charges' in admitted;
}

/** What the caller says of it, over what its client knows. */
function weightOf({ options: { weight }, transport: { units } }: CallState): CallWeight | undefined {
  return units === undefined || typeof weight === 'number' ? weight : { ...units, ...weight };
}

async function waitForPermit(
  context: GatewayContext,
  call: CallState,
  charges: readonly Charge[],
): Promise<Permit | Ending> {
  const { throttle } = context;
  const sinceAt = nowAt();
  const opensAt = throttle.opensAt(charges);
  if (opensAt > call.lastAt) return toLateEnding(call, opensAt - sinceAt);
  const { priority = priorities[call.route.kind] } = call.options;
  const place = throttle.acquire(charges, priority, call.lastAt, call);
  // Not `untilCancelled`: most calls that wait do so here, and it would be a second promise for each.
  const wait: Waiting = {
    kind: 'waiting',
    onCancelled: (cancellation) => place.leave(new CancelledError(cancellation)),
  };
  let ended: Permit | TooLate;
  try {
    call.enter(wait);
    ended = await place.permit;
    call.leave(wait);
    call.throwIfEnding();
  } catch (error) {
    call.leave(wait);
    place.leave();
    const { trouble } = throttle;
    throw trouble === undefined ? error : withObstacle(error, new Error(trouble));
  }
  // A pause came meanwhile.
  if ('opensAt' in ended) return toLateEnding(call, ended.opensAt - nowAt());
  reportThrottled(context, call, nowAt() - sinceAt);
  return ended;
}

/** A wait that cannot fit is not waited for. */
function toLateEnding(call: CallState, waitMs: number): Ending {
  const isOutdated = call.validUntilAt < call.deadlineAt;
  const retryAfterMs = Math.ceil(waitMs);
  const message = `limits and pauses let it go in ${retryAfterMs} ms, after its ${isOutdated ? '`validForMs`' : 'deadline'}`;
  const failure: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected', message };
  return { failure, reason: isOutdated ? 'expired' : 'deadline', retryAfterMs };
}

/**
 * Waits until the call's client can send: a socket that connects again, a log-in. Nothing was sent, so that neither a
 * cancellation nor a failure here leaves a doubt.
 * @returns why the call ends, where its client cannot be made ready
 * @throws {CancelledError} where the call is cancelled while it waits.
 */
async function clientReady(call: CallState, ready: Promise<void>): Promise<Ending | undefined> {
  try {
    await untilCancelled(call, ready);
    return undefined;
  } catch (error) {
    if (cancellationOf(error)) throw withObstacle(error, call.transport.obstacle?.());
    return toNotReadyEnding(error);
  }
}

function toNotReadyEnding(cause: unknown): Ending {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!isExchangeError(cause)) {
    const failure: Failure = { ok: false, category: 'network', outcome: 'rejected', message };
    return { failure, reason: 'failed', cause };
  }
  const { category, code, reason, retryAfterMs } = cause;
  // It says why it stopped, in whole sentences.
  const told = `before it could be sent, ${message.replace(/\.$/, '')}`;
  const own: Failure = { ok: false, category, outcome: 'rejected', message: told };
  const failure = code === undefined ? own : { ...own, code };
  return { failure, reason, cause, retryAfterMs, isExplained: true };
}

/** A call that ran out of time says what it waited for in vain, where it was more than limits and pauses. */
function withObstacle(error: unknown, obstacle: Error | undefined): unknown {
  const cancellation = cancellationOf(error);
  if (!cancellation || !obstacle || cancellation.cause !== undefined) return error;
  const isLate = cancellation.reason === 'deadline' || cancellation.reason === 'expired';
  return isLate ? new CancelledError({ ...cancellation, cause: obstacle }) : error;
}

/**
 * Begins a new session where the refusal says no more than that the old one is over, if the call may go again.
 * @returns whether it did
 */
export function renewSession(
  { maxAttempts }: GatewayContext,
  { attempts, transport }: CallState,
  { outcome, code }: Failure,
): boolean {
  if (outcome !== 'rejected' || code === undefined) return false;
  if (attempts >= maxAttempts || !transport.replayable) return false;
  return transport.renew?.(code) ?? false;
}
