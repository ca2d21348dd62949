/** Why a call was ended from outside. */
export interface Cut {
  readonly reason: 'aborted' | 'deadline' | 'expired' | 'annihilated' | 'panic' | 'closed';
  /** The caller's own reason. */
  readonly cause: unknown;
  /** The call came after the gateway was closed. */
  readonly isTooLate?: boolean;
}

/** Thrown where a call was waiting. Never reaches a user. */
export class CutError extends Error {
  readonly cut: Cut;

  constructor(cut: Cut) {
    super(cut.reason);
    this.cut = cut;
  }
}
