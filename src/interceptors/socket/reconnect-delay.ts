import type { Policy, PolicyContext } from '../../policies/policy.ts';
import type { ConnectionTrouble } from './socket-events.ts';

/** A connection that stands for less has proven nothing: the next one waits longer still. */
const provenAfterMs = 5000;
/** No wait that a handshake is answered with is taken for longer. */
export const longestWaitMs: number = 15 * 60_000;

/** How long to wait before the next connection: longer from failure to failure, until one of them stands. */
export class ReconnectDelay {
  readonly #backoff: Policy;
  #failures = 0;
  #delayMs = 0;

  constructor(backoff: Policy) {
    this.#backoff = backoff;
  }

  /**
   * @param stoodMs how long the connection was open. That it opened is no success yet.
   * @returns milliseconds, never less than the exchange asked for.
   */
  next({ isRefusal, retryAfterMs = 0 }: Partial<ConnectionTrouble>, stoodMs: number): number {
    if (stoodMs > Math.max(this.#delayMs, provenAfterMs)) this.#failures = 0;
    // Who was turned away comes back later than who was merely cut off.
    this.#failures += isRefusal ? 2 : 1;
    const decision = this.#backoff(failedTimes(this.#failures));
    const ownMs = decision.action === 'retry' ? decision.delayMs : 0;
    this.#delayMs = Math.max(ownMs, Math.min(retryAfterMs, longestWaitMs));
    return this.#delayMs;
  }
}

/** The gateway's backoff counts failures of a call; a connection has no more to say than how often it failed. */
export function failedTimes(failures: number): PolicyContext {
  return {
    exchange: '',
    category: 'network',
    code: undefined,
    outcome: 'rejected',
    status: undefined,
    phase: 'not-sent',
    attempt: failures,
    maxAttempts: Number.POSITIVE_INFINITY,
    inRow: failures,
    replaySafe: true,
    retryAfterMs: undefined,
    remainingMs: Number.POSITIVE_INFINITY,
    random: Math.random,
  };
}
