// At most so many calls between admission and answer.
import { type BookForecast, type BookIdentity, LimitBook, type Resized } from './limit-book.ts';

/** With a capacity of 1 requests arrive in the order in which they are signed, which a nonce that has to grow asks for. */
export class Bulkhead extends LimitBook {
  override readonly countsUnits: boolean = false;
  #capacity: number;
  #inFlight = 0;

  constructor(key: string, capacity: number, identity: BookIdentity = {}) {
    super(key, identity);
    this.#capacity = capacity;
  }

  get capacity(): number {
    return this.#capacity;
  }

  get windowMs(): number {
    return 0;
  }

  free(): number {
    return this.#capacity - this.#inFlight;
  }

  admits(calls: number): boolean {
    return this.free() >= Math.min(calls, this.#capacity);
  }

  take(calls: number): void {
    this.#inFlight += calls;
  }

  release(calls: number): void {
    this.#inFlight -= calls;
  }

  refund(calls: number): void {
    this.#inFlight -= calls;
  }

  /** A rate that is too high is no matter of calls in flight. */
  reduce(): void {}

  correct(): number {
    return 0;
  }

  opensAt(calls: number, nowAt: number): number {
    return this.admits(calls) ? nowAt : Number.POSITIVE_INFINITY;
  }

  isIdle(nowAt: number): boolean {
    return this.#inFlight === 0 && this.isUnpaused(nowAt);
  }

  /** Answers that come at once hold nobody up. */
  forecast(): BookForecast {
    return { opensAt: (_calls, from) => from, take: () => undefined };
  }

  resize({ capacity }: Resized): void {
    this.#capacity = capacity;
  }
}
