/** Why a call was ended from outside. */
export interface Cancellation {
  readonly reason: 'aborted' | 'deadline' | 'expired' | 'annihilated' | 'panic' | 'closed';
  /** The caller's own reason. */
  readonly cause: unknown;
  /** The call came after the gateway was closed. */
  readonly isTooLate?: boolean;
}

/** Thrown where a call was waiting. Never reaches a user. */
export class CancelledError extends Error {
  readonly cancellation: Cancellation;

  constructor(cancellation: Cancellation) {
    super(cancellation.reason);
    this.cancellation = cancellation;
  }
}

/** Undefined for any other error: code of the caller's may throw what nobody can look at. */
export function cancellationOf(error: unknown): Cancellation | undefined {
  try {
    return error instanceof CancelledError ? error.cancellation : undefined;
  } catch {
    return undefined;
  }
}
