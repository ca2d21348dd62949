// The wait of a failure: what its answer asks for, and what the documents name.

import type { Exchange } from '../catalog/exchange.ts';
import { fieldAt } from '../catalog/field.ts';
import type { Failure, RawAnswer } from '../types.ts';
import type { AnswerContext } from './answer-context.ts';
import { parseBody } from './parse-body.ts';
import { longest, numberWait, parseOwnWait, parseReset, parseRetryAfter } from './retry-after.ts';
import { silencePromise } from './silence-promise.ts';
import { readWords } from './status-row.ts';

/**
 * The failure with the wait that its answer asks for, or that the documents name, whichever is longest; as it is where
 * there is none.
 * @param row the profile's, of the code or of the status
 */
export function withWait(
  { exchange, answer, nowMs }: AnswerContext,
  failure: Failure,
  row: { readonly waitMs?: number } | undefined = failure.entry,
): Failure {
  const { headers } = answer;
  const isThrottled = failure.category === 'rate-limit';
  const asked =
    parseRetryAfter(headers, nowMs) ??
    (isThrottled ? parseReset(exchange.resets, headers, nowMs) : undefined);
  const read = failure.retryAfterMs;
  const own = [parseOwnWait(read, headers, nowMs), ownWait(exchange, answer, nowMs)];
  if (exchange.waits.length > 0) own.push(toldWait(exchange, answer, nowMs));
  const retryAfterMs = longest([asked, ...own, isThrottled ? row?.waitMs : undefined]);
  if (retryAfterMs !== undefined) return { ...failure, retryAfterMs };
  return read === undefined ? failure : withoutWait(failure);
}

/** What the profile's reader took for a wait was none. */
function withoutWait({ retryAfterMs: _none, ...failure }: Failure): Failure {
  return failure;
}

/** The longest wait that the fields and texts of the profile tell. */
function toldWait(exchange: Exchange, answer: RawAnswer, nowMs: number): number | undefined {
  const parsed = parseBody(answer.body);
  const body = parsed.kind === 'json' ? parsed.value : undefined;
  return longest(
    exchange.waits.map(({ field, text, unit }) => {
      const found = field === undefined ? readWords(exchange, answer) : fieldAt(body, field);
      const whole = typeof found === 'number' ? String(found) : found;
      const number = text && typeof whole === 'string' ? text.exec(whole.slice(0, 500))?.[1] : whole;
      return numberWait(number, unit, answer.headers, nowMs);
    }),
  );
}

/** What a function of the profile reads; where it throws or returns no wait, none was asked for. */
function ownWait(exchange: Exchange, { headers, body }: RawAnswer, nowMs: number): number | undefined {
  if (!exchange.retryAfter) return undefined;
  try {
    const wait: unknown = exchange.retryAfter({ headers, body, nowMs });
    silencePromise(wait);
    return parseOwnWait(wait, headers, nowMs);
  } catch {
    return undefined;
  }
}
