import { type Category, type Entry, type Failure, meaningOfStatus, type Reading } from '../internal.ts';
import type { Meaning, MeaningOf } from './classes.ts';
import { codeIn, isCodeLike, messageIn } from './fields.ts';
import type { Ours } from './ours.ts';
import type { Finding } from './probe.ts';
import type { CcxtExchange } from './shape.ts';

/** What a reader knows of its exchange. */
export interface Known {
  readonly instance: CcxtExchange;
  readonly family: readonly string[];
  readonly meaningOf: MeaningOf;
  /** Where its rows come from: others were written by somebody who knows better than the class. */
  readonly source: string;
  /** Stands for the URL of an answer that comes without. */
  readonly url: string;
  /** Our own catalog for a part of it. */
  readonly ours: Ours | undefined;
  /** Its own rows, ours not among them: a number may mean another thing in our part. */
  readonly theirs: ReadonlyMap<string, Entry>;
}

/** An answer, and what its codes mean in the API that it came from. */
export interface Asked extends Omit<Reading, 'codes'> {
  readonly codes: Pick<Reading['codes'], 'get'>;
}

/** What an answer means. */
export type Verdict = Pick<Failure, 'category'> & {
  readonly outcome: 'rejected' | 'unknown';
  readonly entry?: Entry;
};

/** What the rows say where `handleErrors` does not: of the code, of the text, of a part of the text. */
export function lookedUp(known: Known, { value, codes }: Asked, status: number): Verdict | undefined {
  const message = messageIn(value);
  const entry = find(codes, codeIn(value)) ?? find(codes, message);
  if (entry) return said(entry, status);
  const partly = find(codes, part(known.theirs, message));
  return partly && { ...said(partly, status), outcome: 'unknown' };
}

/** What the class that was thrown, the row that was matched and the status come to. */
export function judge(known: Known, reading: Asked, finding: Finding, status: number): Verdict {
  const entry = entryOf(known, reading, finding);
  const meaning = known.meaningOf(finding.maker);
  if (entry && entry.source !== known.source) return said(entry, status);
  if (!meaning || meaning.category === 'unknown') {
    const found = finding.matched ? undefined : lookedUp(known, reading, status);
    if (entry && entry.category !== 'unknown' && !finding.matched) return said(entry, status);
    return isThrottle(status) || !found ? { ...meaningOfStatus(status), ...(entry && { entry }) } : found;
  }
  // A row of another market may disagree with what was matched here.
  const fits = entry?.category === meaning.category;
  return {
    category: spoken(meaning.category, status),
    outcome: proven(meaning, status),
    ...(fits && { entry }),
  };
}

/**
 * The row of what was matched, or of what was looked up in vain: another market's table may have it. A row that somebody
 * corrected goes before all others.
 */
function entryOf(known: Known, { codes, value }: Asked, { matched, tried }: Finding): Entry | undefined {
  const keys = [...(matched ? [matched.key] : []), ...tried, codeIn(value)];
  const entries = keys.map((key) => find(codes, key)).filter((entry) => entry !== undefined);
  const corrected = entries.find(({ source }) => source !== known.source);
  return corrected ?? (matched ? find(codes, matched.key) : entries[0]);
}

export function said(entry: Entry, status: number): Verdict {
  if (entry.category === 'success') return { category: 'unknown', outcome: 'unknown', entry };
  const { category } = entry;
  // The status proves by itself that a throttle turned it away.
  const outcome = category === 'rate-limit' && isThrottle(status) ? 'rejected' : entry.outcome;
  return { category, outcome, entry };
}

/** Statuses that mean throttling win over a class that says nothing. */
function spoken(category: Category, status: number): Category {
  const vague = category === 'unknown' || category === 'server' || category === 'network';
  return vague && isThrottle(status) ? 'rate-limit' : category;
}

function proven({ category, proof }: Meaning, status: number): 'rejected' | 'unknown' {
  if (isThrottle(status) && ['rate-limit', 'unknown', 'server', 'network'].includes(category))
    return 'rejected';
  if (proof === 'refused') return isRefusedStatus(status) ? 'rejected' : 'unknown';
  return proof === 'always' ? 'rejected' : 'unknown';
}

/** Client errors that say that nothing was done. */
function isRefusedStatus(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 409;
}

function isThrottle(status: number): boolean {
  return status === 429 || status === 418;
}

export function find(codes: Asked['codes'], key: string | undefined): Entry | undefined {
  return key === undefined ? undefined : codes.get(key);
}

/** A row whose text is found within a message; codes are never looked for there. */
export function part(rows: ReadonlyMap<string, Entry>, message: string | undefined): string | undefined {
  return message && [...rows.keys()].find((key) => !isCodeLike(key) && message.includes(key));
}
