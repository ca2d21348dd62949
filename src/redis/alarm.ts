/** One timer for the earliest of many instants. Never early, and nothing that keeps a process alive. */
export class Alarm {
  readonly #now: () => number;
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #at = Number.POSITIVE_INFINITY;

  constructor(now: () => number, ring: () => void) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Rings at `at` unless it rings earlier anyway. `awake`: somebody waits for it, so the process stays. */
  set(at: number, awake: boolean): void {
    if (this.#timer !== undefined && this.#at <= at) {
      if (awake && typeof this.#timer === 'object') this.#timer.ref();
      return;
    }
    this.clear();
    if (at === Number.POSITIVE_INFINITY) return;
    this.#at = at;
    const look = (): void => {
      this.#timer = undefined;
      const left = this.#at - this.#now();
      if (left <= 0) {
        this.#at = Number.POSITIVE_INFINITY;
        this.#ring();
        return;
      }
      this.#timer = setTimeout(look, Math.min(Math.ceil(left), 2 ** 31 - 1));
      if (!awake && typeof this.#timer === 'object') this.#timer.unref();
    };
    const left = Math.max(0, Math.ceil(at - this.#now()));
    this.#timer = setTimeout(look, Math.min(left, 2 ** 31 - 1));
    if (!awake && typeof this.#timer === 'object') this.#timer.unref();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
