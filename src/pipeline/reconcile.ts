// Finds out what became of a write of unknown outcome before anything else happens to it.
import { unawaited } from '../answers/unawaited.ts';
import type { ExchangeError } from '../errors.ts';
import {
  type Evidence,
  type FirstSend,
  type Heard,
  nextAsking,
  type Standard,
  weigh,
} from '../policies/evidence.ts';
import type { Finding, Question } from '../policies/reconcile.ts';
import type { Job } from './job.ts';
import { infoOf } from './journal.ts';
import { type LookUp, look, lookUpOf } from './look-up.ts';
import { nowAt, type Parts } from './parts.ts';
import { pause, untilCut } from './send.ts';
import { refreshClock } from './timekeeper.ts';
import { believableAt, wantsClock } from './validity.ts';

/** What was found out. */
export type Found =
  | { readonly result: 'done'; readonly response: unknown }
  /** Refused by the exchange after it was taken; `word` is its own. */
  | { readonly result: 'refused'; readonly word: string | undefined }
  /** It was not carried out, and no copy of it can be any more. */
  | { readonly result: 'absent' }
  /** The order that was to be cancelled stands. */
  | { readonly result: 'open' }
  | { readonly result: 'unknown' };

/** One answer to the question. */
interface Told {
  readonly evidence: Exclude<Evidence, 'clock'>;
  readonly response?: unknown;
  readonly word?: string | undefined;
}

/**
 * Asks until the answer can be believed or the deadline is near; at once unknown where nothing can be asked.
 * @param error what the call would fail with if nobody knew more
 * @param isContradicted the exchange said something that speaks for an earlier copy
 */
export async function findOut(
  parts: Parts,
  job: Job,
  error: ExchangeError,
  isContradicted: boolean,
): Promise<Found> {
  const { reconcile, events } = parts;
  if (!reconcile) return { result: 'unknown' };
  const lookUp = reconcile.lookUp && lookUpOf(parts, job);
  const found =
    reconcile.lookUp && !lookUp
      ? { asked: 0, found: { result: 'unknown' } as const }
      : await ask(
          parts,
          job,
          isContradicted,
          lookUp ? () => lookedUp(parts, job, lookUp) : hook(parts, job, error),
        );
  if (events.has('reconcile')) {
    const { result } = found.found;
    const told = result === 'done' || result === 'refused' ? 'found' : result === 'open' ? 'absent' : result;
    events.emit('reconcile', { ...infoOf(job), result: told, asked: found.asked });
  }
  return found.found;
}

async function ask(
  parts: Parts,
  job: Job,
  isContradicted: boolean,
  question: () => Promise<Told>,
): Promise<{ readonly asked: number; readonly found: Found }> {
  const heard = { absences: 0, others: 0, failures: 0 };
  for (let asked = 1; ; asked += 1) {
    const askedAt = nowAt();
    const told = await untilCut(job, question(), undefined, true);
    const { evidence } = told;
    // Once: a clock that cannot be read leaves the wider bound.
    if (evidence === 'absent' && asked === 1 && !isOwnWord(parts) && wantsClock(parts))
      await untilCut(job, refreshClock(parts, job));
    if (evidence === 'absent') heard.absences += 1;
    if (evidence === 'other') heard.others += 1;
    heard.failures = evidence === 'nothing' ? heard.failures + 1 : 0;
    const step = nextAsking(standardOf(parts, job, isContradicted), stateOf(job, heard, evidence, askedAt));
    if ('done' in step) return { asked, found: foundBy(step.done, told) };
    if (nowAt() + step.waitMs >= job.deadlineAt) return { asked, found: { result: 'unknown' } };
    await pause(job, step.waitMs);
  }
}

function stateOf(
  job: Job,
  counts: Pick<Heard, 'absences' | 'others' | 'failures'>,
  evidence: Heard['evidence'],
  askedAt: number,
): Heard {
  return { ...counts, evidence, lastSentAt: job.lastSentAt, askedAt, nowAt: nowAt() };
}

function isOwnWord({ reconcile }: Parts): boolean {
  return reconcile?.isOwnWord ?? true;
}

/** Read anew for every answer, since the clock may have been read meanwhile. */
function standardOf(parts: Parts, job: Job, isContradicted: boolean): Standard {
  const { settleMs, asks, isOwnWord } = parts.reconcile ?? { settleMs: 0, asks: 1, isOwnWord: true };
  // Words against "absent" have to be outweighed.
  const weight = isContradicted ? 2 : 1;
  return {
    settleMs: settleMs * weight,
    asks: asks * weight,
    // What was carried out at the last moment still has to show up.
    believableAt: isOwnWord ? Number.NEGATIVE_INFINITY : believableAt(parts, job) + settleMs,
  };
}

function foundBy(done: 'done' | 'refused' | 'absent' | 'open' | 'unknown', told: Told): Found {
  switch (done) {
    case 'done':
      return { result: 'done', response: told.response };
    case 'refused':
      return { result: 'refused', word: told.word };
    case 'absent':
    case 'open':
    case 'unknown':
      return { result: done };
  }
}

async function lookedUp(parts: Parts, job: Job, lookUp: LookUp): Promise<Told> {
  const { sight, response } = await look(parts, job, lookUp);
  const intent = lookUp.order.intent ?? 'place';
  let evidence = weigh(intent, sight, firstSendOf(parts, job));
  if (evidence === 'clock') {
    await refreshClock(parts, job);
    evidence = weigh(intent, sight, firstSendOf(parts, job));
  }
  const word = sight.kind === 'order' ? sight.facts.word : undefined;
  // Still without the clock: it may be older than the first send.
  return { evidence: evidence === 'clock' ? 'other' : evidence, response, word };
}

/** When the first copy left, on the exchange's clock. */
function firstSendOf({ clock }: Parts, job: Job): FirstSend {
  return { sentMs: clock.at(job.firstSentAt), errorMs: clock.errorAt(nowAt()) };
}

/** The user's own hook. What it throws, or answers beside the two that it may, cannot say. */
function hook(parts: Parts, job: Job, error: ExchangeError): () => Promise<Told> {
  const question: Question = {
    request: job.request(),
    clientOrderId: job.clientOrderId,
    lookUp: () => asFinding(parts, job),
    error,
    attempt: job.attempt,
  };
  return async () => {
    try {
      return told(await parts.reconcile?.ask(question));
    } catch {
      return { evidence: 'nothing' };
    }
  };
}

function told(finding: unknown): Told {
  if (typeof finding !== 'object' || finding === null) return { evidence: 'nothing' };
  const found: unknown = Reflect.get(finding, 'found');
  if (found === false) return { evidence: 'absent' };
  const response: unknown = Reflect.get(finding, 'response');
  return found === true && isPrintable(response) ? { evidence: 'done', response } : { evidence: 'nothing' };
}

/** A body that a client can be given; of a promise, which prints as an empty object, nobody knows what it will be. */
function isPrintable(response: unknown): boolean {
  try {
    return !unawaited(response) && typeof JSON.stringify(response) === 'string';
  } catch {
    return false;
  }
}

/** The profile's look-up in the words of the hook. */
async function asFinding(parts: Parts, job: Job): Promise<Finding> {
  const lookUp = lookUpOf(parts, job);
  if (!lookUp) return undefined;
  const { evidence, response } = await lookedUp(parts, job, lookUp);
  if (evidence === 'done') return { found: true, response };
  return evidence === 'absent' || evidence === 'open' ? { found: false } : undefined;
}
