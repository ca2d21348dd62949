/** Something that ends at an instant. */
export interface Expiring {
  readonly deadlineAt: number;
  readonly expire: () => void;
}

/**
 * One timer for all deadlines. Calls of the same duration expire in the order in which they came, so each duration
 * keeps a queue whose front is looked at: joining and leaving cost O(1), and a call pays for no timer of its own.
 */
export class Deadlines {
  readonly #queues = new Map<number, Set<Expiring>>();
  readonly #now: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `durationMs` is the queue; all who pass the same must come in the order of their deadlines. */
  add(durationMs: number, item: Expiring): void {
    const queue = this.#queues.get(durationMs);
    if (queue) queue.add(item);
    else this.#queues.set(durationMs, new Set([item]));
    if (item.deadlineAt < this.#timerAt) this.#arm(item.deadlineAt);
  }

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
    clearTimeout(this.#timer);
    this.#queues.clear();
  }

  #arm(at: number): void {
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const delay = Math.min(Math.max(0, Math.ceil(at - this.#now())), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#look(), delay);
    // What is waited for keeps the process alive, not the fear that it comes late.
    if (typeof this.#timer === 'object') this.#timer.unref();
  }

  #look(): void {
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = this.#now();
    let nextAt = Number.POSITIVE_INFINITY;
    for (const queue of this.#queues.values()) {
      for (const item of queue) {
        if (item.deadlineAt > now) {
          nextAt = Math.min(nextAt, item.deadlineAt);
          break;
        }
        queue.delete(item);
        item.expire();
      }
    }
    if (nextAt < this.#timerAt) this.#arm(nextAt);
  }
}
