// Units that rest after an answer, and when each of them comes back.

/** Units that come back together. */
export interface Returning {
  readonly at: number;
  readonly units: number;
}

/** A queue in the order of return. Adding and releasing cost O(1) amortised. Instants are passed in. */
export class ReturningUnits {
  /** In turn an instant, ascending, and the units that come back then. Only those from `#head` on are live. */
  #items: number[] = [];
  #head = 0;
  #total = 0;

  /** Units that have not come back by the last `release`. */
  get total(): number {
    return this.#total;
  }

  /** The soonest first. */
  *[Symbol.iterator](): Generator<Returning> {
    for (let at = this.#head; at < this.#items.length; at += 2)
      yield { at: this.#items[at] ?? 0, units: this.#items[at + 1] ?? 0 };
  }

  /** What was to come back later than `backAt` comes back then too. */
  add(units: number, backAt: number): void {
    this.#total += units;
    let together = units;
    while (this.#items.length > this.#head && (this.#items.at(-2) ?? 0) >= backAt) {
      together += this.#items.pop() ?? 0;
      this.#items.pop();
    }
    this.#items.push(backAt, together);
  }

  /** Forgets what has come back. */
  release(nowAt: number): void {
    while (this.#head < this.#items.length && (this.#items[this.#head] ?? 0) <= nowAt) {
      this.#total -= this.#items[this.#head + 1] ?? 0;
      this.#head += 2;
    }
    // Fractions do not add up to what was taken off them: nothing that rests is no unit.
    if (this.#head === this.#items.length) this.#total = 0;
    // Cutting the spent front off rarely keeps the cost per call constant and the memory bounded.
    if (this.#head > 128 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
  }

  /**
   * When `missing` units are back, `others` among them, which may come before some of these; infinite where they are not
   * so many.
   */
  opensAt(missing: number, others: Returning): number {
    let left = missing;
    let foreign = others.units;
    for (let head = this.#head; head < this.#items.length; head += 2) {
      const backAt = this.#items[head] ?? 0;
      if (others.at <= backAt) {
        left -= foreign;
        foreign = 0;
        if (left <= 0) return others.at;
      }
      left -= this.#items[head + 1] ?? 0;
      if (left <= 0) return backAt;
    }
    return left <= foreign ? others.at : Number.POSITIVE_INFINITY;
  }
}
