import type { PolicyContext } from '../../src/decision.ts';

/** What a policy sees, with the given parts changed. By default a read's first attempt met a server error. */
export function contextOf(changes: Partial<PolicyContext> = {}): PolicyContext {
  return {
    exchange: 'tiny',
    category: 'server',
    code: undefined,
    status: undefined,
    outcome: 'unknown',
    phase: 'answered',
    attempt: 1,
    maxAttempts: 5,
    inRow: 1,
    replaySafe: true,
    retryAfterMs: undefined,
    remainingMs: 60_000,
    random: () => 0.5,
    ...changes,
  };
}
