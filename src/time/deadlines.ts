// Everything of a gateway that ends at an instant, with one timer for all of it.
import { WakeupTimer } from './wakeup-timer.ts';

/** Something that ends at an instant. */
export interface Expiring {
  readonly deadlineAt: number;
  readonly expire: () => void;
}

/**
 * Items of one duration expire in the order in which they came, so each duration has a queue whose front alone is looked
 * at: adding and deleting cost O(1), and a call pays for no timer of its own.
 */
export class Deadlines {
  readonly #queues = new Map<number, Set<Expiring>>();
  readonly #now: () => number;
  /** What is waited for keeps the process alive, not the fear that it comes late. */
  readonly #timer: WakeupTimer;

  constructor(now: () => number) {
    this.#now = now;
    this.#timer = new WakeupTimer(now, () => this.#expire());
  }

  /** @param durationMs names the queue: items with the same one must be added in the order of their deadlines */
  add(durationMs: number, item: Expiring): void {
    const queue = this.#queues.get(durationMs);
    if (queue) queue.add(item);
    else this.#queues.set(durationMs, new Set([item]));
    this.#timer.set(item.deadlineAt, false);
  }

  /** Nothing happens where it is not in there any more. */
  delete(durationMs: number, item: Expiring): void {
    const queue = this.#queues.get(durationMs);
    queue?.delete(item);
    // Durations are nearly always one of a few; a caller that computes them must not fill the map.
    if (queue?.size === 0 && this.#queues.size > 16) this.#queues.delete(durationMs);
  }

  /** Everything that has not ended. */
  *items(): Generator<Expiring> {
    for (const queue of this.#queues.values()) yield* queue;
  }

  close(): void {
    this.#timer.clear();
    this.#queues.clear();
  }

  #expire(): void {
    const nowAt = this.#now();
    for (const queue of this.#queues.values()) {
      for (const item of queue) {
        if (item.deadlineAt > nowAt) {
          this.#timer.set(item.deadlineAt, false);
          break;
        }
        queue.delete(item);
        item.expire();
      }
    }
  }
}
