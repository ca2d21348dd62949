// What one limit's windows admit: units that are taken, rest after the answer, and come back.
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { type BookForecast, type BookIdentity, LimitBook, rounding } from './limit-book.ts';
import { type Returning, ReturningUnits } from './returning-units.ts';
import { WindowForecast } from './window-forecast.ts';

/**
 * Exchanges that count whole milliseconds may book a request one later than it came; a unit rests that much longer.
 */
const guardMs = 1;
/** Nothing is used by others. */
const none: Returning = { at: Number.POSITIVE_INFINITY, units: 0 };

/** The instant at which the exchange's next fixed window begins for certain; undefined while its clock is unread. */
export type BoundaryAfter = (nowAt: number) => number | undefined;

export interface WindowIdentity extends BookIdentity {
  /** Where the exchange counts fixed windows. */
  readonly boundaryAfter?: BoundaryAfter | undefined;
}

/**
 * What one limit's windows still admit. A unit is taken when its request leaves and comes back one window after the
 * answer: when in between the exchange booked it is unknown, and so no window, fixed or sliding, sees more than
 * `capacity`. Where the exchange counts fixed windows and its clock is known, a unit comes back with the first window
 * that begins after the answer. Taking and answering cost O(1) amortised.
 */
export class RateWindow extends LimitBook {
  readonly windowMs: number;
  readonly #boundaryAfter: BoundaryAfter | undefined;
  readonly #resting: ReturningUnits = new ReturningUnits();
  /** What others used, and when it is free again. */
  #foreign: Returning = none;

  constructor(key: string, capacity: number, windowMs: number, identity: WindowIdentity = {}) {
    super(key, capacity, identity);
    this.windowMs = windowMs;
    this.#boundaryAfter = identity.boundaryAfter;
  }

  protected resting(nowAt: number): number {
    this.#resting.release(nowAt);
    return this.#resting.total;
  }

  protected override foreign(nowAt: number): number {
    return this.#foreignAt(nowAt).units;
  }

  protected rest(weight: number, nowAt: number): void {
    // What rested longer, from before the exchange's clock was known, belongs to this window or an earlier one too.
    this.#resting.add(weight, this.#boundaryAfter?.(nowAt) ?? nowAt + this.windowMs + guardMs);
  }

  protected addForeign(used: number, { resetMs }: ToldUsage, nowAt: number): number {
    // What is in flight may be in the count or not, and what overtook may not: within those bounds it says nothing new.
    const { units: known } = this.#foreignAt(nowAt);
    const beyond = used - this.resting(nowAt);
    const least = beyond - this.inFlight;
    const units = Math.max(0, least, Math.min(known, beyond + this.overtaking));
    // What was not seen again comes back when it was to.
    if (units === known && units > least) return units;
    const wholeUntilAt = nowAt + this.windowMs + guardMs;
    const resetAt = resetMs === undefined ? wholeUntilAt : nowAt + resetMs + guardMs;
    const at = Math.min(this.#boundaryAfter?.(nowAt) ?? wholeUntilAt, resetAt, wholeUntilAt);
    this.#foreign = { at, units };
    return units;
  }

  protected returnsAt(missing: number, nowAt: number): number {
    return this.#resting.opensAt(missing - rounding, this.#foreignAt(nowAt));
  }

  /** When units come back, others' as well, and how many; the soonest first. */
  returns(nowAt: number): readonly Returning[] {
    this.#resting.release(nowAt);
    const foreign = this.#foreignAt(nowAt);
    const own = [...this.#resting];
    return foreign.units === 0 ? own : [...own, foreign].toSorted((a, b) => a.at - b.at);
  }

  forecast(nowAt: number): BookForecast {
    return new WindowForecast(this, nowAt);
  }

  #foreignAt(nowAt: number): Returning {
    return nowAt < this.#foreign.at ? this.#foreign : none;
  }
}
