import type { Limit, RouteInfo } from '../types.ts';
import { forecast } from './forecast.ts';
import { type Boundaries, type Charge, Limits } from './limits.ts';
import { OverflowQueue } from './overflow-queue.ts';
import { levelOf, type QueuedCall } from './queued-call.ts';
import { Scheduler } from './scheduler.ts';
import type { SharedLimiter, SharedLimiterListener } from './shared-limiter.ts';

/** Waiters that the gate itself orders. More of them wait in the backlog. */
const gateSize = 256;
/** The backlog sends the next bundle when fewer than this many wait who are at least as urgent. */
const lowWater = 128;

/** What an answer says of a limit. */
export interface Usage {
  readonly used?: number;
  readonly left?: number;
}

/** Units of a limit that somebody else used. */
export interface ForeignUse {
  readonly limit: string;
  readonly units: number;
  readonly capacity: number;
}

/** What a limit admits now. */
export interface Headroom {
  readonly limit: string;
  readonly capacity: number;
  readonly windowMs: number;
  /** Units that could leave at once; those who wait are not counted. */
  readonly free: number;
}

/** Joins the processes that charge the limits; tells when there may be room, and of their pauses. */
export type Join = (listener: SharedLimiterListener) => SharedLimiter;

/** What a call was admitted with, to be given back. */
export type Ticket = readonly Charge[];

export interface Place {
  readonly ticket: Promise<Ticket>;
  /** Gives the place in the queue up, or the units where they were taken already. Not to be called by who goes. */
  readonly leave: () => void;
}

/** Limits, the shared pause, and the queue: who may send now, and who waits. */
export class Throttle {
  readonly #limits: Limits;
  readonly #gate: Scheduler;
  readonly #permits: SharedLimiter | undefined;
  readonly #backlog: OverflowQueue;
  readonly #now: () => number;
  #order = 0;
  #queued = 0;

  constructor(limits: readonly Limit[], now: () => number, boundaries?: Boundaries, join?: Join) {
    this.#now = now;
    this.#limits = new Limits(limits, now, boundaries);
    this.#permits = join?.({
      onRoom: () => this.#dispatch(),
      onPause: (_scope, untilAt) => {
        this.#gate.closeUntil(untilAt, true);
        this.#dispatch();
      },
      onResume: () => undefined,
    });
    const onRoom = (): void => {
      // Whoever is less urgent takes no room from those who are next: they would go first, being inside.
      if (this.#gate.countAtLeast(this.#backlog.nextLevel) < lowWater) this.#backlog.room();
    };
    this.#gate = new Scheduler(now, onRoom, this.#permits);
    this.#backlog = new OverflowQueue((calls) => {
      for (const call of calls) this.#gate.push(call);
      this.#gate.dispatch();
    });
  }

  /** Calls that wait. */
  get queued(): number {
    return this.#queued;
  }

  get pausedUntilAt(): number {
    return this.#gate.closedUntilAt;
  }

  /** Everybody waits until then. Pauses only ever get longer. */
  pauseUntil(at: number, ramp = false): void {
    this.#gate.closeUntil(at, ramp);
    this.#permits?.pauseUntil('', at, 'account');
  }

  /** The exchange refused a request for rate reasons. */
  refused(ticket: Ticket): void {
    const now = this.#now();
    for (const { window, weight } of ticket) window.refused(weight, now);
  }

  /** The exchange said how much is used or left of the limits whose keys begin with `name`, of all where it is empty. */
  observed(ticket: Ticket, name: string, usage: Usage): readonly ForeignUse[] {
    // What the other processes of ours use is in the shared window already, and no stranger's.
    if (this.#permits) return [];
    const now = this.#now();
    const charges = ticket.filter(({ window }) => window.key.startsWith(name));
    // A header that names no limit speaks of the narrowest.
    const told =
      name === '' ? charges.toSorted((a, b) => a.window.capacity - b.window.capacity).slice(0, 1) : charges;
    return told.map(({ window }) => {
      const used = usage.used ?? window.capacity - (usage.left ?? window.capacity);
      return { limit: window.key, units: window.observed(used, now), capacity: window.capacity };
    });
  }

  /** What every limit in use has left. */
  headroom(): readonly Headroom[] {
    const now = this.#now();
    const pausedMs = Math.max(0, this.#gate.closedUntilAt - now);
    return [...this.#limits.windows].map((window) => ({
      limit: window.key,
      capacity: window.capacity,
      windowMs: window.windowMs,
      free: pausedMs > 0 ? 0 : Math.max(0, window.free(now)),
    }));
  }

  /** When `count` calls with these charges would start if they came now: waits from now on, the soonest first. */
  eta(ticket: Ticket, count: number, priority: number): readonly number[] {
    const now = this.#now();
    const ahead = this.#gate.countAtLeast(levelOf(priority)) + this.#backlog.heldBefore(levelOf(priority));
    return forecast(ticket, { now, openAt: this.#gate.closedUntilAt, ahead, count }).map((at) => at - now);
  }

  chargesOf(route: RouteInfo, weight: number | undefined): Ticket {
    return this.#limits.chargesOf(route, weight);
  }

  /** The units, if there is room and nobody waits; no timer, no promise. */
  pass(ticket: Ticket): boolean {
    return this.#queued === 0 && this.#gate.pass(ticket, this.#now());
  }

  /** The earliest instant at which the call could go, whoever waits before it. */
  opensAt(ticket: Ticket): number {
    return this.#gate.opensAt(ticket, this.#now());
  }

  queue(ticket: Ticket, priority: number): Place {
    let settle: (() => void) | undefined;
    let inGate = false;
    const done = new Promise<Ticket>((resolve) => {
      settle = () => resolve(ticket);
    });
    this.#order += 1;
    this.#queued += 1;
    const level = levelOf(priority);
    const call: QueuedCall = {
      priority,
      level,
      order: this.#order,
      charges: ticket,
      gone: false,
      go: () => {
        call.gone = true;
        this.#queued -= 1;
        settle?.();
      },
      enter: () => {
        inGate = true;
      },
    };
    // A cancel never stands behind reads in the backlog: only its equals can countAtLeast it out of the gate.
    const full = this.#gate.countAtLeast(level) >= gateSize || this.#backlog.holdsBefore(level);
    if (full) this.#backlog.hold(call);
    else {
      this.#gate.push(call);
      this.#gate.dispatch();
    }
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      if (call.gone) this.refund(ticket);
      else this.#drop(call, inGate);
    };
    return { ticket: done, leave };
  }

  #drop(call: QueuedCall, inGate: boolean): void {
    call.gone = true;
    this.#queued -= 1;
    if (inGate) this.#gate.leave(call);
  }

  /** An answer came, or the request was lost after it was sent. */
  answered(ticket: Ticket): void {
    const now = this.#now();
    for (const { window, weight } of ticket) window.answered(weight, now);
    this.#permits?.answered(ticket);
    this.#dispatch();
  }

  /** The request never left: its units are free at once. */
  refund(ticket: Ticket): void {
    for (const { window, weight } of ticket) window.refund(weight);
    this.#permits?.refund(ticket);
    this.#dispatch();
  }

  #dispatch(): void {
    if (this.#queued > 0) this.#gate.dispatch();
  }

  async close(): Promise<void> {
    this.#gate.close();
    await Promise.all([this.#backlog.close(), this.#permits?.close()]);
  }
}
