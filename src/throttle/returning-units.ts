// Units that rest after an answer, and when each of them comes back.

/** Units that come back together. */
export interface Returning {
  readonly at: number;
  readonly units: number;
}

/** A queue in the order of return. Adding and releasing cost O(1) amortised. Instants are passed in. */
export class ReturningUnits {
  /** Ascending. Only items from `#head` on are live. */
  #backAt: number[] = [];
  /** How many come back at each of those instants. */
  #units: number[] = [];
  #head = 0;
  #total = 0;

  /** Units that have not come back by the last `release`. */
  get total(): number {
    return this.#total;
  }

  /** The soonest first. */
  get all(): readonly Returning[] {
    return this.#backAt
      .slice(this.#head)
      .map((at, index) => ({ at, units: this.#units[this.#head + index] ?? 0 }));
  }

  /** What was to come back later than `backAt` comes back then too. */
  add(units: number, backAt: number): void {
    this.#total += units;
    let together = units;
    while (this.#backAt.length > this.#head && (this.#backAt.at(-1) ?? 0) >= backAt) {
      this.#backAt.pop();
      together += this.#units.pop() ?? 0;
    }
    this.#backAt.push(backAt);
    this.#units.push(together);
  }

  /** Forgets what has come back. */
  release(nowAt: number): void {
    while (this.#head < this.#backAt.length && (this.#backAt[this.#head] ?? 0) <= nowAt) {
      this.#total -= this.#units[this.#head] ?? 0;
      this.#head += 1;
    }
    // Fractions do not add up to what was taken off them: nothing that rests is no unit.
    if (this.#head === this.#backAt.length) this.#total = 0;
    // Cutting the spent front off rarely keeps the cost per call constant and the memory bounded.
    if (this.#head > 64 && this.#head * 2 > this.#backAt.length) {
      this.#backAt = this.#backAt.slice(this.#head);
      this.#units = this.#units.slice(this.#head);
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
    for (let at = this.#head; at < this.#backAt.length; at += 1) {
      const backAt = this.#backAt[at] ?? 0;
      if (others.at <= backAt) {
        left -= foreign;
        foreign = 0;
        if (left <= 0) return others.at;
      }
      left -= this.#units[at] ?? 0;
      if (left <= 0) return backAt;
    }
    return left <= foreign ? others.at : Number.POSITIVE_INFINITY;
  }
}
