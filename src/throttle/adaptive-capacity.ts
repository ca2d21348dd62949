// How much of a documented capacity is believed.
/** Of the capacity, given back per window without a refusal. */
const regained = 0.03;
/** What is left below what the exchange let through, so that the next window is not refused again. */
const margin = 0.95;

/**
 * Real limits can be lower than documented, and others may use their part: a refusal lowers what is believed to what was
 * let through, windows without one raise it again little by little. Instants are passed in.
 */
export class AdaptiveCapacity {
  #capacity: number;
  readonly #windowMs: number;
  #believed: number;
  /** What was believed when the refusals of this window began: they halve it together at most. */
  #before: number;
  #beforeUntilAt = 0;
  #grownAt = 0;

  constructor(capacity: number, windowMs: number) {
    this.#capacity = capacity;
    this.#windowMs = windowMs;
    this.#believed = capacity;
    this.#before = capacity;
  }

  /** Units that a window is believed to hold, at least 1. */
  units(nowAt: number): number {
    if (this.#believed === this.#capacity) return this.#capacity;
    const windows = Math.floor((nowAt - this.#grownAt) / this.#windowMs);
    if (windows > 0) {
      this.#believed = Math.min(this.#capacity, this.#believed + windows * regained * this.#capacity);
      this.#grownAt += windows * this.#windowMs;
    }
    return this.#believed === this.#capacity ? this.#capacity : Math.max(1, Math.floor(this.#believed));
  }

  /** The exchange said its capacity, which replaces whatever was believed before. */
  reset(capacity: number): void {
    this.#capacity = capacity;
    this.#believed = capacity;
    this.#before = capacity;
  }

  /** The exchange refused, having let `letThrough` units of ours through within the window. */
  reduce(letThrough: number, nowAt: number): void {
    if (nowAt >= this.#beforeUntilAt) {
      this.#before = this.units(nowAt);
      this.#beforeUntilAt = nowAt + this.#windowMs;
    }
    const seen = Math.min(this.#believed, letThrough * margin);
    this.#believed = Math.max(1, this.#before / 2, seen);
    this.#grownAt = nowAt;
  }
}
