// A clock that goes on only when it is told to: what a gateway does in a day is over in seconds.
import { type Clock, createClock } from '@sinonjs/fake-timers';

const nextTurn = globalThis.setImmediate;
/** A timer holds no longer wait, in milliseconds. */
const longestMs = 2 ** 31 - 1;

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
  async run(work: () => Promise<void>): Promise<void> {
    const { setTimeout, clearTimeout, performance } = this.#clock;
    const undo = [
      replace(globalThis, { setTimeout, clearTimeout, Date: this.#clock.Date }),
      replace(globalThis.performance, { now: () => performance.now() }),
    ];
    try {
      await work();
    } finally {
      for (const restore of undo) restore();
    }
  }

  /** Goes on until an instant, and does what is due on the way. */
  async advanceTo(at: number): Promise<void> {
    while (this.now < at) {
      const stepAt = Math.min(at, this.now + longestMs);
      if (!this.isWaiting) this.#clock.tick(at - this.now);
      else this.#clock.setTimeout(() => {}, stepAt - this.now);
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

/** Puts values in the place of others. @returns puts those back */
export function replace(target: object, by: object): () => void {
  const before = Object.fromEntries(Object.keys(by).map((name) => [name, Reflect.get(target, name)]));
  Object.assign(target, by);
  return () => Object.assign(target, before);
}
