import { OverflowQueue } from './overflow-queue.ts';
import type { Pause } from './pause.ts';
import { type CallOwner, levelOf, pausesMayOpenAt, type QueuedCall } from './queued-call.ts';
import type { Charge } from './rate-window.ts';
import { Scheduler } from './scheduler.ts';
import type { SharedLimiter } from './shared-limiter.ts';

/** Calls that the scheduler itself orders. More of them wait in the overflow queue. */
const scheduledCalls = 256;
/** The overflow queue sends the next bundle when fewer than this many wait who are at least as urgent. */
const lowWater = 128;

/** A call that joins the queue, and how it is told what became of it: one of the two, once. */
export interface JoiningCall
  extends Pick<QueuedCall, 'owner' | 'priority' | 'charges' | 'lastAt' | 'refuse'> {
  readonly go: () => void;
}

/** A call that waits elsewhere, for its own backoff say, and comes here later. */
export interface Sleeper extends Pick<QueuedCall, 'owner' | 'charges' | 'lastAt'> {
  readonly wake: () => void;
}

/** Everything that waits, of one gateway or of several that share an address: one order, one timer. */
export class CallQueue {
  readonly #scheduler: Scheduler;
  readonly #overflow: OverflowQueue;
  readonly #now: () => number;
  readonly #sleepers = new Set<Sleeper>();
  #order = 0;
  #owners = 0;
  #waiting = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#scheduler = new Scheduler(now, () => {
      // Who is less urgent takes no room from those who are next: they would go first, being inside.
      if (this.#scheduler.countAtLeast(this.#overflow.nextLevel) < lowWater) this.#overflow.room();
    });
    this.#overflow = new OverflowQueue((calls) => this.#enter(calls));
  }

  newOwner(pauses: readonly Pause[], limiter: SharedLimiter | undefined): CallOwner {
    this.#owners += 1;
    return { id: this.#owners, pauses, limiter };
  }

  /** The units, if there is room and nobody waits; no timer, no promise. */
  pass(charges: readonly Charge[], owner: CallOwner, nowAt: number): boolean {
    return this.#waiting === 0 && this.#scheduler.pass(charges, owner, nowAt);
  }

  /** The earliest instant at which the call could go, whoever waits before it. */
  opensAt(charges: readonly Charge[], owner: CallOwner): number {
    return this.#scheduler.opensAt(charges, owner, this.#now());
  }

  /** Calls that wait and go before a newcomer of this priority. */
  ahead(priority: number): number {
    const level = levelOf(priority);
    return this.#scheduler.countAtLeast(level) + this.#overflow.heldBefore(level);
  }

  /** @returns gives the place up; false where the call went, or was refused, before. */
  join(joining: JoiningCall): () => boolean {
    let isScheduled = false;
    this.#order += 1;
    this.#waiting += 1;
    const call: QueuedCall = {
      ...joining,
      level: levelOf(joining.priority),
      order: this.#order,
      gone: false,
      isHeld: false,
      go: () => {
        this.#gone(call);
        joining.go();
      },
      refuse: (opensAt) => {
        this.#gone(call);
        joining.refuse(opensAt);
      },
      enter: () => {
        isScheduled = true;
      },
    };
    this.#place(call);
    return () => {
      if (call.gone) return false;
      this.#gone(call);
      if (isScheduled) this.#scheduler.leave(call);
      return true;
    };
  }

  /** Units may have come back. */
  dispatch(): void {
    if (this.#waiting > 0) this.#scheduler.dispatch();
  }

  /** Wakes it as soon as a pause lets it go too late only. @returns ends that */
  watch(sleeper: Sleeper): () => void {
    this.#sleepers.add(sleeper);
    return () => {
      this.#sleepers.delete(sleeper);
    };
  }

  /** A pause began or became longer: whom it lets go too late only is told, at the next turn of the loop, once for all. */
  paused(): void {
    const now = this.#now();
    for (const sleeper of this.#sleepers) {
      if (pausesMayOpenAt(sleeper.charges, sleeper.owner, now) > Math.max(now, sleeper.lastAt))
        sleeper.wake();
    }
    if (this.#waiting > 0) this.#scheduler.soon(() => this.#refuseLate());
  }

  /** An owner is gone. */
  drop(owner: CallOwner): void {
    const before = this.#scheduler.size;
    this.#scheduler.drop(owner);
    this.#waiting -= before - this.#scheduler.size;
    for (const call of this.#overflow.calls()) if (call.owner === owner && !call.gone) this.#gone(call);
  }

  close(): Promise<void> {
    return this.#overflow.close();
  }

  #gone(call: QueuedCall): void {
    call.gone = true;
    this.#waiting -= 1;
    if (call.isHeld) this.#overflow.left(call);
  }

  /** A cancel never stands behind reads in the overflow: only its equals can crowd it out of the scheduler. */
  #place(call: QueuedCall): void {
    const isFull =
      this.#scheduler.countAtLeast(call.level) >= scheduledCalls || this.#overflow.holdsBefore(call.level);
    if (isFull) this.#overflow.hold(call);
    else this.#enter([call]);
  }

  #enter(calls: readonly QueuedCall[]): void {
    const now = this.#now();
    for (const call of calls) {
      const opensAt = pausesMayOpenAt(call.charges, call.owner, now);
      // It stood outside when the pause came.
      if (opensAt > now && opensAt > call.lastAt) call.refuse(opensAt);
      else this.#scheduler.push(call);
    }
    this.#scheduler.dispatch();
  }

  #refuseLate(): void {
    const now = this.#now();
    this.#scheduler.refuseLate(now);
    for (const call of this.#overflow.calls()) {
      if (call.gone) continue;
      const opensAt = pausesMayOpenAt(call.charges, call.owner, now);
      if (opensAt > now && opensAt > call.lastAt) call.refuse(opensAt);
    }
  }
}
