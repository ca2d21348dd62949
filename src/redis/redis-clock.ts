// What Redis's clock shows.
/** Both clocks of this process, read at one instant. The steady one may stand still while the machine sleeps. */
export interface Instant {
  readonly at: number;
  readonly wallAt: number;
}

/** How long ago an instant is by the clock that says more: a machine that slept is late by one of them only. */
export function ageOf({ at, wallAt }: Instant, now: Instant): number {
  return Math.max(now.at - at, now.wallAt - wallAt);
}

/** Two good quartz clocks drift apart by less than this. */
const driftPerMs = 1e-4;
/** The clocks of this process disagree by more: one was set, or the machine slept. */
const steppedMs = 250;

/**
 * Of a trip that began at `sent` and ended at `arrived`, Redis's answer was written in between:
 * its clock is ahead of ours by at least `now - arrived` and by at most `now - sent`. Every trip narrows this down, and
 * drift widens it in between; one that arrives long after it was written adds almost nothing, and nothing wrong.
 */
export class RedisClock {
  #leastMs = Number.NaN;
  #mostMs = Number.NaN;
  #seen: Instant = { at: 0, wallAt: 0 };

  get known(): boolean {
    return !Number.isNaN(this.#leastMs);
  }

  observe(redisAt: number, sent: Instant, arrived: Instant): void {
    const least = redisAt - arrived.at;
    // Redis tells whole milliseconds, rounded down.
    const most = redisAt + 1 - sent.at;
    const driftMs = Math.max(0, arrived.at - this.#seen.at) * driftPerMs;
    const [knownLeast, knownMost] = [this.#leastMs - driftMs, this.#mostMs + driftMs];
    const agrees = least <= knownMost && most >= knownLeast;
    // What contradicts is another Redis, or a clock that was set: the new reading counts.
    this.#leastMs = agrees ? Math.max(least, knownLeast) : least;
    this.#mostMs = agrees ? Math.min(most, knownMost) : most;
    this.#seen = arrived;
  }

  /** The earliest that Redis's clock can show then. */
  read(at: number): number {
    return at + this.#leastMs;
  }

  /** The latest that Redis's clock can show then; infinite if it is unknown. */
  latest(now: Instant): number {
    return this.read(now.at) + this.errorMs(now);
  }

  /** The instant on our clock at which `read` gives `redisAt`: Redis's clock shows it then for certain. */
  when(redisAt: number): number {
    return redisAt - this.#leastMs;
  }

  /** By how much Redis may be ahead of `read`, drift since the last contact included; infinite if it is unknown. */
  errorMs(now: Instant): number {
    const passedMs = now.at - this.#seen.at;
    if (!this.known || Math.abs(now.wallAt - this.#seen.wallAt - passedMs) > steppedMs) {
      return Number.POSITIVE_INFINITY;
    }
    return this.#mostMs - this.#leastMs + passedMs * driftPerMs;
  }
}
