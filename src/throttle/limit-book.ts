// What every kind of limit has: the books in which calls take their units, and the pause of those who count there.
import type { Limit, Refill } from '../catalog/limit.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { AdaptiveCapacity } from './adaptive-capacity.ts';
import { Pause } from './pause.ts';

/** A capacity that the exchange tells is believed up to so many times the documented one. */
const mostRaised = 100;
/** Fractions of units do not add up to the last bit. */
export const rounding = 1e-9;

/** Which limit a book belongs to. */
export interface BookIdentity {
  /** The limit's name. @default the book's key */
  readonly limit?: string;
  /** @default 'account' */
  readonly scope?: Limit['scope'];
}

/** A book as it will be, if calls go one after the other and each is answered at once. */
export interface BookForecast {
  /** The earliest instant, from `from` on, at which so many units are free. */
  readonly opensAt: (units: number, from: number) => number;
  readonly take: (weight: number, at: number) => void;
}

/** What a limit is changed to. */
export interface Resized {
  /** Units in one window, or the size of a bucket. */
  readonly capacity: number;
  /** How fast a bucket drains. */
  readonly refill?: Refill | undefined;
}

/**
 * What one limit admits of the calls that count here: a window (`RateWindow`), a bucket (`LeakyBucket`) or calls in flight
 * (`Bulkhead`). Instants are passed in.
 */
export abstract class LimitBook {
  /** Unique in its scope. */
  readonly key: string;
  readonly limit: string;
  readonly scope: Limit['scope'];
  /** Whether it counts units: only those are shared among processes, told by headers and lowered by refusals. */
  readonly countsUnits: boolean = true;
  #pause: Pause | undefined;
  #documented: number;
  #capacity: number;
  /** Undefined until a refusal: all of the capacity is believed. */
  #adaptive: AdaptiveCapacity | undefined;
  #inFlight = 0;
  /** Requests that `#inFlight` is the weight of. */
  #owed = 0;
  /** Requests answered, and their weight, since nothing was in flight the last time. */
  #answered = 0;
  #overtaking = 0;
  #refused = 0;
  #refusedUntilAt = 0;

  constructor(key: string, capacity: number, identity: BookIdentity = {}) {
    this.key = key;
    this.limit = identity.limit ?? key;
    this.scope = identity.scope ?? 'account';
    this.#documented = capacity;
    this.#capacity = capacity;
  }

  /** In so long all of it comes back; 0 where answers bring it back. */
  abstract get windowMs(): number;
  /** Units of ours that were answered and have not come back. */
  protected abstract resting(nowAt: number): number;
  /** The request's units come back little by little, or after a while. */
  protected abstract rest(weight: number, nowAt: number): void;
  /** All together use so many units. @returns how many of them are others' */
  protected abstract addForeign(used: number, usage: ToldUsage, nowAt: number): number;
  /** When so many units that are missing have come back; `Infinity` while answers are owed. */
  protected abstract returnsAt(missing: number, nowAt: number): number;
  abstract forecast(nowAt: number): BookForecast;

  /** Units that others use. */
  protected foreign(_nowAt: number): number {
    return 0;
  }

  protected get inFlight(): number {
    return this.#inFlight;
  }

  /** Units of requests of which some may have been counted after the last one that was answered, and answered before it. */
  protected get overtaking(): number {
    return this.#answered > 1 ? this.#overtaking : 0;
  }

  /** The documented one, or what the exchange or the user told. */
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
    return this.#believed(nowAt) - this.#inFlight - this.resting(nowAt) - this.foreign(nowAt);
  }

  /** Whether so many units are free. What is heavier than what is believed goes when all of that is free. */
  admits(units: number, nowAt: number): boolean {
    return this.#missing(units, nowAt) <= rounding;
  }

  take(weight: number): void {
    if (this.#owed === 0) {
      this.#answered = 0;
      this.#overtaking = 0;
    }
    this.#owed += 1;
    this.#inFlight += weight;
  }

  /** The request was answered, or lost after it was sent. */
  release(weight: number, nowAt: number): void {
    this.refund(weight);
    this.#answered += 1;
    this.#overtaking += weight;
    this.rest(weight, nowAt);
  }

  /** The request never left. */
  refund(weight: number): void {
    this.#owed -= 1;
    // Fractions do not add up to what was taken off them: nothing owed is nothing in flight.
    this.#inFlight = this.#owed === 0 ? 0 : this.#inFlight - weight;
  }

  /** The exchange refused an answered request for rate reasons: less of the capacity is believed for a while. */
  reduce(weight: number, nowAt: number): void {
    if (!this.countsUnits) return;
    if (nowAt >= this.#refusedUntilAt) this.#refused = 0;
    this.#refused += weight;
    this.#refusedUntilAt = nowAt + this.windowMs;
    this.#adaptive ??= new AdaptiveCapacity(this.#capacity, this.windowMs);
    this.#adaptive.reduce(this.#inFlight + this.resting(nowAt) - this.#refused, nowAt);
  }

  /**
   * The exchange said what it counted, ours and everybody's. Its numbers are believed within the capacity only.
   * @returns the units that others used.
   */
  correct(usage: ToldUsage, nowAt: number): number {
    if (usage.capacity !== undefined) this.#told(usage.capacity);
    const used = usage.used ?? (usage.left === undefined ? undefined : this.#capacity - usage.left);
    if (used === undefined) return 0;
    return this.addForeign(Math.min(Math.max(0, used), this.#capacity), usage, nowAt);
  }

  /** The earliest instant at which `units` fit if nobody else takes any; `Infinity` while answers are owed. */
  opensAt(units: number, nowAt: number): number {
    const missing = this.#missing(units, nowAt);
    return missing <= rounding ? nowAt : this.returnsAt(missing, nowAt);
  }

  /** Nothing is taken, nothing rests, no pause holds: it may be forgotten. */
  isIdle(nowAt: number): boolean {
    return this.free(nowAt) === this.#capacity && (this.#pause?.opensAt(nowAt) ?? nowAt) === nowAt;
  }

  resize({ capacity }: Resized, _nowAt: number): void {
    this.#documented = capacity;
    this.#capacity = capacity;
    this.#adaptive = undefined;
  }

  #believed(nowAt: number): number {
    return this.#adaptive?.units(nowAt) ?? this.#capacity;
  }

  /** Units that have to come back before so many fit. */
  #missing(units: number, nowAt: number): number {
    return Math.min(units, this.#believed(nowAt)) - this.free(nowAt);
  }

  #told(capacity: number): void {
    const bounded = Math.min(Math.max(1, Math.floor(capacity)), this.#documented * mostRaised);
    if (bounded === this.#capacity) return;
    this.#capacity = bounded;
    this.#adaptive?.reset(bounded);
  }
}
