// What a gateway does about a code that is given no policies, in words, asked of the policies themselves.
import type { Exchange } from '../catalog/exchange.ts';
import type { PolicyContext } from '../decision.ts';
import type { Entry, Outcome } from '../types.ts';
import { actions } from './actions.ts';
import { type BoundedDecision, decide } from './decide.ts';
import { policyFinder } from './default-policies.ts';

/** What happens to a read, to a write, and to both on the second such answer in a row where that differs. */
export interface Reaction {
  readonly read: string;
  readonly write: string;
  readonly twice?: string;
}

/** What the policies of the exchange and the defaults do about a code. */
export function reactionTo(exchange: Exchange, { code, category, outcome }: EntryLike): Reaction {
  if (category === 'success' || outcome === 'ok') return { read: handsOver, write: handsOver };
  const policy = policyFinder({}, exchange)(category, code, code);
  // What has to be the same bytes again cannot be signed with another time.
  const bounds = { replayable: true, canReconcile: true, signable: exchange.repeat !== 'same-bytes' };
  const ask = (facts: FailureFacts): BoundedDecision => decide(policy, contextOf(facts), bounds);
  const first = { exchange: exchange.id, code, category, outcome, attempt: 1, inRow: 1 };
  const read = words(ask({ ...first, replaySafe: true }));
  // A refused write is as safe to send again as a read.
  const write = words(ask({ ...first, replaySafe: outcome === 'rejected' }));
  const twice = words(ask({ ...first, attempt: 2, inRow: 2, replaySafe: true }));
  return { read, write, ...(twice === read ? {} : { twice }) };
}

/** The same in one line. */
export function describeDecision(exchange: Exchange, entry: EntryLike): string {
  const { read, write, twice } = reactionTo(exchange, entry);
  const once = read === write ? read : `reads: ${read}; writes: ${write}`;
  return twice === undefined ? once : `${once}; the second time: ${twice}`;
}

const handsOver = 'hands it over';

/** A row of the catalog, or a classification without one. */
export interface EntryLike extends Pick<Entry, 'category'> {
  readonly code: string | undefined;
  readonly outcome: Outcome | 'ok';
}

type FailureFacts = Pick<
  PolicyContext,
  'exchange' | 'code' | 'category' | 'outcome' | 'attempt' | 'inRow' | 'replaySafe'
>;

function contextOf(facts: FailureFacts): PolicyContext {
  return {
    ...facts,
    phase: 'answered',
    status: 200,
    maxAttempts: 5,
    retryAfterMs: undefined,
    remainingMs: Number.POSITIVE_INFINITY,
    random: () => 0.5,
  };
}

function words(decision: BoundedDecision): string {
  if (decision.action === 'retry' && decision.pause) return 'its limit pauses, then again';
  if (decision.action === 'refresh-clock' && decision.offByMs !== undefined)
    return 'clock read; signed and sent again if it was off';
  const isUnknown = decision.action === 'fail' && decision.reason === 'outcome-unknown';
  return isUnknown ? 'fails, outcome unknown' : actions[decision.action].will;
}
