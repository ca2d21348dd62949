// Tells in plain sentences what happened to a call.
import type { AttemptTrace } from './attempt-trace.ts';
import { type ExchangeError, isExchangeError, UnknownOutcomeError } from './errors.ts';
import { actions } from './policies/actions.ts';
import { endings } from './reason.ts';
import type { Outcome } from './types.ts';

const outcomes: Readonly<Record<Outcome, string>> = {
  rejected: 'It had no effect.',
  unknown: 'It may have been executed: look it up before sending it again.',
  partial: 'Some of its items stand and some do not.',
};

/**
 * Puts what happened to a call into plain sentences, one per line: each attempt, what was decided, how it ended and
 * what that means.
 * @returns a sentence that says so for what is no `ExchangeError`.
 */
export function explain(error: unknown): string {
  if (!isExchangeError(error)) return 'This is not an error of an exchange: nothing is known of it here.';
  const id = error.clientOrderId === undefined ? '' : `, client order id ${error.clientOrderId}`;
  const head = `The call to ${error.exchange}${id} ended after ${ms(error.elapsedMs)} and ${times(error.attempts)}.`;
  return [head, ...error.trace.map(attemptLine), endLine(error)].join('\n');
}

function attemptLine(attempt: AttemptTrace): string {
  const clock = attempt.clockOffsetMs === undefined ? '' : `, clock offset ${ms(attempt.clockOffsetMs)}`;
  const when = `Attempt ${attempt.attempt}, sent after ${ms(attempt.sentAfterMs)}${clock}:`;
  return `${when} ${what(attempt)} ${next(attempt)}`;
}

function what({ phase, status, code, category, outcome, elapsedMs }: AttemptTrace): string {
  if (phase === 'not-sent') return 'it never left.';
  if (phase === 'sent') return `it was sent, and the answer was lost after ${ms(elapsedMs)}.`;
  if (category === undefined) return `it succeeded in ${ms(elapsedMs)}.`;
  const said = status === undefined ? `code ${code ?? 'unsaid'}` : withStatus(code, status);
  return `${said}, which is ${category}, outcome ${outcome}.`;
}

function withStatus(code: string | undefined, status: number): string {
  return code === undefined ? `HTTP ${status}` : `code ${code} under HTTP ${status}`;
}

function next({ decision, waitMs, clock }: AttemptTrace): string {
  if (decision === 'return') return 'Done.';
  if (clock === 'refreshed') return 'The clock was refreshed.';
  return clock === 'failed' ? "The exchange's clock could not be read." : actions[decision].did(ms(waitMs));
}

function endLine(error: ExchangeError): string {
  const wait = error.retryAfterMs === undefined ? '' : ` Worth trying again after ${ms(error.retryAfterMs)}.`;
  const isHarmless = error.outcome === 'unknown' && !(error instanceof UnknownOutcomeError);
  const outcome = isHarmless ? 'Sending it again does no harm.' : outcomes[error.outcome];
  return `It stopped because ${endings[error.reason].because}. ${outcome}${wait}`;
}

function times(count: number): string {
  return count === 1 ? '1 attempt' : `${count} attempts`;
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
