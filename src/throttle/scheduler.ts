import { WakeupTimer } from '../time/wakeup-timer.ts';
import { Heap } from './heap.ts';
import { type CallOwner, pausesMayOpenAt, pausesOpenAt, type QueuedCall } from './queued-call.ts';
import type { Charge, RateWindow } from './rate-window.ts';

/** Calls of one owner that count on the same windows: what holds one of them holds all. */
interface Lane {
  readonly owner: CallOwner;
  readonly charges: readonly Charge[];
  readonly calls: Heap<QueuedCall>;
}

/**
 * Lets waiting calls go at the very instant their windows open, in the order of priority. A lane that cannot go keeps
 * nobody back who does not need what it waits for.
 */
export class Scheduler {
  readonly #lanes = new Map<string, Lane>();
  readonly #now: () => number;
  readonly #onRoom: () => void;
  readonly #timer: WakeupTimer;
  /** Done before the next look. */
  #first: (() => void) | undefined;
  #size = 0;
  /** Calls inside, by level. */
  readonly #counts = new Array<number>(10).fill(0);

  constructor(now: () => number, onRoom: () => void) {
    this.#now = now;
    this.#onRoom = onRoom;
    this.#timer = new WakeupTimer(now, () => this.#look());
  }

  /** Calls inside, those that left without going not counted. */
  get size(): number {
    return this.#size;
  }

  /** Calls inside that are at least as urgent. */
  countAtLeast(level: number): number {
    let count = 0;
    for (let at = 0; at <= level; at += 1) count += this.#counts[at] ?? 0;
    return count;
  }

  /** Takes the units and says so, if no pause holds the call and all of them fit. */
  pass(charges: readonly Charge[], owner: CallOwner, nowAt: number, waiting = 1): boolean {
    if (pausesOpenAt(charges, owner, nowAt) > nowAt) return false;
    for (const { window, need } of charges) if (!window.admits(need, nowAt)) return false;
    // Last: what is granted is taken. No answer is waited for; `dispatch` follows when it comes.
    if (owner.limiter && !owner.limiter.take(charges, waiting)) return false;
    for (const pause of owner.pauses) pause.went(nowAt);
    for (const { window, weight } of charges) {
      window.pause?.went(nowAt);
      window.take(weight);
    }
    return true;
  }

  /** The earliest instant at which the units could fit, not counting those who wait before. */
  opensAt(charges: readonly Charge[], owner: CallOwner, nowAt: number): number {
    let at = pausesMayOpenAt(charges, owner, nowAt);
    for (const { window, need } of charges) {
      const opens = window.opensAt(need, nowAt);
      // Answers that are owed come at an unknown instant: that is no reason to give up.
      if (opens !== Number.POSITIVE_INFINITY) at = Math.max(at, opens);
    }
    return at;
  }

  push(call: QueuedCall): void {
    const { owner, charges } = call;
    const key = laneKeyOf(owner, charges);
    const lane = this.#lanes.get(key) ?? { owner, charges, calls: new Heap<QueuedCall>() };
    if (lane.calls.size === 0) this.#lanes.set(key, lane);
    lane.calls.push(call);
    call.enter();
    this.#count(call, 1);
  }

