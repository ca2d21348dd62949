// What a look-up proves about one request. Pure: no clock, no client, no exchange.
import type { OrderFacts } from '../catalog/order-facts.ts';

/** What a request means to do to one order. */
export type Intent = 'place' | 'amend' | 'cancel';

/** What the exchange showed when it was asked. */
export type Sight =
  /** No such order. */
  | { readonly kind: 'none' }
  /** The order that has the id. */
  | { readonly kind: 'order'; readonly facts: OrderFacts }
  /** Orders, but none that has the id. */
  | { readonly kind: 'others' }
  /** The look-up failed, or its answer could not be read. */
  | { readonly kind: 'nothing' };

/** When the request was first sent. */
export interface FirstSend {
  /** Milliseconds since 1970 on the exchange's clock, as far as it is known. */
  readonly sentMs: number;
  /** How far that may be off; undefined while the exchange's clock was never read. */
  readonly errorMs: number | undefined;
}

export type Evidence =
  /** It was carried out. */
  | 'done'
  /** The exchange took it and refused it later: it never stood, or changed nothing. */
  | 'refused'
  /** It was not carried out, as far as the exchange shows. */
  | 'absent'
  /** The order that was to be cancelled stands. */
  | 'open'
  /** The order that was to be amended stands, and has some of what was sent, which it may have had before. */
  | 'partly'
  /** What was shown is about something else, or cannot be told from it. */
  | 'other'
  /** The exchange's clock has to be read first. */
  | 'clock'
  /** Nothing was heard. */
  | 'nothing';

/** Whether an answer says what became of the order, whatever other books say. */
export function isConclusive(evidence: Evidence): boolean {
  return evidence === 'done' || evidence === 'refused' || evidence === 'open';
}

/** Whether an answer says that nothing was carried out, as far as the exchange shows. */
export function isAbsence(evidence: Evidence): boolean {
  return evidence === 'absent' || evidence === 'partly';
}

/** Of several answers that show no order: what all of them prove. Absent is what all say is absent. */
const weakestFirst = ['nothing', 'other', 'partly', 'absent'] as const;

/** What the answers of one round prove together, none of which is conclusive. */
export function inOneRound(round: readonly Evidence[]): (typeof weakestFirst)[number] {
  return weakestFirst.find((evidence) => round.includes(evidence)) ?? 'nothing';
}

/** Exchanges tell the time of an order in whole milliseconds. */
const grainMs = 1;

/**
 * Weighs what was shown against what was meant. That an order exists says nothing of its cancel or amend; an order that is
 * older than the first send, or differs from what was sent, is another one under the same id.
 */
export function weigh(intent: Intent, sight: Sight, first: FirstSend): Evidence {
  switch (sight.kind) {
    case 'nothing':
      return 'nothing';
    case 'none':
      return 'absent';
    case 'others':
      return 'other';
    case 'order':
      return weighOrder(intent, sight.facts, first);
  }
}

function weighOrder(intent: Intent, facts: OrderFacts, first: FirstSend): Evidence {
  switch (intent) {
    case 'place':
      return weighPlaced(facts, first);
    case 'cancel':
      if (facts.isOther || facts.state === undefined) return 'other';
      return facts.state === 'open' ? 'open' : 'done';
    case 'amend':
      return weighAmended(facts);
  }
}

function weighPlaced({ isOther, bornMs, state }: OrderFacts, first: FirstSend): Evidence {
  if (isOther) return 'other';
  if (bornMs !== undefined && bornMs < first.sentMs - grainMs) {
    if (first.errorMs === undefined) return 'clock';
    if (bornMs < first.sentMs - grainMs - first.errorMs) return 'other';
  }
  if (state === 'refused') return 'refused';
  return state === 'cancelled' && mayBeEarlier(bornMs, first) ? 'other' : 'done';
}

/** A bot that uses an id again after a cancel does so a round trip later at the soonest: a finer clock tells the two apart. */
const coarseMs = 250;

