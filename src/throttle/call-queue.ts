// Every call that waits, of one gateway or of several that share an address: one order, one timer.
import { HeldCalls } from './held-calls.ts';
import { OverflowQueue } from './overflow-queue.ts';
import { agesAt, type CallOwner, levelOf, pausesMayOpenAt, type QueuedCall } from './queued-call.ts';
import { Scheduler } from './scheduler.ts';

/** Calls that the scheduler itself orders. More of them wait in the overflow queue. */
const scheduledCalls = 256;
/** The overflow queue sends the next bundle when fewer than this many calls wait that are at least as urgent. */
const lowWater = 128;
/** Aged calls enter the scheduler while fewer than this many of their level are inside. */
const agedInside = 64;

/** A call that joins the queue. Either `go` or `refuse` is called, once, unless it leaves before. */
export interface JoiningCall
  extends Pick<QueuedCall, 'owner' | 'priority' | 'charges' | 'lastAt' | 'refuse'> {
  readonly go: () => void;
}

/** A call that waits elsewhere, for its own backoff say, and joins later. */
export interface DelayedCall extends Pick<QueuedCall, 'owner' | 'charges' | 'lastAt'> {
  readonly wake: () => void;
}

/**
 * A call waits in the scheduler or, where that is full, in the overflow queue; it is in exactly one of the two until it
 * is gone. No call overtakes an equal, and none that is less urgent keeps a more urgent one in the overflow.
 */
export class CallQueue {
  readonly #scheduler: Scheduler;
  readonly #overflow: OverflowQueue;
  readonly #now: () => number;
  readonly #held = new HeldCalls();
  readonly #delayed = new Set<DelayedCall>();
  #order = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#scheduler = new Scheduler(now, () => {
      // A less urgent bundle takes no room from the calls that are next: inside, it would go before them.
      if (this.#scheduler.counts.atLeast(this.#held.counts.first) < lowWater) this.#overflow.room();
      this.#letAgedIn();
    });
    this.#overflow = new OverflowQueue((calls) =>
      this.#enter(calls.filter((call) => this.#held.delete(call))),
    );
  }

  /** Whether no call waits. */
  get isEmpty(): boolean {
    return this.#held.counts.total + this.#scheduler.counts.total === 0;
  }

  /** Calls that wait and go before a newcomer of this priority. */
  ahead(priority: number): number {
    const level = levelOf(priority);
    return this.#scheduler.counts.atLeast(level) + this.#held.counts.atLeast(level);
  }

  /** @returns gives the place up; false where the call went, or was refused, before. */
  join(joining: JoiningCall): () => boolean {
    this.#order += 1;
    const call: QueuedCall = {
      ...joining,
      level: levelOf(joining.priority),
      order: this.#order,
      agesAt: agesAt(joining.priority, this.#now(), joining.lastAt),
      gone: false,
      refuse: (opensAt) => {
        this.#takeOut(call);
        joining.refuse(opensAt);
      },
    };
    this.#place(call);
    return () => {
      if (call.gone) return false;
      if (!this.#takeOut(call)) this.#scheduler.leave(call);
      return true;
    };
  }

  /** Units may have come back. */
  dispatch(): void {
    if (!this.isEmpty) this.#scheduler.dispatch();
  }

  /** Wakes the call as soon as a pause lets it go too late only. @returns ends that */
  watch(delayed: DelayedCall): () => void {
    this.#delayed.add(delayed);
    return () => {
      this.#delayed.delete(delayed);
    };
  }

  /** A pause began or became longer: calls that it lets go too late only are refused, once for all pauses of one turn of the loop. */
  paused(): void {
    const nowAt = this.#now();
    for (const { charges, owner, lastAt, wake } of this.#delayed) {
      if (pausesMayOpenAt(charges, owner, nowAt) > Math.max(nowAt, lastAt)) wake();
    }
    if (!this.isEmpty) this.#scheduler.soon(() => this.#refuseLate());
  }

  /** An owner is gone, and with it every call of it that waits. */
  drop(owner: CallOwner): void {
    this.#scheduler.drop(owner);
    for (const call of this.#held) if (call.owner === owner) this.#takeOut(call);
  }

  close(): Promise<void> {
    return this.#overflow.close();
  }

  /** A cancel never stands behind reads in the overflow: only its equals can crowd it out of the scheduler. */
  #place(call: QueuedCall): void {
    const { level } = call;
    const isFull =
      this.#scheduler.counts.atLeast(level) >= scheduledCalls || this.#held.counts.atLeast(level) > 0;
    if (!isFull) {
      this.#enter([call]);
      return;
    }
    this.#held.add(call);
    this.#overflow.hold(call);
  }

  #enter(calls: readonly QueuedCall[]): void {
    const nowAt = this.#now();
    // A pause may have come while they were in the overflow.
    for (const call of calls) if (!isRefusedLate(call, nowAt)) this.#scheduler.push(call);
    this.#scheduler.dispatch();
  }

  /** Calls that have aged do not wait for the overflow's order: they enter, after those of their level that came before. */
  #letAgedIn(): void {
    const nowAt = this.#now();
    let aged = this.#held.agedBy(nowAt);
    while (aged && this.#scheduler.counts.at(aged.level) < agedInside) {
      const first = this.#held.firstBefore(aged);
      this.#held.delete(first);
      if (!isRefusedLate(first, nowAt)) {
        this.#scheduler.push(first);
        this.#scheduler.soon();
      }
      aged = this.#held.agedBy(nowAt);
    }
    this.#scheduler.agedOutside = aged;
  }

  #refuseLate(): void {
    const nowAt = this.#now();
    this.#scheduler.refuseLate(nowAt);
    for (const call of this.#held) isRefusedLate(call, nowAt);
  }

  /** The call is gone. @returns whether it was in the overflow queue */
  #takeOut(call: QueuedCall): boolean {
    call.gone = true;
    return this.#held.delete(call);
  }
}

/** Refuses a call that the pauses let go too late only. @returns whether they do */
function isRefusedLate({ charges, owner, lastAt, refuse }: QueuedCall, nowAt: number): boolean {
  const opensAt = pausesMayOpenAt(charges, owner, nowAt);
  const isLate = opensAt > nowAt && opensAt > lastAt;
  if (isLate) refuse(opensAt);
  return isLate;
}