  /** A call inside has left without going. */
  leave(call: QueuedCall): void {
    this.#count(call, -1);
    // Whom it kept back may go now, but not within this turn: the next may be about to leave as well.
    if (this.#size > 0) this.soon();
    else this.#empty();
    this.#onRoom();
  }

  /** Looks again at the next turn of the loop; `first` is done before. */
  soon(first?: () => void): void {
    this.#first ??= first;
    this.#timer.set(this.#now(), true);
  }

  /** Lets go whoever can, then sets the timer for the next. */
  dispatch(): void {
    const now = this.#now();
    const blocked = new Set<RateWindow>();
    const idle = new Set<string>();
    let wakeAt = Number.POSITIVE_INFINITY;
    for (let best = this.#best(idle); best !== undefined; best = this.#best(idle)) {
      wakeAt = Math.min(wakeAt, this.#tryLane(best, blocked, idle, now));
    }
    if (this.#size > 0) this.#timer.set(wakeAt, true);
    else this.#empty();
    this.#onRoom();
  }

  /** Refuses every call that the pauses let go too late only. Linear in what waits. */
  refuseLate(nowAt: number): void {
    for (const { owner, charges, calls } of this.#lanes.values()) {
      const opensAt = pausesMayOpenAt(charges, owner, nowAt);
      if (opensAt === nowAt) continue;
      for (const call of calls) {
        if (call.gone || call.lastAt >= opensAt) continue;
        this.#count(call, -1);
        call.refuse(opensAt);
      }
    }
  }

  /** An owner is gone, and with it whatever of it still waits. */
  drop(owner: CallOwner): void {
    for (const [key, lane] of this.#lanes) {
      if (lane.owner !== owner) continue;
      for (const call of lane.calls) {
        if (!call.gone) this.#count(call, -1);
        call.gone = true;
      }
      this.#lanes.delete(key);
    }
    if (this.#size === 0) this.#empty();
  }

  /** Nobody waits: no timer may keep the process alive. */
  #empty(): void {
    this.#timer.clear();
    this.#first = undefined;
    this.#lanes.clear();
  }

  /** The first of a lane goes, or the lane is idle for this round; then the instant at which to look again. */
  #tryLane(key: string, blocked: Set<RateWindow>, idle: Set<string>, now: number): number {
    const lane = this.#lanes.get(key);
    const first = lane?.calls.peek();
    if (!lane || !first) return Number.POSITIVE_INFINITY;
    const waiting = Math.min(lane.calls.size, this.#counts[first.level] ?? 1);
    const free = first.charges.every(({ window }) => !blocked.has(window));
    if (free && this.pass(first.charges, first.owner, now, waiting)) {
      lane.calls.pop();
      this.#count(first, -1);
      first.go();
      return Number.POSITIVE_INFINITY;
    }
    idle.add(key);
    // Who is held by a pause waits for no units: those behind may have them.
    const pausedUntilAt = pausesOpenAt(first.charges, first.owner, now);
    return pausedUntilAt > now ? pausedUntilAt : block(first, blocked, now);
  }

  /** The lane whose first goes first; lanes run empty by departures are dropped on the way. */
  #best(idle: ReadonlySet<string>): string | undefined {
    let best: { key: string; call: QueuedCall } | undefined;
    for (const [key, { calls }] of this.#lanes) {
      while (calls.peek()?.gone) calls.pop();
      const call = calls.peek();
      if (!call) {
        this.#lanes.delete(key);
        continue;
      }
      if (idle.has(key)) continue;
      const isAhead =
        !best ||
        call.priority > best.call.priority ||
        (call.priority === best.call.priority && call.order < best.call.order);
      if (isAhead) best = { key, call };
    }
    return best?.key;
  }

  #count(call: QueuedCall, change: 1 | -1): void {
    this.#size += change;
    this.#counts[call.level] = (this.#counts[call.level] ?? 0) + change;
  }

  #look(): void {
    this.#first?.();
    this.#first = undefined;
    this.dispatch();
  }
}

function laneKeyOf(owner: CallOwner, charges: readonly Charge[]): string {
  let key = `${owner.id}\n`;
  for (const { window } of charges) key += `${window.key}\n`;
  return key;
}

/** Who stands in front keeps its place: lighter calls behind must not eat what it waits for. */
function block({ charges }: QueuedCall, blocked: Set<RateWindow>, now: number): number {
  let opensAt = now;
  for (const { window, need } of charges) {
    const at = window.opensAt(need, now);
    if (at > now) blocked.add(window);
    opensAt = Math.max(opensAt, at);
  }
  return opensAt > now ? opensAt : Number.POSITIVE_INFINITY;
}
