// Which limit a refusal for rate reasons is about.
import type { Exchange } from '../catalog/exchange.ts';
import type { Limit } from '../catalog/limit.ts';
import { type CountedBook, limitNames } from '../catalog/limit-ref.ts';
import type { Failure, RawAnswer } from '../types.ts';
import { answerUsage } from './answer-usage.ts';
import { findStatusRow } from './status-row.ts';

/** What a refusal for rate reasons is about. */
export interface RateRefusal {
  /** Names of limits; empty for everything. */
  readonly limits: readonly string[];
  /** Whom everything concerns. */
  readonly scope: Limit['scope'];
  /** The wait that the documents name for it. */
  readonly documentedMs: number | undefined;
}

/** A limit that the refused request counts on. */
interface CountedOn {
  readonly window: CountedBook & { readonly capacity: number };
}

/** HTTP's way to say that an address is banned. */
const ipBan = 418;

/**
 * Which limit a refusal is about: the row of its code says so, or the row of its status, or a header that says of one of
 * the call's limits that nothing of it is left. Else it is unknown, and taken to be about everything.
 * @param charges what the refused request counts on
 * @param nowMs the clock on the wall, milliseconds since 1970
 */
export function readRateRefusal(
  exchange: Exchange,
  { entry }: Failure,
  answer: Partial<RawAnswer>,
  charges: readonly CountedOn[],
  nowMs: number,
): RateRefusal {
  const row = entry ?? findStatusRow(exchange, answer);
  const documentedMs = row?.waitMs;
  // A ban is about the address, whatever led to it; so is a page in place of an answer.
  const isBan = answer.status === ipBan || (answer.status === 403 && !entry);
  if (isBan && (!row || row === entry)) return { limits: [], scope: 'ip', documentedMs };
  const books = charges.map(({ window }) => window);
  const limits =
    row?.limit === undefined ? spent(exchange, answer, books, nowMs) : limitNames(row.limit, books);
  return { limits, scope: isBan ? 'ip' : 'account', documentedMs };
}

/** Limits of the call of which the headers say, by name, that nothing is left. */
function spent(
  exchange: Exchange,
  answer: Partial<RawAnswer>,
  books: readonly CountedOn['window'][],
  nowMs: number,
): readonly string[] {
  const names = answerUsage(exchange, answer, nowMs).flatMap(({ limit, usage: { left, used, capacity } }) => {
    const isSpent = (book: CountedOn['window']): boolean =>
      left === 0 || (used !== undefined && used >= (capacity ?? book.capacity));
    const named = limitNames(limit, books);
    return books.filter((book) => named.includes(book.limit) && isSpent(book)).map((book) => book.limit);
  });
  return [...new Set(names)];
}
