// What every kind of limit has: the books in which calls take their units, and the pause of those who count there.
import type { Limit, Refill } from '../catalog/limit.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { Pause } from './pause.ts';

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
  readonly capacity: number;
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

  constructor(key: string, { limit = key, scope = 'account' }: BookIdentity) {
    this.key = key;
    this.limit = limit;
    this.scope = scope;
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

  /** No pause of its own holds anybody. */
  protected isUnpaused(nowAt: number): boolean {
    return (this.#pause?.opensAt(nowAt) ?? nowAt) === nowAt;
  }

  /** The documented one, or what the exchange or the user told. */
  abstract get capacity(): number;
  /** In so long all of it comes back; 0 where answers bring it back. */
  abstract get windowMs(): number;
  /** Units that may leave now; below 0 after a call heavier than what is believed, or when others use it. */
  abstract free(nowAt: number): number;
  /** Whether so many units are free. What is heavier than what is believed goes when all of that is free. */
  abstract admits(units: number, nowAt: number): boolean;
  abstract take(weight: number): void;
  /** The request was answered, or lost after it was sent. */
  abstract release(weight: number, nowAt: number): void;
  /** The request never left. */
  abstract refund(weight: number): void;
  /** The exchange refused an answered request for rate reasons: less of the capacity is believed for a while. */
  abstract reduce(weight: number, nowAt: number): void;
  /**
   * The exchange said what it counted, ours and everybody's. Its numbers are believed within the capacity only.
   * @returns the units that others used.
   */
  abstract correct(usage: ToldUsage, nowAt: number): number;
  /** The earliest instant at which `units` fit if nobody else takes any; `Infinity` while answers are owed. */
  abstract opensAt(units: number, nowAt: number): number;
  /** Nothing is taken, nothing rests, no pause holds: it may be forgotten. */
  abstract isIdle(nowAt: number): boolean;
  abstract forecast(nowAt: number): BookForecast;
  abstract resize(size: Resized, nowAt: number): void;
}

/** What one call takes of one limit. */
export interface Charge {
  readonly window: LimitBook;
  readonly weight: number;
  /** Units that must be free for it: its weight, and what is reserved for those more urgent. */
  readonly need: number;
}

/** What processes share: calls in flight are counted in each for itself. */
export function unitCharges(charges: readonly Charge[]): readonly Charge[] {
  const isUnits = ({ window }: Charge): boolean => window.countsUnits;
  return charges.every(isUnits) ? charges : charges.filter(isUnits);
}
