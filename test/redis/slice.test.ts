import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastUnitsOf, parts, type Slice, unitsIn, widthOf } from '../../src/redis/slice.ts';

/** Slices that leave no part out and share none. */
const partitions = fc
  .uniqueArray(fc.integer({ min: 1, max: parts - 1 }), { maxLength: 11 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), parts])
  .map((borders) => borders.slice(1).map((to, at): Slice => ({ from: borders[at] ?? 0, to })));
const capacities = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100_000 }));
/** As many as windows of a second since 1970. */
const slots = fc.integer({ min: 0, max: 6e8 });

describe('what slices have of a limit', () => {
  test('adds up to the whole in every slot, and each has at least what it has in all of them', () => {
    fc.assert(
      fc.property(partitions, capacities, slots, (slices, capacity, slot) => {
        let units = 0;
        for (const slice of slices) {
          const own = unitsIn(slice, capacity, slot);
          expect(own).toBeGreaterThanOrEqual(leastUnitsOf(slice, capacity));
          units += own;
        }
        expect(units).toBe(capacity);
      }),
    );
  });

  test('a limit of one unit serves each in turn, as often as its slice is wide', () => {
    const thirds = [0, 1, 2].map((at): Slice => ({ from: (at * parts) / 3, to: ((at + 1) * parts) / 3 }));
    for (const slice of thirds) {
      let had = 0;
      let waited = 0;
      for (let slot = 4e8; slot < 4e8 + 300; slot += 1) {
        waited = unitsIn(slice, 1, slot) === 1 ? 0 : waited + 1;
        had += unitsIn(slice, 1, slot);
        expect(waited).toBeLessThanOrEqual(4);
      }
      expect(had).toBeGreaterThanOrEqual(98);
    }
  });

  test('nothing has nothing, and the whole has all', () => {
    expect([0, 1, 2].map((slot) => unitsIn({ from: 7, to: 7 }, 20, slot))).toEqual([0, 0, 0]);
    expect([0, 1, 2].map((slot) => unitsIn({ from: 0, to: parts }, 20, slot))).toEqual([20, 20, 20]);
    expect(widthOf({ from: 9, to: 3 })).toBe(0);
  });
});
