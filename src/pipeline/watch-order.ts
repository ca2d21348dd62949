// Whether an order may have come and gone unseen, where the exchange shows it for a while only.
import type { AskingStep, Evidence } from '../policies/evidence.ts';
import type { CallState } from './call-state.ts';

type Done = Extract<AskingStep, { readonly done: unknown }>['done'];

/** Follows the questions about one order. */
export interface OrderWatch {
  /** The exchange answered a question that was put at this instant. */
  readonly note: (evidence: Evidence, askedAt: number) => void;
  /** What may be believed: absent only where no gap between two answers was longer than an order is kept. */
  readonly believe: (done: Done) => Done;
}

/**
 * @param keptMs for how long after its end an order is shown
 * @param settleMs for how long after its beginning an order may not be shown yet
 */
export function watchFor(call: CallState, keptMs: number, settleMs: number): OrderWatch {
  // What an earlier call sent was not watched at all.
  const isOfEarlier = call.earlierUntilAt !== Number.NEGATIVE_INFINITY;
  // It may have ended as soon as it left, however long its answer was waited for.
  const leftAt = call.unknownCopy?.sentAt ?? call.lastSentAt;
  let lastAt = isOfEarlier ? Number.NEGATIVE_INFINITY : leftAt;
  let hasGap = false;
  return {
    note: (evidence, askedAt) => {
      if (evidence === 'nothing') return;
      hasGap ||= askedAt - lastAt + settleMs > keptMs;
      lastAt = askedAt;
    },
    believe: (done) => (done === 'absent' && hasGap ? 'unknown' : done),
  };
}
