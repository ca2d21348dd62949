// One timer for the earliest of many instants.

/** A timer takes a signed 32-bit number of milliseconds; the round after sets the rest. */
const longestTimerMs = 2 ** 31 - 1;

/** At most one timer is armed. It never wakes early, and keeps the process alive only where it is asked to. */
export class WakeupTimer {
  readonly #now: () => number;
  readonly #wake: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Number.POSITIVE_INFINITY;

  /** @param wake called once per instant that was reached; it may call `set` */
  constructor(now: () => number, wake: () => void) {
    this.#now = now;
    this.#wake = wake;
  }

  /**
   * Wakes at `at` unless it wakes earlier anyway.
   * @param isAwaited a call waits for it, so the process stays alive until then
   */
  set(at: number, isAwaited: boolean): void {
    if (this.#timer !== undefined && this.#at <= at) {
      if (isAwaited) this.#timer.ref?.();
      return;
    }
    this.clear();
    if (at === Number.POSITIVE_INFINITY) return;
    this.#at = at;
    this.#arm(isAwaited);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }

  #arm(isAwaited: boolean): void {
    const leftMs = Math.max(0, Math.ceil(this.#at - this.#now()));
    this.#timer = setTimeout(() => this.#look(isAwaited), Math.min(leftMs, longestTimerMs));
    // Only Node and Bun have it: timers of browsers are numbers, those of a simulated one may be anything.
    if (!isAwaited) this.#timer.unref?.();
  }

  #look(isAwaited: boolean): void {
    this.#timer = undefined;
    if (this.#at > this.#now()) {
      this.#arm(isAwaited);
      return;
    }
    this.#at = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}
