// From when a process may use its own slice of the limits.
import { silentMs } from './sync-message.ts';

/**
 * Whatever Redis granted to other processes out of the slice has to be out of every window first; `fallback-limiter.ts`
 * says why these instants bound that. Instants are passed in.
 */
export class SliceTiming {
  readonly #timeoutMs: number;
  readonly #startedAt: number;
  /** The last message that made Redis believe that we ask for every unit. */
  #sharedAt = Number.NEGATIVE_INFINITY;
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

  /** A message is on its way that asks Redis for every unit. */
  sharing(nowAt: number): void {
    this.#sharedAt = Math.max(this.#sharedAt, nowAt);
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
    const missedAt = this.#sharedAt + this.#timeoutMs + silentMs;
    const grantedUntilAt = Math.min(missedAt, Math.max(this.#heldBackAt, this.#voidAt));
    const metAt = this.#acquiredAt ?? this.#startedAt + this.#timeoutMs + silentMs;
    return Math.max(grantedUntilAt, metAt) + flightMs + windowMs;
  }
}
