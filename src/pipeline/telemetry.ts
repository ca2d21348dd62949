// What the pipeline reports of itself: each `report…` emits the event of its name where there is a listener, and counts.
// The only file here that emits.
import { ExchangeError } from '../errors.ts';
import type { CallInfo, EventName, GatewayEvents } from '../gateway-events.ts';
import { redact, redactPath } from '../redact.ts';
import type { ForeignUse } from '../throttle/permit.ts';
import { nowAt } from '../time/now.ts';
import { noBase } from '../transport/call.ts';
import type { Category, Classification, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './result.ts';
import { secretsOfCall } from './to-error.ts';

/** Codes that are counted by name: an exchange gone mad must not fill the memory. */
const mostUnlisted = 1000;

/** What an event about a call says beside which call it was. */
type Details<Name extends EventName> = Omit<GatewayEvents[Name], keyof CallInfo>;

/** Whether building the event is worth while. A silent call has none. */
function isHeard({ events }: GatewayContext, call: CallState, name: EventName): boolean {
  return events.has(name) && call.transport.isSilent !== true;
}

/** Which call it was. */
function infoOf(call: CallState): CallInfo {
  const { method, path, lookUpFor } = call.transport;
  return { call: call.id, method, path: redactPath(path), clientOrderId: idOf(call), lookUpFor };
}

/** A request that cannot be described, such as one to a relative address, must not fail for being listened to. */
function idOf({ request }: CallState): string | undefined {
  try {
    return request.clientOrderId;
  } catch {
    return undefined;
  }
}

export function reportCall(context: GatewayContext, call: CallState): void {
  if (!isHeard(context, call, 'call')) return;
  const { name, kind, transport = 'rest' } = call.route;
  const route = redactPath(transport === 'ws' ? call.transport.path : name);
  const url = transport === 'ws' ? undefined : bareUrl(call);
  const { startedAt } = call;
  context.events.emit('call', { ...infoOf(call), startedAt, url, route, kind, transport });
}

/** Queries hold signatures, and the part before the host a password. */
function bareUrl({ request }: CallState): string | undefined {
  try {
    const { origin, pathname } = request.seen.url;
    // Only the schemes of the web have an origin.
    return origin === 'null' || origin === noBase ? undefined : origin + redactPath(pathname);
  } catch {
    return undefined;
  }
}

export function reportThrottled(context: GatewayContext, call: CallState, waitedMs: number): void {
  if (isHeard(context, call, 'throttled')) context.events.emit('throttled', { ...infoOf(call), waitedMs });
}

export function reportSent(context: GatewayContext, call: CallState, sentAt: number): void {
  if (isHeard(context, call, 'sent'))
    context.events.emit('sent', { ...infoOf(call), attempt: call.attempts, sentAt });
}

/** Counts an attempt of the user's calls: a look-up that finds nothing is no failure of theirs. */
export function countAttempt({ counts }: GatewayContext, call: CallState, category?: Category): void {
  if (call.transport.isOwn) return;
  counts.attempts += 1;
  if (category !== undefined) counts.categories[category] = (counts.categories[category] ?? 0) + 1;
}

export function reportAttempt(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  classification: Classification,
): void {
  if (!isHeard(context, call, 'attempt')) return;
  const { category, code, outcome, retryAfterMs }: Partial<Failure> = classification.ok ? {} : classification;
  const sentAt = call.lastSent?.sentAt ?? 0;
  context.events.emit('attempt', {
    ...infoOf(call),
    attempt: call.attempts,
    sentAt,
    phase: result.kind === 'answer' ? 'answered' : result.fault.phase,
    ok: classification.ok,
    status: result.kind === 'answer' ? result.answer.status : undefined,
    code,
    category,
    outcome,
    retryAfterMs,
    elapsedMs: call.lastSentAt - sentAt,
  });
}

/** A code that no table lists: reported once, with a text to paste into an issue. */
export function reportUnlisted(context: GatewayContext, call: CallState, { code, message }: Failure): void {
  if (code === undefined) return;
  const { counts, events, exchange } = context;
  counts.unlisted ??= new Map();
  const before = counts.unlisted.get(code) ?? 0;
  if (before > 0 || counts.unlisted.size < mostUnlisted) counts.unlisted.set(code, before + 1);
  if (before > 0 || !events.has('unlisted')) return;
  const text = `${exchange.name} (${exchange.id}) answered code ${code}, which its catalog does not list. Text: ${message ?? 'none'}`;
  events.emit('unlisted', { exchange: exchange.id, code, text: redact(text, secretsOfCall(call)) });
}

export function reportForeign({ events }: GatewayContext, use: ForeignUse): void {
  if (events.has('foreign')) events.emit('foreign', use);
}

/** @param delayMs its own wait before the next attempt; of a shared pause, how long that lasts */
export function reportRetry(
  context: GatewayContext,
  call: CallState,
  category: Category,
  delayMs: number,
): void {
  if (isHeard(context, call, 'retry'))
    context.events.emit('retry', { ...infoOf(call), attempt: call.attempts, category, delayMs });
}

export function reportPaused(context: GatewayContext, call: CallState, pause: Details<'paused'>): void {
  context.counts.pauses += 1;
  if (isHeard(context, call, 'paused')) context.events.emit('paused', { ...infoOf(call), ...pause });
}

export function reportReconcile(context: GatewayContext, call: CallState, found: Details<'reconcile'>): void {
  if (isHeard(context, call, 'reconcile')) context.events.emit('reconcile', { ...infoOf(call), ...found });
}

export function reportObserved(
  context: GatewayContext,
  call: CallState,
  observed: Details<'observed'>,
): void {
  if (isHeard(context, call, 'observed')) context.events.emit('observed', { ...infoOf(call), ...observed });
}

/** A call was cancelled: its request counts where one was in flight. */
export function reportCancelled(
  context: GatewayContext,
  call: CallState,
  error: unknown,
  inFlight: boolean,
): void {
  if (inFlight) countAttempt(context, call, error instanceof ExchangeError ? error.category : undefined);
  reportGiveUp(context, call, error);
}

/** A call failed for good. The user's calls alone. */
export function reportGiveUp(context: GatewayContext, call: CallState, error: unknown): void {
  if (call.transport.isOwn || !(error instanceof ExchangeError)) return;
  if (isHeard(context, call, 'giveUp')) context.events.emit('giveUp', { ...infoOf(call), error });
}

/** The last event of a call. */
export function reportSettled(context: GatewayContext, call: CallState): void {
  if (!isHeard(context, call, 'settled')) return;
  const { result } = call;
  const answer = result && 'answer' in result ? result.answer : undefined;
  const error = result && 'error' in result ? result.error : undefined;
  const failure = error instanceof ExchangeError ? error : undefined;
  const endedAt = nowAt();
  context.events.emit('settled', {
    ...infoOf(call),
    ok: answer !== undefined,
    attempts: call.attempts,
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
