// How many calls are signed by a clock that nothing has proven yet.

/** A burst of more would be refused as a whole where the clock is off. */
const trials = 4;
/** An exchange that does not answer so long keeps the others back no longer. */
const patienceMs = 500;

/**
 * The first few calls go; the others wait until an answer has shown that stamps are accepted, or until the clock was read. It
 * costs a round trip once, and no request.
 */
export class ClockTrial {
  #left = trials;
  #isOver = false;
  #end: (() => void) | undefined;
  #ended: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Undefined: the call may be signed now. */
  turn(): Promise<void> | undefined {
    if (this.#isOver) return undefined;
    if (this.#left > 0) {
      this.#left -= 1;
      return undefined;
    }
    this.#ended ??= new Promise((resolve) => {
      this.#end = resolve;
      this.#timer = setTimeout(() => this.end(), patienceMs);
      // Those that are in flight keep the process alive.
      this.#timer.unref?.();
    });
    return this.#ended;
  }

  /** The clock is being read: that is waited for, however long it takes. `end` follows. */
  waitForReading(): void {
    clearTimeout(this.#timer);
  }

  /** For good. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#end?.();
  }
}
