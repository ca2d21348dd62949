// What windows and buckets have in common: units in flight, what is believed of the capacity, and what headers tell.
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { AdaptiveCapacity } from './adaptive-capacity.ts';
import { type BookIdentity, LimitBook, type Resized } from './limit-book.ts';

/** A capacity that the exchange tells is believed up to so many times the documented one. */
const mostRaised = 100;
/** Fractions of units do not add up to the last bit. */
export const rounding = 1e-9;

export abstract class UnitBook extends LimitBook {
  #documented: number;
  #capacity: number;
  #adaptive: AdaptiveCapacity;
  #inFlight = 0;
  /** Requests that `#inFlight` is the weight of. */
  #owed = 0;
  #refused = 0;
  #refusedUntilAt = 0;

  /** @param windowMs in which all of the capacity comes back */
  constructor(key: string, capacity: number, windowMs: number, identity: BookIdentity) {
    super(key, identity);
    this.#documented = capacity;
    this.#capacity = capacity;
    this.#adaptive = new AdaptiveCapacity(capacity, windowMs);
  }

  get capacity(): number {
    return this.#capacity;
  }

  /** Units of ours that were answered and have not come back. */
  protected abstract resting(nowAt: number): number;
  /** Units that others use. */
  protected abstract foreign(nowAt: number): number;
  /** The request's units come back little by little, or after a while. */
  protected abstract rest(weight: number, nowAt: number): void;
  /** All together use so many units. @returns how many of them are others' */
  protected abstract addForeign(used: number, usage: ToldUsage, nowAt: number): number;

  protected get inFlight(): number {
    return this.#inFlight;
  }

  /** Units that all may use together, as far as is believed. */
  protected believed(nowAt: number): number {
    return this.#adaptive.units(nowAt);
  }

  free(nowAt: number): number {
    return this.believed(nowAt) - this.#inFlight - this.resting(nowAt) - this.foreign(nowAt);
  }

  admits(units: number, nowAt: number): boolean {
    return this.missing(units, nowAt) <= 0;
  }

  /** Units that have to come back before so many fit. */
  protected missing(units: number, nowAt: number): number {
    const missing = Math.min(units, this.believed(nowAt)) - this.free(nowAt);
    return missing <= rounding ? 0 : missing;
  }

  take(weight: number): void {
    this.#owed += 1;
    this.#inFlight += weight;
  }

  release(weight: number, nowAt: number): void {
    this.refund(weight);
    this.rest(weight, nowAt);
  }

  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  reduce(weight: number, nowAt: number): void {
    if (nowAt >= this.#refusedUntilAt) this.#refused = 0;
    this.#refused += weight;
    this.#refusedUntilAt = nowAt + this.windowMs;
    this.#adaptive.reduce(this.#inFlight + this.resting(nowAt) - this.#refused, nowAt);
  }

  correct(usage: ToldUsage, nowAt: number): number {
    if (usage.capacity !== undefined) this.#told(usage.capacity);
    const used = usage.used ?? (usage.left === undefined ? undefined : this.#capacity - usage.left);
    if (used === undefined) return 0;
    return this.addForeign(Math.min(Math.max(0, used), this.#capacity), usage, nowAt);
  }

  isIdle(nowAt: number): boolean {
    return this.free(nowAt) === this.#capacity && this.isUnpaused(nowAt);
  }

  resize({ capacity }: Resized, _nowAt: number): void {
    this.#documented = capacity;
    this.#capacity = capacity;
    this.#adaptive = new AdaptiveCapacity(capacity, this.windowMs);
  }

  #told(capacity: number): void {
    const bounded = Math.min(Math.max(1, Math.floor(capacity)), this.#documented * mostRaised);
    if (bounded === this.#capacity) return;
    this.#capacity = bounded;
    this.#adaptive.reset(bounded);
  }
}
