/** Bytes that stand in the socket's own buffer for longer keep everything else out of it. */
const stalledAfterMs = 250;
const lookEveryMs = 20;

/** Tells a buffer that empties from one that does not: what is written behind that leaves nobody knows when. */
export class StallDetector {
  readonly #buffered: () => number;
  #last = 0;
  #movedAt = 0;
  #waiting: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param buffered bytes that were written and have not left. */
  constructor(buffered: () => number) {
    this.#buffered = buffered;
  }

  get isStalled(): boolean {
    return this.stalledMs > stalledAfterMs;
  }

  /** For how long nothing has left, in milliseconds. */
  get stalledMs(): number {
    const buffered = this.#buffered();
    const now = performance.now();
    if (buffered === 0 || buffered < this.#last) this.#movedAt = now;
    this.#last = buffered;
    return now - this.#movedAt;
  }

  /** Something was written. */
  wrote(): void {
    if (this.#last === 0) this.#movedAt = performance.now();
    this.#last = this.#buffered();
  }

  /** Resolves when the buffer empties, or when `forget` is called. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#timer ??= setTimeout(() => this.#look(), lookEveryMs);
    });
  }

  /** The connection is another. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = 0;
    this.#movedAt = performance.now();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Everybody looks for themselves. */
  #look(): void {
    this.#timer = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}
