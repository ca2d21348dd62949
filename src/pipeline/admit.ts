import type { CallWeight } from '../catalog/limit.ts';
import { passesBreaker } from '../policies/breaker.ts';
import type { Permit } from '../throttle/permit.ts';
import type { Charge } from '../throttle/rate-window.ts';
import type { Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { CancelledError } from './cut.ts';
import { infoOf } from './journal.ts';
import { untilCancelled } from './send.ts';

/** The larger goes first. */
const priorities = { cancel: 2, order: 1, write: 1, read: 0 } as const;

/** Why a call cannot even be sent. */
export interface Rejection {
  readonly verdict: Failure;
  readonly reason: 'breaker' | 'deadline' | 'expired';
  readonly retryAfterMs: number;
}

/** While the breaker is open. */
export function breakerRejection(context: GatewayContext, call: CallState): Rejection | undefined {
  if (passesBreaker(call.route)) return undefined;
  const refusal = context.breaker?.refuses(nowAt());
  if (!refusal) return undefined;
  const { why, category, waitMs } = refusal;
  const verdict: Failure = { ok: false, category, outcome: 'rejected', message: why };
  return { verdict, reason: 'breaker', retryAfterMs: Math.ceil(waitMs) };
}

/** The units of every limit: at once where there is room, else after a wait, if the wait fits the deadline. */
export function admit(context: GatewayContext, call: CallState): Permit | Promise<Permit | Rejection> {
  const charges = context.throttle.chargesOf(call.route, weightOf(call), call.transport.items);
  return context.throttle.tryAcquire(charges) ?? wait(context, call, charges);
}

/** What the caller says of it, over what its client knows. */
function weightOf({ options: { weight }, transport: { units } }: CallState): CallWeight | undefined {
  return units === undefined || typeof weight === 'number' ? weight : { ...units, ...weight };
}

async function wait(
  context: GatewayContext,
  call: CallState,
  charges: readonly Charge[],
): Promise<Permit | Rejection> {
  const { throttle, events } = context;
  const since = nowAt();
  const lastAt = Math.min(call.deadlineAt, call.validUntilAt);
  const opensAt = throttle.opensAt(charges);
  if (opensAt > lastAt) return tooLate(call, opensAt - since);
  const place = throttle.acquire(charges, call.options.priority ?? priorities[call.route.kind], lastAt);
  const ended = await untilCancelled(call, place.permit, place.leave).catch((error) => {
    throw explained(error, throttle.trouble);
  });
  // A pause came meanwhile.
  if ('opensAt' in ended) return tooLate(call, ended.opensAt - nowAt());
  if (events.has('throttled')) events.emit('throttled', { ...infoOf(call), waitedMs: nowAt() - since });
  return ended;
}

/** Who waited in vain is told what for, where it was more than limits and pauses. */
function explained(error: unknown, trouble: string | undefined): unknown {
  if (!(error instanceof CancelledError) || trouble === undefined) return error;
  const { cancellation } = error;
  const isLate = cancellation.reason === 'deadline' || cancellation.reason === 'expired';
  return isLate && cancellation.cause === undefined
    ? new CancelledError({ ...cancellation, cause: new Error(trouble) })
    : error;
}

/** A wait that cannot fit is not waited for. */
function tooLate(call: CallState, waitMs: number): Rejection {
  const isOutdated = call.validUntilAt < call.deadlineAt;
  const retryAfterMs = Math.ceil(waitMs);
  const message = `limits and pauses admit it in ${retryAfterMs} ms, after its ${isOutdated ? 'validity' : 'deadline'}`;
  const verdict: Failure = { ok: false, category: 'rate-limit', outcome: 'rejected', message };
  return { verdict, reason: isOutdated ? 'expired' : 'deadline', retryAfterMs };
}
