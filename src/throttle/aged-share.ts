// The share of each window that is kept for calls that have aged, so that more urgent ones cannot hold them back for good.
import type { Charge } from './charge.ts';
import type { LimitBook } from './limit-book.ts';

/** More urgent calls take so many units of a window for each that an aged call takes. */
export const unitsPerAged = 7;

/**
 * What more urgent calls took of each window since an aged one went there. So of what is asked for they keep seven
 * eighths, and an aged call that is first of its priority goes after a bounded number of grants.
 */
export class AgedShare {
  readonly #taken = new Map<LimitBook, number>();

  /** A more urgent call went before those that have aged. */
  passed(charges: readonly Charge[]): void {
    for (const { window, weight } of charges)
      this.#taken.set(window, (this.#taken.get(window) ?? 0) + weight);
  }

  /** An aged call went. */
  granted(charges: readonly Charge[]): void {
    for (const { window } of charges) this.#taken.delete(window);
  }

  /**
   * Whether it is an aged call's turn.
   * @param isContended whether more urgent calls wait for units of this window
   */
  isDue(charges: readonly Charge[], isContended: (window: LimitBook) => boolean): boolean {
    return charges.every(
      ({ window, weight }) => (this.#taken.get(window) ?? 0) >= unitsPerAged * weight || !isContended(window),
    );
  }

  clear(): void {
    this.#taken.clear();
  }
}
