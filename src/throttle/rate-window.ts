import type { Limit } from '../catalog/limit.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { AdaptiveCapacity } from './adaptive-capacity.ts';
import { Pause } from './pause.ts';

/**
 * Exchanges that count whole milliseconds may book a request one later than it came; a unit rests that much longer.
 */
const guardMs = 1;
/** A capacity that the exchange tells is believed up to so many times the documented one. */
const mostRaised = 100;

/** The instant at which the exchange's next fixed window begins for certain; undefined while its clock is unread. */
export type BoundaryAfter = (nowAt: number) => number | undefined;

/** Which limit a window belongs to. */
export interface WindowIdentity {
  /** The limit's name. @default the window's key */
  readonly limit?: string;
  /** @default 'account' */
  readonly scope?: Limit['scope'];
  /** Where the exchange counts fixed windows. */
  readonly boundaryAfter?: BoundaryAfter | undefined;
}

/** What one call takes of one limit. */
export interface Charge {
  readonly window: RateWindow;
  readonly weight: number;
  /** Units that must be free for it: its weight, and what is reserved for those more urgent. */
  readonly need: number;
}

/**
 * What one limit's windows still admit. A unit is taken when its request leaves and comes back one window after the
 * answer: nobody knows when in between the exchange booked it, so that no window, fixed or sliding, sees more than
 * `capacity`. Where the exchange counts fixed windows and its clock is known, a unit comes back with the first window
 * that begins after the answer. Pure but for its own books; instants are passed in. Taking and answering cost O(1)
 * amortised.
 */
export class RateWindow {
  /** Unique in its scope. */
  readonly key: string;
  readonly limit: string;
  readonly scope: Limit['scope'];
  readonly windowMs: number;
  readonly #documented: number;
  readonly #boundaryAfter: BoundaryAfter | undefined;
  readonly #adaptive: AdaptiveCapacity;
  #capacity: number;
  #pause: Pause | undefined;
  #inFlight = 0;
  /** Requests that `#inFlight` is the weight of. */
  #owed = 0;
  #resting = 0;
  #backAt: number[] = [];
  #weights: number[] = [];
  #head = 0;
  #foreign = 0;
  #foreignUntilAt = 0;
  #refused = 0;
  #refusedUntilAt = 0;

  constructor(key: string, capacity: number, windowMs: number, identity: WindowIdentity = {}) {
    this.key = key;
    this.limit = identity.limit ?? key;
    this.scope = identity.scope ?? 'account';
    this.windowMs = windowMs;
    this.#documented = capacity;
    this.#capacity = capacity;
    this.#boundaryAfter = identity.boundaryAfter;
    this.#adaptive = new AdaptiveCapacity(capacity, windowMs);
  }

  /** The documented one, or what the exchange told. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Undefined until a refusal was about this limit. */
  get pause(): Pause | undefined {
    return this.#pause;
  }

  /** The pause of the calls that count here. */
  ownPause(): Pause {
    this.#pause ??= new Pause();
    return this.#pause;
  }

  /** Units that may leave now; below 0 after a call heavier than what is believed, or when others use it. */
  free(nowAt: number): number {
    this.#release(nowAt);
    const foreign = nowAt < this.#foreignUntilAt ? this.#foreign : 0;
    return this.#adaptive.units(nowAt) - this.#inFlight - this.#resting - foreign;
  }

