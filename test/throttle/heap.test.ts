import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap, type Ranked } from '../../src/throttle/heap.ts';

function drain(heap: Heap<Ranked>): Ranked[] {
  const out: Ranked[] = [];
  for (let item = heap.pop(); item; item = heap.pop()) out.push(item);
  return out;
}

describe('a heap', () => {
  it('is empty at first, and after its last', () => {
    const heap = new Heap<Ranked>();
    expect([heap.size, heap.peek(), heap.pop()]).toEqual([0, undefined, undefined]);
    heap.push({ priority: 0, order: 1 });
    expect([heap.size, heap.peek()?.order, heap.pop()?.order, heap.size]).toEqual([1, 1, 1, 0]);
    expect(heap.peek()).toBeUndefined();
  });

  it('hands out the larger priority first, and equals in the order in which they came', () => {
    const heap = new Heap<Ranked>();
    for (const [order, priority] of [0, 2, 0, 1, 2].entries()) heap.push({ priority, order });
    expect(drain(heap).map(({ order }) => order)).toEqual([1, 4, 3, 0, 2]);
  });

  it('agrees with a sorted list, whatever is pushed and popped in between', () => {
    const step = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant('pop' as const));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const heap = new Heap<Ranked>();
        const list: Ranked[] = [];
        for (const [order, one] of steps.entries()) {
          if (one === 'pop') expect(heap.pop()).toBe(list.shift());
          else {
            const item = { priority: one, order };
            heap.push(item);
            list.push(item);
            list.sort((a, b) => b.priority - a.priority || a.order - b.order);
          }
          expect([heap.size, heap.peek()]).toEqual([list.length, list[0]]);
        }
        expect(drain(heap)).toEqual(list);
      }),
    );
  });
});
