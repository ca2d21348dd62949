import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import { forecast, type Headroom, headroomOf } from './forecast.ts';
import { Limits } from './limits.ts';
import { type PauseRequest, Pauses } from './pauses.ts';
import { Permit, type PermitIssuer } from './permit.ts';
import { type CallOwner, pausesMayOpenAt } from './queued-call.ts';
import type { Charge } from './rate-window.ts';
import { type Boundaries, IpBook } from './shared-ip.ts';
import type { SharedLimiter, SharedLimiterListener } from './shared-limiter.ts';

/** Joins the processes that share the limits; tells when there may be room, and of their pauses. */
export type Join = (listener: SharedLimiterListener) => SharedLimiter;

/** A call that waited is not let go in time: a pause opens at this instant only. */
export interface TooLate {
  readonly opensAt: number;
}

export interface QueuePlace {
  readonly permit: Promise<Permit | TooLate>;
  /** Gives the place in the queue up, or the permit where it was granted already. */
  readonly leave: () => void;
}

export interface ThrottleOptions {
  readonly boundaries?: Boundaries | undefined;
  readonly join?: Join | undefined;
  /** What it shares with other gateways of the address. @default nothing */
  readonly book?: IpBook | undefined;
  /** A longer pause lets a probe go after so long. @default no pause is too long */
  readonly maxPauseMs?: number;
}

/** Limits, the pauses of each, and the queue: who may send now, and who waits. */
export class Throttle {
  readonly #limits: Limits;
  readonly #book: IpBook;
  readonly #owner: CallOwner;
  readonly #pauses: Pauses;
  readonly #limiter: SharedLimiter | undefined;
  readonly #now: () => number;
  readonly #maxPauseMs: number;
  readonly #boundaries: Boundaries | undefined;
  readonly #issuer: PermitIssuer;
  #queued = 0;

  constructor(limits: readonly Limit[], now: () => number, options: ThrottleOptions = {}) {
    const { boundaries, join, maxPauseMs = Number.POSITIVE_INFINITY } = options;
    const book = options.book ?? new IpBook(now);
    this.#now = now;
    this.#book = book;
    this.#maxPauseMs = maxPauseMs;
    this.#boundaries = boundaries;
    this.#limits = new Limits(limits, now, boundaries, book);
    book.join(limits, boundaries);
    this.#pauses = new Pauses({ limits: this.#limits, book, now, maxPauseMs });
    this.#limiter = join?.({
      onRoom: () => this.#dispatch(),
      onPause: (key, untilAt, scope) => this.#pauses.heard(key, untilAt, scope),
      onResume: (scope) => {
        this.#pauses.lift(scope);
        this.#dispatch();
      },
    });
    this.#owner = book.queue.newOwner(this.#pauses.ofEverything, this.#limiter);
    this.#issuer = {
      now,
      pauses: this.#pauses,
      limiter: this.#limiter,
      outstanding: options.book && new Set(),
      dispatch: () => this.#dispatch(),
    };
  }

  /** The longest pause that is believed. */
  get maxPauseMs(): number {
    return this.#maxPauseMs;
  }

  /** Calls that wait. */
  get queued(): number {
    return this.#queued;
  }

  /** When the last of the pauses lets somebody go. */
  get pausedUntilAt(): number {
    return this.#pauses.untilAt;
  }

  /** Why calls wait longer than limits and pauses have them wait. */
  get trouble(): string | undefined {
    return this.#limiter?.trouble;
  }

  /**
   * Who counts on these limits waits until then. Pauses only ever get longer.
   * @returns the keys of the windows that are paused; empty for everything.
   */
  pause(request: PauseRequest): readonly string[] {
    return this.#pauses.pause(request, this.#limiter);
  }

  /** Lifts every pause, in other processes as well. */
  resume(): void {
    this.#pauses.lift();
    this.#limiter?.resume();
    this.#dispatch();
  }

  /** What every limit in use has left. */
  headroom(): readonly Headroom[] {
    return headroomOf(this.#limits.windows, this.#owner, this.#now());
  }

  /** When `count` calls with these charges would start if they came now: waits from now on, the soonest first. */
  eta(charges: readonly Charge[], count: number, priority: number): readonly number[] {
    const now = this.#now();
    const openAt = pausesMayOpenAt(charges, this.#owner, now);
    const ahead = this.#book.queue.ahead(priority);
    return forecast(charges, { now, openAt, ahead, count }).map((at) => at - now);
  }

  chargesOf(route: RouteInfo, weight: CallWeight | undefined, items?: number): readonly Charge[] {
    return this.#limits.chargesOf(route, weight, items);
  }

  /** A permit, if there is room and no call waits; no timer, no promise. */
  tryAcquire(charges: readonly Charge[]): Permit | undefined {
    const nowAt = this.#now();
    if (!this.#book.queue.pass(charges, this.#owner, nowAt)) return undefined;
    return new Permit(this.#issuer, charges, nowAt);
  }

  /** The earliest instant at which the call could go, whoever waits before it. */
  opensAt(charges: readonly Charge[]): number {
    return this.#book.queue.opensAt(charges, this.#owner);
  }

  /** A place in the queue. `lastAt`: the last instant at which going is worth anything. */
  acquire(
    charges: readonly Charge[],
    priority: number,
    lastAt: number = Number.POSITIVE_INFINITY,
  ): QueuePlace {
    let settle: ((ended: Permit | TooLate) => void) | undefined;
    const ended = new Promise<Permit | TooLate>((resolve) => {
      settle = resolve;
    });
    const end = (result: Permit | TooLate): void => {
      this.#queued -= 1;
      settle?.(result);
    };
    let permit: Permit | undefined;
    this.#queued += 1;
    const giveUp = this.#book.queue.join({
      owner: this.#owner,
      priority,
      charges,
      lastAt,
      go: () => {
        permit = new Permit(this.#issuer, charges, this.#now());
        end(permit);
      },
      refuse: (opensAt) => end({ opensAt }),
    });
    const leave = (): void => {
      if (giveUp()) this.#queued -= 1;
      else permit?.release('unsent');
    };
    return { permit: ended, leave };
  }

  /**
   * Calls `wake` once a pause comes that lets such a call go after `lastAt` only: what it waits for is worth nothing then.
   * @returns ends that
   */
  watch(charges: readonly Charge[], lastAt: number, wake: () => void): () => void {
    return this.#book.queue.watch({ owner: this.#owner, charges, lastAt, wake });
  }

  async close(): Promise<void> {
    this.#book.queue.drop(this.#owner);
    const nowAt = this.#now();
    for (const permit of this.#issuer.outstanding ?? []) permit.abandon(nowAt);
    this.#dispatch();
    await Promise.all([this.#book.leave(this.#boundaries), this.#limiter?.close()]);
  }

  #dispatch(): void {
    this.#book.queue.dispatch();
  }
}
