// What headers tell while several requests are under way: their counts hold some of ours, and answers overtake each other.
import { expect, it } from 'vitest';
import { seededRandom } from '../../src/testing/random.ts';
import { RateWindow } from '../../src/throttle/rate-window.ts';

const capacity = 50;
const told = (window: RateWindow, used: number): number => window.correct({ used }, 0);
function answered(window: RateWindow, used: number): number {
  window.release(1, 0);
  return told(window, used);
}
/** Others have used 40 of it, as the answer to one request says. */
function crowded(): RateWindow {
  const window = new RateWindow('orders', capacity, 1000);
  window.take(1);
  answered(window, 41);
  return window;
}

it('what others use is not taken back by answers that do not count yet what is under way', () => {
  const window = crowded();
  for (let at = 0; at < 9; at += 1) window.take(1);
  expect([window.free(0), window.admits(1, 0)]).toEqual([0, false]);
  // Counted in this order, and answered in another.
  for (const used of [42, 45, 44, 43, 50, 46, 47, 49, 48]) {
    expect(answered(window, used)).toBe(40);
    expect(window.free(0)).toBe(0);
  }
});

it('it is lowered by an answer that counts everything, raised by any, and forgotten when its window is over', () => {
  const window = crowded();
  window.take(1);
  expect([answered(window, 22), window.free(0)]).toEqual([20, 28]);
  window.take(1);
  window.take(1);
  expect([answered(window, 34), answered(window, 35)]).toEqual([30, 31]);
  expect([1000, 1001].map((at) => window.free(at))).toEqual([capacity - 31 - 4, capacity]);
});

/** A bot that sends what is admitted, while the exchange counts and answers in any order. @returns how much was used */
function play(random: () => number): number {
  const window = crowded();
  const sent: object[] = [];
  const counted: number[] = [];
  const pick = <Item>(list: Item[]): Item | undefined =>
    list.splice(Math.floor(random() * list.length), 1)[0];
  let used = 41;
  const steps = [
    () => {
      if (!window.admits(1, 0)) return;
      window.take(1);
      sent.push({});
    },
    () => {
      if (!pick(sent)) return;
      used += 1;
      counted.push(used);
    },
    () => {
      const count = pick(counted);
      if (count !== undefined) answered(window, count);
    },
  ];
  for (let step = 0; step < 80; step += 1) steps[Math.floor(random() * steps.length)]?.();
  return used + sent.length;
}

it('no burst goes over what is left, in whatever order an exchange counts and answers', () => {
  const random = seededRandom(7);
  const ends = Array.from({ length: 300 }, () => play(random));
  expect(Math.max(...ends)).toBe(capacity);
});
