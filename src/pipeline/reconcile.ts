// Finds out what became of a write of unknown outcome before anything else happens to it.
import { silencePromise } from '../answers/silence-promise.ts';
import type { ExchangeError } from '../errors.ts';
import {
  type AskingProgress,
  type AskingRules,
  type Evidence,
  type FirstSend,
  nextAsking,
  weigh,
} from '../policies/evidence.ts';
import type { Finding, Question } from '../policies/reconcile.ts';
import type { CallState } from './call-state.ts';
import { type GatewayContext, nowAt } from './context.ts';
import { believableAt, wantsClock } from './copy-validity.ts';
import { infoOf } from './journal.ts';
import { type LookUp, look, lookUpOf } from './look-up.ts';
import { pause, untilCancelled } from './send.ts';
import { syncClock } from './sync-clock.ts';

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
  context: GatewayContext,
  call: CallState,
  error: ExchangeError,
  isContradicted: boolean,
): Promise<Found> {
  const { reconcile, events } = context;
  if (!reconcile) return { result: 'unknown' };
  const lookUp = reconcile.lookUp && lookUpOf(context, call);
  const found =
    reconcile.lookUp && !lookUp
      ? { asked: 0, found: { result: 'unknown' } as const }
      : await ask(
          context,
          call,
          isContradicted,
          lookUp ? () => lookedUp(context, call, lookUp) : hook(context, call, error),
        );
  if (events.has('reconcile')) {
    const { result } = found.found;
    const told = result === 'done' || result === 'refused' ? 'found' : result === 'open' ? 'absent' : result;
    events.emit('reconcile', { ...infoOf(call), result: told, asked: found.asked });
  }
  return found.found;
}

async function ask(
  context: GatewayContext,
  call: CallState,
  isContradicted: boolean,
  question: () => Promise<Told>,
): Promise<{ readonly asked: number; readonly found: Found }> {
  const heard = { absences: 0, others: 0, failures: 0 };
  for (let asked = 1; ; asked += 1) {
    const askedAt = nowAt();
    const told = await untilCancelled(call, question(), undefined, true);
    const { evidence } = told;
    // Once: a clock that cannot be read leaves the wider bound.
    if (evidence === 'absent' && asked === 1 && !isOwnWord(context) && wantsClock(context))
      await untilCancelled(call, syncClock(context, call));
    if (evidence === 'absent') heard.absences += 1;
    if (evidence === 'other') heard.others += 1;
    heard.failures = evidence === 'nothing' ? heard.failures + 1 : 0;
    const step = nextAsking(
      standardOf(context, call, isContradicted),
      stateOf(call, heard, evidence, askedAt),
    );
    if ('done' in step) return { asked, found: foundBy(step.done, told) };
    if (nowAt() + step.waitMs >= call.deadlineAt) return { asked, found: { result: 'unknown' } };
    await pause(call, step.waitMs);
  }
}

function stateOf(
  call: CallState,
  counts: Pick<AskingProgress, 'absences' | 'others' | 'failures'>,
  evidence: AskingProgress['evidence'],
  askedAt: number,
): AskingProgress {
  return { ...counts, evidence, lastSentAt: call.lastSentAt, askedAt, nowAt: nowAt() };
}

function isOwnWord({ reconcile }: GatewayContext): boolean {
  return reconcile?.isOwnWord ?? true;
}

/** Read anew for every answer, since the clock may have been read meanwhile. */
function standardOf(context: GatewayContext, call: CallState, isContradicted: boolean): AskingRules {
  const { settleMs, asks, isOwnWord } = context.reconcile ?? { settleMs: 0, asks: 1, isOwnWord: true };
  // Words against "absent" have to be outweighed.
  const weight = isContradicted ? 2 : 1;
  return {
    settleMs: settleMs * weight,
    asks: asks * weight,
    // What was carried out at the last moment still has to show up.
    believableAt: isOwnWord ? Number.NEGATIVE_INFINITY : believableAt(context, call) + settleMs,
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

async function lookedUp(context: GatewayContext, call: CallState, lookUp: LookUp): Promise<Told> {
  const { sight, response } = await look(context, call, lookUp);
  const intent = lookUp.order.intent ?? 'place';
  let evidence = weigh(intent, sight, firstSendOf(context, call));
  if (evidence === 'clock') {
    await syncClock(context, call);
    evidence = weigh(intent, sight, firstSendOf(context, call));
  }
  const word = sight.kind === 'order' ? sight.facts.word : undefined;
  // Still without the clock: it may be older than the first send.
  return { evidence: evidence === 'clock' ? 'other' : evidence, response, word };
}

/** When the first copy left, on the exchange's clock. */
function firstSendOf({ clock }: GatewayContext, call: CallState): FirstSend {
  return { sentMs: clock.at(call.firstSentAt), errorMs: clock.errorAt(nowAt()) };
}

/** The user's own hook. What it throws, or answers beside the two that it may, cannot say. */
function hook(context: GatewayContext, call: CallState, error: ExchangeError): () => Promise<Told> {
  const question: Question = {
    request: call.request(),
    clientOrderId: call.clientOrderId,
    lookUp: () => asFinding(context, call),
    error,
    attempt: call.attempt,
  };
  return async () => {
    try {
      return told(await context.reconcile?.ask(question));
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
    return !silencePromise(response) && typeof JSON.stringify(response) === 'string';
  } catch {
    return false;
  }
}

/** The profile's look-up in the words of the hook. */
async function asFinding(context: GatewayContext, call: CallState): Promise<Finding> {
  const lookUp = lookUpOf(context, call);
  if (!lookUp) return undefined;
  const { evidence, response } = await lookedUp(context, call, lookUp);
  if (evidence === 'done') return { found: true, response };
  return evidence === 'absent' || evidence === 'open' ? { found: false } : undefined;
}
