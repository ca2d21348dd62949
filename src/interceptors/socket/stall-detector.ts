import { Latch } from './latch.ts';

/** Bytes that stand in the socket's own buffer for longer keep everything else out of it. */
const stalledAfterMs = 250;
const lookEveryMs = 20;

/** Tells a buffer that empties from one that does not: what is written behind that leaves nobody knows when. */
export class StallDetector {
  readonly #buffered: () => number;
  #last = 0;
  #movedAt = 0;
  readonly #waiting: Latch = new Latch();
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

  /** Resolves when it is worth looking again. */
  drained(): Promise<void> {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#waiting.release();
    }, lookEveryMs);
    return this.#waiting.wait();
  }

  /** The connection is another. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#last = 0;
    this.#movedAt = performance.now();
    this.#waiting.release();
  }
}
