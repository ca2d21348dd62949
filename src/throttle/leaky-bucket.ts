// What one leaky bucket admits: units that are taken, and drain without a break from the answer on.
import type { Refill } from '../catalog/limit.ts';
import { type BookForecast, type BookIdentity, LimitBook, type Resized, rounding } from './limit-book.ts';

/** Exchanges that count whole milliseconds may book a request one later than it came; a level begins to fall that much later. */
const guardMs = 1;

/** Units that drain. Instants are passed in. */
class Level {
  #units = 0;
  /** Until then it stands as it is; from then on it falls. */
  #at = Number.NEGATIVE_INFINITY;
  /** Units that drain in a millisecond. */
  perMs: number;

  constructor(perMs: number) {
    this.perMs = perMs;
  }

  units(nowAt: number): number {
    return Math.max(0, this.#units - this.perMs * Math.max(0, nowAt - this.#at));
  }

  add(units: number, nowAt: number): void {
    const before = this.units(nowAt);
    this.#units = before + units;
    // What fills an empty bucket may come later than it seems; later ones find it falling all the same.
    this.#at = before <= this.perMs * guardMs ? nowAt + guardMs : Math.max(nowAt, this.#at);
  }

  /** When it has fallen by so many units, which it has to hold. */
  fallsBy(units: number, nowAt: number): number {
    return Math.max(nowAt, this.#at) + units / this.perMs;
  }

  changeRate(perMs: number, nowAt: number): void {
    this.#units = this.units(nowAt);
    this.#at = Math.max(nowAt, this.#at);
    this.perMs = perMs;
  }
}

/**
 * What a bucket still admits that holds `capacity` units and drains by `refill`. The exchange's bucket is filled when a
 * request arrives, at an instant that is unknown: here its units count in full until the answer came, and drain from then on
 * only. So this level is never below the exchange's: whatever was booked there since any instant is here still in flight, or
 * began to drain after that instant.
 *
 * Over Redis it is shared as a window in which the whole bucket drains (`windowMs`): whatever such windows let through, a
 * bucket takes as well, and in the long run they let as much through.
 */
export class LeakyBucket extends LimitBook {
  readonly #level: Level;

  constructor(key: string, capacity: number, refill: Refill, identity?: BookIdentity) {
    super(key, capacity, identity);
    this.#level = new Level(perMs(refill));
  }

  get windowMs(): number {
    return Math.ceil(this.capacity / this.#level.perMs);
  }

  protected resting(nowAt: number): number {
    return this.#level.units(nowAt);
  }

  protected rest(weight: number, nowAt: number): void {
    this.#level.add(weight, nowAt);
  }

  /** They are in the level: what others used drains like ours. */
  protected addForeign(used: number, _usage: unknown, nowAt: number): number {
    const units = Math.max(0, used - this.inFlight - this.#level.units(nowAt));
    if (units > 0) this.#level.add(units, nowAt);
    return units;
  }

  protected returnsAt(missing: number, nowAt: number): number {
    const isOwed = missing > this.#level.units(nowAt) + rounding;
    return isOwed ? Number.POSITIVE_INFINITY : this.#level.fallsBy(missing, nowAt);
  }

  forecast(nowAt: number): BookForecast {
    const { capacity } = this;
    const level = new Level(this.#level.perMs);
    // What is in flight counts as answered now.
    level.add(capacity - this.free(nowAt), nowAt);
    return {
      opensAt: (units, from) => {
        const missing = Math.min(units, capacity) - (capacity - level.units(from));
        return missing <= 0 ? from : level.fallsBy(missing, from);
      },
      take: (weight, at) => level.add(weight, at),
    };
  }

  override resize(size: Resized, nowAt: number): void {
    if (size.refill) this.#level.changeRate(perMs(size.refill), nowAt);
    super.resize(size, nowAt);
  }
}

function perMs({ units, everyMs }: Refill): number {
  return units / everyMs;
}
