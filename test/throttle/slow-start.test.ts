import { expect, it } from 'vitest';
import { SlowStart } from '../../src/throttle/slow-start.ts';

it('lets 1, 2, 4 … calls go 50 ms apart, then all', () => {
  const slowStart = new SlowStart();
  expect(slowStart.opensAt(5)).toBe(5);
  slowStart.start(1000);
  const gone: number[] = [];
  let at = 1000;
  for (let count = 0; count < 80; count += 1) {
    at = slowStart.opensAt(at);
    slowStart.admit();
    gone.push(at);
  }
  const perInstant = [1000, 1050, 1100, 1150, 1200, 1250, 1300].map(
    (instant) => gone.filter((one) => one === instant).length,
  );
  expect(perInstant).toEqual([1, 2, 4, 8, 16, 32, 17]);
});

it('needs no answer to go on, and can be called off', () => {
  const slowStart = new SlowStart();
  slowStart.start(0);
  slowStart.admit();
  expect(slowStart.opensAt(0)).toBe(50);
  expect(slowStart.opensAt(400)).toBe(400);
  slowStart.stop();
  expect(slowStart.opensAt(0)).toBe(0);
});
