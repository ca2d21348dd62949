// Times in answers that nobody asked for: whether they contradict what is believed of the exchange's clock.
import { agree, type ClockSample, type OffsetBound } from './clock-sample.ts';

/** A clock that is off by more is wrong. It is also what an edge's clock may be off, which fills in `Date`. */
export const notableMs = 250;
/** A clock drifts by at most so much per millisecond while two answers are compared. */
const mostDrift = 0.05;
/** Answers are looked at so often. */
const everyMs = 250;
/** After a reading that they asked for, `Date` headers ask for none for so long. */
const datesRestMs = 60_000;

/** Where a time in an answer comes from: a field that the exchange fills in, or the `Date` header. */
export type TimeOrigin = 'field' | 'date';

/** One answer alone moves nothing: it may come from a cache, or from a machine whose clock is wrong. */
export class ClockWatch {
  /** An answer that contradicted what was believed then. */
  #doubt: OffsetBound | undefined;
  #isDoubted = false;
  #nextAt = Number.NEGATIVE_INFINITY;
  /** From when on `Date` headers count: never again once they were seen to be another clock's. */
  #datesAt = Number.NEGATIVE_INFINITY;

  /** Whether `Date` headers agree that what is believed is wrong: they tell whole seconds, so it has to be read. */
  get isDoubted(): boolean {
    return this.#isDoubted;
  }

  wants(origin: TimeOrigin, at: number): boolean {
    return at >= this.#nextAt && (origin === 'field' || at >= this.#datesAt);
  }

  /**
   * @param believed what is believed, with all of its error
   * @returns whether this answer and an earlier one agree that it is wrong
   */
  contradicts(told: OffsetBound, believed: OffsetBound, origin: TimeOrigin): boolean {
    this.#nextAt = told.at + everyMs;
    const doubt = this.#doubt;
    const isSupported = doubt && agree(told, doubt, Math.abs(told.at - doubt.at) * mostDrift);
    if (agree(told, believed, 0)) {
      if (!isSupported) this.#doubt = undefined;
      return false;
    }
    this.#doubt = isSupported && origin === 'field' ? undefined : told;
    if (isSupported && origin === 'date') this.#isDoubted = true;
    return isSupported === true;
  }

  /** The clock was read, or could not be. */
  read(sample: ClockSample | undefined, nowAt: number): void {
    if (this.#isDoubted) this.#datesAt = Math.max(this.#datesAt, nowAt + datesRestMs);
    this.#isDoubted = false;
    this.#doubt = undefined;
    if (sample?.dateMs === undefined) return;
    const { dateMs, serverMs, roughMs = 0 } = sample;
    // A date stands for any instant of its second.
    const isOther = Math.abs(dateMs + 500 - serverMs) > 500 + roughMs + notableMs;
    if (isOther) this.#datesAt = Number.POSITIVE_INFINITY;
  }
}
