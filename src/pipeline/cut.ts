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

/** Undefined for any other error: code of the caller's may throw what nobody can look at. */
export function cutOf(error: unknown): Cut | undefined {
  try {
    return error instanceof CutError ? error.cut : undefined;
  } catch {
    return undefined;
  }
}
