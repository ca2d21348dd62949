// The caller's own question about a write of unknown outcome, as one that the pipeline puts.
import { silencePromise } from '../answers/silence-promise.ts';
import type { ExchangeError } from '../errors.ts';
import type { Question } from '../policies/reconcile.ts';
import type { CallState } from './call-state.ts';
import type { GatewayContext } from './context.ts';
import { type Told, toFinding } from './look-up.ts';

/** What the hook throws, or answers beside the two that it may, cannot say. */
export function userHook(
  context: GatewayContext,
  call: CallState,
  error: ExchangeError,
): () => Promise<Told> {
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
    } catch (fault) {
      return { evidence: 'nothing', fault };
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
