import type { Limit, RouteInfo } from '../types.ts';
import { Backlog } from './backlog.ts';
import { Gate } from './gate.ts';
import { type Boundaries, Limits, type Share } from './limits.ts';
import { plan } from './plan.ts';
import { levelOf, type Permits, type Waiter } from './waiter.ts';

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

/** Joins the processes that share the limits; tells when there may be room, and of their pauses. */
export type Join = (listener: {
  readonly onRoom: () => void;
  readonly onPause: (scope: string, untilAt: number) => void;
}) => Permits;

/** What a call was admitted with, to be given back. */
export type Ticket = readonly Share[];

export interface Place {
  readonly ticket: Promise<Ticket>;
  /** Gives the place in the queue up, or the units where they were taken already. Not to be called by who goes. */
  readonly leave: () => void;
}

/** Limits, the shared pause, and the queue: who may send now, and who waits. */
export class Throttle {
  readonly #limits: Limits;
  readonly #gate: Gate;
  readonly #permits: Permits | undefined;
  readonly #backlog: Backlog;
  readonly #now: () => number;
  #order = 0;
  #queued = 0;

  constructor(limits: readonly Limit[], now: () => number, boundaries?: Boundaries, join?: Join) {
    this.#now = now;
    this.#limits = new Limits(limits, now, boundaries);
    this.#permits = join?.({
      onRoom: () => this.#pump(),
      onPause: (_scope, untilAt) => {
        this.#gate.closeUntil(untilAt, true);
        this.#pump();
      },
    });
    const onRoom = (): void => {
      // Whoever is less urgent takes no room from those who are next: they would go first, being inside.
      if (this.#gate.crowd(this.#backlog.nextLevel) < lowWater) this.#backlog.room();
    };
    this.#gate = new Gate(now, onRoom, this.#permits);
    this.#backlog = new Backlog((waiters) => {
      for (const waiter of waiters) this.#gate.push(waiter);
      this.#gate.pump();
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
    this.#permits?.pauseUntil('', at);
  }

  /** The exchange refused a request for rate reasons. */
  refused(ticket: Ticket): void {
    const now = this.#now();
    for (const { ledger, weight } of ticket) ledger.refused(weight, now);
  }

  /** The exchange said how much is used or left of the limits whose keys begin with `name`, of all where it is empty. */
  observed(ticket: Ticket, name: string, usage: Usage): readonly ForeignUse[] {
    // What the other processes of ours use is in the shared ledger already, and no stranger's.
    if (this.#permits) return [];
    const now = this.#now();
    const shares = ticket.filter(({ ledger }) => ledger.key.startsWith(name));
    // A header that names no limit speaks of the narrowest.
    const told =
      name === '' ? shares.toSorted((a, b) => a.ledger.capacity - b.ledger.capacity).slice(0, 1) : shares;
    return told.map(({ ledger }) => {
      const used = usage.used ?? ledger.capacity - (usage.left ?? ledger.capacity);
      return { limit: ledger.key, units: ledger.observed(used, now), capacity: ledger.capacity };
    });
  }

  /** What every limit in use has left. */
  headroom(): readonly Headroom[] {
    const now = this.#now();
    const pausedMs = Math.max(0, this.#gate.closedUntilAt - now);
    return [...this.#limits.ledgers].map((ledger) => ({
      limit: ledger.key,
      capacity: ledger.capacity,
      windowMs: ledger.windowMs,
      free: pausedMs > 0 ? 0 : Math.max(0, ledger.free(now)),
    }));
  }

  /** When `count` calls with these shares would start if they came now: waits from now on, the soonest first. */
  eta(ticket: Ticket, count: number, priority: number): readonly number[] {
    const now = this.#now();
    const ahead = this.#gate.crowd(levelOf(priority)) + this.#backlog.heldBefore(levelOf(priority));
    return plan(ticket, { now, openAt: this.#gate.closedUntilAt, ahead, count }).map((at) => at - now);
  }

  sharesOf(route: RouteInfo, weight: number | undefined): Ticket {
    return this.#limits.sharesOf(route, weight);
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
    const waiter: Waiter = {
      priority,
      level,
      order: this.#order,
      shares: ticket,
      gone: false,
      go: () => {
        waiter.gone = true;
        this.#queued -= 1;
        settle?.();
      },
      enter: () => {
        inGate = true;
      },
    };
    // A cancel never stands behind reads in the backlog: only its equals can crowd it out of the gate.
    const full = this.#gate.crowd(level) >= gateSize || this.#backlog.holdsBefore(level);
    if (full) this.#backlog.hold(waiter);
    else {
      this.#gate.push(waiter);
      this.#gate.pump();
    }
    let left = false;
    const leave = (): void => {
      if (left) return;
      left = true;
      if (waiter.gone) this.refund(ticket);
      else this.#drop(waiter, inGate);
    };
    return { ticket: done, leave };
  }

  #drop(waiter: Waiter, inGate: boolean): void {
    waiter.gone = true;
    this.#queued -= 1;
    if (inGate) this.#gate.leave(waiter);
  }

  /** An answer came, or the request was lost after it was sent. */
  answered(ticket: Ticket): void {
    const now = this.#now();
    for (const { ledger, weight } of ticket) ledger.answered(weight, now);
    this.#permits?.answered(ticket);
    this.#pump();
  }

  /** The request never left: its units are free at once. */
  refund(ticket: Ticket): void {
    for (const { ledger, weight } of ticket) ledger.refund(weight);
    this.#permits?.refund(ticket);
    this.#pump();
  }

  #pump(): void {
    if (this.#queued > 0) this.#gate.pump();
  }

  async close(): Promise<void> {
    this.#gate.close();
    await Promise.all([this.#backlog.close(), this.#permits?.close()]);
  }
}
