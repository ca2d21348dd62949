// When the next connection is made: waits that grow from failure to failure, and never end within a pause.

import type { Policy } from '../../decision.ts';
import { nowAt } from '../../time/now.ts';
import type { ConnectionTrouble } from './socket-events.ts';

/** A connection that stood for less, in milliseconds, proves nothing: the waits go on growing. */
const provenAfterMs = 5000;
/** A `Retry-After` of a handshake counts for no more than this, in milliseconds. */
const longestWaitMs = 15 * 60_000;

/** Waits between the connections of one factory. */
export class ReconnectTimer {
  readonly #backoff: Policy;
  readonly #pausedMs: () => number;
  readonly #connect: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #delayMs = 0;

  /**
   * @param backoff gives the wait for a number of failures.
   * @param pausedMs what is left of the gateway's pause, in milliseconds.
   * @param connect called when the wait is over.
   */
  constructor(backoff: Policy, pausedMs: () => number, connect: () => void) {
    this.#backoff = backoff;
    this.#pausedMs = pausedMs;
    this.#connect = connect;
  }

  /**
   * Calls `connect` once, after a wait that is never shorter than the exchange asked for.
   * @param trouble why the last connection ended, or never came about.
   * @param openedAt when it opened, on `nowAt`. That it opened is no success yet.
   */
  schedule(trouble: ConnectionTrouble | undefined, openedAt: number | undefined): void {
    const { isRefusal = false, retryAfterMs = 0 } = trouble ?? {};
    const stoodMs = openedAt === undefined ? 0 : nowAt() - openedAt;
    if (stoodMs > Math.max(this.#delayMs, provenAfterMs)) this.#failures = 0;
    // A refusal counts twice: the exchange itself asked for fewer connections.
    this.#failures += isRefusal ? 2 : 1;
    const ownMs = backoffMs(this.#backoff, this.#failures);
    this.#delayMs = Math.max(ownMs, Math.min(retryAfterMs, longestWaitMs));
    this.#wait(this.#delayMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  #wait(delayMs: number): void {
    const waitMs = Math.min(Math.max(delayMs, this.#pausedMs()), longestWaitMs);
    this.#timer = setTimeout(() => {
      // A pause may have begun, or grown, during the wait.
      if (this.#pausedMs() > 0) this.#wait(0);
      else this.#connect();
    }, waitMs);
  }
}

/**
 * A policy's wait in milliseconds after so many failures in a row. Policies are made for calls; of a connection or a
 * subscription no more is known than how often it failed.
 */
export function backoffMs(policy: Policy, failures: number): number {
  const decision = policy({
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
  });
  return decision.action === 'retry' ? decision.delayMs : 0;
}
