// What one limit admits: units that are taken, rest after the answer, and come back.
import type { Limit } from '../catalog/limit.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { AdaptiveCapacity } from './adaptive-capacity.ts';
import { Pause } from './pause.ts';
import { type Returning, ReturningUnits } from './returning-units.ts';

/**
 * Exchanges that count whole milliseconds may book a request one later than it came; a unit rests that much longer.
 */
const guardMs = 1;
/** Nothing is used by others. */
const none: Returning = { at: Number.POSITIVE_INFINITY, units: 0 };
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
 * answer: when in between the exchange booked it is unknown, and so no window, fixed or sliding, sees more than
 * `capacity`. Where the exchange counts fixed windows and its clock is known, a unit comes back with the first window
 * that begins after the answer. Instants are passed in. Taking and answering cost O(1)
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
  readonly #resting: ReturningUnits = new ReturningUnits();
  /** What others used, and when it is free again. */
  #foreign: Returning = none;
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

  /** The documented one, or what the exchange said. */
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
    this.#resting.release(nowAt);
    return this.#adaptive.units(nowAt) - this.#inFlight - this.#resting.total - this.#foreignAt(nowAt).units;
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
  release(weight: number, nowAt: number): void {
    this.refund(weight);
    // What rested longer, from before the exchange's clock was known, belongs to this window or an earlier one too.
    this.#resting.add(weight, this.#boundaryAfter?.(nowAt) ?? nowAt + this.windowMs + guardMs);
  }

  /** The request never left. */
  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  /** The exchange refused an answered request for rate reasons: less of the capacity is believed for a while. */
  reduce(weight: number, nowAt: number): void {
    if (nowAt >= this.#refusedUntilAt) this.#refused = 0;
    this.#refused += weight;
    this.#refusedUntilAt = nowAt + this.windowMs;
    this.#adaptive.reduce(this.#inFlight + this.#resting.total - this.#refused, nowAt);
  }

  /**
   * The exchange said what its window holds, of all who use it. Its numbers are believed within the capacity only.
   * @returns the units that others used.
   */
  correct(usage: ToldUsage, nowAt: number): number {
    this.#resting.release(nowAt);
    if (usage.capacity !== undefined) this.#setCapacity(usage.capacity);
    const used = usage.used ?? (usage.left === undefined ? undefined : this.#capacity - usage.left);
    if (used === undefined) return 0;
    const bounded = Math.min(Math.max(0, used), this.#capacity);
    const units = Math.max(0, bounded - this.#inFlight - this.#resting.total);
    const wholeUntilAt = nowAt + this.windowMs + guardMs;
    const resetAt = usage.resetMs === undefined ? wholeUntilAt : nowAt + usage.resetMs + guardMs;
    const at = Math.min(this.#boundaryAfter?.(nowAt) ?? wholeUntilAt, resetAt, wholeUntilAt);
    this.#foreign = { at, units };
    return units;
  }

  /** The earliest instant at which `units` fit if no other call takes any; `Infinity` while answers are owed. */
  opensAt(units: number, nowAt: number): number {
    const missing = Math.min(units, this.#adaptive.units(nowAt)) - this.free(nowAt);
    return missing <= 0 ? nowAt : this.#resting.opensAt(missing, this.#foreignAt(nowAt));
  }

  /** Nothing is taken, nothing rests, no pause holds: it may be forgotten. */
  isIdle(nowAt: number): boolean {
    return this.free(nowAt) === this.#capacity && (this.#pause?.opensAt(nowAt) ?? nowAt) === nowAt;
  }

  /** When units come back, others' as well, and how many; the soonest first. */
  returns(nowAt: number): readonly Returning[] {
    this.#resting.release(nowAt);
    const foreign = this.#foreignAt(nowAt);
    const own = this.#resting.all;
    return foreign.units === 0 ? own : [...own, foreign].toSorted((a, b) => a.at - b.at);
  }

  #foreignAt(nowAt: number): Returning {
    return nowAt < this.#foreign.at ? this.#foreign : none;
  }

  #setCapacity(capacity: number): void {
    const bounded = Math.min(Math.max(1, Math.floor(capacity)), this.#documented * mostRaised);
    if (bounded === this.#capacity) return;
    this.#capacity = bounded;
    this.#adaptive.reset(bounded);
  }
}
