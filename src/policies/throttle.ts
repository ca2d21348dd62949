import type { Limit, RouteInfo } from '../types.ts';
import { Backlog } from './backlog.ts';
import { Gate, levelOf, type Waiter } from './gate.ts';
import { Limits, type Share } from './limits.ts';

/** Waiters that the gate itself orders. More of them wait in the backlog. */
const gateSize = 256;
/** The backlog sends the next bundle when fewer than this many wait who are at least as urgent. */
const lowWater = 128;

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
  readonly #backlog: Backlog;
  readonly #now: () => number;
  #order = 0;
  #queued = 0;

  constructor(limits: readonly Limit[], now: () => number) {
    this.#now = now;
    this.#limits = new Limits(limits, now);
    this.#gate = new Gate(now, () => {
      // Whoever is less urgent takes no room from those who are next: they would go first, being inside.
      if (this.#gate.crowd(this.#backlog.nextLevel) < lowWater) this.#backlog.room();
    });
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
  pauseUntil(at: number): void {
    this.#gate.closeUntil(at);
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
    if (this.#queued > 0) this.#gate.pump();
  }

  /** The request never left: its units are free at once. */
  refund(ticket: Ticket): void {
    for (const { ledger, weight } of ticket) ledger.refund(weight);
    if (this.#queued > 0) this.#gate.pump();
  }

  async close(): Promise<void> {
    this.#gate.close();
    await this.#backlog.close();
  }
}
