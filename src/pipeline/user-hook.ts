// The caller's own question about a write of unknown outcome, as one that the pipeline puts.
import { silencePromise } from '../answers/silence-promise.ts';
import type { ExchangeError } from '../errors.ts';
import type { Finding, Question } from '../policies/reconcile.ts';
import { nowAt } from '../time/now.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { believableAt, wantsClock } from './copy-validity.ts';
import { lookUpOf, lookUpOrder, type Told } from './look-up.ts';
import { syncClock } from './sync-clock.ts';

/**
 * What the hook throws, or answers beside the two that it may, cannot say.
 * @param isLast no further copy follows
 */
export function userHook(
  context: GatewayContext,
  call: CallState,
  error: ExchangeError,
  isLast: boolean,
): () => Promise<Told> {
  const question: Question = {
    request: call.request.describe(),
    clientOrderId: call.request.clientOrderId,
    lookUp: () => toFinding(context, call, isLast),
    error,
    attempt: call.attempts,
  };
  return async () => {
    try {
      return readFinding(await context.events.within(call.id, () => context.reconcile?.ask(question)));
    } catch (fault) {
      return { evidence: 'nothing', fault };
    }
  };
}

/** The profile's look-up in the words of the hook: absent is what is absent for good, unless the caller says how long to doubt. */
async function toFinding(context: GatewayContext, call: CallState, isLast: boolean): Promise<Finding> {
  const lookUp = lookUpOf(context, call);
  if (!lookUp) return undefined;
  const askedAt = nowAt();
  const { evidence, response } = await lookUpOrder(context, call, lookUp);
  if (evidence === 'done') return { found: true, response };
  const { settleMs = 0, saysSettle = false } = context.reconcile ?? {};
  call.isLookedUp ||= !saysSettle;
  if (evidence === 'open') return { found: false };
  if (evidence !== 'absent') return undefined;
  if (!saysSettle && wantsClock(context)) await syncClock(context, call);
  const isForGood = saysSettle || askedAt >= believableAt(context, call, isLast) + settleMs;
  return isForGood ? { found: false } : undefined;
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