  /** Whether so many units are free. What is heavier than what is believed goes when all of that is free. */
  admits(units: number, nowAt: number): boolean {
    return this.free(nowAt) >= Math.min(units, this.#adaptive.units(nowAt));
  }

  take(weight: number): void {
    this.#owed += 1;
    this.#inFlight += weight;
  }

  /** The request was answered, or lost after it was sent: it counts for one more window. */
  answered(weight: number, nowAt: number): void {
    this.refund(weight);
    this.#resting += weight;
    const backAt = this.#boundaryAfter?.(nowAt) ?? nowAt + this.windowMs + guardMs;
    let units = weight;
    // What rested longer, from before the exchange's clock was known, belongs to this window or an earlier one too.
    while (this.#backAt.length > this.#head && (this.#backAt.at(-1) ?? 0) >= backAt) {
      this.#backAt.pop();
      units += this.#weights.pop() ?? 0;
    }
    this.#backAt.push(backAt);
    this.#weights.push(units);
  }

  /** The request never left. */
  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  /** The exchange refused an answered request for rate reasons: less of the capacity is believed for a while. */
  refused(weight: number, nowAt: number): void {
    if (nowAt >= this.#refusedUntilAt) this.#refused = 0;
    this.#refused += weight;
    this.#refusedUntilAt = nowAt + this.windowMs;
    this.#adaptive.refused(this.#inFlight + this.#resting - this.#refused, nowAt);
  }

  /**
   * The exchange said what its window holds, ours and everybody's. Its numbers are believed within the capacity only.
   * @returns the units that others used.
   */
  observed(usage: ToldUsage, nowAt: number): number {
    this.#release(nowAt);
    if (usage.capacity !== undefined) this.#told(usage.capacity);
    const used = usage.used ?? (usage.left === undefined ? undefined : this.#capacity - usage.left);
    if (used === undefined) return 0;
    const bounded = Math.min(Math.max(0, used), this.#capacity);
    this.#foreign = Math.max(0, bounded - this.#inFlight - this.#resting);
    const wholeUntilAt = nowAt + this.windowMs + guardMs;
    const resetAt = usage.resetMs === undefined ? wholeUntilAt : nowAt + usage.resetMs + guardMs;
    this.#foreignUntilAt = Math.min(this.#boundaryAfter?.(nowAt) ?? wholeUntilAt, resetAt, wholeUntilAt);
    return this.#foreign;
  }

  /** The earliest instant at which `units` fit if nobody else takes any; `Infinity` while answers are owed. */
  opensAt(units: number, nowAt: number): number {
    let missing = Math.min(units, this.#adaptive.units(nowAt)) - this.free(nowAt);
    if (missing <= 0) return nowAt;
    const foreignUntilAt = nowAt < this.#foreignUntilAt ? this.#foreignUntilAt : Number.POSITIVE_INFINITY;
    let foreign = foreignUntilAt === Number.POSITIVE_INFINITY ? 0 : this.#foreign;
    for (let at = this.#head; at < this.#backAt.length; at += 1) {
      const backAt = this.#backAt[at] ?? nowAt;
      // What others used may come back before the rest of ours.
      if (foreignUntilAt <= backAt) {
        missing -= foreign;
        foreign = 0;
        if (missing <= 0) return foreignUntilAt;
      }
      missing -= this.#weights[at] ?? 0;
      if (missing <= 0) return backAt;
    }
    return missing <= foreign ? foreignUntilAt : Number.POSITIVE_INFINITY;
  }

  /** Nothing is taken, nothing rests, no pause holds: it may be forgotten. */
  idle(nowAt: number): boolean {
    return this.free(nowAt) === this.#capacity && (this.#pause?.opensAt(nowAt) ?? nowAt) === nowAt;
  }

  /** When units come back, others' as well, and how many; the soonest first. */
  returns(nowAt: number): readonly { readonly at: number; readonly units: number }[] {
    this.#release(nowAt);
    const own = this.#backAt
      .slice(this.#head)
      .map((at, index) => ({ at, units: this.#weights[this.#head + index] ?? 0 }));
    if (nowAt >= this.#foreignUntilAt || this.#foreign === 0) return own;
    return [...own, { at: this.#foreignUntilAt, units: this.#foreign }].toSorted((a, b) => a.at - b.at);
  }

  #told(capacity: number): void {
    const bounded = Math.min(Math.max(1, Math.floor(capacity)), this.#documented * mostRaised);
    if (bounded === this.#capacity) return;
    this.#capacity = bounded;
    this.#adaptive.told(bounded);
  }

  #release(nowAt: number): void {
    while (this.#head < this.#backAt.length && (this.#backAt[this.#head] ?? 0) <= nowAt) {
      this.#resting -= this.#weights[this.#head] ?? 0;
      this.#head += 1;
    }
    if (this.#head === this.#backAt.length) this.#resting = 0;
    // Cutting the spent front off rarely keeps the cost per call constant and the memory bounded.
    if (this.#head > 64 && this.#head * 2 > this.#backAt.length) {
      this.#backAt = this.#backAt.slice(this.#head);
      this.#weights = this.#weights.slice(this.#head);
      this.#head = 0;
    }
  }
}
