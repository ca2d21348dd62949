/**
 * Exchanges that count whole milliseconds may book a request one later than it came; a unit rests that much longer.
 */
const guardMs = 1;

/**
 * What one limit's windows still admit. A unit is taken when its request leaves and comes back one window after the
 * answer: nobody knows when in between the exchange booked it, so that no window, fixed or sliding, sees more than
 * `capacity`. Pure but for its own books; instants are passed in. Taking and answering cost O(1) amortised.
 */
export class Ledger {
  /** Unique in its gateway. */
  readonly key: string;
  readonly capacity: number;
  readonly windowMs: number;
  #inFlight = 0;
  /** Requests that `#inFlight` is the weight of. */
  #owed = 0;
  #resting = 0;
  #backAt: number[] = [];
  #weights: number[] = [];
  #head = 0;

  constructor(key: string, capacity: number, windowMs: number) {
    this.key = key;
    this.capacity = capacity;
    this.windowMs = windowMs;
  }

  /** Units that may leave now. */
  free(nowAt: number): number {
    this.#release(nowAt);
    return this.capacity - this.#inFlight - this.#resting;
  }

  take(weight: number): void {
    this.#owed += 1;
    this.#inFlight += weight;
  }

  /** The request was answered, or lost after it was sent: it counts for one more window. */
  answered(weight: number, nowAt: number): void {
    this.refund(weight);
    this.#resting += weight;
    const backAt = nowAt + this.windowMs + guardMs;
    const last = this.#backAt.length - 1;
    if (last >= this.#head && this.#backAt[last] === backAt) {
      this.#weights[last] = (this.#weights[last] ?? 0) + weight;
      return;
    }
    this.#backAt.push(backAt);
    this.#weights.push(weight);
  }

  /** The request never left. */
  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  /** The earliest instant at which `weight` units fit if nobody else takes any; `Infinity` while answers are owed. */
  opensAt(weight: number, nowAt: number): number {
    let free = this.free(nowAt);
    if (free >= weight) return nowAt;
    for (let at = this.#head; at < this.#backAt.length; at += 1) {
      free += this.#weights[at] ?? 0;
      if (free >= weight) return this.#backAt[at] ?? nowAt;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Nothing is taken and nothing rests: it may be forgotten. */
  idle(nowAt: number): boolean {
    return this.free(nowAt) === this.capacity;
  }

  #release(nowAt: number): void {
    while (this.#head < this.#backAt.length && (this.#backAt[this.#head] ?? 0) <= nowAt) {
      this.#resting -= this.#weights[this.#head] ?? 0;
      this.#head += 1;
    }
    if (this.#head === this.#backAt.length) this.#resting = 0;
    // Cutting the spent front off rarely keeps the cost per call constant and the memory bounded.
    if (this.#head > 64 && this.#head * 2 > this.#backAt.length) {
      this.#backAt = this.#backAt.slice(this.#head);
      this.#weights = this.#weights.slice(this.#head);
      this.#head = 0;
    }
  }
}
