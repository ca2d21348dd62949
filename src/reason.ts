// Why a call ended without success, and the words for it.

/** Why a call ended without success. */
export type Reason =
  /** The category's policy says that trying again cannot help. */
  | 'failed'
  /** Every attempt that the call may make is used. */
  | 'attempts'
  /** The next step would come after the deadline, or the deadline passed while waiting. */
  | 'deadline'
  /** It could only have left after `validForMs`, or after the end of the signature that its client made. */
  | 'expired'
  /** The gateway's retry budget is spent. */
  | 'budget'
  /** It may have been executed, and no look-up can tell. */
  | 'outcome-unknown'
  /** The body is a stream and was consumed, or the request was signed before the gateway got it. */
  | 'not-replayable'
  /** The breaker is open. */
  | 'breaker'
  /** The caller aborted. */
  | 'aborted'
  /** A cancel came while its order waited here: of an order that was never sent neither is, and no order goes after its cancel. */
  | 'annihilated'
  /** `gateway.panic()` dropped it while it waited. */
  | 'panic'
  /** The gateway was closed. */
  | 'closed';

/** What a reason is called: `stopped`, a sentence of an error's message; `because`, a clause after "It stopped because". */
export const endings: Readonly<Record<Reason, { readonly stopped: string; readonly because: string }>> = {
  failed: {
    stopped: 'The same request would fail again, so it was not repeated.',
    because: 'the same request would fail again',
  },
  attempts: {
    stopped: 'Every allowed attempt was used.',
    because: 'every allowed attempt was used',
  },
  deadline: {
    stopped: 'The next step would come after `deadlineMs`.',
    because: 'the next step would have come after `deadlineMs`',
  },
  expired: {
    stopped: 'It could only have been sent after its `validForMs`.',
    because: 'it could only have been sent after its `validForMs`',
  },
  budget: {
    stopped: "The gateway's retry budget is spent, for too many calls failed of late (option `budget`).",
    because: "the gateway's retry budget was spent",
  },
  'outcome-unknown': {
    stopped: 'It was not repeated, since the outcome is unknown.',
    because: 'nobody can tell whether it was executed',
  },
  'not-replayable': {
    stopped: 'The body is a stream and cannot be sent again.',
    because: 'its body is a stream and cannot be sent again',
  },
  breaker: {
    stopped: 'The breaker is open, so nothing was sent; `retryAfterMs` says when a call tries again.',
    because: 'the breaker was open',
  },
  aborted: {
    stopped: 'The caller aborted.',
    because: 'the caller aborted it',
  },
  annihilated: {
    stopped: 'The order and its cancel met here: what had not been sent by then never is.',
    because: 'the order and its cancel met before it was sent',
  },
  panic: {
    stopped: '`gateway.panic()` dropped it while it waited.',
    because: '`gateway.panic()` dropped it while it waited',
  },
  closed: {
    stopped: 'The gateway was closed.',
    because: 'the gateway was closed',
  },
};
