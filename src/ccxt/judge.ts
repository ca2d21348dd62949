// What kind of failure an answer is, by the class that ccxt throws for it, the rows and the status.
import { type Category, type Entry, meaningOfStatus, type Reading, type StatusMeaning } from '../internal.ts';
import { codeIn, isCodeLike, messageIn } from './answer-fields.ts';
import type { ClassMeaning, MeaningOf } from './error-classes.ts';
import type { OwnContext } from './own-catalog.ts';
import type { ProbeResult } from './probe.ts';
import type { CcxtExchange } from './shape.ts';

/** What is known of an exchange, whatever the answer. */
export interface ReaderContext extends OwnContext {
  readonly instance: CcxtExchange;
  readonly family: readonly string[];
  readonly meaningOf: MeaningOf;
  /** That of the rows made of ccxt's tables: rows of another source are corrections, and go before the class. */
  readonly source: string;
}

/** An answer, and what its codes mean in the API that it came from. */
export interface CcxtReading extends Omit<Reading, 'codes'> {
  readonly codes: Pick<Reading['codes'], 'get'>;
}

export type FailureKind = StatusMeaning & { readonly entry?: Entry };

/** By the row of the code, of the text, or of a part of the text: for answers of which `handleErrors` says nothing. */
export function fromRows(
  context: ReaderContext,
  { value, codes }: CcxtReading,
  status: number,
): FailureKind | undefined {
  const message = messageIn(value);
  const entry = find(codes, codeIn(value)) ?? find(codes, message);
  if (entry) return fromEntry(entry, status);
  const partly = find(codes, partIn(context.theirs, message));
  return partly && { ...fromEntry(partly, status), outcome: 'unknown' };
}

/** By the class that was thrown, the row that was matched and the status. */
export function judge(
  context: ReaderContext,
  reading: CcxtReading,
  probed: ProbeResult,
  status: number,
): FailureKind {
  const entry = entryOf(context, reading, probed);
  const meaning = context.meaningOf(probed.maker);
  if (entry && entry.source !== context.source) return fromEntry(entry, status);
  if (!meaning || meaning.category === 'unknown') {
    const found = probed.matched ? undefined : fromRows(context, reading, status);
    if (entry && entry.category !== 'unknown' && !probed.matched) return fromEntry(entry, status);
    return isThrottle(status) || !found ? { ...meaningOfStatus(status), ...(entry && { entry }) } : found;
  }
  // A row of another market may disagree with what was matched here.
  const fits = entry?.category === meaning.category;
  return {
    category: withThrottleStatus(meaning.category, status),
    outcome: outcomeOf(meaning, status),
    ...(fits && { entry }),
  };
}

/**
 * The row of what was matched, or of what was looked up in vain, since another market's table may have it. A corrected row
 * goes before all others.
 */
function entryOf(
  context: ReaderContext,
  { codes, value }: CcxtReading,
  { matched, tried }: ProbeResult,
): Entry | undefined {
  const keys = [...(matched ? [matched.key] : []), ...tried, codeIn(value)];
  const entries = keys.map((key) => find(codes, key)).filter((entry) => entry !== undefined);
  const corrected = entries.find(({ source }) => source !== context.source);
  return corrected ?? (matched ? find(codes, matched.key) : entries[0]);
}

export function fromEntry(entry: Entry, status: number): FailureKind {
  if (entry.category === 'success') return { category: 'unknown', outcome: 'unknown', entry };
  const { category } = entry;
  // The status proves by itself that a throttle refused it.
  const outcome = category === 'rate-limit' && isThrottle(status) ? 'rejected' : entry.outcome;
  return { category, outcome, entry };
}

/** A status of throttling goes before a category that says little. */
function withThrottleStatus(category: Category, status: number): Category {
  const vague = category === 'unknown' || category === 'server' || category === 'network';
  return vague && isThrottle(status) ? 'rate-limit' : category;
}

function outcomeOf({ category, proof }: ClassMeaning, status: number): 'rejected' | 'unknown' {
  if (isThrottle(status) && ['rate-limit', 'unknown', 'server', 'network'].includes(category))
    return 'rejected';
  if (proof === 'refused') return isRefusedStatus(status) ? 'rejected' : 'unknown';
  return proof === 'always' ? 'rejected' : 'unknown';
}

/** Client errors that prove that nothing was done. */
function isRefusedStatus(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

function isThrottle(status: number): boolean {
  return meaningOfStatus(status).category === 'rate-limit';
}

export function find(codes: CcxtReading['codes'], key: string | undefined): Entry | undefined {
  return key === undefined ? undefined : codes.get(key);
}

/** The key of a row whose text is found within a message; codes are never looked for there. */
export function partIn(rows: ReadonlyMap<string, Entry>, message: string | undefined): string | undefined {
  return message && [...rows.keys()].find((key) => !isCodeLike(key) && message.includes(key));
}
