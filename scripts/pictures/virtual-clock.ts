/** Where a measured day begins, in milliseconds since 1970: some midnight. */
export const midnight = 1_767_225_600_000;

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

/**
 * Plays work of many hours in seconds, and the same way each time: timers ring in order as soon as nothing else is left
 * to do, and `Date`, `performance.now` and `Math.random` follow the clock and the seed. For a process of its own.
 */
export async function inVirtualTime<Value>(random: () => number, work: () => Promise<Value>): Promise<Value> {
  const timers = new Map<number, Timer>();
  let now = 0;
  let made = 0;

  const start = (ring: () => void, delayMs = 0): number => {
    made += 1;
    timers.set(made, { at: now + Math.max(1, delayMs), order: made, ring });
    return made;
  };
  const RealDate = Date;
  class VirtualDate extends RealDate {
    constructor(...args: readonly [] | readonly [string | number | Date]) {
      super(args.length === 0 ? midnight + now : args[0]);
    }
    static override now(): number {
      return midnight + now;
    }
  }
  const real = { ...pick(globalThis), random: Math.random, monotonic: performance.now };
  const handle = (id: number): object => ({ id, ref() {}, unref() {}, hasRef: () => true });
  const clear = (timer: unknown): boolean => timers.delete(Number(Reflect.get(Object(timer), 'id')));
  Object.assign(globalThis, {
    Date: VirtualDate,
    setTimeout: (ring: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) =>
      handle(start(() => ring(...args), delayMs)),
    clearTimeout: clear,
  });
  performance.now = () => now;
  Math.random = random;

  let settled = false;
  const outcome = work().finally(() => {
    settled = true;
  });
  outcome.catch(() => undefined);
  try {
    while (!settled) {
      await quiet();
      if (settled) break;
      const next = earliest(timers.values());
      if (!next) throw new Error('nothing is left to do, and the work has not ended');
      timers.delete(next.order);
      now = Math.max(now, next.at);
      next.ring();
    }
    return await outcome;
  } finally {
    Object.assign(globalThis, pick(real));
    performance.now = real.monotonic;
    Math.random = real.random;
  }
}

type Global = Pick<typeof globalThis, 'Date' | 'setTimeout' | 'clearTimeout'>;

function pick(from: Global): Global {
  return { Date: from.Date, setTimeout: from.setTimeout, clearTimeout: from.clearTimeout };
}

function earliest(timers: Iterable<Timer>): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
  }
  return first;
}

/** Lets everything go on that waits for no timer. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
