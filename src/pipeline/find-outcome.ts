// Asks what became of a write of unknown outcome, until the answer can be believed.
import { silencePromise } from '../answers/silence-promise.ts';
import type { ExchangeError } from '../errors.ts';
import { type AskingProgress, type AskingRules, nextAsking } from '../policies/evidence.ts';
import type { Question } from '../policies/reconcile.ts';
import { nowAt } from '../time/now.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { believableAt, wantsClock } from './copy-validity.ts';
import { lookUpOf, lookUpOrder, type Told, toFinding } from './look-up.ts';
import { syncClock } from './sync-clock.ts';
import { reportReconcile } from './telemetry.ts';
import { pause, untilCancelled } from './waits.ts';
import { watchFor } from './watch-order.ts';

/** What was found out. */
export type FoundOutcome =
  | { readonly result: 'done'; readonly response: unknown }
  /** Refused by the exchange after it was taken; `word` is its own. */
  | { readonly result: 'refused'; readonly word: string | undefined }
  /** It was not carried out, and no copy of it can be any more. */
  | { readonly result: 'absent' }
  /** The order that was to be cancelled stands. */
  | { readonly result: 'open' }
  /** `why` nothing can be asked. */
  | { readonly result: 'unknown'; readonly why?: string };

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
  const question = questionFor(context, call, error);
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
): OutcomeQuestion | undefined {
  if (!context.reconcile?.lookUp)
    return { put: hook(context, call, error), keptMs: Number.POSITIVE_INFINITY };
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
    const told = await untilCancelled(call, put(), undefined, 'asking');
    const { evidence, why } = told;
    if (why !== undefined) return { asked, found: { result: 'unknown', why } };
    watch.note(evidence, askedAt);
    // Once: a clock that cannot be read leaves the wider bound.
    if (evidence === 'absent' && asked === 1 && !hasOwnSettle(context) && wantsClock(context))
      await untilCancelled(call, syncClock(context, call));
    if (evidence === 'absent') counts.absences += 1;
    if (evidence === 'other') counts.others += 1;
    counts.failures = evidence === 'nothing' ? counts.failures + 1 : 0;
    const step = nextAsking(
      toAskingRules(context, call, isContradicted),
      toProgress(call, counts, evidence, askedAt),
    );
    if ('done' in step) return { asked, found: toFound(watch.believe(step.done), told) };
    if (nowAt() + step.waitMs >= call.deadlineAt) return { asked, found: unknown };
    await pause(call, step.waitMs);
  }
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
  const { settleMs, asks, hasOwnSettle } = context.reconcile ?? { settleMs: 0, asks: 1, hasOwnSettle: true };
  // Words against "absent" have to be outweighed.
  const weight = isContradicted ? 2 : 1;
  return {
    settleMs: settleMs * weight,
    asks: asks * weight,
    // What was carried out at the last moment still has to show up.
    believableAt: hasOwnSettle ? Number.NEGATIVE_INFINITY : believableAt(context, call) + settleMs,
  };
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

/** The user's own hook. What it throws, or answers beside the two that it may, cannot say. */
function hook(context: GatewayContext, call: CallState, error: ExchangeError): () => Promise<Told> {
  const question: Question = {
    request: call.request.describe(),
    clientOrderId: call.request.clientOrderId,
    lookUp: () => toFinding(context, call),
    error,
    attempt: call.attempts,
  };
  return async () => {
    try {
      return readFinding(await context.events.within(call.id, () => context.reconcile?.ask(question)));
    } catch {
      return { evidence: 'nothing' };
    }
  };
}

function readFinding(finding: unknown): Told {
  if (typeof finding !== 'object' || finding === null) return { evidence: 'nothing' };
  const found: unknown = Reflect.get(finding, 'found');
  if (found === false) return { evidence: 'absent' };
  const response: unknown = Reflect.get(finding, 'response');
  return found === true && isPrintable(response) ? { evidence: 'done', response } : { evidence: 'nothing' };
}

/** A body that a client can be given: not a promise, which prints as an empty object. */
function isPrintable(response: unknown): boolean {
  try {
    return !silencePromise(response) && typeof JSON.stringify(response) === 'string';
  } catch {
    return false;
  }
}
