import { expect, it, vi } from 'vitest';
import { inSlices, itemsPerTurn } from '../../src/time/in-slices.ts';

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lists that begin in one turn of the loop share its room, and a short one waits for no long one', async () => {
  await nextTurn();
  const done: string[] = [];
  const lists = [
    ['long', 5 * itemsPerTurn] as const,
    ...Array.from({ length: 300 }, (_, at) => [`short ${at}`, 1] as const),
  ];
  const ends = lists.map(([name, length]) => inSlices(Array(length).fill(name), (item) => done.push(item)));
  const steps = [done.length];
  while (steps.length < 50 && done.length < 5 * itemsPerTurn + 300) {
    const before = done.length;
    await nextTurn();
    steps.push(done.length - before);
  }
  await Promise.all(ends);
  // The end of each list is looked at too.
  expect([steps[0], steps.filter((step) => step > itemsPerTurn), steps.length <= 11]).toEqual([
    itemsPerTurn,
    [],
    true,
  ]);
  // Of the long list one item was done for each of the others.
  expect(done.lastIndexOf('short 299')).toBeLessThan(itemsPerTurn + 2 * 300);
});

it('work that throws ends its own list alone, and a list that another one begins is done too', async () => {
  const done: number[] = [];
  const fault = new Error('out of order');
  const broken = inSlices([1, 2, 3], (item) => {
    if (item === 2) throw fault;
    done.push(item);
  });
  const nested: Promise<void>[] = [];
  const outer = inSlices([10, 20], (item) => {
    nested.push(inSlices([item + 1, item + 2], (inner) => done.push(inner)));
    done.push(item);
  });
  await expect(broken).rejects.toBe(fault);
  await Promise.all([outer, ...nested]);
  expect(done.toSorted((a, b) => a - b)).toEqual([1, 10, 11, 12, 20, 21, 22]);
});

it('goes on though it was loaded while the time stood still', async () => {
  vi.useFakeTimers();
  vi.resetModules();
  const { inSlices: begunFaked, onNextTurn } = await import('../../src/time/in-slices.ts');
  const done: number[] = [];
  await begunFaked([...Array(3 * itemsPerTurn).keys()], (item) => done.push(item));
  expect(done).toEqual([...Array(3 * itemsPerTurn).keys()]);
  await new Promise<void>(onNextTurn);
  vi.useRealTimers();
  vi.resetModules();
});
