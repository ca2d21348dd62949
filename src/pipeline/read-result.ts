// What the result of a send says: of its call, and of the limits, the budget and the breaker for the calls to come.
import { success } from '../answers/answer-context.ts';
import { answerUsage } from '../answers/answer-usage.ts';
import { classifyAs } from '../answers/classify.ts';
import { isGoodStatus } from '../answers/classify-status.ts';
import type { Exchange } from '../catalog/exchange.ts';
import { rateLimitHeaders } from '../catalog/usage.ts';
import { callListener } from '../events.ts';
import { needsKey } from '../policies/breaker.ts';
import type { Permit } from '../throttle/permit.ts';
import { nowAt } from '../time/now.ts';
import { type Answer, unread } from '../transport/call.ts';
import type { Category, Classification, Failure, RawAnswer } from '../types.ts';
import type { Attempt, CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './result.ts';
import { observeClock } from './sync-clock.ts';
import { countAttempt, reportAttempt, reportForeign, reportUnlisted } from './telemetry.ts';

/** Others count as users of a limit from this part of its capacity on: below it, clocks and flight explain the rest. */
const notable = 0.1;
/** The usual spellings are only a guess, and most exchanges send none: after so many answers they are looked for rarely. */
const guessedAnswers = 32;
/** Failures that say nothing about whether the exchange takes calls again. */
const inconclusive: ReadonlySet<Category> = new Set<Category>([
  'rate-limit',
  'server',
  'timeout',
  'network',
  'unknown',
]);

/** What the exchange's profile makes of it. */
export function classifyResult(context: GatewayContext, call: CallState, result: SendResult): Classification {
  if (result.kind === 'answer') return classifyAnswer(context, call, result.answer);
  const { phase, category, message } = result.fault;
  return { ok: false, category, outcome: phase === 'not-sent' ? 'rejected' : 'unknown', message };
}

function classifyAnswer({ exchange }: GatewayContext, call: CallState, answer: Answer): Classification {
  const { status, redirectedTo } = answer;
  if (answer.judged) return answer.judged;
  if (redirectedTo !== undefined) return toUnfollowedFailure(call, status, redirectedTo);
  // A 304, or a redirect that the caller wants to see: what it asked for, and no fault.
  if (call.replaySafe && isRedirect(status)) return success;
  const asked = exchange.namespaces.length === 0 ? answer : { ...answer, ...requestOf(exchange, call) };
  if (answer.body !== unread) return classifyAs(exchange, asked, call.route.kind, Date.now());
  if (isGoodStatus(status)) return success;
  return classifyAs(exchange, { ...asked, body: undefined }, call.route.kind, Date.now());
}

/** What tells the table of a code apart, where an exchange has several. A request is described for its host alone: its path is known. */
function requestOf(
  { namespaces }: Exchange,
  { route, request, transport }: CallState,
): Pick<RawAnswer, 'url'> {
  if (route.transport === 'ws') return {};
  const isByHost = namespaces.some(({ match }) => match.host !== undefined && match.transport !== 'ws');
  return { url: isByHost ? request.seen.url.href : transport.path };
}

/** Zero: a platform shows no more of it, as its caller wanted. */
function isRedirect(status: number | undefined): boolean {
  return status !== undefined && (status === 0 || (status >= 300 && status < 400));
}

/** An order would have become a GET there, and a signature would have gone to another host. */
function toUnfollowedFailure(call: CallState, status: number | undefined, redirectedTo: string): Failure {
  return {
    ok: false,
    category: 'invalid-request',
    outcome: call.replaySafe ? 'rejected' : 'unknown',
    message: `HTTP ${status} points to ${redirectedTo}, and was not followed`,
  };
}

/** What it shows of the clock by which it was signed: whether stamps are taken, and the time that the answer tells. */
export function recordClock(
  context: GatewayContext,
  current: Attempt,
  result: SendResult,
  classification: Classification,
): void {
  if (!current.signed) return;
  if (classification.ok || classification.category !== 'timestamp') context.clock.trial.end();
  if (result.kind === 'answer') observeClock(context, current, result.answer);
}

/**
 * Whether a pause is over, and how much of the limits is used.
 * @param permit what the request was admitted with
 */
export function recordLimits(
  context: GatewayContext,
  permit: Permit,
  result: SendResult,
  classification: Classification,
): void {
  permit.answered(classification.ok || !inconclusive.has(classification.category));
  if (result.kind === 'answer' && permit.charges.length > 0 && mayTellUsage(context))
    recordUsage(context, permit, result.answer);
}

function mayTellUsage({ exchange, counts }: GatewayContext): boolean {
  const isGuess = exchange.usage === rateLimitHeaders && !counts.tellsUsage;
  return !isGuess || counts.attempts <= guessedAnswers || counts.attempts % guessedAnswers === 0;
}

/** What the answer says is used of the limits corrects our windows, so that a second bot is noticed. */
function recordUsage(context: GatewayContext, permit: Permit, answer: Answer): void {
  const { exchange, counts } = context;
  callListener(() => {
    for (const { limit, usage } of answerUsage(exchange, answer, Date.now())) {
      counts.tellsUsage = true;
      for (const use of permit.observed(limit, usage)) {
        if (use.units > use.capacity * notable) reportForeign(context, use);
      }
    }
  });
}

/** Books an attempt: counts and budget. */
export function recordAttempt(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  classification: Classification,
): void {
  const { ok } = classification;
  if (ok) context.budget?.succeeded();
  countAttempt(context, call, ok ? undefined : classification.category);
  if (!ok && !classification.entry) reportUnlisted(context, call, classification);
  reportAttempt(context, call, result, classification);
}

/** What an attempt says of the key and of the exchange; nothing where another signature or session may be all that it takes. */
export function recordHealth(
  { breaker }: GatewayContext,
  call: CallState,
  classification: Classification,
): void {
  if (!breaker) return;
  const failure = classification.ok ? undefined : classification;
  const { kind, signed } = call.route;
  const isSigned = needsKey({ kind, signed: call.options.signed ?? signed });
  breaker.report({ category: failure?.category, code: failure?.code, signed: isSigned }, nowAt());
}
