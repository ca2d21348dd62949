// Asks what became of a write of unknown outcome, until the answer can be believed.
import { messageOf } from '../answers/thrown-value.ts';
import type { ExchangeError } from '../errors.ts';
import { type AskingProgress, type AskingRules, isAbsence, nextAsking } from '../policies/evidence.ts';
import { nowAt } from '../time/now.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { believableAt, wantsClock } from './copy-validity.ts';
import { lookUpOf, lookUpOrder, type Told } from './look-up.ts';
import { syncClock } from './sync-clock.ts';
import { reportReconcile } from './telemetry.ts';
import { userHook } from './user-hook.ts';
import { pause, untilCancelled } from './waits.ts';
import { watchFor } from './watch-order.ts';

/** What was found out. */
export type FoundOutcome =
  | { readonly result: 'done'; readonly response: unknown }
  /** Refused by the exchange after it was taken; `word` is its own. */
  | { readonly result: 'refused'; readonly word: string | undefined }
  /** It was not carried out, and no copy of it can be any more. */
  | { readonly result: 'absent' }
  /** The order that was to be cancelled or amended stands: it may go again, and is in doubt otherwise. */
  | { readonly result: 'open' }
  /** `why` nothing can be asked, or what was asked last threw: the `fault`. */
  | { readonly result: 'unknown'; readonly why?: string; readonly fault?: unknown };

const unknown: FoundOutcome = { result: 'unknown' };

/**
 * Asks until the answer can be believed or the deadline is near; at once unknown where nothing can be asked.
 * @param error what the call would fail with if no more were known
 * @param isContradicted the exchange said something that speaks for an earlier copy
 * @throws {CancelledError} where the call is cancelled meanwhile.
 */
export async function findOutcome(
  context: GatewayContext,
  call: CallState,
  error: ExchangeError,
  isContradicted: boolean,
): Promise<FoundOutcome> {
  if (!context.reconcile) return unknown;
  const question = questionFor(context, call, error, isContradicted);
  const { asked, found } = question
    ? await ask(context, call, isContradicted, question)
    : { asked: 0, found: unknown };
  const { result } = found;
  const told = result === 'done' || result === 'refused' ? 'found' : result === 'open' ? 'absent' : result;
  reportReconcile(context, call, { result: told, asked });
  return found;
}

/** What is asked, and for how long after its end an order is shown. */
interface OutcomeQuestion {
  readonly put: () => Promise<Told>;
  readonly keptMs: number;
}

/** The profile's look-up, or the user's own hook; undefined: nothing that could be asked would say what became of it. */
function questionFor(
  context: GatewayContext,
  call: CallState,
  error: ExchangeError,
  isLast: boolean,
): OutcomeQuestion | undefined {
  if (!context.reconcile?.lookUp)
    return { put: userHook(context, call, error, isLast), keptMs: Number.POSITIVE_INFINITY };
  const lookUp = lookUpOf(context, call);
  if (!lookUp) return undefined;
  // Absent is what all books say is absent: the one that keeps it longest counts.
  const keptMs = Math.max(...lookUp.turns.map(({ route }) => route.keptMs ?? Number.POSITIVE_INFINITY));
  return { put: () => lookUpOrder(context, call, lookUp), keptMs };
}

async function ask(
  context: GatewayContext,
  call: CallState,
  isContradicted: boolean,
  { put, keptMs }: OutcomeQuestion,
): Promise<{ readonly asked: number; readonly found: FoundOutcome }> {
  const counts = { absences: 0, others: 0, failures: 0 };
  const watch = watchFor(call, keptMs, context.reconcile?.settleMs ?? 0);
  for (let asked = 1; ; asked += 1) {
    const askedAt = nowAt();
    const told = await putOnce(context, call, put, asked === 1);
    // The answer itself came.
    if (!told) return { asked, found: unknown };
    const { evidence, why } = told;
    if (why !== undefined) return { asked, found: { result: 'unknown', why } };
    watch.note(evidence, askedAt);
    if (isAbsence(evidence)) counts.absences += 1;
    if (evidence === 'other') counts.others += 1;
    counts.failures = evidence === 'nothing' ? counts.failures + 1 : 0;
    const step = nextAsking(
      toAskingRules(context, call, isContradicted),
      toProgress(call, counts, evidence, askedAt),
    );
    if ('done' in step) return { asked, found: toFound(watch.believe(step.done), told) };
    if (nowAt() + step.waitMs >= call.deadlineAt) return { asked, found: toUnknown(told) };
    await pauseOrAnswered(call, step.waitMs);
    if (call.overdue?.isEnded()) return { asked, found: unknown };
  }
}

