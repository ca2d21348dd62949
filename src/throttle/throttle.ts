import type { CallWeight, Limit, RouteInfo } from '../catalog/limit.ts';
import type { ToldUsage } from '../catalog/limit-signals.ts';
import { forecast } from './forecast.ts';
import { type Headroom, headroomOf } from './headroom.ts';
import { type Boundaries, IpBook } from './ip-book.ts';
import { type Charge, Limits } from './limits.ts';
import { Outstanding } from './outstanding.ts';
import { type PauseRequest, Pauses } from './pauses.ts';
import { type CallOwner, pausesMayOpenAt } from './queued-call.ts';
import type { SharedLimiter, SharedLimiterListener } from './shared-limiter.ts';
import { believeUsage, type ForeignUse } from './told-usage.ts';

/** Joins the processes that share the limits; tells when there may be room, and of their pauses. */
export type Join = (listener: SharedLimiterListener) => SharedLimiter;

/** What a call was admitted with, to be given back. */
export type Ticket = readonly Charge[];

/** A call that waited is not let go in time: a pause opens at this instant only. */
export interface TooLate {
  readonly opensAt: number;
}

export interface QueuePlace {
  readonly ticket: Promise<Ticket | TooLate>;
  /** When the units were taken. */
  readonly admittedAt: () => number;
  /** Gives the place in the queue up, or the units where they were taken already. Not to be called by who goes. */
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
  /** Only where others share what they have. */
  readonly #outstanding: Outstanding | undefined;
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
    this.#outstanding = options.book && new Outstanding();
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

  /**
   * Whether a pause came, or was renewed, since the call was admitted, or its permit is too old: then it must not be sent
   * any more.
   */
  holds(ticket: Ticket, admittedAt: number): boolean {
    if (ticket.length > 0 && this.#limiter?.holds(admittedAt) === true) return true;
    return this.#pauses.hold(ticket, admittedAt);
  }

  /** The exchange answered a call that was admitted then. `isGood`: it took it, so what it was the probe of is over. */
  ended(ticket: Ticket, admittedAt: number, isGood: boolean): void {
    if (this.#pauses.ended(ticket, admittedAt, isGood)) this.#dispatch();
  }

  /** The exchange refused a request for rate reasons, about these limits of it; about any where none is named. */
  refused(ticket: Ticket, limits: readonly string[] = []): void {
    const now = this.#now();
    const about = ticket.filter(({ window }) => limits.includes(window.limit));
    for (const { window, weight } of about.length > 0 ? about : ticket) window.refused(weight, now);
  }

  /** The exchange said how much is used or left of a limit of the call; of its narrowest where the name is empty. */
  observed(ticket: Ticket, limit: string, usage: ToldUsage): readonly ForeignUse[] {
    // What the other processes of ours use is in the shared books already, and no stranger's.
    return this.#limiter ? [] : believeUsage(ticket, limit, usage, this.#now());
  }

  /** What every limit in use has left. */
  headroom(): readonly Headroom[] {
    return headroomOf(this.#limits.windows, this.#owner, this.#now());
  }

  /** When `count` calls with these charges would start if they came now: waits from now on, the soonest first. */
  eta(ticket: Ticket, count: number, priority: number): readonly number[] {
    const now = this.#now();
    const openAt = pausesMayOpenAt(ticket, this.#owner, now);
    const ahead = this.#book.queue.ahead(priority);
    return forecast(ticket, { now, openAt, ahead, count }).map((at) => at - now);
  }

  chargesOf(route: RouteInfo, weight: CallWeight | undefined, items?: number): Ticket {
    return this.#limits.chargesOf(route, weight, items);
  }

  /** The units, if there is room and nobody waits; no timer, no promise. */
  pass(ticket: Ticket): boolean {
    const passes = this.#book.queue.pass(ticket, this.#owner);
    if (passes) this.#outstanding?.took(ticket);
    return passes;
  }

  /** The earliest instant at which the call could go, whoever waits before it. */
  opensAt(ticket: Ticket): number {
    return this.#book.queue.opensAt(ticket, this.#owner);
  }

  /** `lastAt`: the last instant at which going is worth anything. */
  queue(ticket: Ticket, priority: number, lastAt: number = Number.POSITIVE_INFINITY): QueuePlace {
    let settle: ((ended: Ticket | TooLate) => void) | undefined;
    const ended = new Promise<Ticket | TooLate>((resolve) => {
      settle = resolve;
    });
    const end = (result: Ticket | TooLate): void => {
      this.#queued -= 1;
      settle?.(result);
    };
    let hasUnits = false;
    let admittedAt = 0;
    this.#queued += 1;
    const giveUp = this.#book.queue.join({
      owner: this.#owner,
      priority,
      charges: ticket,
      lastAt,
      go: () => {
        hasUnits = true;
        this.#outstanding?.took(ticket);
        admittedAt = this.#now();
        end(ticket);
      },
      refuse: (opensAt) => end({ opensAt }),
    });
    const leave = (): void => {
      if (giveUp()) this.#queued -= 1;
      else if (hasUnits) this.refund(ticket);
      hasUnits = false;
    };
    return { ticket: ended, admittedAt: () => admittedAt, leave };
  }

  /**
   * Calls `wake` once a pause comes that lets such a call go after `lastAt` only: what it waits for is worth nothing then.
   * @returns ends that
   */
  watch(ticket: Ticket, lastAt: number, wake: () => void): () => void {
    return this.#book.queue.watch({ owner: this.#owner, charges: ticket, lastAt, wake });
  }

  /** An answer came, or the request was lost after it was sent. */
  answered(ticket: Ticket): void {
    if (this.#outstanding?.gaveBack(ticket) === false) return;
    const now = this.#now();
    for (const { window, weight } of ticket) window.answered(weight, now);
    this.#limiter?.answered(ticket);
    this.#dispatch();
  }

  /** The request never left: its units are free at once. */
  refund(ticket: Ticket): void {
    if (this.#outstanding?.gaveBack(ticket) === false) return;
    for (const { window, weight } of ticket) window.refund(weight);
    this.#limiter?.refund(ticket);
    this.#dispatch();
  }

  async close(): Promise<void> {
    this.#book.queue.drop(this.#owner);
    this.#outstanding?.settle(this.#now());
    this.#dispatch();
    await Promise.all([this.#book.leave(this.#boundaries), this.#limiter?.close()]);
  }

  #dispatch(): void {
    this.#book.queue.dispatch();
  }
}
