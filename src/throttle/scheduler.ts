import { Heap } from './heap.ts';
import type { Charge } from './limits.ts';
import type { QueuedCall } from './queued-call.ts';
import type { RateWindow } from './rate-window.ts';
import type { SharedLimiter } from './shared-limiter.ts';
import { SlowStart } from './slow-start.ts';

/**
 * Lets waiting calls go at the very instant their windows open, in the order of priority. Waiters for the same
 * windows stand in one lane; a lane that cannot go keeps nobody back who does not need what it waits for.
 */
export class Scheduler {
  readonly #lanes = new Map<string, Heap<QueuedCall>>();
  readonly #now: () => number;
  readonly #onRoom: () => void;
  readonly #permits: SharedLimiter | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #closedUntilAt = 0;
  readonly #ramp: SlowStart = new SlowStart();
  #size = 0;
  /** Waiters inside, by level. */
  readonly #countAtLeast = new Array<number>(10).fill(0);

  constructor(now: () => number, onRoom: () => void, permits?: SharedLimiter) {
    this.#now = now;
    this.#onRoom = onRoom;
    this.#permits = permits;
  }

  /** Waiters inside, those that left without going not counted. */
  get size(): number {
    return this.#size;
  }

  /** Waiters inside who are at least as urgent. */
  countAtLeast(level: number): number {
    let count = 0;
    for (let at = 0; at <= level; at += 1) count += this.#countAtLeast[at] ?? 0;
    return count;
  }

  get closedUntilAt(): number {
    return this.#closedUntilAt;
  }

  /**
   * Nobody goes before this instant. Only ever later, never earlier. With a ramp they do not all go at that instant.
   */
  closeUntil(at: number, ramp = false): void {
    if (at <= this.#closedUntilAt) return;
    this.#closedUntilAt = at;
    if (ramp) this.#ramp.start(at);
    else this.#ramp.stop();
  }

  /** Takes the units and says so, if the gate is open and all of them fit. */
  pass(charges: readonly Charge[], nowAt: number, waiting = 1): boolean {
    if (nowAt < this.#closedUntilAt) return false;
    if (this.#ramp.opensAt(nowAt) > nowAt) return false;
    for (const { window, need } of charges) if (!window.admits(need, nowAt)) return false;
    // Last: what is granted is taken. No answer is waited for; `pump` follows when it comes.
    if (this.#permits && !this.#permits.take(charges, waiting)) return false;
    this.#ramp.went();
    for (const { window, weight } of charges) window.take(weight);
    return true;
  }

  /** The earliest instant at which the units could fit, not counting those who wait before. */
  opensAt(charges: readonly Charge[], nowAt: number): number {
    let at = Math.max(nowAt, this.#closedUntilAt);
    for (const { window, need } of charges) {
      const opens = window.opensAt(need, nowAt);
      // Answers that are owed come at an unknown instant: that is no reason to give up.
      if (opens !== Number.POSITIVE_INFINITY) at = Math.max(at, opens);
    }
    return at;
  }

  push(call: QueuedCall): void {
    const key = this.#laneOf(call.charges);
    const lane = this.#lanes.get(key) ?? new Heap<QueuedCall>();
    if (lane.size === 0) this.#lanes.set(key, lane);
    lane.push(call);
    call.enter();
    this.#count(call, 1);
  }

  /** A call inside has left without going. */
  leave(call: QueuedCall): void {
    this.#count(call, -1);
    const now = this.#now();
    // Whom it kept back may go now, but not within this turn: the next may be about to leave as well.
    if (this.#size > 0) this.#alarm(now, now);
    else this.#empty();
    this.#onRoom();
  }

  /** Lets go whoever can, then sets the alarm for the next. */
  dispatch(): void {
    const now = this.#now();
    const blocked = new Set<RateWindow>();
    const idle = new Set<string>();
    let wakeAt = Math.max(now, this.#closedUntilAt) > now ? this.#closedUntilAt : Number.POSITIVE_INFINITY;
    if (wakeAt === Number.POSITIVE_INFINITY) {
      for (let best = this.#best(idle); best !== undefined; best = this.#best(idle)) {
        const rampAt = this.#ramp.opensAt(now);
        wakeAt = Math.min(wakeAt, rampAt > now ? rampAt : this.#tryLane(best, blocked, idle, now));
        if (rampAt > now) break;
      }
    }
    if (this.#size > 0) this.#alarm(wakeAt, now);
    this.#onRoom();
  }

  close(): void {
    this.#size = 0;
    this.#countAtLeast.fill(0);
    this.#empty();
  }

  /** Nobody waits: no timer may keep the process alive. */
  #empty(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lanes.clear();
  }

  /** The first of a lane goes, or the lane is idle for this round; then the instant at which to look again. */
  #tryLane(key: string, blocked: Set<RateWindow>, idle: Set<string>, now: number): number {
    const lane = this.#lanes.get(key);
    const first = lane?.peek();
    if (!lane || !first) return Number.POSITIVE_INFINITY;
    const free = first.charges.every(({ window }) => !blocked.has(window));
    const waiting = Math.min(lane.size, this.#countAtLeast[first.level] ?? 1);
    if (free && this.pass(first.charges, now, waiting)) {
      lane.pop();
      this.#count(first, -1);
      first.go();
      return Number.POSITIVE_INFINITY;
    }
    idle.add(key);
    let opensAt = now;
    for (const { window, need } of first.charges) {
      const at = window.opensAt(need, now);
      // Who stands in front keeps its place: lighter calls behind must not eat what it waits for.
      if (at > now) blocked.add(window);
      opensAt = Math.max(opensAt, at);
    }
    return opensAt > now ? opensAt : Number.POSITIVE_INFINITY;
  }

  /** The lane whose first goes first; lanes run empty by departures are dropped on the way. */
  #best(idle: ReadonlySet<string>): string | undefined {
    let best: { key: string; call: QueuedCall } | undefined;
    for (const [key, lane] of this.#lanes) {
      while (lane.peek()?.gone) lane.pop();
      const call = lane.peek();
      if (!call) {
        this.#lanes.delete(key);
        continue;
      }
      if (idle.has(key)) continue;
      const ahead =
        !best ||
        call.priority > best.call.priority ||
        (call.priority === best.call.priority && call.order < best.call.order);
      if (ahead) best = { key, call };
    }
    return best?.key;
  }

  #count(call: QueuedCall, change: 1 | -1): void {
    this.#size += change;
    this.#countAtLeast[call.level] = (this.#countAtLeast[call.level] ?? 0) + change;
  }

  #laneOf(charges: readonly Charge[]): string {
    let key = '';
    for (const { window } of charges) key += `${window.key}\n`;
    return key;
  }

  #alarm(at: number, now: number): void {
    if (this.#timer !== undefined && this.#timerAt <= at) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    this.#timerAt = at;
    // A timer takes whole milliseconds and at most a signed 32-bit number of them; the round after sets the rest.
    const delay = Math.min(Math.ceil(at - now), 2 ** 31 - 1);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.dispatch();
    }, delay);
  }
}
