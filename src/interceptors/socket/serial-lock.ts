/** One at a time, in the order of asking: for exchanges whose replies do not say which command they are to. */
export class SerialLock {
  #holder: object | undefined;
  #queue: { readonly who: object; readonly go: () => void }[] = [];

  holds(who: object): boolean {
    return this.#holder === who;
  }

  take(who: object): Promise<void> {
    if (this.#holder === undefined) this.#holder = who;
    if (this.#holder === who) return Promise.resolve();
    return new Promise((go) => {
      this.#queue.push({ who, go });
    });
  }

  /** Gives the lane, or the place in the queue, to the next. */
  leave(who: object): void {
    this.#queue = this.#queue.filter((waiting) => {
      if (waiting.who === who) waiting.go();
      return waiting.who !== who;
    });
    if (this.#holder !== who) return;
    const next = this.#queue.shift();
    this.#holder = next?.who;
    next?.go();
  }
}
