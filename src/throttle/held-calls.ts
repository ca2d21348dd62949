// The calls in the overflow queue: how many of each level, which came first, and which of them have aged.
import { Ages } from './ages.ts';
import { LevelCounts, type QueuedCall } from './queued-call.ts';

export class HeldCalls {
  readonly counts: LevelCounts = new LevelCounts();
  /** By level, in the order in which they came. */
  readonly #levels = new Map<number, Set<QueuedCall>>();
  readonly #ages = new Ages((call) => !this.#has(call));

  add(call: QueuedCall): void {
    const { level } = call;
    const calls = this.#levels.get(level);
    if (calls) calls.add(call);
    else this.#levels.set(level, new Set([call]));
    this.counts.add(level, 1);
    this.#ages.add(call);
  }

  /** @returns whether it was held */
  delete(call: QueuedCall): boolean {
    const isHeld = this.#levels.get(call.level)?.delete(call) === true;
    if (isHeld) this.counts.add(call.level, -1);
    return isHeld;
  }

  /** The call that aged first, if one has. */
  agedBy(nowAt: number): QueuedCall | undefined {
    return this.counts.total === 0 ? undefined : this.#ages.agedBy(nowAt);
  }

  /** The call that goes before every other of its level: it ages with those behind it. */
  firstBefore(aged: QueuedCall): QueuedCall {
    const [first = aged] = this.#levels.get(aged.level) ?? [];
    first.agesAt = Math.min(first.agesAt, aged.agesAt);
    return first;
  }

  *[Symbol.iterator](): Generator<QueuedCall> {
    for (const calls of this.#levels.values()) yield* calls;
  }

  #has(call: QueuedCall): boolean {
    return this.#levels.get(call.level)?.has(call) === true;
  }
}
