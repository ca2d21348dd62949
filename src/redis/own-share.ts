import { RateWindow } from '../throttle/rate-window.ts';
import type { Lane, SharedShare } from './lane.ts';

/** Requests that other processes sent just before Redis was lost may still be under way. */
const settleMs = 250;
/** Books of limits that are idle are dropped past this many. */
const keptLedgers = 10_000;

/**
 * What this process may do by itself. Knows all that it sends, also while Redis decides, so that it can go on alone
 * at any moment: with `share` of each capacity, at least 1, once everything that others were granted is one window old.
 */
export class OwnShare {
  readonly #ledgers = new Map<string, RateWindow>();
  /** The smallest capacity that any process named. */
  readonly #strictest = new Map<string, number>();
  /** When others could last be granted something. Before the first contact nobody is known to wait for. */
  contactAt: number = Number.NEGATIVE_INFINITY;

  /** When the units fit; `Infinity` while answers are owed, or if they are more than the share ever holds. */
  opensAt(lane: Lane, share: number, nowAt: number): number {
    let at = nowAt;
    for (const part of lane.shares) {
      const capacity = Math.min(part.capacity, this.#strictest.get(part.key) ?? part.capacity);
      const own = Math.max(1, Math.floor(capacity * share + 1e-9));
      if (part.weight > own) return Number.POSITIVE_INFINITY;
      const ledger = this.#ledger(part, nowAt);
      // The rest of the capacity is the others'.
      const fitsAt = ledger.opensAt(part.weight + ledger.capacity - own, nowAt);
      at = Math.max(at, fitsAt, this.contactAt + part.windowMs + settleMs);
    }
    return at;
  }

  take(lane: Lane, nowAt: number): void {
    for (const part of lane.shares) this.#ledger(part, nowAt).take(part.weight);
  }

  answered(lane: Lane, nowAt: number): void {
    for (const part of lane.shares) this.#ledger(part, nowAt).answered(part.weight, nowAt);
  }

  refund(lane: Lane, nowAt: number): void {
    for (const part of lane.shares) this.#ledger(part, nowAt).refund(part.weight);
  }

  /** Another process has a smaller capacity for this limit. */
  restrict(key: string, capacity: number): void {
    this.#strictest.set(key, Math.min(capacity, this.#strictest.get(key) ?? capacity));
  }

  #ledger({ key, capacity, windowMs }: SharedShare, nowAt: number): RateWindow {
    const known = this.#ledgers.get(key);
    if (known) return known;
    if (this.#ledgers.size >= keptLedgers) {
      for (const [name, ledger] of this.#ledgers) if (ledger.idle(nowAt)) this.#ledgers.delete(name);
    }
    const ledger = new RateWindow(key, capacity, windowMs);
    this.#ledgers.set(key, ledger);
    return ledger;
  }
}
