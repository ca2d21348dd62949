// Everything of a gateway that ends at an instant, with one timer for all of it.
import { inSlices } from './in-slices.ts';
import { WakeupTimer } from './wakeup-timer.ts';

/** Where an item stands: in no queue, or in one between two others. Written by `ExpiryQueue` alone. */
export interface QueueLinks {
  queue?: ExpiryQueue | undefined;
  earlier?: Expiring | undefined;
  later?: Expiring | undefined;
}

/** Something that ends at an instant. Stands in one queue at a time. */
export interface Expiring extends QueueLinks {
  readonly deadlineAt: number;
  readonly expire: () => void;
}

/**
 * Items of one duration, in the order of their deadlines. The items are their own list, which costs a call less than a place
 * in a `Set`; one that left holds on to nobody.
 */
class ExpiryQueue {
  readonly durationMs: number;
  #first: Expiring | undefined;
  #last: Expiring | undefined;

  constructor(durationMs: number) {
    this.durationMs = durationMs;
  }

  get first(): Expiring | undefined {
    return this.#first;
  }

  add(item: Expiring): void {
    item.queue = this;
    item.earlier = this.#last;
    if (this.#last) this.#last.later = item;
    else this.#first = item;
    this.#last = item;
  }

  delete(item: Expiring): void {
    const { earlier, later } = item;
    if (earlier) earlier.later = later;
    else this.#first = later;
    if (later) later.earlier = earlier;
    else this.#last = earlier;
    item.queue = undefined;
    item.earlier = undefined;
    item.later = undefined;
  }
}

/**
 * Items of one duration expire in the order in which they came, so each duration has a queue whose front alone is looked
 * at: adding and deleting cost O(1), and a call pays for no timer of its own.
 */
export class Deadlines {
  readonly #queues = new Map<number, ExpiryQueue>();
  /** The one that was added to last, while it is one of them. */
  #latest: ExpiryQueue | undefined;
  readonly #now: () => number;
  /** What is waited for keeps the process alive, not the fear that it comes late. */
  readonly #timer: WakeupTimer;

  constructor(now: () => number) {
    this.#now = now;
    // Many that end at one instant end over several turns of the loop, which goes on with other work in between.
    this.#timer = new WakeupTimer(now, () => void inSlices(this.#due(), (item) => item.expire()));
  }

  /** @param durationMs names the queue: items with the same one must be added in the order of their deadlines */
  add(durationMs: number, item: Expiring): void {
    if (this.#latest?.durationMs !== durationMs) this.#latest = this.#queueOf(durationMs);
    this.#latest.add(item);
    this.#timer.set(item.deadlineAt, false);
  }

  /** Nothing happens where it is in no queue any more. */
  delete(item: Expiring): void {
    const { queue } = item;
    if (!queue) return;
    queue.delete(item);
    // Durations are nearly always one of a few; a caller that computes them must not fill the map.
    if (queue.first || this.#queues.size <= 16) return;
    this.#queues.delete(queue.durationMs);
    if (this.#latest === queue) this.#latest = undefined;
  }

  /** Everything that has not ended. */
  *items(): Generator<Expiring> {
    for (const { first } of this.#queues.values()) {
      for (let item = first; item; item = item.later) yield item;
    }
  }

  close(): void {
    this.#timer.clear();
    this.#queues.clear();
    this.#latest = undefined;
  }

  #queueOf(durationMs: number): ExpiryQueue {
    const known = this.#queues.get(durationMs);
    if (known) return known;
    const queue = new ExpiryQueue(durationMs);
    this.#queues.set(durationMs, queue);
    return queue;
  }

  /** What is due, in no queue any more; then sets the timer for the rest. */
  *#due(): Generator<Expiring> {
    for (const queue of this.#queues.values()) {
      for (let { first } = queue; first; first = queue.first) {
        if (first.deadlineAt > this.#now()) {
          this.#timer.set(first.deadlineAt, false);
          break;
        }
        queue.delete(first);
        yield first;
      }
    }
  }
}
