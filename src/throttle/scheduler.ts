// Lets waiting calls go at the instant at which their windows open, in the order of priority.
import { WakeupTimer } from '../time/wakeup-timer.ts';
import { type Lane, type LaneHead, Lanes } from './lanes.ts';
import type { LimitBook } from './limit-book.ts';
import { type CallOwner, LevelCounts, pausesOpenAt, type QueuedCall } from './queued-call.ts';
import { takeUnits } from './take-units.ts';

/** A lane that cannot go keeps no lane back that does not need what it waits for. */
export class Scheduler {
  /** Calls inside, those that left without going not counted. */
  readonly counts: LevelCounts = new LevelCounts();
  readonly #lanes = new Lanes();
  readonly #now: () => number;
  readonly #onRoom: () => void;
  readonly #timer: WakeupTimer;

  /** @param onRoom called whenever calls may have gone */
  constructor(now: () => number, onRoom: () => void) {
    this.#now = now;
    this.#onRoom = onRoom;
    this.#timer = new WakeupTimer(now, () => this.dispatch());
  }

  /** The call that has aged first of those that wait elsewhere until there is room here. */
  set agedOutside(call: QueuedCall | undefined) {
    this.#lanes.agedOutside = call;
  }

  /** `dispatch` has to follow. */
  push(call: QueuedCall): void {
    this.#lanes.push(call);
    this.counts.add(call.level, 1);
  }

  /** A call inside has left without going. */
  leave(call: QueuedCall): void {
    this.counts.add(call.level, -1);
    // Calls that it kept back may go now, but not within this turn: the next may be about to leave as well.
    if (this.counts.total > 0) this.soon();
    else this.#empty();
    this.#onRoom();
  }

  /** Looks again at the next turn of the loop. */
  soon(): void {
    this.#timer.set(this.#now(), true);
  }

  /** Lets every call go that can, then sets the timer for the next. */
  dispatch(): void {
    const nowAt = this.#now();
    const blocked = new Set<LimitBook>();
    const idle = new Set<Lane>();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (let next = this.#lanes.next(idle, nowAt); next; next = this.#lanes.next(idle, nowAt)) {
      if (this.#lets(next, blocked, nowAt)) continue;
      idle.add(next.lane);
      wakeAt = Math.min(wakeAt, holdsUntil(next.call, blocked, nowAt));
    }
    if (this.counts.total > 0) this.#timer.set(wakeAt, true);
    else this.#empty();
    this.#onRoom();
  }

  /** Every call inside. */
  *[Symbol.iterator](): Generator<QueuedCall> {
    for (const { calls } of this.#lanes.all) {
      for (const call of calls) if (!call.gone) yield call;
    }
  }

  /** An owner is gone, and with it every call of it that still waits. */
  drop(owner: CallOwner): void {
    for (const call of this.#lanes.drop(owner)) {
      if (!call.gone) this.counts.add(call.level, -1);
      call.gone = true;
    }
    if (this.counts.total === 0) this.#empty();
  }

  /** No call waits: no timer may keep the process alive. */
  #empty(): void {
    this.#timer.clear();
    this.#lanes.clear();
  }

  /** Lets the first call of a lane go, if it can. */
  #lets(head: LaneHead, blocked: Set<LimitBook>, nowAt: number): boolean {
    const { lane, call } = head;
    // It would only give its units back, and the next of many that end as well, all in one turn of the loop.
    if (call.isEnding || call.lastAt < nowAt) {
      lane.calls.pop();
      this.counts.add(call.level, -1);
      call.gone = true;
      if (!call.isEnding) call.refuse(nowAt);
      return true;
    }
    if (call.charges.some(({ window }) => blocked.has(window))) return false;
    const waiting = Math.min(lane.calls.size, this.counts.at(call.level));
    if (!takeUnits(call.charges, call.owner, nowAt, waiting)) return false;
    this.#lanes.take(head);
    this.counts.add(call.level, -1);
    call.gone = true;
    call.go();
    return true;
  }
}

/**
 * When to look again for a call that cannot go. It keeps its place: the windows that it waits for are blocked for lighter
 * calls behind it, unless a pause holds it, since then it waits for no units.
 */
function holdsUntil({ charges, owner }: QueuedCall, blocked: Set<LimitBook>, nowAt: number): number {
  const pausedUntilAt = pausesOpenAt(charges, owner, nowAt);
  if (pausedUntilAt > nowAt) return pausedUntilAt;
  let opensAt = nowAt;
  for (const { window, need } of charges) {
    const at = window.opensAt(need, nowAt);
    if (at > nowAt) blocked.add(window);
    opensAt = Math.max(opensAt, at);
  }
  return opensAt > nowAt ? opensAt : Number.POSITIVE_INFINITY;
}
