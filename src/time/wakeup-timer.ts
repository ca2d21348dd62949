/** A timer takes a signed 32-bit number of milliseconds; the round after sets the rest. */
const longestTimerMs = 2 ** 31 - 1;

/** One timer for the earliest of many instants. Never early, and nothing that keeps a process alive. */
export class WakeupTimer {
  readonly #now: () => number;
  readonly #wake: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(now: () => number, wake: () => void) {
    this.#now = now;
    this.#wake = wake;
  }

  /** Wakes at `at` unless it wakes earlier anyway. `awake`: somebody waits for it, so the process stays. */
  set(at: number, awake: boolean): void {
    if (this.#timer !== undefined && this.#at <= at) {
      if (awake && typeof this.#timer === 'object') this.#timer.ref();
      return;
    }
    this.clear();
    if (at === Number.POSITIVE_INFINITY) return;
    this.#at = at;
    this.#arm(awake);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }

  #arm(awake: boolean): void {
    const leftMs = Math.max(0, Math.ceil(this.#at - this.#now()));
    this.#timer = setTimeout(() => this.#look(awake), Math.min(leftMs, longestTimerMs));
    if (!awake && typeof this.#timer === 'object') this.#timer.unref();
  }

  #look(awake: boolean): void {
    this.#timer = undefined;
    if (this.#at > this.#now()) {
      this.#arm(awake);
      return;
    }
    this.#at = Number.POSITIVE_INFINITY;
    this.#wake();
  }
}
