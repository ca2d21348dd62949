import { ExchangeError } from '../errors.ts';
import type { CallInfo } from '../events.ts';
import { needsKey } from '../policies/breaker.ts';
import { redact } from '../redact.ts';
import type { Category, Classification, Failure } from '../types.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import type { SendResult } from './send.ts';
import { secretsOfCall } from './to-error.ts';

/** Which call it was, for events. */
export function infoOf(call: CallState): CallInfo {
  const { method, path, lookUpFor } = call.transport;
  return { call: call.id, method, path, clientOrderId: readId(call), lookUpFor };
}

/** A request that nobody can describe, such as one to a relative address, must not fail for being listened to. */
function readId(call: CallState): string | undefined {
  try {
    return call.clientOrderId;
  } catch {
    return undefined;
  }
}

/** Books an attempt: counts, budget, breaker, and the event where somebody listens. */
export function reportAttempt(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  verdict: Classification,
  isRenewed = false,
): void {
  const { budget, breaker, events } = context;
  if (verdict.ok) budget?.succeeded();
  count(context, call, verdict.ok ? undefined : verdict.category);
  const failure: Partial<Failure> = verdict.ok ? {} : verdict;
  const { category, code, outcome } = failure;
  if (failure.code !== undefined && !failure.entry)
    reportUnlisted(context, call, failure.code, failure.message);
  // A session that was over says nothing of the key.
  if (!isRenewed) breaker?.report({ category, code, signed: isSigned(call) }, nowAt());
  if (!events.has('attempt')) return;
  const answered = result.kind === 'answer';
  events.emit('attempt', {
    ...infoOf(call),
    attempt: call.attempt,
    sentAt: call.sentAt,
    phase: answered ? 'answered' : result.fault.phase,
    ok: verdict.ok,
    status: answered ? result.answer.status : undefined,
    code,
    category,
    outcome,
    elapsedMs: call.lastSentAt - call.sentAt,
  });
}

function isSigned({ options, route: { kind, signed } }: CallState): boolean {
  return needsKey({ kind, signed: options.signed ?? signed });
}

/** The user's calls alone: a look-up that finds nothing is no failure of theirs. */
function count({ counts }: GatewayContext, call: CallState, category: Category | undefined): void {
  if (call.transport.isOwn) return;
  counts.attempts += 1;
  if (category !== undefined) counts.categories.set(category, (counts.categories.get(category) ?? 0) + 1);
}

/** Books a call that was ended from outside, with the request that was under way if one was. */
export function reportCancelled(
  context: GatewayContext,
  call: CallState,
  error: unknown,
  inFlight: boolean,
): void {
  const failure = error instanceof ExchangeError ? error : undefined;
  if (inFlight) count(context, call, failure?.category);
  if (failure) reportGiveUp(context, call, failure);
}

/** The user's calls alone. */
export function reportGiveUp({ events }: GatewayContext, call: CallState, error: ExchangeError): void {
  if (!call.transport.isOwn && events.has('giveUp')) events.emit('giveUp', { ...infoOf(call), error });
}

/** A code that no table lists is told once, with a text to paste into an issue. */
function reportUnlisted(
  { counts, events, exchange }: GatewayContext,
  call: CallState,
  code: string,
  message: string | undefined,
): void {
  const before = counts.unlisted.get(code) ?? 0;
  // An exchange gone mad must not fill the memory.
  if (before > 0 || counts.unlisted.size < 1000) counts.unlisted.set(code, before + 1);
  if (before > 0 || !events.has('unlisted')) return;
  const text = `${exchange.name} (${exchange.id}) answered code ${code}, which its catalog does not list. Text: ${message ?? 'none'}`;
  events.emit('unlisted', { exchange: exchange.id, code, text: redact(text, secretsOfCall(call)) });
}
