// How calls come back after a pause: little by little.
/** One call, then two, four, eight … a step apart, then all. */
const stepMs = 50;
const steps = 6;

/**
 * All calls at once would be refused again. By time alone, so that a first call that hangs keeps no other back. Instants
 * are passed in.
 */
export class SlowStart {
  #fromAt = 0;
  #untilAt = 0;
  #gone = 0;

  /** @returns when it is over. */
  start(at: number): number {
    this.#fromAt = at;
    this.#untilAt = at + steps * stepMs;
    this.#gone = 0;
    return this.#untilAt;
  }

  stop(): void {
    this.#untilAt = 0;
  }

  /** One more goes. */
  admit(): void {
    this.#gone += 1;
  }

  /** When the next may go: now, where nothing holds it. */
  opensAt(nowAt: number): number {
    if (nowAt >= this.#untilAt) return nowAt;
    const step = Math.floor((nowAt - this.#fromAt) / stepMs);
    return this.#gone < 2 ** (step + 1) - 1 ? nowAt : this.#fromAt + (step + 1) * stepMs;
  }
}
