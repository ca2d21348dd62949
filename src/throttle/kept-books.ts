// Books of limits by their keys, so many at most that paths with ids in them cannot fill the memory.
import type { LimitBook } from './limit-book.ts';

/** Past this many, idle ones are dropped. */
const kept = 10_000;

export class KeptBooks extends Map<string, LimitBook> {
  /** Later where many are in use: else each new one would look through all of them. */
  #dropsAt = kept;

  /** Drops those that are idle, where there are many. @returns whether there were */
  dropIdle(nowAt: number): boolean {
    if (this.size < this.#dropsAt) return false;
    for (const [key, book] of this) if (book.isIdle(nowAt)) this.delete(key);
    this.#dropsAt = Math.max(kept, 2 * this.size);
    return true;
  }
}
