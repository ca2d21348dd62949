// A clock that goes on only when it is told to: what a gateway does in a day is over in seconds. And dice that show the middle.
import { type Clock, createClock } from '@sinonjs/fake-timers';

const nextTurn = globalThis.setImmediate;

/** Stands in for the process's clock while work is carried out by it. */
export class VirtualTime {
  readonly #clock: Clock;

  /** @param startAt milliseconds since 1970, whole */
  constructor(startAt: number) {
    // The steady clock of a process has run for a while when its first call comes.
    this.#clock = createClock(startAt - 1000);
    this.#clock.tick(1000);
  }

  /** Milliseconds since 1970. */
  get now(): number {
    return this.#clock.now;
  }

  /** Whether anything waits for an instant to come. */
  get isWaiting(): boolean {
    return this.#clock.countTimers() > 0;
  }

  /** Carries work out by this clock. The process's own is back as soon as the work is done. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    const clock = this.#clock;
    const { setTimeout, clearTimeout, performance } = clock;
    const undo = [
      replace(globalThis, { setTimeout, clearTimeout, Date: clock.Date }),
      replace(globalThis.performance, { now: () => performance.now() }),
    ];
    try {
      return await work();
    } finally {
      for (const restore of undo) restore();
    }
  }

  /** Goes on until an instant, and does what is due on the way. */
  async advanceTo(at: number): Promise<void> {
    while (this.now < at) {
      // A timer holds no longer wait.
      const stepMs = this.isWaiting ? Math.min(at - this.now, 2 ** 31 - 1) : at - this.now;
      const stepAt = this.now + stepMs;
      if (!this.isWaiting) this.#clock.tick(stepMs);
      else this.#clock.setTimeout(() => {}, stepMs);
      while (this.now < stepAt) await this.next();
    }
  }

  /** Goes on to the next instant that anything waits for. */
  async next(): Promise<void> {
    this.#clock.next();
    await this.settle();
  }

  /** Lets everything that is due now be done, promises included. */
  settle(): Promise<void> {
    return new Promise((resolve) => nextTurn(resolve));
  }
}

/** Makes what keeps `Math.random` with the middle of every jitter: the same record gives the same answer. */
export function withMiddleOfJitter<Made>(make: () => Made): Made {
  const restore = replace(Math, { random: () => 0.5 });
  try {
    return make();
  } finally {
    restore();
  }
}

/** @returns puts back what was there */
function replace<Target extends object>(target: Target, by: object): () => void {
  const before = Object.keys(by).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  for (const [name, value] of Object.entries(by))
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, own] of before) {
      if (own) Object.defineProperty(target, name, own);
      else Reflect.deleteProperty(target, name);
    }
  };
}