/** Whether an order that was cancelled may be an earlier one of the same id. */
function mayBeEarlier(bornMs: number | undefined, { sentMs, errorMs = 0 }: FirstSend): boolean {
  return bornMs === undefined || bornMs < sentMs - grainMs + Math.max(0, errorMs - coarseMs);
}

function weighAmended({ isAmended, state }: OrderFacts): Evidence {
  if (isAmended === undefined || state === undefined) return isAmended === true ? 'done' : 'other';
  if (isAmended === 'partly') return state === 'open' ? 'partly' : 'other';
  if (isAmended) return 'done';
  return state === 'open' ? 'absent' : 'refused';
}

/** How much has to agree, and until when doubt remains. Instants are monotonic. */
export interface AskingRules {
  /** How long after the last send "absent" is doubted. */
  readonly settleMs: number;
  /** How many answers must say so. */
  readonly asks: number;
  /** The exchange refused a further copy as if an earlier one had been carried out. @default false */
  readonly isContradicted?: boolean;
  /**
   * Before this instant a copy can still be carried out, so that "absent" may yet turn false; infinite where nothing
   * bounds it, and then it is never believed.
   */
  readonly believableAt: number;
}

/** What has been heard so far. */
export interface AskingProgress {
  readonly evidence: Exclude<Evidence, 'clock'>;
  readonly lastSentAt: number;
  /** When the question was put that brought this evidence. */
  readonly askedAt: number;
  readonly nowAt: number;
  /** Answers that said "absent", or "partly", this one included. */
  readonly absences: number;
  /** Answers about something else, this one included. */
  readonly others: number;
  /** Questions in a row that brought nothing. */
  readonly failures: number;
}

/** How the asking goes on after an answer. */
export type AskingStep =
  | { readonly done: 'done' | 'refused' | 'absent' | 'open' | 'unknown' }
  | { readonly waitMs: number };

/** No question follows another without a wait. */
const shortestMs = 10;
const longestMs = 2000;

/**
 * Believe it, or ask again after a wait. "Absent" counts only when enough answers say so, nothing else was shown, and
 * the last was asked for after the exchange had time to show the order and no copy can be carried out any more.
 */
export function nextAsking(
  { settleMs, asks, isContradicted = false, believableAt }: AskingRules,
  progress: AskingProgress,
): AskingStep {
  const { evidence, lastSentAt, askedAt, nowAt, absences, others, failures } = progress;
  const settledAt = lastSentAt + settleMs;
  switch (evidence) {
    case 'open':
      // An order that cannot be cancelled any more is shown as it was before.
      if (isContradicted && askedAt < settledAt)
        return { waitMs: Math.max(shortestMs, Math.min(longestMs, settleMs / asks)) };
      return { done: evidence };
    case 'done':
    case 'refused':
      return { done: evidence };
    case 'nothing':
      return { waitMs: Math.min(longestMs, 100 * 2 ** failures) };
    case 'absent':
    case 'partly':
    case 'other':
      break;
  }
  const shown = evidence === 'partly' ? 'open' : 'absent';
  const isEnough = absences + others >= asks && askedAt >= settledAt;
  const isBounded = believableAt !== Number.POSITIVE_INFINITY;
  if (isEnough && !isBounded) return { done: 'unknown' };
  if (isEnough && askedAt >= believableAt) return { done: others > 0 ? 'unknown' : shown };
  const untilAt = isBounded ? Math.max(settledAt, believableAt) : settledAt;
  const left = Math.max(0, untilAt - nowAt);
  // The last question but one waits for the instant from which on an answer counts; what shows up late is seen on the way.
  const isLast = absences + others >= asks - 1;
  const isEarly = settledAt > nowAt;
  const pace = isEarly ? Math.min(longestMs, settleMs / Math.max(1, asks - 1)) : longestMs;
  const waitMs = isLast && isEarly ? Math.min(settledAt - nowAt, longestMs) : Math.min(left, pace);
  return { waitMs: Math.max(shortestMs, waitMs) };
}
