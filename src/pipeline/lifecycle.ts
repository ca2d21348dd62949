import { ExchangeError } from '../errors.ts';
import { noBase } from '../transport/call.ts';
import type { CallResult } from './apply-decision.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { infoOf } from './journal.ts';

/** A call begins. Only called where somebody listens. */
export function reportCall({ events }: GatewayContext, call: CallState): void {
  const { name: route, kind, transport = 'rest' } = call.route;
  const url = transport === 'ws' ? undefined : bareUrl(call);
  const { startedAt } = call;
  events.emit('call', { ...infoOf(call), startedAt, url, route, kind, transport });
}

/** A request leaves. */
export function reportSent({ events }: GatewayContext, call: CallState): void {
  events.emit('sent', { ...infoOf(call), attempt: call.attempt, sentAt: call.sentAt });
}

/** A call ended. Without an ending something was thrown on the way. */
export function reportSettled(
  { events }: GatewayContext,
  call: CallState,
  ended: CallResult | undefined,
): void {
  const answer = ended && 'answer' in ended ? ended.answer : undefined;
  const error = ended && 'error' in ended ? ended.error : undefined;
  const failure = error instanceof ExchangeError ? error : undefined;
  const endedAt = nowAt();
  events.emit('settled', {
    ...infoOf(call),
    ok: answer !== undefined,
    attempts: call.attempt,
    endedAt,
    elapsedMs: endedAt - call.startedAt,
    status: answer ? answer.status : failure?.status,
    code: failure?.code,
    // A plain cancellation or a lost connection in observe mode says no more than what the last attempt met.
    category: answer ? undefined : (failure?.category ?? call.lastCategory),
    outcome: failure?.outcome,
    reason: answer ? undefined : (failure?.reason ?? call.cancellation?.reason),
  });
}

/** Queries hold signatures, and the part before the host a password. */
function bareUrl(call: CallState): string | undefined {
  try {
    const { origin, pathname } = call.request().url;
    // Only the schemes of the web have an origin.
    return origin === 'null' || origin === noBase ? undefined : origin + pathname;
  } catch {
    return undefined;
  }
}
