import { AdaptiveCapacity } from './adaptive-capacity.ts';

/**
 * Exchanges that count whole milliseconds may book a request one later than it came; a unit rests that much longer.
 */
const guardMs = 1;

/** The instant at which the exchange's next fixed window begins for certain; undefined while its clock is unread. */
export type BoundaryAfter = (nowAt: number) => number | undefined;

/**
 * What one limit's windows still admit. A unit is taken when its request leaves and comes back one window after the
 * answer: nobody knows when in between the exchange booked it, so that no window, fixed or sliding, sees more than
 * `capacity`. Where the exchange counts fixed windows and its clock is known, a unit comes back with the first window
 * that begins after the answer. Pure but for its own books; instants are passed in. Taking and answering cost O(1)
 * amortised.
 */
export class RateWindow {
  /** Unique in its gateway. */
  readonly key: string;
  readonly capacity: number;
  readonly windowMs: number;
  readonly #boundaryAfter: BoundaryAfter | undefined;
  readonly #adaptive: AdaptiveCapacity;
  #inFlight = 0;
  /** Requests that `#inFlight` is the weight of. */
  #owed = 0;
  #resting = 0;
  #backAt: number[] = [];
  #weights: number[] = [];
  #head = 0;
  #foreign = 0;
  #foreignUntilAt = 0;
  #refused = 0;
  #refusedUntilAt = 0;

  constructor(key: string, capacity: number, windowMs: number, boundaryAfter?: BoundaryAfter) {
    this.key = key;
    this.capacity = capacity;
    this.windowMs = windowMs;
    this.#boundaryAfter = boundaryAfter;
    this.#adaptive = new AdaptiveCapacity(capacity, windowMs);
  }

  /** Units that may leave now; below 0 after a call heavier than what is believed, or when others use it. */
  free(nowAt: number): number {
    this.#release(nowAt);
    const foreign = nowAt < this.#foreignUntilAt ? this.#foreign : 0;
    return this.#adaptive.units(nowAt) - this.#inFlight - this.#resting - foreign;
  }

  /** Whether so many units are free. What is heavier than what is believed goes when all of that is free. */
  admits(units: number, nowAt: number): boolean {
    return this.free(nowAt) >= Math.min(units, this.#adaptive.units(nowAt));
  }

  take(weight: number): void {
    this.#owed += 1;
    this.#inFlight += weight;
  }

  /** The request was answered, or lost after it was sent: it counts for one more window. */
  answered(weight: number, nowAt: number): void {
    this.refund(weight);
    this.#resting += weight;
    const backAt = this.#boundaryAfter?.(nowAt) ?? nowAt + this.windowMs + guardMs;
    let units = weight;
    // What rested longer, from before the exchange's clock was known, belongs to this window or an earlier one too.
    while (this.#backAt.length > this.#head && (this.#backAt.at(-1) ?? 0) >= backAt) {
      this.#backAt.pop();
      units += this.#weights.pop() ?? 0;
    }
    this.#backAt.push(backAt);
    this.#weights.push(units);
  }

  /** The request never left. */
  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  /** The exchange refused an answered request for rate reasons: less of the capacity is believed for a while. */
  refused(weight: number, nowAt: number): void {
    if (nowAt >= this.#refusedUntilAt) this.#refused = 0;
    this.#refused += weight;
    this.#refusedUntilAt = nowAt + this.windowMs;
    this.#adaptive.refused(this.#inFlight + this.#resting - this.#refused, nowAt);
  }

  /**
   * The exchange said how many units its window holds, ours and everybody's.
   * @returns the units that others used.
   */
  observed(used: number, nowAt: number): number {
    this.#release(nowAt);
    this.#foreign = Math.max(0, used - this.#inFlight - this.#resting);
    this.#foreignUntilAt = nowAt + this.windowMs;
    return this.#foreign;
  }

  /** The earliest instant at which `units` fit if nobody else takes any; `Infinity` while answers are owed. */
  opensAt(units: number, nowAt: number): number {
    let missing = Math.min(units, this.#adaptive.units(nowAt)) - this.free(nowAt);
    if (missing <= 0) return nowAt;
    for (let at = this.#head; at < this.#backAt.length; at += 1) {
      missing -= this.#weights[at] ?? 0;
      if (missing <= 0) return this.#backAt[at] ?? nowAt;
    }
    if (nowAt < this.#foreignUntilAt && missing <= this.#foreign) return this.#foreignUntilAt;
    return Number.POSITIVE_INFINITY;
  }

  /** Nothing is taken and nothing rests: it may be forgotten. */
  idle(nowAt: number): boolean {
    return this.free(nowAt) === this.capacity;
  }

  /** When units come back, and how many; the soonest first. */
  returns(nowAt: number): readonly { readonly at: number; readonly units: number }[] {
    this.#release(nowAt);
    return this.#backAt
      .slice(this.#head)
      .map((at, index) => ({ at, units: this.#weights[this.#head + index] ?? 0 }));
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
