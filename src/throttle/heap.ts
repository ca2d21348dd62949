// A binary heap, ordered by priority and age.
/** What the heap orders: the larger priority first, then the earlier number. */
export interface Ranked {
  readonly priority: number;
  readonly order: number;
}

/** Whether `a` goes before `b`: by priority, then by age. */
export function goesBefore(a: Ranked, b: Ranked): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority > b.priority;
}

/** `peek` costs O(1), `push` and `pop` cost O(log n). */
export class Heap<Item extends Ranked> {
  readonly #items: Item[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** Every item, in no order that means anything. */
  [Symbol.iterator](): Iterator<Item> {
    return this.#items[Symbol.iterator]();
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  push(item: Item): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (!parent || !goesBefore(item, parent)) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item;
  }

  pop(): Item | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (last && items.length > 0) this.#sink(last);
    return first;
  }

  #sink(item: Item): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      const left = items[at * 2 + 1];
      const right = items[at * 2 + 2];
      const child = left && right && goesBefore(right, left) ? at * 2 + 2 : at * 2 + 1;
      const heir = items[child];
      if (!heir || !goesBefore(heir, item)) break;
      items[at] = heir;
      at = child;
    }
    items[at] = item;
  }
}
