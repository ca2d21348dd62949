import { Heap } from './heap.ts';
import type { Ledger } from './ledger.ts';
import type { Share } from './limits.ts';
import { Ramp } from './ramp.ts';
import type { Permits, Waiter } from './waiter.ts';

/**
 * Lets waiting calls go at the very instant their windows open, in the order of priority. Waiters for the same
 * ledgers stand in one lane; a lane that cannot go keeps nobody back who does not need what it waits for.
 */
export class Gate {
  readonly #lanes = new Map<string, Heap<Waiter>>();
  readonly #now: () => number;
  readonly #onRoom: () => void;
  readonly #permits: Permits | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAt = Number.POSITIVE_INFINITY;
  #closedUntilAt = 0;
  readonly #ramp: Ramp = new Ramp();
  #size = 0;
  /** Waiters inside, by level. */
  readonly #crowd = new Array<number>(10).fill(0);

  constructor(now: () => number, onRoom: () => void, permits?: Permits) {
    this.#now = now;
    this.#onRoom = onRoom;
    this.#permits = permits;
  }

  /** Waiters inside, those that left without going not counted. */
  get size(): number {
    return this.#size;
  }

  /** Waiters inside who are at least as urgent. */
  crowd(level: number): number {
    let count = 0;
    for (let at = 0; at <= level; at += 1) count += this.#crowd[at] ?? 0;
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
  pass(shares: readonly Share[], nowAt: number, waiting = 1): boolean {
    if (nowAt < this.#closedUntilAt) return false;
    if (this.#ramp.opensAt(nowAt) > nowAt) return false;
    for (const { ledger, need } of shares) if (!ledger.admits(need, nowAt)) return false;
    // Last: what is granted is taken. No answer is waited for; `pump` follows when it comes.
    if (this.#permits && !this.#permits.take(shares, waiting)) return false;
    this.#ramp.went();
    for (const { ledger, weight } of shares) ledger.take(weight);
    return true;
  }

  /** The earliest instant at which the units could fit, not counting those who wait before. */
  opensAt(shares: readonly Share[], nowAt: number): number {
    let at = Math.max(nowAt, this.#closedUntilAt);
    for (const { ledger, need } of shares) {
      const opens = ledger.opensAt(need, nowAt);
      // Answers that are owed come at an unknown instant: that is no reason to give up.
      if (opens !== Number.POSITIVE_INFINITY) at = Math.max(at, opens);
    }
    return at;
  }

  push(waiter: Waiter): void {
    const key = this.#laneOf(waiter.shares);
    const lane = this.#lanes.get(key) ?? new Heap<Waiter>();
    if (lane.size === 0) this.#lanes.set(key, lane);
    lane.push(waiter);
    waiter.enter();
    this.#count(waiter, 1);
  }

  /** A waiter inside has left without going. */
  leave(waiter: Waiter): void {
    this.#count(waiter, -1);
    const now = this.#now();
    // Whom it kept back may go now, but not within this turn: the next may be about to leave as well.
    if (this.#size > 0) this.#alarm(now, now);
    else this.#empty();
    this.#onRoom();
  }

  /** Lets go whoever can, then sets the alarm for the next. */
  pump(): void {
    const now = this.#now();
    const blocked = new Set<Ledger>();
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
    this.#crowd.fill(0);
    this.#empty();
  }

  /** Nobody waits: no timer may keep the process alive. */
  #empty(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lanes.clear();
  }

  /** The first of a lane goes, or the lane is idle for this round; then the instant at which to look again. */
  #tryLane(key: string, blocked: Set<Ledger>, idle: Set<string>, now: number): number {
    const lane = this.#lanes.get(key);
    const first = lane?.peek();
    if (!lane || !first) return Number.POSITIVE_INFINITY;
    const free = first.shares.every(({ ledger }) => !blocked.has(ledger));
    const waiting = Math.min(lane.size, this.#crowd[first.level] ?? 1);
    if (free && this.pass(first.shares, now, waiting)) {
      lane.pop();
      this.#count(first, -1);
      first.go();
      return Number.POSITIVE_INFINITY;
    }
    idle.add(key);
    let opensAt = now;
    for (const { ledger, need } of first.shares) {
      const at = ledger.opensAt(need, now);
      // Who stands in front keeps its place: lighter calls behind must not eat what it waits for.
      if (at > now) blocked.add(ledger);
      opensAt = Math.max(opensAt, at);
    }
    return opensAt > now ? opensAt : Number.POSITIVE_INFINITY;
  }

  /** The lane whose first goes first; lanes run empty by departures are dropped on the way. */
  #best(idle: ReadonlySet<string>): string | undefined {
    let best: { key: string; waiter: Waiter } | undefined;
    for (const [key, lane] of this.#lanes) {
      while (lane.peek()?.gone) lane.pop();
      const waiter = lane.peek();
      if (!waiter) {
        this.#lanes.delete(key);
        continue;
      }
      if (idle.has(key)) continue;
      const ahead =
        !best ||
        waiter.priority > best.waiter.priority ||
        (waiter.priority === best.waiter.priority && waiter.order < best.waiter.order);
      if (ahead) best = { key, waiter };
    }
    return best?.key;
  }

  #count(waiter: Waiter, change: 1 | -1): void {
    this.#size += change;
    this.#crowd[waiter.level] = (this.#crowd[waiter.level] ?? 0) + change;
  }

  #laneOf(shares: readonly Share[]): string {
    let key = '';
    for (const { ledger } of shares) key += `${ledger.key}\n`;
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
      this.pump();
    }, delay);
  }
}
