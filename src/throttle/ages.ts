// Which of the calls that wait ages first.
import { Heap, type Ranked } from './heap.ts';
import type { QueuedCall } from './queued-call.ts';

interface AgeEntry extends Ranked {
  readonly call: QueuedCall;
}

/** Adding costs O(1) where calls come in the order in which they age, else O(log n). Calls that are out cost no search. */
export class Ages {
  readonly #entries = new Heap<AgeEntry>();
  readonly #isOut: (call: QueuedCall) => boolean;

  /** @param isOut whether a call that was added does not count any more; once it is, it stays so */
  constructor(isOut: (call: QueuedCall) => boolean) {
    this.#isOut = isOut;
  }

  add(call: QueuedCall): void {
    const { agesAt, order } = call;
    if (agesAt < Number.POSITIVE_INFINITY) this.#entries.push({ priority: -agesAt, order, call });
  }

  /** The call that ages first, if it has aged by then. */
  agedBy(nowAt: number): QueuedCall | undefined {
    let entry = this.#entries.peek();
    while (entry && this.#isOut(entry.call)) {
      this.#entries.pop();
      entry = this.#entries.peek();
    }
    return entry && entry.call.agesAt <= nowAt ? entry.call : undefined;
  }
}
