import type { Charge } from './limits.ts';

/**
 * Calls of one gateway that have units of windows which it shares. A gateway that is closed may leave requests behind that
 * never end; the others must not wait for their units for ever.
 */
export class Outstanding {
  readonly #counts = new Map<readonly Charge[], number>();

  took(ticket: readonly Charge[]): void {
    this.#counts.set(ticket, (this.#counts.get(ticket) ?? 0) + 1);
  }

  /** @returns whether it had them still. */
  gaveBack(ticket: readonly Charge[]): boolean {
    const count = this.#counts.get(ticket) ?? 0;
    if (count > 1) this.#counts.set(ticket, count - 1);
    else this.#counts.delete(ticket);
    return count > 0;
  }

  /** Nobody will say what became of them: they count for one more window, as if they had been answered now. */
  settle(nowAt: number): void {
    for (const [ticket, count] of this.#counts) {
      for (const { window, weight } of ticket) {
        for (let at = 0; at < count; at += 1) window.answered(weight, nowAt);
      }
    }
    this.#counts.clear();
  }
}
