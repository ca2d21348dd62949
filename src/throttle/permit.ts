// The right to send one request: units of limits, which are taken and given back once.
import type { LimitRef } from '../catalog/limit.ts';
import { limitNames } from '../catalog/limit-ref.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { type Charge, unitCharges } from './charge.ts';
import type { Pauses } from './pauses.ts';
import type { SharedLimiter } from './shared-limiter.ts';

/** Units of a limit that others used. */
export interface ForeignUse {
  /** Its name. */
  readonly limit: string;
  /** How many of them, in the last window. */
  readonly units: number;
  /** Units that the window holds. */
  readonly capacity: number;
}

/** What the permits of one gateway have in common. */
export interface PermitIssuer {
  readonly now: () => number;
  readonly pauses: Pauses;
  readonly limiter: SharedLimiter | undefined;
  /** Permits that are not released; kept only where other gateways share the windows. */
  readonly outstanding: Set<Permit> | undefined;
  /** Units may have come back. */
  readonly dispatch: () => void;
}

/** Its owner releases it exactly once; a second release does nothing. */
export class Permit {
  readonly charges: readonly Charge[];
  /** When the units were taken. */
  readonly admittedAt: number;
  readonly #issuer: PermitIssuer;
  #isReleased = false;

  constructor(issuer: PermitIssuer, charges: readonly Charge[], admittedAt: number) {
    this.#issuer = issuer;
    this.charges = charges;
    this.admittedAt = admittedAt;
    issuer.outstanding?.add(this);
  }

  /** Whether nothing may be sent with it any more: a pause began or was renewed since, or what other processes granted is void. */
  get isVoid(): boolean {
    const { limiter, pauses } = this.#issuer;
    if (this.charges.length > 0 && limiter?.isStale(this.admittedAt) === true) return true;
    return pauses.holdBack(this.charges, this.admittedAt);
  }

  /**
   * The request has ended, so that a pause that it was the probe of need not wait for it any longer.
   * @param isGood the exchange took it: such a pause is over
   */
  answered(isGood: boolean): void {
    const { pauses, dispatch } = this.#issuer;
    if (pauses.endProbe(this.charges, this.admittedAt, isGood)) dispatch();
  }

  /**
   * The exchange refused the request for rate reasons: less of the limits' capacity is believed.
   * @param limits names of the limits that it was about. @default all that the request counts on
   */
  refused(limits: readonly string[] = []): void {
    const nowAt = this.#issuer.now();
    const about = this.charges.filter(({ window }) => limits.includes(window.limit));
    for (const { window, weight } of about.length > 0 ? about : this.charges) window.reduce(weight, nowAt);
  }

  /**
   * The exchange said how much is used or left of a limit.
   * @param limit which one; where it is empty, the narrowest of the request is meant
   * @returns what others used of it; nothing where processes share the limits, since their units would count as others'
   */
  observed(limit: LimitRef, usage: ToldUsage): readonly ForeignUse[] {
    const { limiter, now } = this.#issuer;
    if (limiter) return [];
    const books = unitCharges(this.charges).map(({ window }) => window);
    const names = limitNames(limit, books);
    const about =
      limit === ''
        ? books.toSorted((a, b) => a.capacity - b.capacity).slice(0, 1)
        : books.filter((window) => names.includes(window.limit));
    const nowAt = now();
    return about.map((window) => {
      const units = window.correct(usage, nowAt);
      return { limit: window.key, units, capacity: window.capacity };
    });
  }

  /** Gives the units back: at once where the request never left (`unsent`), else one window from now. */
  release(how: 'sent' | 'unsent'): void {
    if (this.#isReleased) return;
    this.#forget();
    const { limiter, now, dispatch } = this.#issuer;
    if (how === 'sent') {
      this.#rest(now());
      limiter?.release(unitCharges(this.charges));
    } else {
      for (const { window, weight } of this.charges) window.refund(weight);
      limiter?.refund(unitCharges(this.charges));
    }
    dispatch();
  }

  /** The gateway is closed, and what became of the request will not be known: it counts for one more window. */
  abandon(nowAt: number): void {
    this.#forget();
    this.#rest(nowAt);
  }

  #forget(): void {
    this.#isReleased = true;
    this.#issuer.outstanding?.delete(this);
  }

  #rest(nowAt: number): void {
    for (const { window, weight } of this.charges) window.release(weight, nowAt);
  }
}

/** A call that waited cannot go in time: a pause opens at this instant only. */
export interface TooLate {
  readonly opensAt: number;
}

export interface QueuePlace {
  readonly permit: Promise<Permit | TooLate>;
  /**
   * Gives the place in the queue up, or the permit where it was granted already.
   * @param error what `permit` rejects with where it was not granted. @default it stays as it is
   */
  leave(error?: Error): void;
}
