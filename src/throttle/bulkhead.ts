// At most so many calls between admission and answer.
import { type BookForecast, type BookIdentity, LimitBook } from './limit-book.ts';

/** With a capacity of 1 requests arrive in the order in which they are signed, which a nonce that has to grow asks for. */
export class Bulkhead extends LimitBook {
  override readonly countsUnits: boolean = false;

  constructor(key: string, capacity: number, identity?: BookIdentity) {
    super(key, capacity, identity);
  }

  get windowMs(): number {
    return 0;
  }

  protected resting(): number {
    return 0;
  }

  /** An answered call is none any more. */
  protected rest(): void {}

  protected addForeign(): number {
    return 0;
  }

  /** Answers come at an unknown instant. */
  protected returnsAt(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Answers that come at once hold nobody up. */
  forecast(): BookForecast {
    return { opensAt: (_calls, from) => from, take: () => undefined };
  }
}
