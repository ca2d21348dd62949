// Work of many hours in seconds, and the same way each time.
import { install } from '@sinonjs/fake-timers';

/** Where a measured day begins, in milliseconds since 1970: some midnight. */
export const midnight = 1_767_225_600_000;

/**
 * Timers fire in order as soon as nothing else is left to do; `Date`, `performance.now` and `Math.random` follow the clock
 * and the seed. For a process of its own.
 *
 * @throws when nothing is left to do and the work has not ended
 */
export async function inVirtualTime<Value>(random: () => number, work: () => Promise<Value>): Promise<Value> {
  const clock = install({
    now: midnight,
    toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  });
  const real = Math.random;
  Math.random = random;
  let isSettled = false;
  const outcome = work().finally(() => {
    isSettled = true;
  });
  outcome.catch(() => undefined);
  try {
    for (;;) {
      // All that waits for no timer goes first.
      for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      if (isSettled) return await outcome;
      if (clock.countTimers() === 0) throw new Error('nothing is left to do, and the work has not ended');
      clock.next();
    }
  } finally {
    clock.uninstall();
    Math.random = real;
  }
}
