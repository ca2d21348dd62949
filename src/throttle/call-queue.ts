// Every call that waits, of one gateway or of several that share an address: one order, one timer.

import { inSlices } from '../time/in-slices.ts';
import { WakeupTimer } from '../time/wakeup-timer.ts';
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

/** What pauses hold. */
type PausedCall = Pick<QueuedCall, 'owner' | 'charges' | 'lastAt'>;

/** A call that waits elsewhere, for its own backoff say, and joins later. */
export interface DelayedCall extends PausedCall {
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
  /** At the next turn of the loop: all pauses that came in this one are looked at together. */
  readonly #onPauses: WakeupTimer;
  #order = 0;
  /** A pause came that not every call was held against. */
  #isPaused = false;
  #isRefusing = false;

  constructor(now: () => number) {
    this.#now = now;
    this.#onPauses = new WakeupTimer(now, () => this.#refuseLate());
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

  /** Either `go` or `refuse` is called, once, unless the call leaves before, or is about to. */
  join(call: QueuedCall): void {
    this.#order += 1;
    call.order = this.#order;
    call.agesAt = agesAt(call.priority, this.#now(), call.lastAt);
    this.#place(call);
  }

  /** The call gives its place up. Nothing happens where it went, or was refused, before. */
  leave(call: QueuedCall): void {
    if (call.gone) return;
    call.gone = true;
    if (!this.#held.delete(call)) this.#scheduler.leave(call);
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

  /** A pause began or became longer: calls that it lets go too late only are refused, from the next turn of the loop on. */
  paused(): void {
    if (!this.isEmpty || this.#delayed.size > 0) this.#onPauses.set(this.#now(), true);
  }

  /** An owner is gone, and with it every call of it that waits. */
  drop(owner: CallOwner): void {
    this.#scheduler.drop(owner);
    for (const call of this.#held) if (call.owner === owner) this.leave(call);
  }

  close(): Promise<void> {
    this.#onPauses.clear();
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
    // A pause may have come while they were in the overflow.
    for (const call of calls) if (!this.#refusesLate(call)) this.#scheduler.push(call);
    this.#scheduler.dispatch();
  }

  /** Calls that have aged do not wait for the overflow's order: they enter, after those of their level that came before. */
  #letAgedIn(): void {
    const nowAt = this.#now();
    let aged = this.#held.agedBy(nowAt);
    while (aged && this.#scheduler.counts.at(aged.level) < agedInside) {
      const first = this.#held.firstBefore(aged);
      this.#held.delete(first);
      if (!this.#refusesLate(first)) {
        this.#scheduler.push(first);
        this.#scheduler.soon();
      }
      aged = this.#held.agedBy(nowAt);
    }
    this.#scheduler.agedOutside = aged;
  }

  /** Refuses a call on its way into the scheduler that the pauses let go too late only. @returns whether they do */
  #refusesLate(call: QueuedCall): boolean {
    const [late] = tooLate([call], this.#now);
    call.gone = late !== undefined;
    if (late) call.refuse(late.opensAt);
    return call.gone;
  }

  #refuseLate(): void {
    this.#isPaused = true;
    if (this.#isRefusing) return;
    this.#isRefusing = true;
    void inSlices(this.#late(), (end) => end());
  }

  /** What ends each call that the pauses let go too late only: a few per turn of the loop, and by the pauses of that turn. */
  *#late(): Generator<() => void> {
    while (this.#isPaused) {
      this.#isPaused = false;
      for (const { call } of tooLate(this.#delayed, this.#now)) yield call.wake;
      // Those inside change their places from one turn to the next.
      for (const calls of [[...this.#scheduler], this.#held]) {
        for (const { call, opensAt } of tooLate<QueuedCall>(calls, this.#now)) {
          yield () => {
            if (call.gone) return;
            this.leave(call);
            call.refuse(opensAt);
          };
        }
      }
    }
    this.#isRefusing = false;
  }
}

/** The calls that the pauses let go too late only. Calls may come and leave while they are listed. */
function* tooLate<Call extends PausedCall>(
  calls: Iterable<Call>,
  now: () => number,
): Generator<{ readonly call: Call; readonly opensAt: number }> {
  let nowAt = now();
  for (const call of calls) {
    const opensAt = pausesMayOpenAt(call.charges, call.owner, nowAt);
    if (opensAt <= nowAt || opensAt <= call.lastAt) continue;
    yield { call, opensAt };
    nowAt = now();
  }
}
