// From when a process may use its own slice of the limits.
import { silentMs } from './sync-message.ts';

/**
 * Whatever Redis granted to other processes out of the slice has to be out of every window first; `fallback-limiter.ts`
 * says why these instants bound that. Instants are passed in.
 */
export class SliceTiming {
  readonly #timeoutMs: number;
  readonly #startedAt: number;
  /** When Redis, having heard the last message that made it believe that we ask for every unit, misses us at the latest. */
  #missedAt = Number.NEGATIVE_INFINITY;
  /** When Redis, having been told that we are on our own, had answered; infinite since the last message that was not. */
  #heldBackAt = Number.POSITIVE_INFINITY;
  /** Until when Redis may still hear a message of ours that was given up and did not say that we are on our own. */
  #voidAt = Number.NEGATIVE_INFINITY;
  /** When the slice last got parts that it did not have; undefined before the first contact. */
  #acquiredAt: number | undefined;

  /** @param timeoutMs Redis does nothing about a message that is older */
  constructor(timeoutMs: number, startedAt: number) {
    this.#timeoutMs = timeoutMs;
    this.#startedAt = startedAt;
  }

  /** A message is on its way that asks Redis for every unit, and says for how long we may be silent. */
  sharing(nowAt: number, silenceMs: number): void {
    this.#missedAt = Math.max(this.#missedAt, nowAt + this.#timeoutMs + silenceMs);
    this.#heldBackAt = Number.POSITIVE_INFINITY;
  }

  /** Such a message, sent then, was given up. */
  gaveUp(sentAt: number): void {
    this.#voidAt = sentAt + this.#timeoutMs;
  }

  /** Redis knows that we are on our own. */
  heldBack(nowAt: number): void {
    this.#heldBackAt = Math.min(this.#heldBackAt, nowAt);
  }

  /** Redis said which slice is ours. `hasGrown`: it has parts that it did not have before. */
  assigned(nowAt: number, hasGrown: boolean): void {
    if (hasGrown) this.#acquiredAt = nowAt;
    else this.#acquiredAt ??= Number.NEGATIVE_INFINITY;
  }

  /** @param flightMs the longest that a request is under way */
  ownFromAt(windowMs: number, flightMs: number): number {
    const grantedUntilAt = Math.min(this.#missedAt, Math.max(this.#heldBackAt, this.#voidAt));
    const metAt = this.#acquiredAt ?? this.#startedAt + this.#timeoutMs + silentMs;
    return Math.max(grantedUntilAt, metAt) + flightMs + windowMs;
  }
}
