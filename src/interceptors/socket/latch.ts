interface LatchWaiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Holds those who wait for something until it is there, or never will be. */
export class Latch {
  #waiting: LatchWaiter[] = [];

  wait(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  release(): void {
    for (const { resolve } of this.#taken()) resolve();
  }

  fail(error: Error): void {
    for (const { reject } of this.#taken()) reject(error);
  }

  /** Whoever waits again does so anew. */
  #taken(): readonly LatchWaiter[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