/** Undefined where the request that is asked about ended meanwhile. */
async function putOnce(
  context: GatewayContext,
  call: CallState,
  put: OutcomeQuestion['put'],
  isFirst: boolean,
): Promise<Told | undefined> {
  const orAnswered = <Value>(work: Promise<Value>): Promise<Value | undefined> => {
    const { overdue } = call;
    return overdue ? Promise.race([work, aborted(overdue.asking)]) : work;
  };
  const told = await untilCancelled(call, orAnswered(put()), undefined, 'asking');
  // Once: a clock that cannot be read leaves the wider bound.
  if (told && isAbsence(told.evidence) && isFirst && !hasOwnSettle(context) && wantsClock(context))
    await untilCancelled(call, orAnswered(syncClock(context, call)));
  return told;
}

/** The next question is waited for. That of a request in flight is a part of its flight, which may come to its end. */
function pauseOrAnswered(call: CallState, waitMs: number): Promise<void> {
  const { overdue } = call;
  if (!overdue) return pause(call, waitMs);
  const { asking } = overdue;
  const watch = (wake: () => void): (() => void) => {
    asking.addEventListener('abort', wake);
    return () => asking.removeEventListener('abort', wake);
  };
  return pause(call, waitMs, watch, 'asking');
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

function toProgress(
  call: CallState,
  seen: Pick<AskingProgress, 'absences' | 'others' | 'failures'>,
  evidence: AskingProgress['evidence'],
  askedAt: number,
): AskingProgress {
  return { ...seen, evidence, lastSentAt: call.lastSentAt, askedAt, nowAt: nowAt() };
}

function hasOwnSettle({ reconcile }: GatewayContext): boolean {
  return reconcile?.hasOwnSettle ?? true;
}

/** Read anew for every answer, since the clock may have been read meanwhile. */
function toAskingRules(context: GatewayContext, call: CallState, isContradicted: boolean): AskingRules {
  const { asks, hasOwnSettle } = context.reconcile ?? { asks: 1, hasOwnSettle: true };
  const settleMs = settleFor(context, call, isContradicted);
  // What the caller says of a copy that was lost says nothing of one that is still under way.
  const isOwnWord = hasOwnSettle && !call.overdue;
  // Words against "absent" have to be outweighed.
  const weight = isContradicted ? 2 : 1;
  return {
    settleMs: settleMs * weight,
    asks: asks * weight,
    isContradicted,
    // What was carried out at the last moment still has to show up. A refusal that stands is not repeated.
    believableAt: isOwnWord
      ? Number.NEGATIVE_INFINITY
      : believableAt(context, call, isContradicted) + settleMs,
  };
}

/** A cancel that goes again does no harm, and cannot wait for as long as an order. */
const cancelSettleMs = 2000;

function settleFor({ reconcile }: GatewayContext, call: CallState, isContradicted: boolean): number {
  const { settleMs = 0, saysSettle = true } = reconcile ?? {};
  const isHarmless = call.request.order.intent === 'cancel' && !isContradicted && !saysSettle;
  return isHarmless ? Math.min(settleMs, cancelSettleMs) : settleMs;
}

function toUnknown({ fault }: Told): FoundOutcome {
  if (fault === undefined) return unknown;
  return { result: 'unknown', why: `\`reconcile\` threw: ${messageOf(fault)}`, fault };
}

function toFound(done: 'done' | 'refused' | 'absent' | 'open' | 'unknown', told: Told): FoundOutcome {
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
