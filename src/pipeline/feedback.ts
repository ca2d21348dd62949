import { readUsage } from '../answers/usage-headers.ts';
import { rateLimitHeaders } from '../catalog/usage.ts';
import type { Category, Classification, HeadersLike } from '../types.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import type { SendResult } from './send.ts';

/** Others count as users of a limit from this part of its capacity on: below it, clocks and flight explain the rest. */
const notable = 0.1;
/** The usual spellings are only a guess, and most exchanges send none: after so many answers they are looked for rarely. */
const guessedAnswers = 32;
/** They say nothing about whether the exchange takes calls again. */
const silent: ReadonlySet<Category> = new Set<Category>([
  'rate-limit',
  'server',
  'timeout',
  'network',
  'unknown',
]);

/** What an answer says of the limits, for the calls to come: whether a pause is over, and how much is used. */
export function recordFeedback(
  context: GatewayContext,
  call: CallState,
  result: SendResult,
  verdict: Classification,
): void {
  const isGood = verdict.ok || !silent.has(verdict.category);
  call.permit?.answered(isGood);
  if (result.kind === 'answer') recordUsage(context, call, result.answer.headers);
}

/** What the answer says is used of the limits corrects our books, so that a second bot is noticed. */
function recordUsage(
  { exchange, events, counts }: GatewayContext,
  { permit }: CallState,
  headers: HeadersLike,
): void {
  if (!permit || permit.charges.length === 0) return;
  const isGuess = exchange.usage === rateLimitHeaders && !counts.tellsUsage;
  if (isGuess && counts.attempts > guessedAnswers && counts.attempts % guessedAnswers !== 0) return;
  for (const { limit, usage } of readUsage(exchange, headers)) {
    counts.tellsUsage = true;
    for (const { units, capacity, limit: name } of permit.observed(limit, usage)) {
      if (units > capacity * notable && events.has('foreign'))
        events.emit('foreign', { limit: name, units, capacity });
    }
  }
}
